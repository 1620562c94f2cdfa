"""What a Request's numbers make of the painted mask: inverted, grown or shrunk, feathered, as the worker does it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]


@dataclass(frozen=True)
class Effect:
    """``grow`` pixels outwards (negative: inwards), then ``feather`` pixels of soft edge; first ``invert``."""

    invert: bool = False
    grow: int = 0
    feather: int = 0

    @property
    def active(self) -> bool:
        return self.invert or self.grow != 0 or self.feather != 0

    @property
    def reach(self) -> int:
        """How many pixels away a pixel can still make a difference."""
        return abs(self.grow) + 3 * self.feather + 1


def applied(pixels: Pixels, effect: Effect, step: int = 1) -> Pixels:
    """The mask after the effect. With ``step`` it holds only every so many pixels, and the numbers shrink with it."""
    found = 255 - pixels if effect.invert else pixels
    if effect.grow:
        found = _grown(found, effect.grow / step)
    if effect.feather:
        found = _feathered(found, effect.feather / step)
    return found


def _grown(pixels: Pixels, by: float) -> Pixels:
    """Black and white, the edge moved outwards (inwards when negative)."""
    from scipy import ndimage

    white = pixels >= 128
    if white.all() or not white.any():
        moved = white
    elif by > 0:
        moved = ndimage.distance_transform_edt(~white) <= by
    else:
        moved = ndimage.distance_transform_edt(white) > -by
    return moved.astype(np.uint8) * np.uint8(255)


def _feathered(pixels: Pixels, radius: float) -> Pixels:
    """A Gaussian blur whose soft edge is about ``radius`` pixels wide on either side."""
    from PIL import Image, ImageFilter

    return np.asarray(Image.fromarray(pixels).filter(ImageFilter.GaussianBlur(radius / 2)))
