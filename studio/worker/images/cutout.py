"""Cuts a drawing out of a plain background: whatever of that colour touches the border becomes transparent."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from studio.pixels.pictures import Pixels

PLAIN = 0.6
"""Share of the border that must be of one colour for the background to count as plain."""

NEAR = 24.0
"""Distance in RGB (0–441) from the background's colour up to which a pixel is background."""

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class PlainCut:
    """``alpha`` (0–1) of what was cut out of a plain background, and that background's colour (0–255)."""

    alpha: Floats
    colour: Floats


def border_of(rgb: Pixels) -> Floats:
    """The pixels along the four sides, n × 3."""
    return np.concatenate([rgb[0], rgb[-1], rgb[:, 0], rgb[:, -1]]).astype(np.float32)


def plainness(rgb: Pixels, near: float = NEAR) -> float:
    """The share of the border that is of one colour, 0–1."""
    border = border_of(rgb)
    return float((np.linalg.norm(border - np.median(border, axis=0), axis=1) < near).mean())


def find_plain(rgb: Pixels, near: float = NEAR, *, enclosed: bool = False) -> PlainCut | None:
    """What stands before a plain background, with soft edges; None when the background is not plain.

    Parts of the same colour inside the drawing stay, as they do not touch the border, unless ``enclosed`` is set.
    """
    if plainness(rgb, near) < PLAIN:
        return None
    colour = np.median(border_of(rgb), axis=0)
    distance = _distance(rgb, colour)
    alike = distance < near
    background = alike if enclosed else _touching_the_border(alike)
    # Only a narrow band along the outline may be partly transparent: pale areas further in are part of the drawing.
    band = ndimage.binary_dilation(background, iterations=2) & ~background
    # How far the drawing's own colour is from the background's is seen a few pixels further in.
    full = np.maximum(ndimage.maximum_filter(distance, size=5), np.float32(near))
    alpha = np.where(background, 0.0, np.where(band, np.clip(distance / full, 0.0, 1.0), 1.0))
    return PlainCut(alpha.astype(np.float32), colour)


def without_colour(rgb: Pixels, cut: PlainCut) -> Pixels:
    """``rgb`` without the background's share in the colours of the edge: they would keep a halo on any other ground."""
    out = rgb.copy()
    edge = (cut.alpha > 0) & (cut.alpha < 1)
    alpha = cut.alpha[edge][:, None]
    clean = (rgb[edge] - cut.colour * (1 - alpha)) / np.maximum(alpha, np.float32(0.1))
    out[edge] = np.rint(np.clip(clean, 0, 255))
    return out


def cut_out_plain(rgb: Pixels) -> Pixels | None:
    """``rgb`` as RGBA with its plain background transparent; None when the background is not plain."""
    cut = find_plain(rgb)
    if cut is None:
        return None
    return np.dstack([without_colour(rgb, cut), np.rint(cut.alpha * 255).astype(np.uint8)])


def _distance(rgb: Pixels, colour: Floats) -> Floats:
    """How far every pixel is from a colour. By rows, so that a large picture does not need a dozen times its size."""
    out = np.empty(rgb.shape[:2], np.float32)
    for top in range(0, len(rgb), 256):
        out[top : top + 256] = np.linalg.norm(rgb[top : top + 256].astype(np.float32) - colour, axis=2)
    return out


def _touching_the_border(alike: NDArray[np.bool_]) -> NDArray[np.bool_]:
    regions, count = ndimage.label(alike)
    outside = np.zeros(count + 1, bool)
    for side in (regions[0], regions[-1], regions[:, 0], regions[:, -1]):
        outside[side] = True
    outside[0] = False
    found: NDArray[np.bool_] = outside[regions]
    return found
