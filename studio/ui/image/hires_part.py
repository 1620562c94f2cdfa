"""High resolution: a second pass that enlarges the picture and refines it."""

from __future__ import annotations

from typing import Any

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.core.pictures import Hires
from studio.presenters.image_tab import ImageTabPresenter
from studio.ui.base import button, label
from studio.ui.fields import ChoiceField, Form, NumberField, SwitchField
from studio.ui.image.part import Part

SCALES = (1.5, 2.0, 3.0, 4.0)


class HiresPart(Part):
    """What was set stays as it was while the switch is off."""

    fields = frozenset({"hires"})

    def __init__(self, presenter: ImageTabPresenter) -> None:
        content = QWidget()
        super().__init__(presenter, content)
        self._last = Hires()
        self.switch = SwitchField()
        self.hint = label(kind="caption", wrap=True)
        self.form = Form()
        self.scale, self.upscaler = ChoiceField(), ChoiceField()
        self.strength, self.steps = NumberField(0.0, 1.0, 0.05, 2), NumberField(0, 100, 1)
        self._bound: dict[str, Any] = {
            "scale": self.scale,
            "strength": self.strength,
            "steps": self.steps,
            "upscaler": self.upscaler,
        }
        for name, field in self._bound.items():
            text = (lambda: self.tr("Upscaler")) if name == "upscaler" else None
            self.form.add(name, field, text)
            field.changed.connect(lambda value, n=name: self._changed(n, value))
        self.offer = button("download", "link", lambda: self.modelsWanted.emit(""))
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self.switch, self.hint, self.form):
            column.addWidget(widget)
        column.addWidget(self.offer, 0, Qt.AlignmentFlag.AlignLeft)
        self.hint.setContentsMargins(24, 0, 0, 0)
        self.switch.changed.connect(self._switched)
        self.studio.models.changed.connect(self.show_task)
        self.retranslate()
        self._show(None)

    def show_value(self, name: str, value: object) -> None:
        if name == "hires":
            self._show(value if isinstance(value, Hires) else None)

    def show_task(self) -> None:
        """The installed upscalers; without one the picture is enlarged by resampling."""
        able = [m for m in self.studio.models.installed if "upscale" in m.spec.tasks]
        automatic = self.tr("Automatic") if able else self.tr("None: smoothly resampled")
        self.upscaler.set_choices([("", automatic), *((m.spec.id, m.spec.name) for m in able)])
        self.upscaler.set_value(self._last.upscaler)
        self.offer.setVisible(not able and self.switch.isChecked())

    def _show(self, hires: Hires | None) -> None:
        self._last = hires or self._last
        self.switch.set_value(hires is not None)
        for name, field in self._bound.items():
            field.set_value(getattr(self._last, name))
        if hires is not None and hires.scale not in SCALES:
            self._fill_scales(hires.scale)
        self.form.setVisible(hires is not None)
        self.show_task()
        if hires is not None:
            self.unfold()
        self.set_summary(f"×{hires.scale:g} · {hires.strength:g}" if hires is not None else "")

    def _fill_scales(self, other: float) -> None:
        """The scales, with one of a recipe that is not among them."""
        scales = sorted({*SCALES, other})
        self.scale.set_choices([(scale, f"×{scale:g}") for scale in scales])
        self.scale.set_value(other)

    def _switched(self, on: bool) -> None:
        self.presenter.set_value("hires", self._last if on else None)

    def _changed(self, name: str, value: object) -> None:
        self._last = msgspec.structs.replace(self._last, **{name: value})
        if self.switch.isChecked():
            self.presenter.set_value("hires", self._last)

    def retranslate(self) -> None:
        self.set_title(self.tr("High resolution"))
        self.switch.setText(self.tr("Second pass"))
        self.switch.setAccessibleName(self.switch.text())
        self.hint.setText(
            self.tr("Enlarges the picture, then draws its details anew. Low strengths keep it, high ones invent more.")
        )
        self._fill_scales(self._last.scale)
        self.steps.set_automatic(self.tr("As first"))
        self.offer.setText(self.tr("Install an upscaler…"))
        self.offer.setAccessibleName(self.offer.text())
        self.show_task()
