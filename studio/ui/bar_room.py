"""Room in a row of controls: what matters least gives way first."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

FACTS = 220
"""Pixels that the words beside the buttons keep at most: a few facts are worth more than a fifth caption."""


def make_room(row: QHBoxLayout, width: int, giving_way: Iterable[QWidget]) -> None:
    """Hide widgets of ``giving_way`` (shown before), in their order, until the others have the width they ask for.

    Those that take what is left (labels that elide) ask for nothing."""
    for last in giving_way:
        if asked(row) <= width:
            return
        last.hide()


def keep_words(row: QHBoxLayout, width: int, buttons: Iterable[QPushButton]) -> None:
    """Words of buttons (their accessible names) as long as there is room for all of the row; the last of them go first.
    What loses its words keeps its icon."""
    named = list(buttons)
    for button in named:
        button.setText(button.accessibleName())
    for button in reversed(named):
        if asked(row) <= width:
            return
        button.setText("")


def take_words(buttons: Iterable[QToolButton]) -> None:
    """Icons alone."""
    for button in buttons:
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)


def give_words(row: QHBoxLayout, width: int, buttons: Iterable[QToolButton], beside: QLabel) -> None:
    """Words beside the icons of buttons, the most important first, as long as ``beside`` keeps what it says."""
    facts = min(FACTS, beside.fontMetrics().horizontalAdvance(beside.text()) + 12)
    for button in buttons:
        if button.isHidden():
            continue
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        if asked(row) + facts > width:
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
            return


def asked(row: QHBoxLayout) -> int:
    """The width that all but those that take what is left ask for, with the gaps between them."""
    asked, shown = 0, 0
    for item in (row.itemAt(i) for i in range(row.count())):
        widget = item.widget() if item is not None else None
        if item is None or (widget is not None and widget.isHidden()):
            continue
        if widget is None:
            asked += item.sizeHint().width()
            continue
        shown += 1
        if widget.sizePolicy().horizontalPolicy() != QSizePolicy.Policy.Ignored:
            # The item of the layout may still know the width of before: parts of the widget were just hidden.
            asked += widget.sizeHint().width()
    margins = row.contentsMargins()
    return asked + row.spacing() * max(0, shown - 1) + margins.left() + margins.right()
