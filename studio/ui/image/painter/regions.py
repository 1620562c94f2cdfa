"""Areas of a mask that belong together: what the fill tool fills. For the background: large masks take a while."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect

Pixels = NDArray[np.uint8]
HALF = 128


def region(data: Pixels, x: int, y: int) -> tuple[QRect, Pixels] | None:
    """The connected area around a point that is masked as the point is (or as little as it is): its rectangle and 255
    where it lies, one pixel wider so that no seam stays at a smooth edge. None outside of the mask."""
    from scipy import ndimage

    height, width = data.shape
    if not (0 <= x < width and 0 <= y < height):
        return None
    painted = data >= HALF
    labels, _ = ndimage.label(painted if painted[y, x] else ~painted)
    chosen = labels == labels[y, x]
    rows, columns = np.flatnonzero(chosen.any(1)), np.flatnonzero(chosen.any(0))
    top, bottom = max(0, rows[0] - 1), min(height, rows[-1] + 2)
    left, right = max(0, columns[0] - 1), min(width, columns[-1] + 2)
    part = ndimage.binary_dilation(chosen[top:bottom, left:right], np.ones((3, 3), bool))
    rect = QRect(int(left), int(top), int(right - left), int(bottom - top))
    return rect, part.astype(np.uint8) * np.uint8(255)
