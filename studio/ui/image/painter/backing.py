"""The picture as the canvas shows it, scaled once for each place and zoom, so that painting over it costs nothing."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QImage, QPainter, QPixmap

from studio.ui import theme
from studio.ui.picture_view import draw_scaled
from studio.ui.viewport import Viewport
from studio.ui.zoom_view import checkerboard


class Backing:
    """Draws the picture; the scaled copy is made anew when something has moved or the theme is another."""

    def __init__(self) -> None:
        self.pixmap = QPixmap()
        self._scaled = QPixmap()
        self._of: tuple[object, ...] = ()

    def set_picture(self, picture: QImage) -> None:
        self.pixmap, self._of = QPixmap.fromImage(picture), ()

    def draw(self, painter: QPainter, viewport: Viewport, size: QSize, ratio: float, dirty: QRectF) -> None:
        """Draw the part ``dirty`` of a widget of ``size`` logical pixels."""
        centre = viewport.centre
        state = (viewport.scale, centre.x(), centre.y(), size.width(), size.height(), ratio, theme.current().name)
        if state != self._of:
            self._of = state
            self._make(viewport, size, ratio)
        source = QRectF(dirty.topLeft() * ratio, dirty.size() * ratio)
        painter.drawPixmap(dirty, self._scaled, source)

    def _make(self, viewport: Viewport, size: QSize, ratio: float) -> None:
        self._scaled = QPixmap(size * ratio)
        self._scaled.setDevicePixelRatio(ratio)
        self._scaled.fill(theme.color("canvas"))
        painter = QPainter(self._scaled)
        target = viewport.target()
        if self.pixmap.hasAlphaChannel():
            painter.setBrushOrigin(target.topLeft())
            painter.fillRect(target, checkerboard())
        draw_scaled(painter, target, self.pixmap)
        painter.end()
