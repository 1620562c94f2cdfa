"""Two pictures laid over each other: brought to one size, and what differs between them. Height × width × 4 bytes, RGBA."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image

from studio.pixels.pictures import Picture, Pixels

MOST_PIXELS = 36_000_000
"""Width × height at which two pictures are compared at most; larger ones are made smaller first."""

FACTORS = (1, 2, 4, 8, 16, 32, 64)
"""How many times a difference can be amplified."""

Box = tuple[int, int, int, int]
"""Left, top, width and height in pixels."""


@dataclass(frozen=True)
class Pair:
    """Two pictures of the same size. ``box`` is where both are: one of another proportion leaves edges free, which are
    transparent. ``sizes`` are the sizes (width, height) that they had."""

    a: Pixels
    b: Pixels
    box: Box
    sizes: tuple[tuple[int, int], tuple[int, int]]

    @property
    def size(self) -> tuple[int, int]:
        """Width and height at which they are compared."""
        return int(self.a.shape[1]), int(self.a.shape[0])

    def swapped(self) -> Pair:
        return Pair(self.b, self.a, self.box, (self.sizes[1], self.sizes[0]))


@dataclass(frozen=True)
class Difference:
    """``absolute`` is |A − B| of each channel (height × width × 3, 0–255), what transparency adds included.

    ``share`` (0–1) of the pixels that both pictures have differ in at least one channel; ``mean`` and ``largest`` are
    of all channels of these, 0–255."""

    absolute: Pixels
    share: float
    mean: float
    largest: int


def paired(a: Picture, b: Picture, *, most: int = MOST_PIXELS) -> Pair:
    """Both at the size of the larger one (at most ``most`` pixels); the other is scaled to fit and laid in its middle.

    A picture that differs in proportion by no more than rounding does is stretched: a ×4 of an odd size is no other
    picture."""
    sizes = (a.width, a.height), (b.width, b.height)
    width, height = max(sizes, key=lambda size: size[0] * size[1])
    if width * height > most:
        scale = (most / (width * height)) ** 0.5
        width, height = max(1, int(width * scale)), max(1, int(height * scale))
    boxes = [_fitted(size, (width, height)) for size in sizes]
    left, top = max(box[0] for box in boxes), max(box[1] for box in boxes)
    right, bottom = min(box[0] + box[2] for box in boxes), min(box[1] + box[3] for box in boxes)
    laid = [_laid(picture, (width, height), box) for picture, box in zip((a, b), boxes, strict=True)]
    return Pair(laid[0], laid[1], (left, top, right - left, bottom - top), sizes)


def difference(pair: Pair) -> Difference:
    """What differs. What cannot be seen (colours under full transparency) does not count."""
    left, top, width, height = pair.box
    inside = slice(top, top + height), slice(left, left + width)
    absolute = np.zeros((*pair.a.shape[:2], 3), np.uint8)
    if not (width and height):
        return Difference(absolute, 0.0, 0.0, 0)
    first, second = _seen(pair.a[inside]), _seen(pair.b[inside])
    apart = np.maximum(first, second) - np.minimum(first, second)
    # Equal colours at another transparency are another picture: it lightens every channel.
    absolute[inside] = np.maximum(apart[..., :3], apart[..., 3:])
    found = absolute[inside]
    differing = int(np.count_nonzero(found.max(axis=2)))
    return Difference(absolute, differing / (width * height), float(found.mean()), int(found.max()))


def amplified(found: Difference, factor: int) -> Pixels:
    """The difference as a picture, so many times brighter: height × width × 3."""
    levels = np.minimum(np.arange(256) * factor, 255).astype(np.uint8)
    shown: Pixels = levels[found.absolute]
    return shown


def _fitted(size: tuple[int, int], into: tuple[int, int]) -> Box:
    """Where a picture lies that is scaled to fit."""
    scale = min(into[0] / size[0], into[1] / size[1])
    width, height = max(1, round(size[0] * scale)), max(1, round(size[1] * scale))
    # What a rounded size of the smaller picture can be off by, seen at the larger size.
    slack = max(1.0, scale)
    if into[0] - width <= slack and into[1] - height <= slack:
        return 0, 0, into[0], into[1]
    return (into[0] - width) // 2, (into[1] - height) // 2, width, height


def _laid(picture: Picture, size: tuple[int, int], box: Box) -> Pixels:
    rgba = (
        picture.rgba if picture.alpha is not None else np.dstack([picture.rgb, np.full_like(picture.rgb[..., 0], 255)])
    )
    left, top, width, height = box
    if (picture.width, picture.height) != (width, height):
        # Premultiplied: hidden colours must not bleed into edges.
        image = Image.fromarray(rgba).convert("RGBa").resize((width, height), Image.Resampling.LANCZOS).convert("RGBA")
        rgba = np.asarray(image)
    if (width, height) == size:
        return np.ascontiguousarray(rgba)
    whole = np.zeros((size[1], size[0], 4), np.uint8)
    whole[top : top + height, left : left + width] = rgba
    return whole


def _seen(rgba: Pixels) -> Pixels:
    """Colours weighted by their opacity, and that."""
    alpha = rgba[..., 3:]
    if alpha.min(initial=255) == 255:
        return rgba
    weighted = (rgba[..., :3].astype(np.uint16) * alpha + 127) // 255
    return np.concatenate([weighted.astype(np.uint8), alpha], axis=2)
