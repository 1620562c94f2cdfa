"""A row of controls whose buttons show their icons alone where there is no room for their words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

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
        if self._asked() > self.width():
            for button in self._shrinking:
                _name(button, "")

    def _asked(self) -> int:
        """The width of all that is shown; what takes the rest (labels that elide) asks for nothing."""
        items = (self.row.itemAt(n) for n in range(self.row.count()))
        shown = [w for item in items if item is not None and (w := item.widget()) is not None and not w.isHidden()]
        asking = [w for w in shown if w.sizePolicy().horizontalPolicy() != QSizePolicy.Policy.Ignored]
        margins = self.row.contentsMargins()
        gaps = self.row.spacing() * len(shown)
        return sum(w.sizeHint().width() for w in asking) + gaps + margins.left() + margins.right()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()


def _name(button: QPushButton, text: str) -> None:
    if button.text() != text:
        button.setText(text)
