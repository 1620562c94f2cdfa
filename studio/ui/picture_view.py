"""A large picture: fit, zoom around the pointer, pan, and what stands behind transparency."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QImage, QPainter, QPixmap

from studio.ui.backdrop import BackdropSwitch, fill_backdrop
from studio.ui.viewport import Viewport
from studio.ui.zoom_view import ZoomView


class PictureView(ZoomView):
    """Shows one picture. Where it is transparent a switch in the corner chooses what stands behind it."""

    def __init__(self, viewport: Viewport | None = None) -> None:
        super().__init__(viewport)
        self._pixmap = QPixmap()
        self._preview = False
        self._backdrop = "checker"
        self.backdrops: BackdropSwitch | None = None

    def set_picture(self, image: QImage, size: QSize | None = None) -> None:
        """Show a finished picture. A picture of the same size keeps zoom and place, so takes can be compared.

        ``size`` is what counts as its size where ``image`` has more pixels (a drawing)."""
        self._show(QPixmap.fromImage(image), size or image.size(), preview=False)

    def set_preview(self, rgb: bytes, width: int, height: int, target: QSize | None = None) -> None:
        """Show a rough picture while it is made: RGB888 rows, drawn at the size it will have."""
        image = QImage(rgb, width, height, width * 3, QImage.Format.Format_RGB888)
        self._show(QPixmap.fromImage(image), target or QSize(width, height), preview=True)

    def set_backdrop(self, name: str) -> None:
        """One of BACKDROPS: what stands behind transparency."""
        self._backdrop = name
        self.update()

    def clear(self) -> None:
        self._pixmap = QPixmap()
        self._offer_backdrops()
        self.viewport.set_size(QSize())
        self.update()

    @property
    def empty(self) -> bool:
        return self._pixmap.isNull()

    def picture(self) -> QPixmap:
        return self._pixmap

    def draw(self, painter: QPainter, target: QRectF, dirty: QRectF) -> None:
        if self._pixmap.hasAlphaChannel():
            fill_backdrop(painter, target, self._backdrop)
        draw_scaled(painter, target, self._pixmap, rough=self._preview)

    def _show(self, pixmap: QPixmap, size: QSize, *, preview: bool) -> None:
        self._pixmap, self._preview = pixmap, preview
        self._offer_backdrops()
        self.viewport.set_size(size)
        self.update()

    def _offer_backdrops(self) -> None:
        transparent = self._pixmap.hasAlphaChannel()
        if transparent and self.backdrops is None:
            self.backdrops = BackdropSwitch(self)
            self.backdrops.chosen.connect(self.set_backdrop)
        if self.backdrops is not None:
            self.backdrops.setVisible(transparent)


def draw_scaled(painter: QPainter, target: QRectF, pixmap: QPixmap, *, rough: bool = False) -> None:
    """Draw a picture into a rectangle: smoothly, but large pixels (from three times on) stay square."""
    shown_scale = target.width() / max(1, pixmap.width())
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, rough or shown_scale < 3)
    painter.drawPixmap(target, pixmap, QRectF(pixmap.rect()))
