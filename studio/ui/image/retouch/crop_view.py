"""A picture with the frame of its crop: dragged by corners, sides or inside, or moved with the arrow keys."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen, QPolygonF, QRegion

from studio.pixels import framing
from studio.pixels.framing import Box, Size
from studio.ui.picture_view import PictureView

GRAB = 10.0
"""Widget pixels around a side or corner in which it can be taken hold of."""
_HANDLE = 9.0
_SHADE = QColor(0, 0, 0, 150)
_LINE, _LINE_EDGE = QColor(255, 255, 255), QColor(0, 0, 0, 160)
_CURSORS = {
    "nw": Qt.CursorShape.SizeFDiagCursor,
    "se": Qt.CursorShape.SizeFDiagCursor,
    "ne": Qt.CursorShape.SizeBDiagCursor,
    "sw": Qt.CursorShape.SizeBDiagCursor,
    "n": Qt.CursorShape.SizeVerCursor,
    "s": Qt.CursorShape.SizeVerCursor,
    "e": Qt.CursorShape.SizeHorCursor,
    "w": Qt.CursorShape.SizeHorCursor,
    "": Qt.CursorShape.SizeAllCursor,
}


class CropView(PictureView):
    """``framed`` brings the frame (left, top, width, height in picture pixels) at every change by the user.

    While there is no frame this is a :class:`PictureView` like any other.
    """

    framed = Signal(object)
    finished = Signal()
    """Enter was pressed: the frame is as it should be."""

    def __init__(self) -> None:
        super().__init__()
        self.setMouseTracking(True)
        self._frame: Box | None = None
        self._aspect: tuple[int, int] | None = None
        self._grid = 0
        self._held: str | None = None
        self._from: tuple[QPointF, Box] | None = None

    # -- state ----------------------------------------------------------------------------------------------------

    def frame(self) -> Box | None:
        return self._frame

    def set_frame(self, frame: Box | None) -> None:
        """Show this frame, or none."""
        if frame != self._frame:
            self._frame = frame
            self.drag_pans = frame is None
            if frame is None:
                self._held = self._from = None
                self.unsetCursor()
            self.update()

    def set_aspect(self, aspect: tuple[int, int] | None) -> None:
        """The proportion that dragging keeps; None for any."""
        self._aspect = aspect

    def set_grid(self, cells: int) -> None:
        """Lines over the picture in ``cells`` × ``cells`` fields, to straighten by; 0 for none."""
        if cells != self._grid:
            self._grid = cells
            self.update()

    def handle_at(self, place: QPointF) -> str | None:
        """What can be taken hold of there: a point of the compass, "" for the inside, None outside."""
        if self._frame is None:
            return None
        area = self._area(self._frame)
        near = {
            "n": abs(place.y() - area.top()) <= GRAB,
            "s": abs(place.y() - area.bottom()) <= GRAB,
            "w": abs(place.x() - area.left()) <= GRAB,
            "e": abs(place.x() - area.right()) <= GRAB,
        }
        if not area.adjusted(-GRAB, -GRAB, GRAB, GRAB).contains(place):
            return None
        # Of a frame that is smaller than the reach, the nearer side is meant.
        if near["n"] and near["s"]:
            near["n" if place.y() > area.center().y() else "s"] = False
        if near["w"] and near["e"]:
            near["w" if place.x() > area.center().x() else "e"] = False
        return "".join(side for side in ("n", "s", "w", "e") if near[side])

    # -- drawing --------------------------------------------------------------------------------------------------

    def draw(self, painter: QPainter, target: QRectF, dirty: QRectF) -> None:
        super().draw(painter, target, dirty)
        if self._grid:
            self._draw_lines(painter, target, self._grid)
        if self._frame is None:
            return
        area = self._area(self._frame)
        painter.save()
        painter.setClipRegion(QRegion(target.toAlignedRect()) - QRegion(area.toRect()))
        painter.fillRect(target, _SHADE)
        painter.restore()
        if not self._grid:
            self._draw_lines(painter, area, 3)
        for colour, width in ((_LINE_EDGE, 3.0), (_LINE, 1.5)):
            painter.setPen(QPen(colour, width))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(area)
        painter.setPen(QPen(_LINE_EDGE, 1))
        painter.setBrush(_LINE)
        middle = area.center()
        for x in (area.left(), middle.x(), area.right()):
            for y in (area.top(), middle.y(), area.bottom()):
                if QPointF(x, y) != middle:
                    painter.drawRect(QRectF(x - _HANDLE / 2, y - _HANDLE / 2, _HANDLE, _HANDLE))

    def _draw_lines(self, painter: QPainter, area: QRectF, cells: int) -> None:
        lines = []
        for n in range(1, cells):
            x, y = area.left() + area.width() * n / cells, area.top() + area.height() * n / cells
            lines += [QLineF(x, area.top(), x, area.bottom()), QLineF(area.left(), y, area.right(), y)]
        painter.save()
        painter.setClipRect(area)
        for colour, width in ((QColor(0, 0, 0, 90), 2.0), (QColor(255, 255, 255, 170), 1.0)):
            painter.setPen(QPen(colour, width))
            painter.drawLines(lines)
        painter.restore()

    def _area(self, frame: Box) -> QRectF:
        corners = [QPointF(frame[0], frame[1]), QPointF(frame[0] + frame[2], frame[1] + frame[3])]
        return QPolygonF([self.viewport.to_widget(corner) for corner in corners]).boundingRect()

    # -- events ---------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        handle = self.handle_at(event.position())
        if event.button() != Qt.MouseButton.LeftButton or self._frame is None:
            super().mousePressEvent(event)
        elif handle is None:
            self.begin_pan(event.position())
        else:
            self._held = handle
            self._from = (self.viewport.to_picture(event.position()), self._frame)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._from is None or self._held is None:
            super().mouseMoveEvent(event)
            handle = self.handle_at(event.position())
            if self._frame is not None and not self.panning:
                self.setCursor(Qt.CursorShape.OpenHandCursor if handle is None else _cursor(handle))
            return
        place = self.viewport.to_picture(event.position())
        start, box = self._from
        if self._held:
            self._take(framing.dragged(box, self._held, place.x(), place.y(), self._size(), self._aspect))
        else:
            self._take(framing.moved(box, place.x() - start.x(), place.y() - start.y(), self._size()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._held = self._from = None
        super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._frame is None:
            super().mouseDoubleClickEvent(event)
        elif self.handle_at(event.position()) == "":
            self.finished.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrow keys move the frame by a pixel, with Shift by ten; with Ctrl they move its right and lower side."""
        steps = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }
        step = steps.get(Qt.Key(event.key()))
        if self._frame is None or (step is None and event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter)):
            super().keyPressEvent(event)
            return
        if step is None:
            self.finished.emit()
            return
        by = 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
        left, top, width, height = self._frame
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            side = "e" if step[0] else "s"
            x, y = left + width + by * step[0], top + height + by * step[1]
            self._take(framing.dragged(self._frame, side, x, y, self._size(), self._aspect))
        else:
            self._take(framing.moved(self._frame, by * step[0], by * step[1], self._size()))

    def _size(self) -> Size:
        return self.viewport.size.width(), self.viewport.size.height()

    def _take(self, frame: Box) -> None:
        if frame != self._frame:
            self._frame = frame
            self.update()
            self.framed.emit(frame)


def _cursor(handle: str) -> Qt.CursorShape:
    return _CURSORS[handle]
