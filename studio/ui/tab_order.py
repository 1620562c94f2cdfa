"""The way of the Tab key: the order in which things are seen, whatever the order in which they were made."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


def follow_places(root: QWidget) -> None:
    """Let Tab go through what is seen in ``root`` as it is read: from the top down, from left to right."""
    wanted = [w for w in _read(root) if w.focusPolicy() & Qt.FocusPolicy.TabFocus and w.focusProxy() is None]
    for before, after in itertools.pairwise(wanted):
        QWidget.setTabOrder(before, after)


def go_round(root: QWidget, *, following: bool) -> bool:
    """Give the focus to what comes next in ``root`` as it is read, and from the last to the first."""
    way = [w for w in _read(root) if w is not root and w.focusPolicy() & Qt.FocusPolicy.TabFocus]
    way = [w for w in way if w.isVisible() and w.isEnabled() and w.focusProxy() is None]
    if not way:
        return False
    focus = QApplication.focusWidget()
    at = way.index(focus) if focus in way else -1 if following else 0
    reason = Qt.FocusReason.TabFocusReason if following else Qt.FocusReason.BacktabFocusReason
    way[(at + (1 if following else -1)) % len(way)].setFocus(reason)
    return True


def _read(widget: QWidget) -> Iterator[QWidget]:
    """A widget and all that is seen in it. Places, not layouts: a layout's items come and go while they are walked."""
    yield widget
    found = widget.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    children = [c for c in found if not c.isHidden() and not c.isWindow()]
    for row in _rows(children):
        for child in row:
            yield from _read(child)


def _rows(widgets: list[QWidget]) -> Iterator[list[QWidget]]:
    """Widgets with one parent in rows: what has its middle beside the first of a row stands in that row."""
    row: list[QWidget] = []
    for widget in sorted(widgets, key=lambda w: (w.y(), w.x())):
        if row and widget.geometry().center().y() > row[0].geometry().bottom():
            yield sorted(row, key=lambda w: w.x())
            row = []
        row.append(widget)
    if row:
        yield sorted(row, key=lambda w: w.x())
