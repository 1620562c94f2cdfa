"""A label that leaves out what has no room: whole parts of a row of facts, else the end of the text."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from studio.ui.base import role

BETWEEN = " · "
"""What stands between the facts of a line."""


class ElidedLabel(QLabel):
    """One line of plain text; the whole of it is in the tooltip."""

    def __init__(self, kind: str = "", elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight) -> None:
        super().__init__()
        if kind:
            role(self, kind)
        self._elide = elide
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def shown(self, width: int) -> str:
        """What is painted in this width. A fact is there or not: half of a number says something wrong."""
        metrics, text = self.fontMetrics(), self.text()
        if self._elide is Qt.TextElideMode.ElideRight:
            while BETWEEN in text and metrics.horizontalAdvance(text) > width:
                text = text.rpartition(BETWEEN)[0]
        text = metrics.elidedText(text, self._elide, width)
        return "" if text == "…" else text  # A mark of what is not there helps nobody.

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), int(self.alignment()), self.shown(self.width()))
        painter.end()
