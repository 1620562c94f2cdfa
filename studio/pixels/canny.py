"""Edges after Canny (1986), with the thresholds and choices that ControlNets are trained with.

Those are OpenCV's: Sobel 3 × 3 with the edge repeated, of the channel that changes most, |dx| + |dy|, no blur before.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from studio.pixels.pictures import Pixels

_STRIP = 512
"""Rows worked on at once: bounds the memory that a large picture needs."""
_TAN = round(np.tan(np.pi / 8) * (1 << 15))
"""Tangent of 22.5° in units of 2⁻¹⁵: gradients are sorted into four directions with whole numbers."""
_EIGHT = np.ones((3, 3), bool)


def edges(rgb: Pixels, low: int, high: int, check: Callable[[], None] = lambda: None) -> Pixels:
    """Edges (255 on 0, height × width) of a picture (height × width × 3).

    An edge pixel is stronger than ``high``, or stronger than ``low`` and connected with such a one; both are 0 to 255
    for 8-bit pictures, in which a gradient reaches 2040. ``check`` is called between strips and may raise to stop.
    """
    height = rgb.shape[0]
    thin = np.empty(rgb.shape[:2], np.uint8)  # 0 none, 1 weak, 2 strong
    for top in range(0, height, _STRIP):
        check()
        thin[top : top + _STRIP] = _thinned(rgb, top, min(height, top + _STRIP), low, high)
    check()
    labels, count = ndimage.label(thin, structure=_EIGHT)
    check()
    kept = np.zeros(count + 1, bool)
    kept[labels[thin == 2]] = True
    kept[0] = False
    return np.where(kept[labels], np.uint8(255), np.uint8(0))


def _thinned(rgb: Pixels, top: int, bottom: int, low: int, high: int) -> Pixels:
    """Rows ``top`` to ``bottom`` of the edges that are one pixel thin."""
    # One row more at each side for the neighbours' strength, and one for their gradients; outside, the edge is repeated.
    rows = np.clip(np.arange(top - 2, bottom + 2), 0, rgb.shape[0] - 1)
    padded = np.pad(rgb[rows].astype(np.int32), ((0, 0), (2, 2), (0, 0)), mode="edge")
    dx, dy = _strongest(*_sobel(padded))
    strength = np.abs(dx) + np.abs(dy)
    # Beyond the picture nothing is stronger.
    strength[:, 0] = strength[:, -1] = 0
    if top == 0:
        strength[0] = 0
    if bottom == rgb.shape[0]:
        strength[-1] = 0
    here = strength[1:-1, 1:-1]
    dx, dy = dx[1:-1, 1:-1], dy[1:-1, 1:-1]
    across, upright = np.abs(dx), np.abs(dy).astype(np.int64) << 15
    flat = across.astype(np.int64) * _TAN
    steep = flat + (across.astype(np.int64) << 16)

    def near(down: int, right: int) -> NDArray[np.int32]:
        rows, columns = strength.shape
        return strength[1 + down : rows - 1 + down, 1 + right : columns - 1 + right]

    same = (dx ^ dy) >= 0
    before = np.where(same, near(-1, -1), near(-1, 1))
    after = np.where(same, near(1, 1), near(1, -1))
    peak = np.where(
        upright < flat,
        (here > near(0, -1)) & (here >= near(0, 1)),
        np.where(upright > steep, (here > near(-1, 0)) & (here >= near(1, 0)), (here > before) & (here > after)),
    )
    return np.where(peak & (here > low), np.where(here > high, np.uint8(2), np.uint8(1)), np.uint8(0))


def _sobel(p: NDArray[np.int32]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Both gradients, without the outermost ring."""
    smooth = p[:-2] + 2 * p[1:-1] + p[2:]
    dx = smooth[:, 2:] - smooth[:, :-2]
    smooth = p[:, :-2] + 2 * p[:, 1:-1] + p[:, 2:]
    return dx, smooth[2:] - smooth[:-2]


def _strongest(dx: NDArray[np.int32], dy: NDArray[np.int32]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Of the three channels the one that changes most, pixel by pixel; of equal ones the first."""
    best = np.argmax(np.abs(dx) + np.abs(dy), axis=2)[..., None]
    return np.take_along_axis(dx, best, 2)[..., 0], np.take_along_axis(dy, best, 2)[..., 0]
