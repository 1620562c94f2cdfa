"""Every key of the program, by the place where it works."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from studio.ui.base import label
from studio.ui.help_dialog import HelpDialog

if TYPE_CHECKING:
    from studio.ui.main_window import MainWindow

Group = tuple[str, list[tuple[str, Sequence[str]]]]
"""A place, and what its keys do there."""
_SIGNS = {"Left": "←", "Right": "→", "Up": "↑", "Down": "↓", "Return": "Enter"}


def _tr(text: str) -> str:
    return QCoreApplication.translate("Keys", text)


def shortcuts(window: MainWindow) -> HelpDialog:
    """The shortcuts of the menus as these declare them, and the keys of every place beside them."""
    dialog = HelpDialog(
        window,
        lambda: QCoreApplication.translate("Help", "Keyboard shortcuts"),
        lambda: _content(window.menus.actions),
        QSize(920, 680),
    )
    dialog.show()
    return dialog


def keys_text(keys: QKeySequence) -> str:
    """A shortcut as it stands on the keyboard, in every language."""
    if sys.platform == "darwin":
        return keys.toString(QKeySequence.SequenceFormat.NativeText)
    text = keys.toString(QKeySequence.SequenceFormat.PortableText)
    *held, key = text.rsplit("+", 1) if not text.endswith("+") else (text,)
    return "+".join([*held, _SIGNS.get(key, key)])


def everywhere(actions: Sequence[QAction]) -> Group:
    """What the menus have."""
    rows = [
        (action.text().replace("&", ""), list(dict.fromkeys(keys_text(k) for k in action.shortcuts())))
        for action in actions
        if action.shortcuts()
    ]
    return _tr("Everywhere"), rows  # type: ignore[return-value]


def places() -> list[Group]:
    """What only works where the focus is."""
    return [
        (
            _tr("Prompt"),
            [
                (_tr("More or less weight for a word (pictures)"), ("Ctrl+↑", "Ctrl+↓")),
                (_tr("The prompt run before, the one after"), ("Alt+↑", "Alt+↓")),
            ],
        ),
        (
            _tr("Image"),
            [
                (_tr("Zoom in, zoom out"), ("+", "−")),
                (_tr("Fit, actual size"), ("0", "1")),
                (_tr("Move the picture"), ("←", "→", "↑", "↓")),
                (_tr("Compare: slider, side by side, difference"), ("S", "B", "D")),
                (_tr("Compare: swap, leave"), ("X", "Esc")),
                (_tr("Edit: crop, show as it came"), ("C", "B")),
                (_tr("Edit: undo, redo"), ("Ctrl+Z", "Ctrl+Shift+Z")),
            ],
        ),
        (
            _tr("Mask"),
            [
                (_tr("Brush, eraser"), ("B", "E")),
                (_tr("Lasso, polygon, rectangle, fill"), ("L", "P", "R", "G")),
                (_tr("Smaller, larger brush"), ("[", "]")),
                (_tr("Move the cursor; paint"), ("←", "→", "↑", "↓", "Space")),
                (_tr("Close a shape, take a corner back, give it up"), ("Enter", "Backspace", "Esc")),
                (_tr("Invert, clear, show or hide"), ("I", "Del", "O")),
                (_tr("Undo, redo"), ("Ctrl+Z", "Ctrl+Shift+Z")),
            ],
        ),
        (
            _tr("Gallery"),
            [
                (_tr("Look at it large"), ("Enter",)),
                (_tr("Details"), ("Space",)),
                (_tr("Select more, one by one, all"), ("Shift+←→", "Ctrl+Space", "Ctrl+A")),
                (_tr("Rename"), ("F2",)),
                (_tr("Star"), ("Ctrl+B",)),
                (_tr("Copy"), ("Ctrl+C",)),
                (_tr("Move to the trash, undo"), ("Del", "Ctrl+Z")),
                (_tr("Large view: the one before, the next, back"), ("←", "→", "Esc")),
            ],
        ),
        (
            _tr("Queue"),
            [
                (_tr("Sooner, later"), ("Alt+↑", "Alt+↓")),
                (_tr("Try again"), ("R",)),
                (_tr("Cancel, take out of the list"), ("Del",)),
            ],
        ),
        (
            _tr("Player"),
            [
                (_tr("Play or pause"), ("Space",)),
                (_tr("Back and forth by one second (with Shift: five)"), ("←", "→")),
                (_tr("Beginning, end"), ("Home", "End")),
            ],
        ),
    ]


def _content(actions: Sequence[QAction]) -> QWidget:
    content = QWidget()
    row = QHBoxLayout(content)
    row.setContentsMargins(0, 0, 12, 0)
    row.setSpacing(40)
    prompt, *rest = places()
    for groups in ([everywhere(actions), prompt], rest):
        column = QVBoxLayout()
        column.setSpacing(16)
        for group in groups:
            column.addLayout(_table(*group))
        column.addStretch()
        row.addLayout(column, 1)
    return content


def _table(title: str, rows: Sequence[tuple[str, Sequence[str]]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(0, 1)
    grid.addWidget(label(title, "heading"), 0, 0, 1, 2)
    for number, (text, keys) in enumerate(rows, 1):
        grid.addWidget(label(text, wrap=True), number, 0)
        key = label("  ".join(keys), "hint")
        key.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        grid.addWidget(key, number, 1)
    return grid
