"""One line that says what was just done, with a way back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout

from studio.ui.base import Translated, button, label

SHOWN_MS = 15_000


class UndoLine(Translated):
    """Hidden while there is nothing to undo."""

    def __init__(self) -> None:
        super().__init__()
        self.text = label(kind="caption", wrap=True)
        self.undo = button("undo", "link", self._undo)
        self._text: Callable[[], str] | None = None
        self._slot: Callable[[], object] | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.text, 1)
        row.addWidget(self.undo)
        self._timer = QTimer(self, singleShot=True, interval=SHOWN_MS)
        self._timer.timeout.connect(self.hide)
        self.hide()
        self.retranslate()

    def say(self, text: Callable[[], str], undo: Callable[[], object] | None = None) -> None:
        """Show a text, given as what makes it: the language may be switched."""
        self._text, self._slot = text, undo
        self.text.setText(text())
        self.undo.setVisible(undo is not None)
        self.show()
        self._timer.start()

    def _undo(self) -> None:
        self.hide()
        if self._slot is not None:
            self._slot()

    def retranslate(self) -> None:
        if self._text is not None:
            self.text.setText(self._text())
        self.undo.setText(self.tr("Undo"))
        self.undo.setAccessibleName(self.tr("Undo"))
