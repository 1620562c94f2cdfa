"""One control unit in the brief: a picture, how a map is made of it, the map itself, and what follows it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.core import additions
from studio.core.additions import PREPROCESSORS
from studio.core.errors import ErrorInfo
from studio.core.pictures import ControlUnit
from studio.library.additions import following
from studio.presenters import beside, controls
from studio.presenters.image_tab import ImageTabPresenter
from studio.presenters.map_editing import GREYS
from studio.presenters.map_preview import MapFrame, MapPreview
from studio.ui import addition_words
from studio.ui.base import Translated, button, name_tool, named, role, tool
from studio.ui.elided import ElidedLabel
from studio.ui.fields import ChoiceField, Form, NumberField
from studio.ui.file_drop import FileDrop
from studio.ui.image.additions.map_view import MapView
from studio.ui.image.additions.needed import Needed
from studio.ui.image.additions.percent_range import PercentRange
from studio.ui.image.additions.picture_menu import PictureMenu
from studio.ui.translations import error_text

TASKS = ("controlnet", "t2i-adapter")
_DETAILED = frozenset({"line", "blur", "colour"})
"""Preprocessors that ``detail`` says something to."""
_MOST = 1536
"""Longest side of a map that is shown."""


class ControlRow(Translated):
    """``changed`` brings the values of the unit that are others now; the picture is told by ``pictureChanged`` (path and
    asset, "" when it was taken away) and ``sourceWanted``."""

    changed = Signal(object)
    pictureChanged = Signal(str, str)
    sourceWanted = Signal()
    removed = Signal()
    keepWanted = Signal()
    editWanted = Signal()
    importWanted = Signal()

    def __init__(self, presenter: ImageTabPresenter) -> None:
        super().__init__()
        self._presenter = presenter
        self._number, self._unit = 0, ControlUnit()
        role(self, "floating")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title = ElidedLabel("section")
        self.remove = tool("close", self.removed.emit)
        self.picture = FileDrop(presenter.studio, "image", lambda: self.tr("Picture to follow"))
        self.menu = PictureMenu(presenter, lambda: self.tr("Another place to take the picture from"), source=True)
        self.picture.add_tool(self.menu)
        self.preprocessor, self.model = ChoiceField(), ChoiceField()
        self.weight = NumberField(0.0, 2.0, 0.05, 2)
        self.span = PercentRange()
        self.low, self.high = NumberField(0, 255, 1), NumberField(0, 255, 1)
        self.detail = NumberField(0.0, 1.0, 0.05, 2)
        self.map = MapView()
        self.preview = MapPreview(presenter.studio, self)
        self.keep = button("save", "", self.keepWanted.emit)
        self.edit = button("brush", "", self.editWanted.emit)
        self.missing = Needed()
        self.form = Form()
        rows: tuple[tuple[str, QWidget, Callable[[], str]], ...] = (
            ("preprocessor", self.preprocessor, lambda: self.tr("Map")),
            ("low", self.low, lambda: self.tr("Lower limit")),
            ("high", self.high, lambda: self.tr("Upper limit")),
            ("detail", self.detail, lambda: self.tr("Detail")),
        )
        for name, field, text in rows:
            self.form.add(name, field, text)
        self.follow = Form()
        rows = (
            ("model", self.model, lambda: self.tr("Followed by")),
            ("weight", self.weight, lambda: self.tr("Weight")),
            ("span", self.span, lambda: self.tr("Steps")),
        )
        for name, field, text in rows:
            self.follow.add(name, field, text)
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.title, 1)
        top.addWidget(self.remove)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 8)
        layout.setSpacing(6)
        layout.addLayout(top)
        for widget in (self.picture, self.form, self.map):
            layout.addWidget(widget)
        buttons = QHBoxLayout()
        buttons.setSpacing(6)
        buttons.addWidget(self.keep)
        buttons.addWidget(self.edit)
        buttons.addStretch(1)
        layout.addLayout(buttons)
        layout.addWidget(self.follow)
        layout.addWidget(self.missing)

    def _connect(self) -> None:
        self.picture.changed.connect(lambda path: self.pictureChanged.emit(path, ""))
        self.picture.failed.connect(self._presenter.raise_error)
        self.menu.chosen.connect(self.pictureChanged)
        self.menu.sourceChosen.connect(self.sourceWanted)
        self.missing.importWanted.connect(self.importWanted)
        self.low.changed.connect(lambda v: self.changed.emit({"low": int(v), "high": max(int(v), self._unit.high)}))
        self.high.changed.connect(lambda v: self.changed.emit({"high": int(v), "low": min(int(v), self._unit.low)}))
        self.span.changed.connect(lambda start, end: self.changed.emit({"start": start, "end": end}))
        for name in ("preprocessor", "model", "weight", "detail"):
            getattr(self, name).changed.connect(lambda value, n=name: self.changed.emit({n: value}))
        self.preview.ready.connect(self._show_map)
        self.preview.failed.connect(self._map_failed)
        self.preview.cleared.connect(self._no_map)

    # -- what is shown --------------------------------------------------------------------------------------------

    def show_item(self, number: int, item: ControlUnit) -> None:
        self._number, self._unit = number, item
        for name in ("preprocessor", "model", "weight", "low", "high", "detail"):
            getattr(self, name).set_value(getattr(item, name))
        self.span.set_value(item.start, item.end)

    def refresh(self) -> None:
        unit, only_map = self._unit, self._only_map
        self.title.setText(self.tr("Control {number}").format(number=self._number + 1))
        # The task control-map has its map on the stage.
        for widget in (self.title, self.remove, self.picture, self.map, self.follow, self.keep):
            widget.setVisible(not only_map)
        self.lead = self.preprocessor if only_map else self.picture
        shown = {"preprocessor"}
        shown |= {"low", "high"} if unit.preprocessor == "canny" else set()
        shown |= {"detail"} if unit.preprocessor in _DETAILED else set()
        self.form.show_only(frozenset(shown))
        self._fill_preprocessors()
        self._fill_models()
        picture = self._picture
        self.picture.set_path(picture.path if picture is not None else "")
        self.keep.setVisible(not only_map and bool(unit.preprocessor))
        self.edit.setVisible(not only_map and unit.preprocessor in GREYS)
        for work in (self.keep, self.edit):
            work.setEnabled(picture is not None)
        side = min(_MOST, controls.side(self._presenter.values, self._presenter.model_spec()))
        self.preview.want(picture.path if picture is not None and not only_map else "", unit, side)
        if self.map.empty:
            self._no_map()
        self._explain()

    @property
    def _only_map(self) -> bool:
        """The task makes a map and follows none."""
        return bool(self._presenter.values["task"] == "control-map")

    @property
    def _picture(self) -> Any:
        return self._presenter.input(self._unit.input)

    def _fill_preprocessors(self) -> None:
        names = [*PREPROCESSORS] if self._only_map else [*PREPROCESSORS, ""]
        self.preprocessor.set_choices([(name, addition_words.preprocessor(name)) for name in names])
        self.preprocessor.set_value(self._unit.preprocessor)

    def _fill_models(self) -> None:
        found = beside.choices(self._presenter, TASKS)
        able = self._able()
        first = (
            self.tr("First that fits: {model}").format(model=able[0].spec.name) if able else self.tr("First that fits")
        )
        self.model.set_choices([("", first), *((c.model.spec.id, self._model_text(c)) for c in found)])
        self.model.set_value(self._unit.model)
        shown = self.model.model()
        assert isinstance(shown, QStandardItemModel)
        for place, choice in enumerate(found, 1):
            shown.item(place).setEnabled(choice.fits)

    def _able(self) -> list[Any]:
        spec = self._presenter.model_spec()
        return following(self._unit, spec, self._presenter.studio.models.installed) if spec is not None else []

    def _model_text(self, choice: beside.Choice) -> str:
        spec = choice.model.spec
        kind = str(spec.options.get("control", ""))
        name = f"{spec.name} · {addition_words.control(kind)}" if kind else spec.name
        if choice.fits:
            return name
        return self.tr("{name} (for {family})").format(name=name, family=additions.family_name(spec.family))

    def _explain(self) -> None:
        """What is missing for this unit to work."""
        models, unit, text = self._presenter.studio.models, self._unit, ""
        helper = PREPROCESSORS.get(unit.preprocessor, "")
        if not models.loaded:
            pass
        elif helper and not models.for_task(helper):
            text = self.tr(
                "Depth needs a depth model. Import the transformers folder of one: Depth Anything, DPT, MiDaS or ZoeDepth."
            )
        elif not self._only_map and unit.model and not beside.fits(self._presenter, unit.model):
            text = self.tr("It does not fit {family}.").format(family=beside.family(self._presenter))
        elif not self._only_map and not unit.model and not self._able() and self._presenter.model_spec() is not None:
            text = self.tr("No ControlNet or T2I-Adapter for such maps that fits {family} is installed.")
            text = text.format(family=beside.family(self._presenter))
        self.missing.say(text)

    # -- the map --------------------------------------------------------------------------------------------------

    def _show_map(self, frame: MapFrame) -> None:
        self.map.show_frame(frame)
        named(self.map, self.tr("The map: {kind}").format(kind=addition_words.preprocessor(self._unit.preprocessor)))

    def _map_failed(self, info: ErrorInfo) -> None:
        self.map.say(" ".join(error_text(info)))

    def _no_map(self) -> None:
        if PREPROCESSORS.get(self._unit.preprocessor):
            self.map.say(self.tr("The map is made when it runs."))
        elif self._picture is None:
            self.map.say(self.tr("The map is shown here once there is a picture."))
        else:
            self.map.say(self.tr("Making the map…"))

    def retranslate(self) -> None:
        name_tool(self.remove, self.tr("Take this control away"))
        self.keep.setText(self.tr("Keep the map"))
        hint = self.tr(
            "Makes the map a picture of the gallery and follows it as it is. Edit it with any program, then choose it here."
        )
        named(self.keep, self.tr("Keep the map"), hint)
        self.edit.setText(self.tr("Edit…"))
        named(self.edit, self.tr("Edit the map"), self.tr("Paint on the map; what you make of it is followed as it is"))
        self.low.setToolTip(
            self.tr("Canny's low threshold: weaker edges are left out, unless they go on from a strong one")
        )
        self.high.setToolTip(self.tr("Canny's high threshold: edges that are stronger are always kept"))
        self.detail.setToolTip(self.tr("How fine the lines, the blur or the blocks are"))
        self.weight.setToolTip(self.tr("How closely the map is followed"))
        self.span.setToolTip(
            self.tr("The share of the steps in which it is followed: early ones lay out, late ones refine")
        )
        self.refresh()
