"""A larger canvas around a picture, its new area filled with something to begin from."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageFilter

from studio.core.errors import InputError, phrase
from studio.core.pictures import Margins
from studio.worker.images.pictures import MAX_PIXELS, MAX_SIDE, Pixels

NOISE = 10.0
"""Deviation (of 255) of the grain in the new area: a perfectly smooth one tends to stay smooth."""

_LEAST_OVERLAP, _MOST_OVERLAP = 8, 64


def extended(rgb: Pixels, margins: Margins, overlap: int = 0) -> tuple[Pixels, Pixels]:
    """The canvas with ``rgb`` in its place, and the mask of what is to be drawn.

    The new area continues the picture's edge, ever more blurred, with some grain. The mask is white there and fades out
    over ``overlap`` pixels of the picture (0 = a sixteenth of its smaller side), so that no seam is left; what lies
    further in is black. Raises InputError for margins that add too much.
    """
    sides = (margins.left, margins.top, margins.right, margins.bottom)
    height, width = rgb.shape[:2]
    size = (width + margins.left + margins.right, height + margins.top + margins.bottom)
    if max(size) > MAX_SIDE or size[0] * size[1] > MAX_PIXELS:
        limit = phrase("{count} megapixels, {side} on a side", count=MAX_PIXELS // 1_000_000, side=f"{MAX_SIDE:,}")
        raise InputError("input-too-large", name=phrase("the result"), size=f"{size[0]:,} × {size[1]:,}", limit=limit)
    around = ((margins.top, margins.bottom), (margins.left, margins.right))
    canvas = np.pad(rgb, (*around, (0, 0)), mode="edge")
    inside = np.pad(np.full((height, width), 255, np.uint8), around)
    filled = _grained(_blurred(canvas, inside, max(sides)))
    canvas = np.where(inside[..., None] > 0, canvas, filled)
    return canvas, _mask(size, margins, (width, height), overlap)


def _blurred(canvas: Pixels, inside: Pixels, reach: int) -> Pixels:
    """The canvas blurred where it is new, more with the distance from the picture."""
    near, far = (
        np.asarray(Image.fromarray(canvas).filter(ImageFilter.GaussianBlur(reach / part)), np.float32)
        for part in (32, 6)
    )
    share = np.asarray(Image.fromarray(inside).filter(ImageFilter.GaussianBlur(reach / 3)), np.float32)[..., None] / 255
    share = np.clip(share * 2, 0.0, 1.0)
    return np.rint(near * share + far * (1 - share)).astype(np.uint8)


def _grained(pixels: Pixels) -> Pixels:
    # Always the same grain: a recipe has to give the same picture.
    grain = np.random.default_rng(0).normal(0.0, NOISE, (*pixels.shape[:2], 1))
    return np.rint(np.clip(pixels + grain, 0, 255)).astype(np.uint8)


def _mask(size: tuple[int, int], margins: Margins, picture: tuple[int, int], overlap: int) -> Pixels:
    if not overlap:
        overlap = min(_MOST_OVERLAP, max(_LEAST_OVERLAP, min(picture) // 16))
    overlap = max(1, min(overlap, min(picture) // 2))
    across = _ramp(size[0], margins.left, margins.right, overlap)
    down = _ramp(size[1], margins.top, margins.bottom, overlap)
    mask: Pixels = np.rint(255 * np.maximum(across[None, :], down[:, None])).astype(np.uint8)
    return mask


def _ramp(length: int, before: int, after: int, overlap: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """1 in the margins, falling to 0 over ``overlap`` pixels inside them; sides without a margin have none."""
    share = np.zeros(length)
    fall = 1 - (np.arange(overlap) + 0.5) / overlap
    if before:
        share[:before] = 1
        share[before : before + overlap] = fall
    if after:
        share[length - after :] = 1
        inner = slice(length - after - overlap, length - after)
        share[inner] = np.maximum(share[inner], fall[::-1])
    return share
