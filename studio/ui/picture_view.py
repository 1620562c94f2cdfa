"""A large picture: fit, zoom around the pointer, pan, a checkerboard behind transparency."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QImage,
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

_STEP = 1.25
_LEAST, _MOST = 0.02, 32.0
_MARGIN = 16


class PictureView(QWidget):
    """Shows one picture. ``zoomChanged`` brings the scale in screen pixels per picture pixel."""

    zoomChanged = Signal(float)

    def __init__(self) -> None:
        super().__init__()
        role(self, "canvas")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(160, 120)
        self._pixmap = QPixmap()
        self._size = QSize()
        self._preview = False
        self._fit = True
        self._scale = 1.0
        self._centre = QPointF()
        self._drag: QPointF | None = None

    # -- content --------------------------------------------------------------------------------------------------

    def set_picture(self, image: QImage) -> None:
        """Show a finished picture. A picture of the same size keeps zoom and place, so takes can be compared."""
        self._show(QPixmap.fromImage(image), image.size(), preview=False)

    def set_preview(self, rgb: bytes, width: int, height: int, target: QSize | None = None) -> None:
        """Show a rough picture while it is made: RGB888 rows, drawn at the size it will have."""
        image = QImage(rgb, width, height, width * 3, QImage.Format.Format_RGB888)
        self._show(QPixmap.fromImage(image), target or QSize(width, height), preview=True)

    def clear(self) -> None:
        self._pixmap, self._size = QPixmap(), QSize()
        self.update()

    @property
    def empty(self) -> bool:
        return self._pixmap.isNull()

    def picture(self) -> QPixmap:
        return self._pixmap

    def _show(self, pixmap: QPixmap, size: QSize, *, preview: bool) -> None:
        self._pixmap, self._preview = pixmap, preview
        if size != self._size:
            self._size = size
            self._centre = QPointF(size.width() / 2, size.height() / 2)
            self._fit = True
        if self._fit:
            self.fit()
        self.update()

    # -- zoom -----------------------------------------------------------------------------------------------------

    def scale(self) -> float:
        return self._scale

    def fit(self) -> None:
        """The whole picture, never larger than twice its pixels."""
        self._fit = True
        if self._size.isEmpty():
            return
        wide = max(1, self.width() - 2 * _MARGIN) / self._size.width()
        high = max(1, self.height() - 2 * _MARGIN) / self._size.height()
        self._centre = QPointF(self._size.width() / 2, self._size.height() / 2)
        # Icons and small drafts are enlarged, so that they can be judged.
        self._set_scale(min(wide, high, 8.0 if max(self._size.width(), self._size.height()) <= 128 else 2.0))

    def actual_size(self) -> None:
        self.zoom_to(1.0)

    def zoom_in(self) -> None:
        self.zoom_to(self._scale * _STEP)

    def zoom_out(self) -> None:
        self.zoom_to(self._scale / _STEP)

    def zoom_to(self, scale: float, anchor: QPointF | None = None) -> None:
        """Zoom so that the picture's point under ``anchor`` (widget coordinates) stays where it is."""
        if self.empty:
            return
        self._fit = False
        anchor = anchor if anchor is not None else QPointF(self.rect().center())
        before = self._to_picture(anchor)
        self._set_scale(min(_MOST, max(_LEAST, scale)))
        self._centre += before - self._to_picture(anchor)
        self._keep_inside()
        self.update()

    def _set_scale(self, scale: float) -> None:
        if scale != self._scale:
            self._scale = scale
            self.zoomChanged.emit(scale)
        self.update()

    def _to_picture(self, point: QPointF) -> QPointF:
        return self._centre + (point - QPointF(self.width() / 2, self.height() / 2)) / self._scale

    def _pan(self, delta: QPointF) -> None:
        self._fit = False
        self._centre -= delta / self._scale
        self._keep_inside()
        self.update()

    def _keep_inside(self) -> None:
        x = min(max(self._centre.x(), 0.0), float(self._size.width()))
        y = min(max(self._centre.y(), 0.0), float(self._size.height()))
        self._centre = QPointF(x, y)

    # -- events ---------------------------------------------------------------------------------------------------

    def wheelEvent(self, event: QWheelEvent) -> None:
        steps = event.angleDelta().y() / 120
        if steps and not self.empty:
            self.zoom_to(self._scale * _STEP**steps, event.position())
            event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton) and not self.empty:
            self._drag = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag is not None:
            self._pan(event.position() - self._drag)
            self._drag = event.position()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._drag = None
        self.unsetCursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._fit:
            self.zoom_to(1.0, event.position())
        else:
            self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = 48.0
        keys: dict[Qt.Key, Callable[[], None]] = {
            Qt.Key.Key_Plus: self.zoom_in,
            Qt.Key.Key_Equal: self.zoom_in,
            Qt.Key.Key_Minus: self.zoom_out,
            Qt.Key.Key_0: self.fit,
            Qt.Key.Key_1: self.actual_size,
            Qt.Key.Key_Left: lambda: self._pan(QPointF(step, 0)),
            Qt.Key.Key_Right: lambda: self._pan(QPointF(-step, 0)),
            Qt.Key.Key_Up: lambda: self._pan(QPointF(0, step)),
            Qt.Key.Key_Down: lambda: self._pan(QPointF(0, -step)),
        }
        action = keys.get(Qt.Key(event.key()))
        modified = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        if action is None or modified or self.empty:
            super().keyPressEvent(event)
        else:
            action()

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self._fit:
            self.fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("canvas"))
        if not self.empty:
            target = QRectF(0, 0, self._size.width() * self._scale, self._size.height() * self._scale)
            middle = QPointF(self.width() / 2, self.height() / 2)
            target.moveTopLeft(middle - self._centre * self._scale)
            if self._pixmap.hasAlphaChannel():
                painter.setBrushOrigin(target.topLeft())
                painter.fillRect(target, _checkerboard())
            shown_scale = target.width() / max(1, self._pixmap.width())
            smooth = self._preview or shown_scale < 3
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
            painter.drawPixmap(target, self._pixmap, QRectF(self._pixmap.rect()))
        if self.hasFocus():
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()


def _checkerboard() -> QBrush:
    tile = QPixmap(16, 16)
    tile.fill(theme.color("check_a"))
    painter = QPainter(tile)
    other = QColor(theme.color("check_b"))
    painter.fillRect(0, 0, 8, 8, other)
    painter.fillRect(8, 8, 8, 8, other)
    painter.end()
    return QBrush(tile)
