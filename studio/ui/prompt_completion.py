"""Completion of wildcard names while they are typed: ``__an`` offers ``animals`` and ``animals/birds``."""

from __future__ import annotations

import re

from PySide6.QtCore import QObject, QStringListModel, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QCompleter, QListView

from studio.ui.base import named
from studio.ui.prompt_editor import PlainEditor

_BEGUN = re.compile(r"__([^\W_][\w\-./ ]{0,60}|)$")
ROWS = 8


class WildcardCompletion(QObject):
    """Watches an editor; :meth:`set_names` says what there is."""

    def __init__(self, editor: PlainEditor) -> None:
        super().__init__(editor)
        self._editor = editor
        self._names = QStringListModel(self)
        self.completer = QCompleter(self._names, self)
        self.list = QListView()
        self.completer.setPopup(self.list)
        self.completer.setWidget(editor)
        self.completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.completer.setMaxVisibleItems(ROWS)
        self.completer.activated.connect(self._complete)
        self._begun = ""
        editor.completion = self.list
        editor.textChanged.connect(self._offer)

    def set_names(self, names: list[str]) -> None:
        self._names.setStringList(names)

    def set_name(self, name: str) -> None:
        named(self.list, name)

    def _offer(self) -> None:
        begun = self._typed()
        if begun is None or not self._editor.hasFocus():
            self.list.hide()
            return
        self._begun = begun
        self.completer.setCompletionPrefix(begun)
        names = self.completer.completionModel()
        if names.rowCount() == 0 or (names.rowCount() == 1 and self.completer.currentCompletion() == begun):
            self.list.hide()
            return
        rect = self._editor.cursorRect()
        rect.setWidth(max(200, self.list.sizeHintForColumn(0) + 32))
        self.completer.complete(rect)
        self.list.setCurrentIndex(names.index(0, 0))

    def _typed(self) -> str | None:
        """What stands between an opening ``__`` and the cursor."""
        cursor = self._editor.textCursor()
        if cursor.hasSelection():
            return None
        before = cursor.block().text()[: cursor.positionInBlock()][-100:]
        found = _BEGUN.search(before)
        # An odd number of __ before it: this one opens a name, it does not close one.
        if found is None or before[: found.start()].count("__") % 2:
            return None
        return found[1]

    def _complete(self, name: str) -> None:
        cursor = self._editor.textCursor()
        for _ in self._begun:
            cursor.deletePreviousChar()
        cursor.insertText(f"{name}__")
        cursor.movePosition(QTextCursor.MoveOperation.NoMove)
        self._editor.setTextCursor(cursor)
