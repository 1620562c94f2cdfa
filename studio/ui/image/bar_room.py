"""Room in a row of controls: what matters least gives way first."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget


def make_room(row: QHBoxLayout, width: int, giving_way: Iterable[QWidget]) -> None:
    """Hide widgets of ``giving_way`` (shown before), in their order, until the others have the width they ask for.

    Those that take what is left (labels that elide) ask for nothing."""
    items = (row.itemAt(i) for i in range(row.count()))
    widgets = [w for item in items if item is not None and (w := item.widget()) is not None]
    margins = row.contentsMargins()
    room = width - margins.left() - margins.right()

    def asks(widget: QWidget) -> bool:
        return not widget.isHidden() and widget.sizePolicy().horizontalPolicy() != QSizePolicy.Policy.Ignored

    for last in giving_way:
        if sum(w.sizeHint().width() + row.spacing() for w in widgets if asks(w)) <= room:
            return
        last.hide()
