"""Reference pictures whose look an IP-Adapter takes over."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from studio.core import additions
from studio.core.models import InstalledModel
from studio.core.pictures import ReferenceUse
from studio.library.additions import encoders
from studio.presenters import beside, units
from studio.presenters.image_tab import ImageTabPresenter
from studio.ui import words
from studio.ui.base import Translated, button, label, name_tool, role, tool
from studio.ui.fields import ChoiceField, Form, NumberField
from studio.ui.file_drop import FileDrop
from studio.ui.image.additions.needed import Needed
from studio.ui.image.additions.picture_list_part import PictureListPart
from studio.ui.image.additions.picture_menu import PictureMenu

_TASKS = ("ip-adapter",)


class ReferenceRow(Translated):
    changed = Signal(object)
    pictureChanged = Signal(str, str)
    removed = Signal()
    importWanted = Signal()

    def __init__(self, presenter: ImageTabPresenter) -> None:
        super().__init__()
        self._presenter = presenter
        self._number, self._use = 0, ReferenceUse()
        role(self, "floating")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.picture = FileDrop(presenter.studio, "image", lambda: self.tr("Picture whose look to take"))
        self.menu = PictureMenu(presenter, lambda: self.tr("Another place to take the picture from"))
        self.picture.add_tool(self.menu)
        self.remove = tool("close", self.removed.emit)
        self.title = label(kind="section")
        self.model, self.weight = ChoiceField(), NumberField(0.0, 2.0, 0.05, 2)
        self.missing = Needed()
        self.form = Form()
        self.form.add("model", self.model, lambda: self.tr("IP-Adapter"))
        self.form.add("weight", self.weight, lambda: words.setting("weight"))
        top = QHBoxLayout()
        top.addWidget(self.title, 1)
        top.addWidget(self.remove)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 8)
        layout.setSpacing(6)
        layout.addLayout(top)
        for widget in (self.picture, self.form, self.missing):
            layout.addWidget(widget)
        self.picture.changed.connect(lambda path: self.pictureChanged.emit(path, ""))
        self.picture.failed.connect(presenter.raise_error)
        self.menu.chosen.connect(self.pictureChanged)
        self.missing.importWanted.connect(self.importWanted)
        self.model.changed.connect(lambda value: self.changed.emit({"model": value}))
        self.weight.changed.connect(lambda value: self.changed.emit({"weight": float(value)}))
        self.lead = self.picture
        self.retranslate()

    def show_item(self, number: int, item: ReferenceUse) -> None:
        self._number, self._use = number, item
        self.weight.set_value(item.weight)

    def refresh(self) -> None:
        presenter = self._presenter
        self.title.setText(self.tr("Reference {number}").format(number=self._number + 1))
        picture = presenter.input(self._use.input)
        self.picture.set_path(picture.path if picture is not None else "")
        found = beside.choices(presenter, _TASKS)
        first = next((c.model.spec.name for c in found if c.fits), "")
        automatic = self.tr("First that fits: {model}").format(model=first) if first else self.tr("First that fits")
        self.model.set_choices([("", automatic), *((c.model.spec.id, self._text(c)) for c in found)])
        self.model.set_value(self._use.model)
        shown = self.model.model()
        assert isinstance(shown, QStandardItemModel)
        for place, choice in enumerate(found, 1):
            shown.item(place).setEnabled(choice.fits)
        self.missing.say(self._wrong(next((c.model for c in found if c.fits), None)))

    def _wrong(self, first: InstalledModel | None) -> str:
        """Why the adapter, the chosen one or else ``first``, cannot work; "" when it can."""
        presenter, models = self._presenter, self._presenter.studio.models
        if not models.loaded:
            return ""
        if not beside.fits(presenter, self._use.model):
            return self.tr("It does not fit {family}.").format(family=beside.family(presenter))
        adapter = models.installed_model(self._use.model) if self._use.model else first
        if adapter is None:
            return self.tr("It is not installed.") if self._use.model else ""
        if encoders(adapter.spec, models.installed) == []:
            return self.tr(
                "{name} needs an image encoder, which is not installed. Import the folder “image_encoder” that its"
                " publisher keeps beside it."
            ).format(name=adapter.spec.name)
        return ""

    def _text(self, choice: beside.Choice) -> str:
        spec = choice.model.spec
        if choice.fits:
            return spec.name
        return self.tr("{name} (for {family})").format(name=spec.name, family=additions.family_name(spec.family))

    def retranslate(self) -> None:
        name_tool(self.remove, self.tr("Take this reference away"))
        self.weight.setToolTip(self.tr("How much of the picture's look is taken over"))
        self.refresh()


class ReferencesPart(PictureListPart):
    fields = frozenset({"references"})
    setting = "references"
    watched = frozenset({"inputs", "model"})

    def __init__(self, presenter: ImageTabPresenter) -> None:
        self.button = button("plus", "", self.add_entry)
        super().__init__(presenter, self.button)
        self.retranslate()

    def make_row(self) -> ReferenceRow:
        row = ReferenceRow(self.presenter)
        row.changed.connect(lambda values: self.change(self.rows.index(row), **values))
        row.pictureChanged.connect(
            lambda path, asset: self.presenter.set_input(path, self.items()[self.rows.index(row)].input, asset)
        )
        row.removed.connect(lambda: self.remove(self.rows.index(row)))
        row.importWanted.connect(lambda: self.modelsWanted.emit(""))
        return row

    def add_entry(self) -> None:
        self.append(ReferenceUse(input=units.free_role(self.presenter.values, "references")))

    def key_of(self, item: Any) -> object:
        return item.input

    def name_of(self, item: Any) -> str:
        return self.tr("Reference {number}").format(number=self.items().index(item) + 1)

    def summary(self) -> str:
        return ", ".join(f"{self.name_of(use)} {use.weight:g}" for use in self.items())

    def explain(self) -> str:
        nothing = self.tr(
            "An IP-Adapter takes the look of pictures over. None is installed: import its safetensors file, and the"
            " folder “image_encoder” that its publisher keeps beside it."
        )
        unfit = self.tr("None of the installed IP-Adapters fits the chosen model; it needs one for {family}.")
        return self.lacking(_TASKS, nothing, unfit)

    def retranslate(self) -> None:
        self.set_title(self.tr("References"))
        self.button.setText(self.tr("Add a reference picture"))
        self.button.setAccessibleName(self.button.text())
        self._refresh()
