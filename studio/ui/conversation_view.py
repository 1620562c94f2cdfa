"""A chat as its turns: what the user wrote, what the model answered, and the answer that is being written."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QTimer
from PySide6.QtGui import QColor, QFont, QResizeEvent, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextFrameFormat
from PySide6.QtWidgets import QHBoxLayout, QTextEdit, QWidget

from studio.ui import theme
from studio.ui.base import role
from studio.ui.stream_view import MEASURE

_INTERVAL_MS = 33
_MARGIN = 24
_GAP = 12


@dataclass(frozen=True)
class Turn:
    """``name`` says who speaks; what the user wrote stands out."""

    name: str
    text: str
    user: bool = False


class ConversationView(QWidget):
    """Read-only; follows the end while the last turn grows."""

    def __init__(self) -> None:
        super().__init__()
        self.editor = role(QTextEdit(readOnly=True), "page")
        self.editor.setUndoRedoEnabled(False)
        self.editor.setTabChangesFocus(True)
        layout = self._layout = QHBoxLayout(self)
        layout.setContentsMargins(_MARGIN, 12, 8, 0)
        layout.addWidget(self.editor)
        self._turns: list[Turn] = []
        self._pending: list[str] = []
        self._timer = QTimer(self, interval=_INTERVAL_MS, singleShot=True)
        self._timer.timeout.connect(self.flush)
        theme.signals.changed.connect(self._draw)

    def show_turns(self, turns: list[Turn]) -> None:
        self.flush()
        if turns != self._turns:
            self._turns = list(turns)
            self._draw()

    def selected_text(self) -> str:
        return self.editor.textCursor().selectedText().replace("\u2029", "\n").replace("\u2028", "\n")

    def append(self, piece: str) -> None:
        """Add to the last turn; drawn with the next batch."""
        self._pending.append(piece)
        if not self._timer.isActive():
            self._timer.start()

    def flush(self) -> None:
        """Draw what was gathered. The view follows only when its end was in sight."""
        if not self._pending or not self._turns:
            self._pending.clear()
            return
        piece, self._pending = "".join(self._pending), []
        last = self._turns[-1]
        self._turns[-1] = Turn(last.name, last.text + piece, last.user)
        bar = self.editor.verticalScrollBar()
        follow = bar.value() >= bar.maximum() - 2
        cursor = QTextCursor(self.editor.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertText(piece, _format("text", 15))
        if follow:
            bar.setValue(bar.maximum())

    def _draw(self) -> None:
        self.editor.clear()
        cursor = QTextCursor(self.editor.document())
        cursor.beginEditBlock()
        for turn in self._turns:
            block = QTextBlockFormat()
            if turn.user:
                # A frame stands between two blocks; the one before it is only in the way.
                block.setLineHeight(1, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
                cursor.setBlockFormat(block)
                cursor.insertFrame(_bubble())
            else:
                block.setTopMargin(_GAP)
                cursor.setBlockFormat(block)
            cursor.insertText(turn.name, _format("text2", 12, QFont.Weight.DemiBold))
            cursor.insertBlock(QTextBlockFormat())
            cursor.insertText(turn.text, _format("text", 15))
            if turn.user:
                cursor.movePosition(QTextCursor.MoveOperation.End)
            elif turn is not self._turns[-1]:
                cursor.insertBlock(QTextBlockFormat())
        cursor.endEditBlock()
        bar = self.editor.verticalScrollBar()
        bar.setValue(bar.maximum())

    def resizeEvent(self, event: QResizeEvent) -> None:
        side = max(_MARGIN, (self.width() - MEASURE) // 2)
        self._layout.setContentsMargins(side, 12, max(8, side - 16), 0)
        super().resizeEvent(event)


def _bubble() -> QTextFrameFormat:
    made = QTextFrameFormat()
    made.setBackground(QColor(theme.current().hover))
    made.setPadding(10)
    made.setTopMargin(_GAP)
    made.setBottomMargin(8)
    return made


def _format(token: str, pixels: int, weight: QFont.Weight = QFont.Weight.Normal) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setForeground(QColor(getattr(theme.current(), token)))
    made.setProperty(QTextCharFormat.Property.FontPixelSize, pixels)
    made.setFontWeight(weight)
    return made
