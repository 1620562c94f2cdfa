"""Painting without a mouse: the arrow keys move a cursor over the canvas, Space sets the tool down and lifts it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen

if TYPE_CHECKING:
    from studio.ui.image.painter.canvas import MaskCanvas

STEP = 10.0
"""Screen pixels of one arrow key; with Shift five times as far, with Ctrl one pixel of the picture."""
_DIRECTIONS = {
    Qt.Key.Key_Left: QPointF(-1, 0),
    Qt.Key.Key_Right: QPointF(1, 0),
    Qt.Key.Key_Up: QPointF(0, -1),
    Qt.Key.Key_Down: QPointF(0, 1),
}


class KeyCursor:
    """Shown from the first arrow key until the mouse moves."""

    def __init__(self, canvas: MaskCanvas) -> None:
        self._canvas = canvas
        self._point = QPointF()
        self.shown = False
        self.down = False

    @property
    def place(self) -> QPointF:
        """In the widget."""
        return self._canvas.viewport.to_widget(self._point)

    def hide(self) -> None:
        if self.down:
            self._lift()
        if self.shown:
            self.shown = False
            self._canvas.update()

    def arrow(self, event: QKeyEvent) -> bool:
        """Whether the key was one that moves the cursor."""
        way = _DIRECTIONS.get(Qt.Key(event.key()))
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        shift, control = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
        if way is None or held not in (Qt.KeyboardModifier.NoModifier, shift, control):
            return False
        if not self.shown:
            self._appear()
        else:
            scale = self._canvas.scale()
            self._go(way * (1.0 if held == control else max(1.0, (5 if held == shift else 1) * STEP / scale)))
        return True

    def space(self) -> bool:
        """Set the tool down or lift it; False while the cursor is not shown."""
        if not self.shown:
            return False
        if self.down:
            self._lift()
        else:
            self.down = True
            self._canvas.pen_down(self.place)
            if not self._canvas.tool.active or self._canvas.tool.name == "polygon":
                # Fill is done with at once, and a polygon gets a corner each time.
                self.down = False
        self._tell()
        return True

    def draw(self, painter: QPainter) -> None:
        if not self.shown:
            return
        place = self.place
        for colour, width in ((QColor(0, 0, 0, 200), 3.0), (QColor(255, 255, 255), 1.2)):
            painter.setPen(QPen(colour, width))
            painter.drawLine(place - QPointF(8, 0), place + QPointF(8, 0))
            painter.drawLine(place - QPointF(0, 8), place + QPointF(0, 8))

    def _appear(self) -> None:
        viewport = self._canvas.viewport
        seen = viewport.target().intersected(QRectF(self._canvas.rect()))
        self._point = viewport.to_picture(seen.center())
        self.shown = True
        self._tell()

    def _go(self, way: QPointF) -> None:
        size = self._canvas.viewport.size
        x = min(max(self._point.x() + way.x(), 0.0), float(size.width()))
        y = min(max(self._point.y() + way.y(), 0.0), float(size.height()))
        self._point = QPointF(x, y)
        self._canvas.viewport.show_point(self._point)
        self._canvas.pen_move(self.place)
        self._tell()

    def _lift(self) -> None:
        self.down = False
        self._canvas.pen_up(self.place)

    def _tell(self) -> None:
        self._canvas.update()
        self._canvas.pointed.emit(round(self._point.x()), round(self._point.y()), self.down)
