"""How a picture is made seamless."""

from __future__ import annotations

from studio.core.pictures import Tile
from studio.presenters.image_tab import ImageTabPresenter
from studio.ui.fields import ChoiceField, Form, NumberField
from studio.ui.image.retouch.struct_part import StructPart


class TilePart(StructPart):
    fields = frozenset({"tile"})
    setting, struct = "tile", Tile

    def __init__(self, presenter: ImageTabPresenter) -> None:
        self.axes = ChoiceField()
        self.blend = NumberField(0.05, 0.5, 0.01, 2)
        self.even = NumberField(0.0, 1.0, 0.05, 2)
        self.form = Form()
        self.form.add("axes", self.axes, lambda: self.tr("Repeats"))
        self.form.add("blend", self.blend, lambda: self.tr("Blend"))
        self.form.add("even", self.even, lambda: self.tr("Even light"))
        super().__init__(presenter, self.form)
        for name in ("axes", "blend", "even"):
            self.bind(name, getattr(self, name))
        self.unfold()
        self.retranslate()

    def retranslate(self) -> None:
        self.set_title(self.tr("Seamless tile"))
        self.axes.set_choices(
            [
                ("both", self.tr("In both directions")),
                ("x", self.tr("From left to right")),
                ("y", self.tr("From top to bottom")),
            ]
        )
        self.axes.set_value(self.value().axes)
        self.blend.setToolTip(self.tr("Share of the picture's side over which its edges are joined"))
        self.even.setToolTip(self.tr("Takes out large bright and dark areas, which show as a pattern when repeated"))
