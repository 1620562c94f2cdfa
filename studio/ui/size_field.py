"""The size of a picture: presets, or any width and height."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from studio.core.drawing import MAX_DRAWN
from studio.presenters.image_tab import SIZES
from studio.ui.base import Translated, label, name_tool, tool
from studio.ui.fields import SPIN_MARGIN, ChoiceField, calm

_CUSTOM = "custom"
_NARROW = 56


class SizeField(Translated):
    """``changed`` brings (width, height) in pixels; (0, 0) is the model's own size."""

    changed = Signal(int, int)

    def __init__(self) -> None:
        super().__init__()
        self.preset = ChoiceField()
        self.preset.setMinimumContentsLength(5)
        self.width_spin, self.height_spin = QSpinBox(), QSpinBox()
        self.swap = tool("loop", self._swap)
        for spin in (self.width_spin, self.height_spin):
            spin.setRange(64, MAX_DRAWN)
            spin.setSingleStep(64)
            spin.setValue(512)
            spin.setKeyboardTracking(False)
            spin.lineEdit().setTextMargins(SPIN_MARGIN, 0, 0, 0)
            # Both fit beside the longest name of a setting.
            spin.setMinimumWidth(_NARROW)
            calm(spin)
            spin.valueChanged.connect(self._spun)
        self._custom = QWidget()
        row = QHBoxLayout(self._custom)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.width_spin, 1)
        row.addWidget(label("×", "hint"))
        row.addWidget(self.height_spin, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        first = QHBoxLayout()
        first.setSpacing(6)
        first.addWidget(self.preset, 1)
        first.addWidget(self.swap)
        layout.addLayout(first)
        layout.addWidget(self._custom)
        self.preset.changed.connect(self._chosen)
        self.retranslate()
        self.set_size(0, 0)

    def size_value(self) -> tuple[int, int]:
        key = self.preset.value()
        return (self.width_spin.value(), self.height_spin.value()) if key == _CUSTOM else key

    def set_size(self, width: int, height: int) -> None:
        if self.preset.value() == _CUSTOM and (width, height) == self.size_value():
            # Own numbers may be those of a preset: whoever chose them goes on to set them.
            return
        known = (width, height) in SIZES
        self.preset.set_value((width, height) if known else _CUSTOM)
        if width and height:
            with QSignalBlocker(self.width_spin), QSignalBlocker(self.height_spin):
                # Settings of another program may ask for more, which the line above Generate then refuses.
                for spin, value in ((self.width_spin, width), (self.height_spin, height)):
                    spin.setMaximum(max(MAX_DRAWN, value))
                self.width_spin.setValue(width)
                self.height_spin.setValue(height)
        self._show_custom(not known)

    def set_name(self, name: str) -> None:
        self.preset.setAccessibleName(name)

    def retranslate(self) -> None:
        def name(size: tuple[int, int]) -> str:
            width, height = size
            if not width:
                return self.tr("Model's default")
            if width == height:
                return self.tr("Square {size}").format(size=f"{width} × {height}")
            wide = self.tr("Landscape {size}") if width > height else self.tr("Portrait {size}")
            return wide.format(size=f"{width} × {height}")

        self.preset.set_choices([*((s, name(s)) for s in SIZES), (_CUSTOM, self.tr("Custom…"))])
        self.width_spin.setAccessibleName(self.tr("Width in pixels"))
        self.height_spin.setAccessibleName(self.tr("Height in pixels"))
        name_tool(self.swap, self.tr("Swap width and height"))

    def _show_custom(self, shown: bool) -> None:
        self._custom.setVisible(shown)
        self.swap.setVisible(shown)

    def _chosen(self, key: object) -> None:
        self._show_custom(key == _CUSTOM)
        self.changed.emit(*self.size_value())

    def _spun(self) -> None:
        self.changed.emit(*self.size_value())

    def _swap(self) -> None:
        width, height = self.width_spin.value(), self.height_spin.value()
        self.set_size(height, width)
        self.preset.set_value(_CUSTOM)
        self._show_custom(True)
        self.changed.emit(height, width)
