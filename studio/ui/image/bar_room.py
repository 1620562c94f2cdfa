"""Room in a row of controls: what matters least gives way first."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

FACTS = 220
"""Pixels that the words beside the buttons keep at most: a few facts are worth more than a fifth caption."""


def make_room(row: QHBoxLayout, width: int, giving_way: Iterable[QWidget]) -> None:
    """Hide widgets of ``giving_way`` (shown before), in their order, until the others have the width they ask for.

    Those that take what is left (labels that elide) ask for nothing."""
    for last in giving_way:
        if _asked(row) <= _room(row, width):
            return
        last.hide()


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
        if _asked(row) + facts > _room(row, width):
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
            return


def _room(row: QHBoxLayout, width: int) -> int:
    margins = row.contentsMargins()
    return width - margins.left() - margins.right()


def _asked(row: QHBoxLayout) -> int:
    """The width that all but those that take what is left ask for."""
    items = (row.itemAt(i) for i in range(row.count()))
    widgets = [w for item in items if item is not None and (w := item.widget()) is not None and not w.isHidden()]
    asking = [w for w in widgets if w.sizePolicy().horizontalPolicy() != QSizePolicy.Policy.Ignored]
    return sum(w.sizeHint().width() + row.spacing() for w in asking)
