"""What every view of a picture has in common: zoom around the pointer, pan, fit, and the keys for them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from studio.ui import theme
from studio.ui.base import role
from studio.ui.viewport import Viewport

STEP = 1.25
PAN_STEP = 48.0


class ZoomView(QWidget):
    """A canvas with a :class:`Viewport`. A view draws in :meth:`draw`, in widget coordinates.

    The wheel zooms, the middle button pans, and so does the left one where ``drag_pans``; plus, minus, 0, 1 and the
    arrow keys do the same. ``zoomChanged`` brings the scale in screen pixels per picture pixel.
    """

    zoomChanged = Signal(float)
    drag_pans = True

    def __init__(self, viewport: Viewport | None = None) -> None:
        super().__init__()
        role(self, "canvas")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(160, 120)
        self.viewport = viewport if viewport is not None else Viewport(self)
        self.viewport.changed.connect(self.update)
        self.viewport.scaleChanged.connect(self.zoomChanged)
        self._pan_from: QPointF | None = None
        # Whether the focus came by keyboard: after a click nobody needs to be told where it is.
        self.setProperty("ring", False)

    @property
    def empty(self) -> bool:
        return self.viewport.size.isEmpty()

    # -- zoom -----------------------------------------------------------------------------------------------------

    def scale(self) -> float:
        return self.viewport.scale

    def fit(self) -> None:
        self.viewport.fit()

    def actual_size(self) -> None:
        self.viewport.zoom_to(1.0)

    def zoom_in(self) -> None:
        self.viewport.zoom_to(self.viewport.scale * STEP)

    def zoom_out(self) -> None:
        self.viewport.zoom_to(self.viewport.scale / STEP)

    def zoom_to(self, scale: float, anchor: QPointF | None = None) -> None:
        self.viewport.zoom_to(scale, anchor)

    # -- drawing --------------------------------------------------------------------------------------------------

    def draw(self, painter: QPainter, target: QRectF, dirty: QRectF) -> None:
        """Draw the picture into ``target``; ``dirty`` is what has to be painted anew. Both in widget coordinates."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.color("canvas"))
        if not self.empty:
            self.draw(painter, self.viewport.target(), QRectF(event.rect()))
        if self.property("ring"):
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()

    # -- panning --------------------------------------------------------------------------------------------------

    @property
    def panning(self) -> bool:
        return self._pan_from is not None

    def begin_pan(self, place: QPointF) -> None:
        self._pan_from = place
        self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def move_pan(self, place: QPointF) -> None:
        if self._pan_from is not None:
            self.viewport.pan(place - self._pan_from)
            self._pan_from = place

    def end_pan(self) -> None:
        self._pan_from = None
        self.unsetCursor()

    # -- events ---------------------------------------------------------------------------------------------------

    def wheelEvent(self, event: QWheelEvent) -> None:
        steps = event.angleDelta().y() / 120
        if steps and not self.empty:
            self.viewport.zoom_to(self.viewport.scale * STEP**steps, event.position())
            event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        pans = event.button() == Qt.MouseButton.MiddleButton
        if self.drag_pans and event.button() == Qt.MouseButton.LeftButton:
            pans = True
        if pans and not self.empty:
            self.begin_pan(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.move_pan(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.panning:
            self.end_pan()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if not self.drag_pans:
            self.mousePressEvent(event)
        elif self.viewport.fitted:
            self.viewport.zoom_to(1.0, event.position())
        else:
            self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys: dict[Qt.Key, Callable[[], None]] = {
            Qt.Key.Key_Plus: self.zoom_in,
            Qt.Key.Key_Equal: self.zoom_in,
            Qt.Key.Key_Minus: self.zoom_out,
            Qt.Key.Key_0: self.fit,
            Qt.Key.Key_1: self.actual_size,
            Qt.Key.Key_Left: lambda: self.viewport.pan(QPointF(PAN_STEP, 0)),
            Qt.Key.Key_Right: lambda: self.viewport.pan(QPointF(-PAN_STEP, 0)),
            Qt.Key.Key_Up: lambda: self.viewport.pan(QPointF(0, PAN_STEP)),
            Qt.Key.Key_Down: lambda: self.viewport.pan(QPointF(0, -PAN_STEP)),
        }
        action = keys.get(Qt.Key(event.key()))
        modified = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        if action is None or modified or self.empty:
            super().keyPressEvent(event)
        else:
            action()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.viewport.set_window(QSizeF(self.size()))


def checkerboard() -> QBrush:
    """What stands behind transparency, in the theme's colours."""
    tile = QPixmap(16, 16)
    tile.fill(theme.color("check_a"))
    painter = QPainter(tile)
    other = theme.color("check_b")
    painter.fillRect(0, 0, 8, 8, other)
    painter.fillRect(8, 8, 8, 8, other)
    painter.end()
    return QBrush(tile)
