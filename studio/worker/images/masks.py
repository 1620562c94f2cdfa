"""Masks (0–255, white = draw anew): inverted, grown or shrunk, feathered, in this order."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageFilter
from scipy import ndimage

from studio.core.errors import InputError, phrase
from studio.worker.images.pictures import Pixels

HALF = 128
"""From this value on a mask counts as white where it can only be one or the other."""


def shaped(mask: Pixels, *, invert: bool = False, grow: int = 0, feather: int = 0) -> Pixels:
    """``grow`` moves the edge outwards by so many pixels (inwards when negative) and makes it hard; ``feather`` softens
    it over about so many pixels on either side.

    Raises InputError ``setting-invalid`` when nothing white is left.
    """
    if invert:
        mask = 255 - mask
    if mask.max(initial=0) < HALF:
        hint = phrase("It was inverted: leave something black.") if invert else phrase("Paint white what is to change.")
        raise InputError(
            "setting-invalid", name="mask", value=phrase("all white") if invert else phrase("all black"), hint=hint
        )
    if grow:
        mask = grown(mask, grow)
        if not mask.any():
            hint = phrase("Nothing is left of it after shrinking; shrink it less.")
            raise InputError("setting-invalid", name="mask_grow", value=grow, hint=hint)
    return feathered(mask, feather) if feather else mask


def grown(mask: Pixels, pixels: int) -> Pixels:
    """The mask as black and white, its edge moved outwards (inwards when negative)."""
    white = mask >= HALF
    if pixels > 0:
        white = ndimage.distance_transform_edt(~white) <= pixels if not white.all() else white
    elif pixels < 0:
        # Beyond the picture's edge nothing is known: the mask does not shrink away from it.
        white = ndimage.distance_transform_edt(white) > -pixels if not white.all() else white
    return (white * np.uint8(255)).astype(np.uint8)


def feathered(mask: Pixels, pixels: int) -> Pixels:
    """The mask with a soft edge."""
    return np.asarray(Image.fromarray(mask).filter(ImageFilter.GaussianBlur(pixels / 2)))


def area(mask: Pixels, *, soft: bool) -> Pixels:
    """Where the network has to draw, black or white: with soft edges everything that will be seen of it."""
    return ((mask >= (8 if soft else HALF)) * np.uint8(255)).astype(np.uint8)
