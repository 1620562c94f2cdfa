"""The mask as a coloured film over the picture, drawn from no more pixels than the screen shows."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QRectF, QSizeF
from PySide6.QtGui import QColor, QImage, QPainter

Pixels = NDArray[np.uint8]
STRENGTH = 0.55
"""Opacity of the film where the mask is full."""
COLOURS = ("#ff2d55", "#00b8ff", "#2ecc40", "#ffd60a", "#bf5af2", "#ffffff")


@dataclass(frozen=True)
class Sample:
    """Every ``step``-th pixel of a rectangle of the mask; ``rect`` is that rectangle in the picture."""

    rect: QRect
    step: int
    pixels: Pixels

    def part(self, rect: QRect) -> Sample:
        """The pixels of a rectangle that lies inside and on the same grid."""
        left, top = (rect.x() - self.rect.x()) // self.step, (rect.y() - self.rect.y()) // self.step
        width, height = math.ceil(rect.width() / self.step), math.ceil(rect.height() / self.step)
        return Sample(rect, self.step, self.pixels[top : top + height, left : left + width])


def step_for(scale: float) -> int:
    """How many pixels of the mask one screen pixel stands for, in whole numbers."""
    return max(1, math.floor(1 / scale))


def on_grid(rect: QRectF, step: int, size: QRect) -> QRect:
    """The rectangle widened to the grid of every ``step``-th pixel, so that parts drawn one by one fit together."""
    left, top = math.floor(rect.left() / step) * step, math.floor(rect.top() / step) * step
    right, bottom = math.ceil(rect.right() / step) * step, math.ceil(rect.bottom() / step) * step
    return QRect(left, top, right - left, bottom - top).intersected(size)


def sample(data: Pixels, rect: QRect, step: int) -> Sample:
    """Pixels of a rectangle on the grid; a view of the mask, no copy."""
    part = data[rect.top() : rect.top() + rect.height() : step, rect.left() : rect.left() + rect.width() : step]
    return Sample(rect, step, part)


def draw(painter: QPainter, found: Sample, colour: str, target: QRectF) -> None:
    """Draw a sample into its place in the widget."""
    height, width = found.pixels.shape
    if not height or not width:
        return
    argb = _table(colour)[found.pixels]
    image = QImage(argb.tobytes(), width, height, width * 4, QImage.Format.Format_ARGB32_Premultiplied)
    # The last row and column of a sample stand for fewer pixels where the mask ends.
    wide = QSizeF(target.width() * width * found.step / found.rect.width(), 0).width()
    high = target.height() * height * found.step / found.rect.height()
    painter.drawImage(QRectF(target.x(), target.y(), wide, high), image)


@functools.lru_cache(maxsize=8)
def _table(colour: str) -> NDArray[np.uint32]:
    """The film's colour for each of the 256 values, premultiplied."""
    tint = QColor(colour)
    alpha = np.arange(256) * STRENGTH
    parts = [np.rint(alpha * value / 255).astype(np.uint32) for value in (255, tint.red(), tint.green(), tint.blue())]
    table = np.zeros(256, np.uint32)
    for part in parts:
        table = (table << np.uint32(8)) | part
    return table
