"""Makes a picture repeat without a seam, from its own pixels and at its own size.

The picture is shifted by half, so that its outer edges fit each other and its old edges meet in the middle. That seam is
covered with the middle of the unshifted picture, cut out along the two lines on which both differ least (minimum error
boundary cut: A. Efros, W. Freeman, "Image Quilting for Texture Synthesis and Transfer", SIGGRAPH 2001) and joined in two
bands: fine detail along the cut, coarse brightness over a wide stretch (M. Brown, D. Lowe, "Automatic Panoramic Image
Stitching using Invariant Features", IJCV 2007, section 6).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from studio.core.errors import phrase
from studio.core.pictures import Tile
from studio.pixels.pictures import Picture, Pixels

Floats = NDArray[np.float32]
Check = Callable[[], None]

SMALLEST = 16
"""Pixels of a side below which there is no room to blend."""

COARSE = 160
"""Cells across the stretch that is searched for a closed cut; finer ones follow that."""


def make_seamless(picture: Picture, settings: Tile, check: Check = lambda: None) -> Picture:
    """The picture as a tile that repeats along the axes asked for. ``check`` may raise to stop.

    ``settings.even`` first evens out the brightness of large areas, which would show as a pattern of patches.
    """
    notes = list(picture.notes)
    pixels = _premultiplied(picture)
    if settings.even:
        pixels = _evened(pixels, settings.even)
    check()
    for axis, name in ((1, "x"), (0, "y")):
        if settings.axes not in ("both", name):
            continue
        if pixels.shape[axis] < SMALLEST:
            notes.append(phrase("too small along {name} to be blended", name=name))
            continue
        # Once it repeats across, the cut of the other direction has to end where it began.
        upright = pixels if axis == 1 else pixels.transpose(1, 0, 2)
        joined = _join(upright, settings.blend, closed=axis == 0 and settings.axes == "both", check=check)
        pixels = joined if axis == 1 else joined.transpose(1, 0, 2)
        check()
    return replace(_picture(pixels, picture), notes=tuple(notes))


def _join(pixels: Floats, blend: float, *, closed: bool, check: Check) -> Floats:
    """Height × width × channels made to repeat from left to right; ``closed`` when it repeats from top to bottom."""
    width = pixels.shape[1]
    middle, half = width // 2, max(4, round(width * blend / 2))
    shifted = np.roll(pixels, middle, axis=1)
    # The cuts run left and right of the seam, at least a quarter of the stretch away from it.
    near = max(1, half // 4)
    reach = min(middle - 1, half + 4)
    left, right = middle - reach, middle + reach
    over, under = pixels[:, left:right], shifted[:, left:right]
    error = np.square(over - under).sum(axis=2)
    first = slice(reach - half, reach - near)
    second = slice(reach + near, reach + half)
    check()
    start = _cut(error[:, first], closed) + first.start
    end = _cut(error[:, second], closed) + second.start
    check()
    columns = np.arange(right - left)
    mask = ((columns >= start[:, None]) & (columns < end[:, None])).astype(np.float32)
    modes = ("wrap" if closed else "nearest", "nearest", "nearest")
    cut = ndimage.gaussian_filter(mask, 0.7, mode=modes[:2])[..., None]
    lights = _light(over, half, modes), _beside(under, reach, half, modes)
    check()
    wide = _ramp(np.abs(columns + 0.5 - reach), near, half)[None, :, None]
    fine = (over - lights[0]) * cut + (under - lights[1]) * (1 - cut)
    shifted[:, left:right] = lights[0] * wide + lights[1] * (1 - wide) + fine
    return shifted


def _light(pixels: Floats, size: float, modes: tuple[str, str, str]) -> Floats:
    """What is larger than ``size`` pixels: the light on a texture rather than the texture."""
    found: Floats = ndimage.gaussian_filter(pixels, (size, size, 0), mode=modes)
    return found


def _beside(pixels: Floats, seam: int, size: float, modes: tuple[str, str, str]) -> Floats:
    """The same on both sides of a seam, each by itself: its step is of the light, not of the detail."""
    return np.concatenate([_light(pixels[:, :seam], size, modes), _light(pixels[:, seam:], size, modes)], axis=1)


def _ramp(distance: NDArray[np.float64], near: float, far: float) -> Floats:
    """1 up to ``near``, 0 from ``far`` on, smooth between."""
    share = np.clip((far - distance) / max(far - near, 1), 0, 1)
    return (share * share * (3 - 2 * share)).astype(np.float32)


def _cut(error: Floats, closed: bool) -> NDArray[np.intp]:
    """For every row the column in which the path of least error from top to bottom goes; it moves by one at most."""
    if not closed:
        return _path(error)
    rows, columns = error.shape
    # Where a closed path begins is found on a coarse grid, by trying every beginning there.
    size = (min(columns, COARSE), min(rows, 4 * COARSE))
    coarse = np.asarray(Image.fromarray(error).resize(size, Image.Resampling.BOX))
    best = _best_beginning(coarse)
    return _path(error, ends=min(columns - 1, int((best + 0.5) * columns / size[0])))


def _best_beginning(error: Floats) -> int:
    """The column from which a path of least error comes back to itself: all beginnings are walked side by side."""
    columns = error.shape[1]
    cost = np.full((columns, columns), np.inf, np.float32)
    np.fill_diagonal(cost, error[0])
    for row in error[1:]:
        cost = _least_of_three(cost) + row
    return int(np.argmin(np.diagonal(cost)))


def _path(error: Floats, ends: int | None = None) -> NDArray[np.intp]:
    rows, columns = error.shape
    costs = np.empty((rows, columns), np.float64)
    costs[0] = error[0] if ends is None else np.where(np.arange(columns) == ends, error[0], np.inf)
    for row in range(1, rows):
        costs[row] = _least_of_three(costs[row - 1]) + error[row]
    path = np.empty(rows, np.intp)
    path[-1] = int(np.argmin(costs[-1])) if ends is None or not np.isfinite(costs[-1, ends]) else ends
    for row in range(rows - 2, -1, -1):
        low = max(0, path[row + 1] - 1)
        path[row] = low + int(np.argmin(costs[row, low : path[row + 1] + 2]))
    return path


def _least_of_three(costs: NDArray[np.floating]) -> NDArray[np.floating]:
    """Along the last axis, the least of each value and its two neighbours."""
    least = costs.copy()
    np.minimum(least[..., 1:], costs[..., :-1], out=least[..., 1:])
    np.minimum(least[..., :-1], costs[..., 1:], out=least[..., :-1])
    return least


def _evened(pixels: Floats, amount: float) -> Floats:
    """Without ``amount`` (0–1) of what changes slowly over the picture; its mean stays."""
    reach = max(pixels.shape[:2]) / 8
    scale = min(1.0, 256 / max(pixels.shape[:2]))
    size = (max(1, round(pixels.shape[1] * scale)), max(1, round(pixels.shape[0] * scale)))
    out = pixels.copy()
    for channel in range(3):
        plane = Image.fromarray(np.ascontiguousarray(pixels[..., channel]))
        small = np.asarray(plane.resize(size, Image.Resampling.BOX))
        slow = ndimage.gaussian_filter(small, reach * scale, mode="reflect") - small.mean()
        wide = Image.fromarray(slow.astype(np.float32)).resize(plane.size, Image.Resampling.BICUBIC)
        out[..., channel] -= np.float32(amount) * np.asarray(wide)
    return out


def _premultiplied(picture: Picture) -> Floats:
    """0–255 as floats; colours weighted by alpha, so that those of clear places do not bleed."""
    rgb = picture.rgb.astype(np.float32)
    if picture.alpha is None:
        return rgb
    return np.dstack([rgb * (picture.alpha[..., None] / np.float32(255)), picture.alpha.astype(np.float32)])


def _picture(pixels: Floats, picture: Picture) -> Picture:
    if picture.alpha is None:
        return replace(picture, rgb=_bytes(pixels))
    alpha = np.clip(pixels[..., 3], 0, 255)
    rgb = pixels[..., :3] * (np.float32(255) / np.maximum(alpha, np.float32(1)))[..., None]
    return replace(picture, rgb=_bytes(rgb), alpha=_bytes(alpha))


def _bytes(values: NDArray[np.floating]) -> Pixels:
    found: Pixels = np.ascontiguousarray(np.rint(np.clip(values, 0, 255)).astype(np.uint8))
    return found
