"""How one take of the strip looks: its picture in the middle of a cell that says whether it is chosen."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from studio.ui import theme

PICTURE = 64
CELL = PICTURE + 12
_RADIUS = 6


class StripDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(CELL, CELL)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        state = option.state
        # The list makes its cells as high as it is itself.
        box = QRectF(0, 0, CELL - 2, CELL - 2)
        box.moveCenter(QRectF(option.rect).center())
        selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if selected:
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.setBrush(theme.color("selection"))
        elif state & QStyle.StateFlag.State_MouseOver:
            # An outline alone: whatever the theme, it must not look more chosen than what is.
            painter.setPen(QPen(theme.color("border_strong"), 1))
        painter.drawRoundedRect(box, _RADIUS, _RADIUS)
        if state & QStyle.StateFlag.State_HasFocus and not selected:
            painter.setPen(QPen(theme.color("text"), 1, Qt.PenStyle.DotLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(2, 2, -2, -2), _RADIUS - 2, _RADIUS - 2)
        icon = index.data(Qt.ItemDataRole.DecorationRole)
        if isinstance(icon, QIcon):
            place = QRectF(0, 0, PICTURE, PICTURE)
            place.moveCenter(box.center())
            icon.paint(painter, place.toRect())
        painter.restore()
