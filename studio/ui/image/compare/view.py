"""The canvas of a comparison: a divider between two pictures, both side by side, or what differs."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRect, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen, QPixmap, QResizeEvent, QWheelEvent

from studio.ui.picture_view import draw_scaled
from studio.ui.zoom_view import PAN_STEP, STEP, ZoomView, checkerboard

WAYS = ("slider", "beside", "difference")
NEAR = 10
"""Pixels around the divider in which the mouse takes it."""
GAP = 2
"""Pixels between two pictures side by side."""
_STEP, _LARGE_STEP = 0.01, 0.1


class CompareView(ZoomView):
    """One widget for all ways, so zoom and place stay the same from one to the next and are shared side by side.

    ``divider`` is a share (0–1) of the part of the picture that is in view. ``dividerMoved`` brings it."""

    dividerMoved = Signal(float)

    def __init__(self) -> None:
        super().__init__()
        self.way = WAYS[0]
        self.divider = 0.5
        self.labels = ("A", "B")
        self._pictures = (QPixmap(), QPixmap())
        self._difference = QPixmap()
        self._dragging = False
        self.setMouseTracking(True)

    @property
    def empty(self) -> bool:
        return self._pictures[0].isNull()

    def set_pictures(self, a: QPixmap, b: QPixmap) -> None:
        """Two pictures of the same size; zoom and place are kept when it is that of those before."""
        self._pictures, self._difference = (a, b), QPixmap()
        self.viewport.set_size(a.size())
        self.update()

    def set_difference(self, picture: QPixmap) -> None:
        self._difference = picture
        self.update()

    def set_way(self, way: str) -> None:
        """One of :data:`WAYS`."""
        self.way = way
        self._set_window()
        self.unsetCursor()
        self.update()

    def set_divider(self, share: float) -> None:
        share = min(1.0, max(0.0, share))
        if share != self.divider:
            self.divider = share
            self.dividerMoved.emit(share)
            self.update()

    def visible_part(self) -> QRectF:
        """What is seen of the picture, in widget coordinates."""
        return self.viewport.target().intersected(QRectF(self.rect()))

    def divider_x(self) -> float:
        part = self.visible_part()
        return part.left() + self.divider * part.width()

    # -- drawing --------------------------------------------------------------------------------------------------

    def draw(self, painter: QPainter, target: QRectF, dirty: QRectF) -> None:
        if self.way == "difference":
            if not self._difference.isNull():
                draw_scaled(painter, target, self._difference)
            return
        if self.way == "beside":
            half = self._half()
            rooms = QRect(0, 0, half, self.height()), QRect(half + GAP, 0, half, self.height())
            targets = target, target.translated(half + GAP, 0)
        else:
            x = round(self.divider_x())
            rooms = QRect(0, 0, x, self.height()), QRect(x, 0, self.width() - x, self.height())
            targets = target, target
        for picture, room, place in zip(self._pictures, rooms, targets, strict=True):
            painter.save()
            painter.setClipRect(room)
            if picture.hasAlphaChannel():
                painter.setBrushOrigin(place.topLeft())
                painter.fillRect(place, checkerboard())
            draw_scaled(painter, place, picture)
            painter.restore()
        self._draw_divider(painter, rooms[1].left() - (GAP if self.way == "beside" else 0))
        self._draw_label(painter, self.labels[0], QRectF(rooms[0]), Qt.AlignmentFlag.AlignLeft)
        side = Qt.AlignmentFlag.AlignLeft if self.way == "beside" else Qt.AlignmentFlag.AlignRight
        self._draw_label(painter, self.labels[1], QRectF(rooms[1]), side)

    def _draw_divider(self, painter: QPainter, x: int) -> None:
        """A line that is seen on any picture; with a handle where it can be moved."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(QRectF(x - 1.5, 0, 3, self.height()), QColor(0, 0, 0, 140))
        painter.fillRect(QRectF(x - 0.5, 0, 1.5, self.height()), QColor(255, 255, 255))
        if self.way != "slider":
            return
        middle = QPointF(x, self.height() / 2)
        painter.setPen(QPen(QColor(0, 0, 0, 140), 1))
        painter.setBrush(QColor(255, 255, 255))
        painter.drawEllipse(middle, 12, 12)
        painter.setPen(QPen(QColor(40, 40, 44), 1.75))
        for side in (-1, 1):
            tip = middle + QPointF(side * 7, 0)
            painter.drawLine(tip, tip - QPointF(side * 3.5, 3.5))
            painter.drawLine(tip, tip - QPointF(side * 3.5, -3.5))

    def _draw_label(self, painter: QPainter, text: str, room: QRectF, side: Qt.AlignmentFlag) -> None:
        """What a side is, in a corner of its room, as far as there is any."""
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(room.width()) - 40)
        width = metrics.horizontalAdvance(shown) + 16
        if shown in ("", "…") or width + 24 > room.width():
            return
        left = room.left() + 12 if side == Qt.AlignmentFlag.AlignLeft else room.right() - 12 - width
        chip = QRectF(left, 12, width, metrics.height() + 8)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, 170))
        painter.drawRoundedRect(chip, 6, 6)
        painter.setPen(QColor(255, 255, 255))
        painter.drawText(chip, int(Qt.AlignmentFlag.AlignCenter), shown)

    # -- events ---------------------------------------------------------------------------------------------------

    def _half(self) -> int:
        return max(1, (self.width() - GAP) // 2)

    def _set_window(self) -> None:
        width = self._half() if self.way == "beside" else self.width()
        self.viewport.set_window(QSizeF(width, self.height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._set_window()

    def _in_window(self, place: QPointF) -> QPointF:
        """A place of the widget in the part that the viewport knows: the right picture stands where the left one does."""
        right = self.way == "beside" and place.x() >= self._half() + GAP
        return place - QPointF(self._half() + GAP, 0) if right else place

    def _near(self, place: QPointF) -> bool:
        return self.way == "slider" and not self.empty and abs(place.x() - self.divider_x()) <= NEAR

    def wheelEvent(self, event: QWheelEvent) -> None:
        steps = event.angleDelta().y() / 120
        if steps and not self.empty:
            self.viewport.zoom_to(self.viewport.scale * STEP**steps, self._in_window(event.position()))
            event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._near(event.position()):
            self._dragging = True
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._dragging:
            part = self.visible_part()
            self.set_divider((event.position().x() - part.left()) / max(1.0, part.width()))
        elif self.panning:
            super().mouseMoveEvent(event)
        elif self._near(event.position()):
            self.setCursor(Qt.CursorShape.SplitHCursor)
        else:
            self.unsetCursor()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._dragging = False
        super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._near(event.position()):
            self.set_divider(0.5)
        elif self.viewport.fitted:
            self.viewport.zoom_to(1.0, self._in_window(event.position()))
        else:
            self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        step = _LARGE_STEP if held == Qt.KeyboardModifier.ShiftModifier else _STEP
        moves: dict[Qt.Key, Callable[[], None]] = {
            Qt.Key.Key_Left: lambda: self.set_divider(self.divider - step),
            Qt.Key.Key_Right: lambda: self.set_divider(self.divider + step),
            Qt.Key.Key_Home: lambda: self.set_divider(0.0),
            Qt.Key.Key_End: lambda: self.set_divider(1.0),
        }
        pans = {Qt.Key.Key_Left: PAN_STEP, Qt.Key.Key_Right: -PAN_STEP}
        key = Qt.Key(event.key())
        if self.empty or self.way != "slider" or key not in moves:
            super().keyPressEvent(event)
        elif held == Qt.KeyboardModifier.ControlModifier and key in pans:
            # The plain arrows have the divider.
            self.viewport.pan(QPointF(pans[key], 0))
        elif held in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier):
            moves[key]()
        else:
            super().keyPressEvent(event)
