"""How a picture becomes paths: colours, shapes, what is dropped, how curves are smoothed."""

from __future__ import annotations

from typing import Any

import msgspec

from studio.core.pictures import Trace
from studio.presenters.image_tab import ImageTabPresenter
from studio.ui import words
from studio.ui.fields import ChoiceField, Form, NumberField, SwitchField
from studio.ui.image.part import Part

_COLOUR_ONLY = frozenset({"trace.colours", "trace.layer", "trace.stacked"})
_CURVES_ONLY = frozenset({"trace.corner", "trace.length"})


class TracePart(Part):
    fields = frozenset({"trace"})

    def __init__(self, presenter: ImageTabPresenter) -> None:
        self.form = Form()
        super().__init__(presenter, self.form)
        self.mode, self.shape = ChoiceField(), ChoiceField()
        self.colours, self.layer = NumberField(2, 8, 1), NumberField(0, 128, 1)
        self.speckle = NumberField(0, 64, 1)
        self.corner, self.length = NumberField(0, 180, 5), NumberField(3.5, 10.0, 0.5, 1)
        self.stacked = SwitchField()
        self._bound: dict[str, Any] = {
            "mode": self.mode,
            "shape": self.shape,
            "colours": self.colours,
            "layer": self.layer,
            "speckle": self.speckle,
            "corner": self.corner,
            "length": self.length,
            "stacked": self.stacked,
        }
        for name, field in self._bound.items():
            self.form.add(f"trace.{name}", field)
            field.changed.connect(lambda value, n=name: self._changed(n, value))
        self.unfold()
        self.retranslate()
        self.show_value("trace", presenter.values["trace"])

    def show_value(self, name: str, value: object) -> None:
        if name != "trace":
            return
        trace = value if isinstance(value, Trace) else Trace()
        for field_name, field in self._bound.items():
            field.set_value(getattr(trace, field_name))
        hidden = frozenset() if trace.mode == "colour" else _COLOUR_ONLY
        hidden |= frozenset() if trace.shape == "curves" else _CURVES_ONLY
        self.form.show_only(frozenset(f"trace.{n}" for n in self._bound) - hidden)

    def retranslate(self) -> None:
        self.set_title(self.tr("Tracing"))
        self.mode.set_choices([("colour", self.tr("Colour")), ("black-and-white", self.tr("Black and white"))])
        self.shape.set_choices(
            [("curves", self.tr("Curves")), ("polygons", self.tr("Polygons")), ("pixels", self.tr("Pixels"))]
        )
        self.colours.setToolTip(self.tr("How finely colours are told apart: more keeps more of them"))
        self.layer.setToolTip(
            self.tr("How different a colour must be to get a shape of its own: more gives fewer shapes")
        )
        self.speckle.setToolTip(self.tr("Spots of fewer pixels than this square are left out"))
        self.corner.setToolTip(self.tr("The angle from which a bend is a corner: more rounds more of them"))
        self.length.setToolTip(self.tr("How long the pieces of a curve are at least: more is smoother"))
        self.stacked.setToolTip(
            self.tr("Shapes lie on one another, without seams. Off: each is cut out of those behind it")
        )
        for name, field in self._bound.items():
            field.setAccessibleName(words.setting(f"trace.{name}"))

    def _changed(self, name: str, value: object) -> None:
        trace = self.presenter.values["trace"] or Trace()
        self.presenter.set_value("trace", msgspec.structs.replace(trace, **{name: value}))
