"""The edge of a cut-out: a coarse mask made to follow the picture's own edges, moved, softened, and cleaned of the
background's colour.

Refinement is the guided filter with the colour picture as guide (K. He, J. Sun, X. Tang, "Guided Image Filtering",
IEEE TPAMI 35(6), 2013, section 5) in its fast form: its coefficients are found on a reduced picture and enlarged
(K. He, J. Sun, "Fast Guided Filter", arXiv:1505.00996). Colours at the edge are estimated by blur fusion (M. Forte,
"Approximate Fast Foreground Colour Estimation", ICIP 2021).
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from studio.pixels.pictures import Pixels

Floats = NDArray[np.float32]
Check = Callable[[], None]

WORK_SIDE = 1024
"""Longest side of the reduced picture in which coefficients and colours are estimated."""

SMOOTHNESS = 1e-4
"""The guided filter's epsilon for colours of 0–1: differences well above its root (0.01) count as edges."""

BLURS = (90, 6)
"""Widths of the two blurs of colour estimation, in pixels of the reduced picture."""

BANDS = 256
"""Rows worked on at a time at full size."""


def refine(rgb: Pixels, mask: Floats, reach: int, check: Check = lambda: None) -> Floats:
    """``mask`` (any size, 0–1) as alpha of the picture's size that follows its edges.

    ``reach`` is how far off the mask may be, in pixels of the picture. Further than that from its edge it stays as it
    is, so that a texture inside the subject makes no holes.
    """
    height, width = rgb.shape[:2]
    scale = min(1.0, WORK_SIDE / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = np.asarray(Image.fromarray(rgb).resize(size, Image.Resampling.BOX), np.float32) / np.float32(255)
    coarse = enlarge(mask, size)
    check()
    radius = max(1, round(reach * scale))
    band = _band(coarse, round(1.5 * radius))
    # First the mask finds the edge from afar, then its slope there is measured close by.
    slope, offset = _coefficients(small, coarse, 3 * radius)
    near = _unit(((small * slope).sum(axis=2) + offset - 0.2) / 0.6)
    check()
    slope, offset = _coefficients(small, near * band + coarse * (1 - band), radius)
    check()
    alpha = np.empty((height, width), np.float32)
    planes = [
        Image.fromarray(np.ascontiguousarray(plane)) for plane in (*slope.transpose(2, 0, 1), offset, band, coarse)
    ]
    for top in range(0, height, BANDS):
        check()
        bottom = min(top + BANDS, height)
        rows = [_rows(plane, (width, height), top, bottom) for plane in planes]
        part = rgb[top:bottom].astype(np.float32) / np.float32(255)
        guided = part[..., 0] * rows[0] + part[..., 1] * rows[1] + part[..., 2] * rows[2] + rows[3]
        alpha[top:bottom] = guided * rows[4] + rows[5] * (1 - rows[4])
    return _steepen(alpha)


def enlarge(mask: Floats, size: tuple[int, int]) -> Floats:
    """A mask at another size (width, height)."""
    if (mask.shape[1], mask.shape[0]) == size:
        return mask
    image = Image.fromarray(np.ascontiguousarray(mask, dtype=np.float32))
    return _unit(np.asarray(image.resize(size, Image.Resampling.BILINEAR)))


def move_edge(alpha: Floats, pixels: int) -> Floats:
    """The edge (where alpha is one half) ``pixels`` further out, or further in when negative."""
    if not pixels:
        return alpha
    inside = alpha >= 0.5
    if pixels > 0:
        if not inside.any():
            return alpha
        away = ndimage.distance_transform_edt(~inside).astype(np.float32)
        return np.maximum(alpha, _unit(pixels + 1 - away))
    if inside.all():
        return alpha
    depth = ndimage.distance_transform_edt(inside).astype(np.float32)
    return np.minimum(alpha, _unit(depth + pixels))


def feather(alpha: Floats, pixels: int) -> Floats:
    """The edge blurred over about ``pixels`` to both sides (a Gaussian of half of that)."""
    if not pixels:
        return alpha
    blurred: Floats = ndimage.gaussian_filter(alpha, pixels / 2, mode="nearest", truncate=3.0)
    return _unit(blurred)


def decontaminate(rgb: Pixels, alpha: Floats, check: Check = lambda: None) -> Pixels:
    """The colours of the subject alone: wherever ``alpha`` is below 1 the background's share is taken out."""
    height, width = alpha.shape
    scale = min(1.0, WORK_SIDE / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = np.asarray(Image.fromarray(rgb).resize(size, Image.Resampling.BOX), np.float32)
    weight = np.asarray(Image.fromarray(alpha).resize(size, Image.Resampling.BOX))[..., None]
    subject, ground = small, small
    for blur in BLURS:
        check()
        subject, ground = _fuse(small, subject, ground, weight, blur)
    planes = [
        Image.fromarray(np.ascontiguousarray(p)) for p in (*subject.transpose(2, 0, 1), *ground.transpose(2, 0, 1))
    ]
    out = rgb.copy()
    for top in range(0, height, BANDS):
        check()
        bottom = min(top + BANDS, height)
        share = alpha[top:bottom]
        edge = share < 1
        if not edge.any():
            continue
        rows = np.stack([_rows(plane, (width, height), top, bottom)[edge] for plane in planes], axis=-1)
        part, known = share[edge][:, None], rgb[top:bottom][edge].astype(np.float32)
        rest = known - part * rows[:, :3] - (1 - part) * rows[:, 3:]
        out[top:bottom][edge] = np.rint(np.clip(rows[:, :3] + part * rest, 0, 255))
    return out


def _coefficients(guide: Floats, mask: Floats, radius: int) -> tuple[Floats, Floats]:
    """Slope (height × width × 3) and offset of the linear model alpha = slope · colour + offset around every pixel."""
    size = 2 * radius + 1

    def mean(values: Floats) -> Floats:
        found: Floats = ndimage.uniform_filter(values, (size, size, *[1] * (values.ndim - 2)), mode="nearest")
        return found

    average, level = mean(guide), mean(mask)
    covariance = mean(guide * mask[..., None]) - average * level[..., None]
    spread = np.empty((*mask.shape, 3, 3), np.float32)
    for row in range(3):
        for column in range(row, 3):
            both = mean(guide[..., row] * guide[..., column]) - average[..., row] * average[..., column]
            spread[..., row, column] = spread[..., column, row] = both
    spread[..., range(3), range(3)] += np.float32(SMOOTHNESS)
    slope = np.linalg.solve(spread, covariance[..., None])[..., 0].astype(np.float32)
    offset = level - (slope * average).sum(axis=2)
    return mean(slope), mean(offset)


def _band(mask: Floats, radius: int) -> Floats:
    """1 near the mask's edge, falling to 0 at twice the radius: where refinement counts."""
    inside = mask >= 0.5
    unsure = (mask > 0.05) & (mask < 0.95)
    if inside.all() or not inside.any():
        return unsure.astype(np.float32)
    outline = inside ^ ndimage.binary_erosion(inside, border_value=1)
    away = ndimage.distance_transform_edt(~(outline | unsure)).astype(np.float32)
    return _unit(2 - away / radius)


def _steepen(alpha: Floats) -> Floats:
    """What is nearly clear or nearly solid made wholly so: a haze of some percent shows on any other ground."""
    return _unit((alpha - 0.1) / 0.8)


def _unit(values: Floats) -> Floats:
    clipped: Floats = np.clip(values, 0, 1, dtype=np.float32)
    return clipped


def _fuse(picture: Floats, subject: Floats, ground: Floats, weight: Floats, blur: int) -> tuple[Floats, Floats]:
    """One round of blur fusion: colours of subject and ground, each from its own pixels nearby."""

    def mean(values: Floats) -> Floats:
        found: Floats = ndimage.uniform_filter(values, (blur, blur, 1), mode="nearest")
        return found

    share = mean(weight)
    near = mean(subject * weight) / (share + np.float32(1e-5))
    far = mean(ground * (1 - weight)) / (1 - share + np.float32(1e-5))
    rest = picture - weight * near - (1 - weight) * far
    return np.clip(near + weight * rest, 0, 255), np.clip(far, 0, 255)


def _rows(plane: Image.Image, size: tuple[int, int], top: int, bottom: int) -> Floats:
    """Rows ``top`` to ``bottom`` of a plane enlarged to ``size``, without enlarging all of it."""
    scale = plane.height / size[1]
    box = (0.0, top * scale, float(plane.width), min(bottom * scale, float(plane.height)))
    return np.asarray(plane.resize((size[0], bottom - top), Image.Resampling.BILINEAR, box=box))


def reach_of(width: int, height: int, side: int) -> int:
    """How far the edge of a mask of ``side`` × ``side`` may be off, in pixels of the picture."""
    return max(1, math.ceil(1.5 * max(width, height) / side))
