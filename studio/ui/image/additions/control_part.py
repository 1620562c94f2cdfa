"""Control units: pictures whose edges, depth or colours the model follows; for the task control-map, the map alone."""

from __future__ import annotations

from typing import Any

import msgspec

from studio.core.pictures import ControlUnit
from studio.presenters import beside, controls, units
from studio.presenters.image_tab import ImageTabPresenter
from studio.ui import addition_words
from studio.ui.base import button
from studio.ui.image.additions.control_row import TASKS, ControlRow
from studio.ui.image.additions.picture_list_part import PictureListPart


class ControlPart(PictureListPart):
    fields = frozenset({"control"})
    setting = "control"
    watched = frozenset({"inputs", "model", "width", "height"})

    def __init__(self, presenter: ImageTabPresenter) -> None:
        self.button = button("plus", "", self.add_entry)
        super().__init__(presenter, self.button)
        presenter.maps.used.connect(self._map_used)
        self.retranslate()

    @property
    def _only_map(self) -> bool:
        return bool(self.presenter.values["task"] == "control-map")

    # -- the list -------------------------------------------------------------------------------------------------

    def items(self) -> tuple[Any, ...]:
        """For the task control-map the one unit that says how the map is made."""
        control = self.presenter.values["control"]
        return controls.for_map(control) if self._only_map else tuple(control)

    def change(self, number: int, **values: Any) -> None:
        if self._only_map and not self.presenter.values["control"]:
            self.presenter.set_value("control", (msgspec.structs.replace(self.items()[0], **values),))
            return
        control = list(self.presenter.values["control"])
        before = self.items()[number] if self._only_map else control[number]
        own = {"preprocessor": before.preprocessor} if self._only_map else {}
        control[number] = msgspec.structs.replace(control[number], **{**own, **values})
        self.presenter.set_value("control", tuple(control))

    def takes_drops(self) -> bool:
        return not self._only_map

    def add_entry(self) -> None:
        values = self.presenter.values
        self.append(ControlUnit(preprocessor=controls.FIRST_MAP, input=units.free_role(values, "control")))

    def make_row(self) -> ControlRow:
        row = ControlRow(self.presenter)
        row.changed.connect(lambda values: self.change(self.rows.index(row), **values))
        row.pictureChanged.connect(lambda path, asset: self._set_picture(self.rows.index(row), path, asset))
        row.sourceWanted.connect(lambda: self._use_source(self.rows.index(row)))
        row.removed.connect(lambda: self.remove(self.rows.index(row)))
        row.keepWanted.connect(lambda: self.presenter.maps.keep(self.rows.index(row)))
        row.editWanted.connect(lambda: self._edit_map(self.rows.index(row)))
        row.importWanted.connect(lambda: self.modelsWanted.emit(""))
        return row

    def _set_picture(self, number: int, path: str, asset: str) -> None:
        unit = self.items()[number]
        if unit.input == "source":
            # The picture to work on stays; from now on this unit has one of its own.
            self.change(number, input=units.free_role(self.presenter.values, "control"))
            unit = self.items()[number]
        self.presenter.set_input(path, unit.input, asset)

    def _use_source(self, number: int) -> None:
        unit = self.items()[number]
        if unit.input != "source":
            self.presenter.set_input("", unit.input)
            self.change(number, input="source")

    def _edit_map(self, number: int) -> None:
        # NumPy comes with it, and the window starts without.
        from studio.ui.image.additions.map_editor import MapEditor

        unit = self.items()[number]
        picture = self.presenter.input(unit.input)
        if picture is not None:
            MapEditor(self.presenter, unit, picture.path, self.window()).show()

    def _map_used(self, before: dict[str, Any]) -> None:
        self.undone.say(
            lambda: self.tr("The map is in the gallery, and is followed as it is."), lambda: self._bring_back(before)
        )

    # -- words ----------------------------------------------------------------------------------------------------

    def key_of(self, item: Any) -> object:
        return "map" if self._only_map else item.input

    def name_of(self, item: Any) -> str:
        if item.preprocessor:
            return addition_words.preprocessor(item.preprocessor)
        model = self.studio.models.installed_model(item.model)
        return model.spec.name if model is not None else self.tr("A map")

    def summary(self) -> str:
        if self._only_map:
            return self.name_of(self.items()[0])
        return ", ".join(f"{self.name_of(unit)} {unit.weight:g}" for unit in self.items())

    def explain(self) -> str:
        if self._only_map or not self.studio.models.loaded or self.items():
            return ""
        found = beside.choices(self.presenter, TASKS)
        if not found:
            return self.tr(
                "A ControlNet or T2I-Adapter follows the edges, depth or colours of a picture. None is installed: import a"
                " safetensors file or a folder of one."
            )
        if not any(choice.fits for choice in found):
            text = self.tr(
                "None of the installed ControlNets and T2I-Adapters fits the chosen model; it needs one for {family}."
            )
            return text.format(family=beside.family(self.presenter))
        return ""

    def show_task(self) -> None:
        self.button.setVisible(not self._only_map)
        self.set_title(self.tr("Control map") if self._only_map else self.tr("Control"))
        self.show_list()
        if self._only_map:
            self.unfold()

    def retranslate(self) -> None:
        self.button.setText(self.tr("Add a picture to follow"))
        self.button.setAccessibleName(self.button.text())
        self.show_task()
