"""A row of controls whose buttons show their icons alone where there is no room for their words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from studio.ui.bar_room import asked
from studio.ui.base import role


class FittingBar(QWidget):
    """``row`` holds the controls. The words of ``shrinking`` are their accessible names. Call :meth:`fit` when a control
    was shown, hidden or named."""

    def __init__(self, shrinking: Sequence[QPushButton]) -> None:
        super().__init__()
        role(self, "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._shrinking = tuple(shrinking)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(12, 6, 12, 6)
        self.row.setSpacing(2)

    def fit(self) -> None:
        for button in self._shrinking:
            _name(button, button.accessibleName())
        if asked(self.row) > self.width():
            for button in self._shrinking:
                _name(button, "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()


def _name(button: QPushButton, text: str) -> None:
    if button.text() != text:
        button.setText(text)
