"""What can be put into a prompt besides words: wildcards by their folders, alternatives, weights."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from studio.core import paths
from studio.core.prompting.glossary import is_chinese
from studio.presenters.prompt_book import PromptBook
from studio.settings.prompts.wildcards import WildcardFile
from studio.ui.prompt_editor import PlainEditor
from studio.ui.translations import language_of

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
    chinese = language_of(book.studio.settings.language).startswith("zh")
    files = book.book.wildcards.files[:_MOST]
    others = [file for file in files if not file.own and is_chinese(file.name) != chinese]
    _add_lists(menu, [file for file in files if file not in others], editor)
    if others:
        # They come with the studio, for prompts in the other language.
        more = QMenu(_tr("Lists in English") if chinese else _tr("Lists in Chinese"), menu)
        menu.addMenu(more)
        _add_lists(more, others, editor)
    menu.addSeparator()
    _add(menu, _tr("Import lists…"), lambda: import_files(menu.parentWidget(), book, "wildcards"))
    _add(menu, _tr("Open the folder of your lists"), lambda: open_folder("wildcards"))
    menu.setToolTipsVisible(True)


def _add_lists(menu: QMenu, files: list[WildcardFile], editor: PlainEditor) -> None:
    """Lists in a folder stand in a menu of it; the list that has the folder's own name stands first in it."""
    folders: dict[str, QMenu] = {}
    named = {file.name.rpartition("/")[0] for file in files}
    for file in files:
        folder, _, last = file.name.rpartition("/")
        if file.name in named:
            folder = file.name
        place = menu
        if folder:
            if folder not in folders:
                folders[folder] = QMenu(_escaped(folder), menu)
                menu.addMenu(folders[folder])
            place = folders[folder]
        shown = ", ".join(file.options.texts[:3])
        _add(place, _escaped(last), functools.partial(editor.insert, f"__{file.name}__"), tip=shown)


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
