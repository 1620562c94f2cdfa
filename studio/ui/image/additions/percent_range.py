"""From when to when something works, in percent of the steps."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QSpinBox

from studio.ui.base import Translated, label
from studio.ui.fields import SPIN_MARGIN, calm


class PercentRange(Translated):
    """``changed`` brings start and end as shares (0–1), the start always less than the end."""

    changed = Signal(float, float)

    def __init__(self) -> None:
        super().__init__()
        self.first, self.last = QSpinBox(), QSpinBox()
        self.spin = self.first
        for spin, low, high in ((self.first, 0, 99), (self.last, 1, 100)):
            spin.setRange(low, high)
            spin.setSingleStep(5)
            spin.setSuffix(" %")
            spin.setMinimumWidth(72)
            spin.lineEdit().setTextMargins(SPIN_MARGIN, 0, 0, 0)
            spin.setKeyboardTracking(False)
            calm(spin)
        self._between = label("–")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.first, 1)
        row.addWidget(self._between)
        row.addWidget(self.last, 1)
        self.first.valueChanged.connect(lambda value: self._spun(value, max(value + 1, self.last.value())))
        self.last.valueChanged.connect(lambda value: self._spun(min(value - 1, self.first.value()), value))
        self.retranslate()

    def set_value(self, start: float, end: float) -> None:
        with QSignalBlocker(self.first), QSignalBlocker(self.last):
            self.first.setValue(round(start * 100))
            self.last.setValue(round(end * 100))

    def set_name(self, name: str) -> None:
        self._name = name
        self.retranslate()

    def retranslate(self) -> None:
        name = getattr(self, "_name", "")
        self.first.setAccessibleName(self.tr("{name}: from").format(name=name))
        self.last.setAccessibleName(self.tr("{name}: to").format(name=name))

    def _spun(self, first: int, last: int) -> None:
        self.set_value(first / 100, last / 100)
        self.changed.emit(first / 100, last / 100)
