"""The controls of a comparison: the way, swap, how much the difference is amplified, and the way out."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QSizePolicy

from studio.ui.bar_room import keep_words, make_room
from studio.ui.base import Tabs, Translated, button, name_tool, named, role, tool
from studio.ui.fields import ChoiceField
from studio.ui.image.compare.view import WAYS

FACTORS = (1, 2, 4, 8, 16, 32, 64)
"""Times that a difference is amplified (those of ``studio.pixels.difference``, which a test compares)."""


def is_leave(event: QEvent) -> bool:
    """Whether a key event is a plain Escape."""
    return isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape and not event.modifiers()


class CompareBar(Translated):
    """``wayChosen`` brings one of WAYS, ``factorChosen`` one of FACTORS."""

    wayChosen = Signal(str)
    factorChosen = Signal(object)
    swapWanted = Signal()
    leaveWanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.ways = role(Tabs(), "segments")
        self.ways.setDrawBase(False)
        self.ways.setExpanding(False)
        for _ in WAYS:
            self.ways.addTab("")
        self.factor = ChoiceField()
        self.factor.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.swap = tool("swap", self.swapWanted.emit)
        self.leave = button("close", "quiet", self.leaveWanted.emit)
        self.ways.setUsesScrollButtons(False)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        # The row never widens the stage: in a narrow one what has a key as well gives way.
        row.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        row.addWidget(self.ways)
        row.addWidget(self.factor)
        row.addStretch(1)
        row.addWidget(self.swap)
        row.addWidget(self.leave)
        self.ways.currentChanged.connect(lambda index: self.wayChosen.emit(WAYS[index]))
        self.factor.changed.connect(self.factorChosen)
        self.retranslate()

    def show_way(self, way: str) -> None:
        with QSignalBlocker(self.ways):
            self.ways.setCurrentIndex(WAYS.index(way))
        self.factor.setVisible(way == "difference")
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        for widget in (self.swap, self.leave):
            widget.show()
        keep_words(self._row, self.width(), (self.leave,))
        make_room(self._row, self.width(), (self.swap, self.leave))

    def event(self, event: QEvent) -> bool:
        # Escape would stop the running job otherwise.
        if event.type() == QEvent.Type.ShortcutOverride and is_leave(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_leave(event):
            self.leaveWanted.emit()
        else:
            super().keyPressEvent(event)

    def retranslate(self) -> None:
        named(self.ways, self.tr("How to compare"))
        texts = ((self.tr("Slider"), "S"), (self.tr("Side by side"), "B"), (self.tr("Difference"), "D"))
        for index, (text, key) in enumerate(texts):
            self.ways.setTabText(index, text)
            self.ways.setTabToolTip(index, f"{text} ({key})")
        self.factor.set_choices([(n, f"×{n}") for n in FACTORS])
        named(self.factor, self.tr("How much the difference is amplified"))
        self.factor.setToolTip(self.tr("How much the difference is amplified"))
        name_tool(self.swap, self.tr("Swap A and B"), "X")
        named(self.leave, self.tr("Leave"), self.tr("Leave the comparison (Esc)"))
        self._fit()
