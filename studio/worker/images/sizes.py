"""Which size to draw at: what was asked for, what the model can take, and what is left for an upscaler."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from PIL import Image

from studio.core import drawing
from studio.core.errors import Phrase, phrase
from studio.worker.images.pictures import Pixels


@dataclass(frozen=True)
class SizePlan:
    """Draw at ``width`` × ``height``, enlarge ``scale`` times, and deliver ``final`` (width, height)."""

    width: int
    height: int
    scale: int
    final: tuple[int, int]
    notes: tuple[Phrase, ...] = ()


def plan_size(wanted: tuple[int, int], *, multiple: int, native: int = 0, smallest: int = 0) -> SizePlan:
    """How to reach ``wanted`` (width, height) with a model whose sides are multiples of ``multiple`` pixels.

    ``native`` above 0 means: the model draws well only near that side length, and what is larger is upscaled.
    Raises InputError ``setting-invalid`` for sizes that no model is asked for.
    """
    width, height = wanted
    drawing.check_size(width, height)
    scale = max(1, math.ceil(max(width, height) / native)) if native else 1
    drawn = (_fit(width / scale, multiple, smallest), _fit(height / scale, multiple, smallest))
    notes: tuple[Phrase, ...] = ()
    final = wanted
    if scale == 1 and drawn != wanted:
        # Nothing is invented or cut to reach the odd pixel: the nearest size the model can draw is what is delivered.
        notes = (
            phrase(
                "the model cannot draw {size}; the nearest it can is {drawn}",
                size=f"{width}×{height}",
                drawn=f"{drawn[0]}×{drawn[1]}",
            ),
        )
        final = drawn
    elif scale > 1:
        notes = (
            phrase(
                "drawn at {drawn}, then enlarged to {size}", drawn=f"{drawn[0]}×{drawn[1]}", size=f"{width}×{height}"
            ),
        )
    return SizePlan(*drawn, scale, final, notes)


def _fit(length: float, multiple: int, smallest: int) -> int:
    return max(multiple, -(-smallest // multiple) * multiple, math.floor(length / multiple + 0.5) * multiple)


def size_like(source: tuple[int, int], area: int) -> tuple[int, int]:
    """A size of the same shape as ``source`` whose area is brought between a half and twice ``area`` (pixels)."""
    width, height = source
    factor = math.sqrt(min(max(width * height, area / 2), area * 2) / (width * height))
    return max(1, round(width * factor)), max(1, round(height * factor))


def cover(pixels: Pixels, size: tuple[int, int]) -> Pixels:
    """``pixels`` scaled to fill ``size`` (width, height), what stands over cut off evenly on both sides."""
    height, width = pixels.shape[:2]
    if (width, height) == size:
        return pixels
    factor = max(size[0] / width, size[1] / height)
    cut_w, cut_h = min(width, size[0] / factor), min(height, size[1] / factor)
    left, top = (width - cut_w) / 2, (height - cut_h) / 2
    box = (left, top, left + cut_w, top + cut_h)
    return np.asarray(Image.fromarray(pixels).resize(size, Image.Resampling.LANCZOS, box=box))


def resize(pixels: Pixels, size: tuple[int, int], box: tuple[int, int, int, int] | None = None) -> Pixels:
    """RGB or RGBA pixels at exactly ``size`` (width, height); colours behind transparency do not bleed. With ``box`` (left,
    top, right, bottom) that part of them; what lies around it counts at its edges."""
    height, width = pixels.shape[:2]
    box = box or (0, 0, width, height)
    if (box[2] - box[0], box[3] - box[1]) == size:
        return np.ascontiguousarray(pixels[box[1] : box[3], box[0] : box[2]])
    image = Image.fromarray(pixels)
    if image.mode == "RGBA":
        return np.asarray(image.convert("RGBa").resize(size, Image.Resampling.LANCZOS, box).convert("RGBA"))
    return np.asarray(image.resize(size, Image.Resampling.LANCZOS, box))
