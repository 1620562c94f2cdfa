"""The frame on the stage: the picture, what is added around it, and handles to drag or to move with the arrow keys."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPen, QPixmap

from studio.ui import theme
from studio.ui.image.frame.geometry import HANDLES, SNAP, Frame
from studio.ui.picture_view import draw_scaled
from studio.ui.zoom_view import ZoomView, checkerboard

_GRIP = 14.0
"""Screen pixels around a handle in which it is taken."""
_ROOM = 0.15
"""Share of the frame that is shown around it, so that there is somewhere to drag to."""
_CURSORS = {
    "left": Qt.CursorShape.SizeHorCursor,
    "right": Qt.CursorShape.SizeHorCursor,
    "top": Qt.CursorShape.SizeVerCursor,
    "bottom": Qt.CursorShape.SizeVerCursor,
    "top-left": Qt.CursorShape.SizeFDiagCursor,
    "bottom-right": Qt.CursorShape.SizeFDiagCursor,
    "top-right": Qt.CursorShape.SizeBDiagCursor,
    "bottom-left": Qt.CursorShape.SizeBDiagCursor,
}
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class FrameCanvas(ZoomView):
    """``changed`` brings a :class:`Frame` while it is dragged, ``handleChanged`` the handle that the keys move.

    Dragged with Alt, the opposite side moves as well. Tab goes from handle to handle, the arrow keys move it by 8
    pixels, with Shift by 64, with Ctrl by one.
    """

    changed = Signal(object)
    handleChanged = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.frame = Frame(0, 0)
        self.handle = ""
        self._picture = QPixmap()
        self._origin = QPointF()
        self._drag: tuple[str, QPointF, Frame] | None = None
        self.setMouseTracking(True)

    def set_picture(self, image: QImage) -> None:
        self._picture = QPixmap.fromImage(image)

    def set_frame(self, frame: Frame) -> None:
        """Show a frame; the view follows it unless it is just being dragged."""
        self.frame = frame
        if self._drag is None:
            self._make_room()
        self.update()

    def picture_rect(self) -> QRectF:
        """The picture in widget coordinates."""
        return QRectF(self._at(0, 0), self._at(self.frame.width, self.frame.height))

    def frame_rect(self) -> QRectF:
        f = self.frame
        return QRectF(self._at(-f.left, -f.top), self._at(f.width + f.right, f.height + f.bottom))

    def handle_at(self, handle: str) -> QPointF:
        """The middle of a handle in widget coordinates."""
        return self._at(*self.frame.handle_place(handle))

    def _at(self, x: float, y: float) -> QPointF:
        return self.viewport.to_widget(QPointF(x, y) + self._origin)

    def _make_room(self) -> None:
        f = self.frame
        if not f.width:
            self.viewport.set_size(QSize())
            return
        wide, high = f.size
        room = round(max(wide, high) * _ROOM)
        before, self._origin = self._origin, QPointF(f.left + room, f.top + room)
        size = QSize(wide + 2 * room, high + 2 * room)
        if self.viewport.fitted:
            self.viewport.set_size(size)
        else:
            # Whoever has zoomed in keeps the place.
            self.viewport.move_to(size, self.viewport.centre + self._origin - before)

    # -- drawing --------------------------------------------------------------------------------------------------

    def draw(self, painter: QPainter, target: QRectF, dirty: QRectF) -> None:
        frame, picture = self.frame_rect(), self.picture_rect()
        painter.setBrushOrigin(frame.topLeft())
        painter.fillRect(frame, checkerboard())
        draw_scaled(painter, picture, self._picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.color("accent"), 1.5))
        painter.drawRect(frame)
        for handle in HANDLES:
            place = self.handle_at(handle)
            chosen = handle == self.handle and self.hasFocus()
            reach = 6.5 if chosen else 5.0
            painter.setBrush(theme.color("accent" if chosen else "raised"))
            painter.drawRect(QRectF(place.x() - reach, place.y() - reach, 2 * reach, 2 * reach))
        self._draw_size(painter, frame)

    def _draw_size(self, painter: QPainter, frame: QRectF) -> None:
        text = "{} × {}".format(*self.frame.size)
        metrics = painter.fontMetrics()
        box = QRectF(0, 0, metrics.horizontalAdvance(text) + 16, metrics.height() + 6)
        bottom = min(frame.bottom() + 12, self.height() - box.height() - 6)
        box.moveTo(frame.center().x() - box.width() / 2, bottom)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent"))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(theme.color("on_accent"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    # -- mouse ----------------------------------------------------------------------------------------------------

    def _grip(self, place: QPointF) -> str:
        """The handle or side at a place of the widget; corners before sides."""
        for handle in sorted(HANDLES, key=lambda h: "-" not in h):
            if (self.handle_at(handle) - place).manhattanLength() <= _GRIP:
                return handle
        frame = self.frame_rect()
        along_x = frame.left() <= place.x() <= frame.right()
        along_y = frame.top() <= place.y() <= frame.bottom()
        sides = (
            ("left", abs(place.x() - frame.left()), along_y),
            ("right", abs(place.x() - frame.right()), along_y),
            ("top", abs(place.y() - frame.top()), along_x),
            ("bottom", abs(place.y() - frame.bottom()), along_x),
        )
        return next((side for side, apart, along in sides if along and apart <= _GRIP / 2), "")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        handle = self._grip(event.position()) if event.button() == Qt.MouseButton.LeftButton else ""
        if handle and self.frame.width:
            self._drag = (handle, event.position(), self.frame)
            self._choose(handle)
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag is None:
            handle = self._grip(event.position()) if self.frame.width else ""
            if not self.panning:
                self.setCursor(_CURSORS[handle]) if handle else self.unsetCursor()
            super().mouseMoveEvent(event)
            return
        handle, start, frame = self._drag
        way = (event.position() - start) / self.scale()
        both = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        self._show(frame.moved(handle, way.x(), way.y(), both=both))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._drag is not None and event.button() == Qt.MouseButton.LeftButton:
            self._drag = None
            self._make_room()
            self.update()
        else:
            super().mouseReleaseEvent(event)

    def _show(self, frame: Frame) -> None:
        if frame != self.frame:
            self.set_frame(frame)
            self.changed.emit(frame)

    # -- keyboard -------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        way = _ARROWS.get(Qt.Key(event.key()))
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        if way is None or alt or not self.handle or not self.frame.width:
            super().keyPressEvent(event)
            return
        exact = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        step = 1 if exact else 64 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else SNAP
        self._show(self.frame.moved(self.handle, way[0] * step, way[1] * step, exact=exact))

    def focusNextPrevChild(self, forwards: bool) -> bool:
        """Tab walks through the handles before it leaves."""
        place = HANDLES.index(self.handle) if self.handle else (-1 if forwards else len(HANDLES))
        place += 1 if forwards else -1
        if self.frame.width and 0 <= place < len(HANDLES):
            self._choose(HANDLES[place])
            return True
        self._choose("")
        return super().focusNextPrevChild(forwards)

    def focusInEvent(self, event: QFocusEvent) -> None:
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason) and self.frame.width:
            self._choose(HANDLES[0] if event.reason() == Qt.FocusReason.TabFocusReason else HANDLES[-1])
        super().focusInEvent(event)

    def _choose(self, handle: str) -> None:
        if handle != self.handle:
            self.handle = handle
            self.handleChanged.emit(handle)
            self.update()
