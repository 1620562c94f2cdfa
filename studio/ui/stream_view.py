"""Text as it streams in: pieces are gathered and appended at most thirty times a second."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent, QTextCursor, QTextOption
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from studio.ui.base import role

_INTERVAL_MS = 33
_MARGIN = 24
MEASURE = 760
"""The widest column of text that reads well, in pixels."""
_LINE = 2_000
"""Characters after which a paragraph without a break is laid out as a new block: the layout of one block costs as
much as the block is long, so that an endless paragraph would make every append slower than the one before."""
_SOFT = "\u2028"


def side_margin(width: int) -> int:
    """Pixels beside a column of text in a view of this width."""
    return max(_MARGIN, (width - MEASURE) // 2)


class ColumnRow(QWidget):
    """A row below a text, as wide as its column."""

    def __init__(self) -> None:
        super().__init__()
        self.row = QHBoxLayout(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        side = side_margin(self.width())
        self.row.setContentsMargins(side, 4, side, 8)
        super().resizeEvent(event)


class StreamView(QWidget):
    """Shows a text, follows its end while it grows, and lets it be edited when asked."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.editor = role(QPlainTextEdit(readOnly=True), "page")
        self.editor.setUndoRedoEnabled(False)
        self.editor.setTabChangesFocus(True)
        self.editor.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        # The text begins where its column does.
        self.editor.document().setDocumentMargin(0)
        layout = self._layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN, 12, 8, 0)
        layout.setSpacing(12)
        layout.addWidget(self.editor, 1)
        self._pending: list[str] = []
        self._text: list[str] = []
        self._timer = QTimer(self, interval=_INTERVAL_MS, singleShot=True)
        self._timer.timeout.connect(self.flush)
        self.editor.textChanged.connect(self._text_changed)

    def put_above(self, widget: QWidget) -> None:
        """Put something above the text, into the same column."""
        self._layout.insertWidget(0, widget)

    def text(self) -> str:
        """The whole text, with what was not drawn yet."""
        if not self.editor.isReadOnly():
            return self.editor.toPlainText()
        self._text[:] = ["".join(self._text)]
        return self._text[0]

    def selected_text(self) -> str:
        return self.editor.textCursor().selectedText().replace("\u2029", "\n").replace(_SOFT, "\n")

    def set_text(self, text: str) -> None:
        self._pending.clear()
        self._timer.stop()
        self._text = [text]
        self.editor.setPlainText(text)

    def append(self, piece: str) -> None:
        """Add to the end; drawn with the next batch."""
        self._text.append(piece)
        self._pending.append(piece)
        if not self._timer.isActive():
            self._timer.start()

    def flush(self) -> None:
        """Draw what was gathered. The view follows only when its end was in sight."""
        if not self._pending:
            return
        text, self._pending = "".join(self._pending), []
        bar = self.editor.verticalScrollBar()
        follow = bar.value() >= bar.maximum() - 2
        cursor = QTextCursor(self.editor.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertText(text)
        if follow:
            bar.setValue(bar.maximum())

    def _text_changed(self) -> None:
        if not self.editor.isReadOnly():
            self.edited.emit()

    def set_editable(self, editable: bool) -> None:
        if not editable:
            self._text = [self.text()]
        self.editor.setReadOnly(not editable)
        self.editor.setUndoRedoEnabled(editable)

    def resizeEvent(self, event: QResizeEvent) -> None:
        side = side_margin(self.width())
        self._layout.setContentsMargins(side, 12, max(8, side - 16), 0)
        super().resizeEvent(event)
