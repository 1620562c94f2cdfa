"""The brush: its tip as a small mask, and where along a stroke the tip is set down."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
LEAST_SIZE, MOST_SIZE = 1, 2000
_FRACTIONS = 4
"""Small tips are set to a quarter of a pixel, so that thin lines are even."""
_SMALL = 24.0


@dataclass(frozen=True)
class Brush:
    """``size`` is the tip's diameter in pixels of the picture; ``hardness`` (0–1) is the share of its radius that is
    full, the rest falls off smoothly; ``opacity`` (0–1) is what the tip's full part sets the mask to."""

    size: float = 60.0
    hardness: float = 0.8
    opacity: float = 1.0


@dataclass(frozen=True)
class Dab:
    """One setting down of the tip: its pixels and the place of their top left corner in the picture."""

    x: int
    y: int
    pixels: Pixels


def dab(brush: Brush, x: float, y: float, pressure: float = 1.0) -> Dab:
    """The tip at a point of the picture. Pressure (0–1) makes it smaller, down to a tenth of its size."""
    radius = _rounded(max(0.5, brush.size / 2 * (0.1 + 0.9 * pressure)))
    fractions = _FRACTIONS if radius < _SMALL else 1
    left, top = math.floor(x * fractions) / fractions, math.floor(y * fractions) / fractions
    column, row = math.floor(left), math.floor(top)
    pixels = _tip(radius, round(brush.hardness, 2), round(255 * brush.opacity), left - column, top - row)
    reach = pixels.shape[0] // 2
    return Dab(column - reach, row - reach, pixels)


def spacing(brush: Brush, pressure: float = 1.0) -> float:
    """Pixels from one tip to the next: as far as the edge of a stroke stays smooth to a quarter of a pixel."""
    radius = brush.size / 2 * (0.1 + 0.9 * pressure)
    return max(0.5, 2 * math.sqrt(max(radius, 0.5) * 0.5))


def along(start: tuple[float, float], control: tuple[float, float], end: tuple[float, float]) -> Iterator[float]:
    """Parameters 0 < t ≤ 1 of a quadratic Bézier curve, close enough for its flattening."""
    length = math.dist(start, control) + math.dist(control, end)
    steps = max(1, math.ceil(length / 2))
    for step in range(1, steps + 1):
        yield step / steps


def _rounded(radius: float) -> float:
    """Few different radii, so that tips are made seldom even with a pen whose pressure never rests."""
    if radius < 8:
        return round(radius * 4) / 4
    step: float = 1.03 ** round(math.log(radius / 8) / math.log(1.03))
    return 8 * step


@functools.lru_cache(maxsize=24)
def _tip(radius: float, hardness: float, level: int, fraction_x: float, fraction_y: float) -> Pixels:
    """The tip, its middle ``fraction`` right of and below the corner of its middle pixel."""
    reach = math.ceil(radius) + 1
    places = np.arange(-reach, reach + 1, dtype=np.float32) + 0.5
    distance = np.hypot((places - fraction_x)[None, :], (places - fraction_y)[:, None])
    # A hard edge still has one pixel of blending.
    soft = max(1.0, radius * (1 - hardness))
    cover = np.clip((radius + 0.5 - distance) / soft, 0, 1)
    cover = cover * cover * (3 - 2 * cover) if soft > 1.5 else cover
    pixels: Pixels = np.rint(cover * level).astype(np.uint8)
    return pixels
