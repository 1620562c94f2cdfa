"""Where a key leads in a grid of items in rows."""

from __future__ import annotations

from PySide6.QtCore import Qt


def step_from(at: int, key: Qt.Key, count: int, columns: int, page: int) -> int | None:
    """The item that a key leads to from item ``at`` (−1: none yet); None for a key that does not move.

    ``page`` is the number of items a screen shows in whole rows. Up and Down stay in their column; from above a last
    row that is shorter, Down leads to its end.
    """
    steps = {
        Qt.Key.Key_Left: -1,
        Qt.Key.Key_Right: 1,
        Qt.Key.Key_Up: -columns,
        Qt.Key.Key_Down: columns,
        Qt.Key.Key_PageUp: -page,
        Qt.Key.Key_PageDown: page,
        Qt.Key.Key_Home: -count,
        Qt.Key.Key_End: count,
    }
    if key not in steps:
        return None
    if at < 0:
        return 0
    target = at + steps[key]
    if key == Qt.Key.Key_Up and target < 0:
        return at
    if key == Qt.Key.Key_Down and target >= count and at // columns == (count - 1) // columns:
        return at
    return min(max(target, 0), count - 1)
