"""What can be put into a prompt besides words: wildcards by their folders, alternatives, weights."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from studio.core import paths
from studio.presenters.prompt_book import PromptBook
from studio.ui.prompt_editor import PlainEditor

_MOST = 300
"""Wildcards that the menu lists; with more, typing ``__`` finds them."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("PromptInsertMenu", text)


def fill(menu: QMenu, book: PromptBook, editor: PlainEditor) -> None:
    """Make the menu anew; called each time before it is shown."""
    menu.clear()
    for child in menu.findChildren(QMenu):
        child.deleteLater()
    _add(menu, _tr("One of several: {red|blue}"), lambda: _around(editor, "{", "|}"))
    _add(menu, _tr("More weight: (word:1.1)"), lambda: editor.weigh(0.1), "Ctrl+↑")
    _add(menu, _tr("Less weight: (word:0.9)"), lambda: editor.weigh(-0.1), "Ctrl+↓")
    menu.addSection(_tr("A word from a list"))
    folders: dict[str, QMenu] = {}
    names = book.book.wildcards.names[:_MOST]
    for name in names:
        folder, _, last = name.rpartition("/")
        place = menu
        if folder:
            place = folders.setdefault(folder, QMenu(_escaped(folder), menu))
            if place.isEmpty():
                menu.addMenu(place)
        options = book.book.wildcards.get(name)
        shown = ", ".join(options.texts[:3]) if options else ""
        _add(place, _escaped(last), functools.partial(editor.insert, f"__{name}__"), tip=shown)
    menu.addSeparator()
    _add(menu, _tr("Import lists…"), lambda: import_files(menu.parentWidget(), book, "wildcards"))
    _add(menu, _tr("Open the folder of your lists"), lambda: open_folder("wildcards"))
    menu.setToolTipsVisible(True)


def import_files(parent: QWidget | None, book: PromptBook, only: str = "") -> None:
    """Ask for files and copy them into the user's folders."""
    pattern = "*.txt" if only == "wildcards" else "*.json *.csv" if only else "*.json *.csv *.txt"
    title = _tr("Import")
    found, _ = QFileDialog.getOpenFileNames(parent, title, "", f"{title} ({pattern})")
    if found:
        book.import_files([Path(name) for name in found], only)


def open_folder(name: str) -> None:
    """Show a folder of the user's own files in the file manager; made when it is not there yet."""
    folder = paths.prompt_files_dir(name)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def _add(menu: QMenu, text: str, slot: Callable[[], object], hint: str = "", tip: str = "") -> QAction:
    action = menu.addAction(f"{text}\t{hint}" if hint else text)
    action.triggered.connect(lambda _checked=False: slot())
    if tip:
        action.setToolTip(tip)
    return action


def _around(editor: PlainEditor, before: str, after: str) -> None:
    """Put brackets around what is selected, the cursor before the last of them."""
    cursor = editor.textCursor()
    cursor.insertText(before + cursor.selectedText().replace("\u2029", "\n") + after)
    cursor.setPosition(cursor.position() - 1)
    editor.setTextCursor(cursor)
    editor.setFocus()


def _escaped(text: str) -> str:
    return text.replace("&", "&&")
