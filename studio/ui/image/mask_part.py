"""How the painted mask is used: grown, feathered, the other way round. The stage shows it at once."""

from __future__ import annotations

from typing import Any

from studio.presenters.image_tab import ImageTabPresenter
from studio.ui.fields import Form, NumberField, SwitchField
from studio.ui.image.part import Part

_REACH = 128
"""Pixels that the sliders go to; a Request can have more."""


class MaskPart(Part):
    fields = frozenset({"mask", "feather"})

    def __init__(self, presenter: ImageTabPresenter) -> None:
        self.form = Form()
        super().__init__(presenter, self.form)
        self.grow = NumberField(-_REACH, _REACH, 1)
        self.feather = NumberField(0, _REACH, 1)
        self.invert = SwitchField()
        self._bound: dict[str, Any] = {
            "mask_feather": self.feather,
            "mask_grow": self.grow,
            "mask_invert": self.invert,
        }
        for name, field in self._bound.items():
            self.form.add(name, field)
            field.changed.connect(lambda value, n=name: presenter.set_value(n, value))
        self.unfold()
        self.retranslate()

    def show_value(self, name: str, value: object) -> None:
        if name in self._bound:
            self._bound[name].set_value(value)

    def show_task(self) -> None:
        used = self.presenter.fields()
        names = {"mask_feather"} if "feather" in used else set()
        self.form.show_only(frozenset(names | ({"mask_grow", "mask_invert"} if "mask" in used else set())))

    def retranslate(self) -> None:
        self.set_title(self.tr("Edge of the mask"))
        self.grow.setToolTip(self.tr("Pixels by which the mask grows; below zero it shrinks"))
        self.feather.setToolTip(self.tr("Pixels over which old and new blend into each other"))
