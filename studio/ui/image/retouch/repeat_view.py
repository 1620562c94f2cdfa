"""A picture beside itself, three times in each direction that it repeats in: its seams show, or do not."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPixmap

from studio.ui.backdrop import fill_backdrop
from studio.ui.picture_view import PictureView

TIMES = 3
_LARGEST = 4096
"""Pixels of a side up to which a tile is scaled once for all its places."""


class RepeatView(PictureView):
    """``set_tile`` shows a picture; sizes and zoom are those of all its copies together."""

    def __init__(self) -> None:
        super().__init__()
        self._across = self._down = TIMES
        self._scaled: QPixmap | None = None

    def set_tile(self, image: QImage, axes: str) -> None:
        """``axes``: both, x or y."""
        self._across = TIMES if axes in ("both", "x") else 1
        self._down = TIMES if axes in ("both", "y") else 1
        self._scaled = None
        self.set_picture(image, QSize(image.width() * self._across, image.height() * self._down))

    def draw(self, painter: QPainter, target: QRectF, dirty: QRectF) -> None:
        pixmap = self.picture()
        if pixmap.hasAlphaChannel():
            fill_backdrop(painter, target, self._backdrop)
        # Whole pixels of the screen for each copy: otherwise the screen itself would draw seams between them.
        ratio = self.devicePixelRatioF()
        wide = max(1, round(target.width() * ratio / self._across))
        high = max(1, round(target.height() * ratio / self._down))
        origin = QPointF(round(target.left()), round(target.top()))
        if max(wide, high) <= _LARGEST:
            tile = self._tile(pixmap, wide, high, ratio)
            area = QRectF(origin, QRectF(0, 0, wide * self._across / ratio, high * self._down / ratio).size())
            painter.drawTiledPixmap(area, tile)
            return
        for row in range(self._down):
            for column in range(self._across):
                place = QRectF(
                    origin.x() + column * wide / ratio, origin.y() + row * high / ratio, wide / ratio, high / ratio
                )
                if place.intersects(dirty):
                    painter.drawPixmap(place, pixmap, QRectF(pixmap.rect()))

    def _tile(self, pixmap: QPixmap, wide: int, high: int, ratio: float) -> QPixmap:
        if self._scaled is None or self._scaled.size() != QSize(wide, high):
            smooth = wide < 3 * pixmap.width()
            how = Qt.TransformationMode.SmoothTransformation if smooth else Qt.TransformationMode.FastTransformation
            tile = pixmap.scaled(wide, high, Qt.AspectRatioMode.IgnoreAspectRatio, how)
            tile.setDevicePixelRatio(ratio)
            self._scaled = tile
        return self._scaled
