"""The prompt editor: counts while one types, Ctrl+Enter runs."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QSize, QTimer, Signal
from PySide6.QtGui import QKeyEvent, Qt
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout

from studio.core import requests
from studio.presenters.text_tab import approximate_tokens
from studio.ui.base import Translated, label, set_role

_PASTE_LIMIT = 4_000_000


class PlainEditor(QPlainTextEdit):
    """Plain text; Ctrl+Enter is left to the window and Tab moves on to the next field."""

    submitted = Signal()
    lines = 5
    """How many lines it wants to be high; it takes more where there is room."""

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(True)

    def sizeHint(self) -> QSize:
        return QSize(256, self.lines * 18 + 16)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.MetaModifier):
            self.submitted.emit()
            event.accept()
            return
        super().keyPressEvent(event)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        # Files dropped on the prompt belong to the tab, not into the text.
        return source.hasText() and not source.hasUrls()

    def insertFromMimeData(self, source: QMimeData) -> None:
        self.insertPlainText(source.text()[:_PASTE_LIMIT])


class PromptEdit(Translated):
    """A prompt with its count of characters and approximate tokens."""

    changed = Signal(str)
    submitted = Signal()

    def __init__(self, *, lines: int = 5, counted: bool = True) -> None:
        super().__init__()
        self.editor = PlainEditor()
        self.editor.lines = lines
        self.count = label(kind="caption")
        self.count.setAlignment(Qt.AlignmentFlag.AlignRight)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.editor, 1)
        layout.addWidget(self.count)
        # Not before it has a parent: it would flash as a window of its own.
        self.count.setVisible(counted)
        self.setFocusProxy(self.editor)
        self._timer = QTimer(self, singleShot=True, interval=120)
        self._timer.timeout.connect(self.show_count)
        self.editor.textChanged.connect(self._text_changed)
        self.editor.submitted.connect(self.submitted)
        self.retranslate()

    def text(self) -> str:
        return self.editor.toPlainText()

    def set_text(self, text: str) -> None:
        if text != self.text():
            self.editor.setPlainText(text)

    def set_name(self, name: str, placeholder: str = "") -> None:
        self.editor.setAccessibleName(name)
        if placeholder:
            self.editor.setPlaceholderText(placeholder)

    def show_count(self) -> None:
        text = self.text()
        length = len(text)
        set_role(self.count, "danger" if length > requests.PROMPT_LIMIT else "caption")
        self.count.setText(
            self.tr("Characters: {count} · about {tokens} tokens").format(
                count=f"{length:,}", tokens=f"{approximate_tokens(text):,}"
            )
            if text
            else " "
        )

    def retranslate(self) -> None:
        self.show_count()

    def _text_changed(self) -> None:
        self._timer.start()
        self.changed.emit(self.text())
