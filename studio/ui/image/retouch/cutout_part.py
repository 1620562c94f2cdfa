"""How a picture is cut out, its edge, and what lies behind it then."""

from __future__ import annotations

from studio.core.pictures import Cutout
from studio.presenters.image_tab import ImageTabPresenter
from studio.ui.fields import ChoiceField, Form, NumberField, SwitchField
from studio.ui.file_drop import FileDrop
from studio.ui.image.retouch.cutter_offer import CutterOffer
from studio.ui.image.retouch.ground_field import GroundField
from studio.ui.image.retouch.reset_row import ResetRow
from studio.ui.image.retouch.struct_part import StructPart

_BY_COLOUR = frozenset({"tolerance", "enclosed"})
_ALWAYS = frozenset({"method", "grow", "feather", "decontaminate", "background"})


class CutoutPart(StructPart):
    fields = frozenset({"cutout"})
    setting, struct = "cutout", Cutout

    def __init__(self, presenter: ImageTabPresenter) -> None:
        self.method = ChoiceField()
        self.tolerance = NumberField(1, 200, 1)
        self.enclosed = SwitchField()
        self.grow = NumberField(-30, 30, 1)
        self.feather = NumberField(0, 50, 1)
        self.decontaminate = SwitchField()
        self.background = GroundField(pictures=True)
        self.picture = FileDrop(presenter.studio, "image", lambda: self.tr("Picture for the background"))
        self.form = Form()
        for name, field, text in (
            ("method", self.method, lambda: self.tr("Find by")),
            ("tolerance", self.tolerance, lambda: self.tr("Tolerance")),
            ("enclosed", self.enclosed, lambda: self.tr("Inner areas")),
            ("grow", self.grow, lambda: self.tr("Move edge")),
            ("feather", self.feather, lambda: self.tr("Feather")),
            ("decontaminate", self.decontaminate, lambda: self.tr("Clean edge")),
            ("background", self.background, lambda: self.tr("Background")),
        ):
            self.form.add(name, field, text)
        self.reset = ResetRow(self.form, self.picture)
        super().__init__(presenter, self.reset)
        self.offer = CutterOffer(presenter, self)
        self.layout().insertWidget(0, self.offer)  # type: ignore[union-attr]
        for name in _BY_COLOUR | _ALWAYS - {"method"}:
            self.bind(name, getattr(self, name))
        self._bound["method"] = self.method
        self.method.changed.connect(self._method_chosen)
        self.picture.changed.connect(lambda path: presenter.set_input(path, "background"))
        self.picture.failed.connect(presenter.raise_error)
        self.reset.clicked.connect(lambda: self.set_struct(Cutout()))
        self.offer.libraryWanted.connect(self.modelsWanted)
        presenter.modelsChanged.connect(self.offer.refresh)
        self.unfold()
        self.retranslate()

    def show_value(self, name: str, value: object) -> None:
        super().show_value(name, value)
        if name == "inputs":
            chosen = self.presenter.input("background")
            self.picture.set_path(chosen.path if chosen else "")

    def show_task(self) -> None:
        self.offer.refresh()

    def shown(self, value: Cutout) -> None:
        by_colour = value.method in ("auto", "colour")
        self.form.show_only(_ALWAYS | _BY_COLOUR if by_colour else _ALWAYS)
        self.picture.setVisible(value.background == "picture")
        self.reset.set_needed(value != Cutout())
        self.offer.refresh()

    def retranslate(self) -> None:
        self.set_title(self.tr("Cut out"))
        self.method.set_choices(
            [
                ("auto", self.tr("Automatic")),
                ("person", self.tr("People")),
                ("object", self.tr("Whatever stands out")),
                ("colour", self.tr("Plain background")),
            ]
        )
        self.method.set_value(self.value().method)
        hints = (
            (self.tolerance, self.tr("How far from the background's colour a pixel may be to count as background")),
            (self.enclosed, self.tr("Also clear areas of the background's colour that do not touch the border")),
            (self.grow, self.tr("Pixels outwards; below zero inwards")),
            (self.feather, self.tr("Pixels over which the edge fades")),
            (self.decontaminate, self.tr("Take the old background's share out of the colours at the edge")),
        )
        for field, hint in hints:
            field.setToolTip(hint)

    def _method_chosen(self, method: str) -> None:
        # A recipe may have named a network; the way chosen now brings its own.
        self.presenter.set_value("model", "")
        self.change(method=method)
