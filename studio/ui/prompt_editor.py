"""The plain text editor of a prompt: keys that run it, weigh its words, walk its history; undo that outlives all of it."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QSize, Signal
from PySide6.QtGui import QKeyEvent, Qt, QTextCursor
from PySide6.QtWidgets import QAbstractItemView, QPlainTextEdit

from studio.core.prompting import weights
from studio.core.requests import PROMPT_LIMIT
from studio.ui.text_positions import from_qt, to_qt

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_UP_DOWN = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
_CONTROL = Qt.KeyboardModifier.ControlModifier
_ALT = Qt.KeyboardModifier.AltModifier
_META = Qt.KeyboardModifier.MetaModifier


class PlainEditor(QPlainTextEdit):
    """Plain text; Ctrl+Enter runs, Tab moves on to the next field, Alt+Up and Alt+Down ask for other prompts.

    With ``weighted``, Ctrl+Up and Ctrl+Down change the weight of the selection or of the word at the cursor.
    """

    submitted = Signal()
    stepped = Signal(int)
    """An older (1) or newer (−1) prompt is wanted."""
    pasted = Signal(str)
    cutOff = Signal(int)
    """So many characters at the end of a paste were left out: a paragraph far beyond what a prompt may have would take
    Qt a second for every key in it."""
    pasteWanted = Signal()
    """Something other than text is to be pasted: it belongs to the tab."""

    wished = 0
    """Pixels that it would like to be high; it gives way down to its minimum before anything else does."""

    def __init__(self, *, weighted: bool = False) -> None:
        super().__init__()
        self.weighted = weighted
        self.completion: QAbstractItemView | None = None
        """The list of a completer; while it is shown it gets the keys that choose in it."""
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(True)

    def sizeHint(self) -> QSize:
        """As high as it wishes to be; where a tab has more room, it stretches."""
        return QSize(256, max(self.minimumHeight(), self.wished))

    # -- changes that can be undone ---------------------------------------------------------------------------------

    def replace(self, text: str) -> None:
        """Put another text in the place of all; undo brings the old one back."""
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)
        self.moveCursor(QTextCursor.MoveOperation.End)

    def insert(self, text: str) -> None:
        """At the cursor, in the place of what is selected."""
        self.textCursor().insertText(text)
        self.setFocus()

    def weigh(self, step: float) -> None:
        """Change the weight of the selection, or of the word at the cursor."""
        text, cursor = self.toPlainText(), self.textCursor()
        start, end = from_qt(text, cursor.selectionStart()), from_qt(text, cursor.selectionEnd())
        change = weights.adjust(text, start, end, step)
        if change is None:
            return
        after = text[: change.start] + change.text + text[change.end :]
        begin, stop = to_qt(text, (change.start, change.end))
        cursor.setPosition(begin)
        cursor.setPosition(stop, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(change.text)
        selected_start, selected_end = to_qt(after, (change.selected_start, change.selected_end))
        cursor.setPosition(selected_start)
        cursor.setPosition(selected_end, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    # -- events -----------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.completion is not None and self.completion.isVisible() and _for_popup(event):
            # The popup lies over the editor and takes these keys next.
            event.ignore()
            return
        held = event.modifiers() & (_CONTROL | _ALT | _META)
        if event.key() in _ENTER and held & (_CONTROL | _META):
            self.submitted.emit()
        elif event.key() in _UP_DOWN and held == _CONTROL and self.weighted:
            self.weigh(weights.STEP * _UP_DOWN[Qt.Key(event.key())])
        elif event.key() in _UP_DOWN and held == _ALT:
            self.stepped.emit(_UP_DOWN[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        # Files dropped on the prompt belong to the tab, not into the text.
        return source.hasText() and not source.hasUrls()

    def insertFromMimeData(self, source: QMimeData) -> None:
        if not self.canInsertFromMimeData(source):
            self.pasteWanted.emit()
            return
        whole = source.text()
        text = whole[: max(0, PROMPT_LIMIT - len(self.toPlainText()) + len(self.textCursor().selectedText()))]
        if text:
            self.insertPlainText(text)
            self.pasted.emit(text)
        if len(text) < len(whole):
            self.cutOff.emit(len(whole) - len(text))


def _for_popup(event: QKeyEvent) -> bool:
    return event.key() in (*_ENTER, Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab) and not event.modifiers()
