"""Ranges of the drawing settings: sizes, margins of outpaint, the second pass."""

from __future__ import annotations

import math

from studio.core.errors import InputError, Phrase, phrase
from studio.core.pictures import Hires, Margins

MAX_DRAWN = 4096
"""Pixels of a side that a diffusion model is asked for at most; larger ones are a matter of enlarging."""
MAX_RATIO = 8
MAX_RESULT, MAX_RESULT_PIXELS = 16_384, 150_000_000
"""Largest side and area of an enlarged picture: 150 megapixels take several GB while being worked on."""
MAX_MARGIN = 8192
SCALES = (1.0, 4.0)
"""Least and most enlargement of the second pass."""
HIRES_TASKS = ("text-to-image", "image-to-image")
"""Tasks that a second pass can follow."""


def check_size(width: int, height: int) -> None:
    """Raises :class:`InputError` for a size that no model is asked for; 0 is one that the model chooses."""
    for name, value in (("width", width), ("height", height)):
        if not 0 <= value <= MAX_DRAWN:
            hint = phrase("Choose {low} to {high}.", low=64, high=MAX_DRAWN)
            raise InputError("setting-invalid", name=name, value=value, hint=hint)
    if width and height and max(width, height) > MAX_RATIO * min(width, height):
        hint = phrase("Choose sides that differ less (8 : 1).")
        raise InputError("setting-invalid", name="size", value=f"{width} × {height}", hint=hint)


def largest_scale(width: int, height: int) -> float:
    """The most, in tenths, that the second pass can enlarge a picture of this size."""
    most = min(MAX_RESULT / max(width, height), math.sqrt(MAX_RESULT_PIXELS / (width * height)), SCALES[1])
    return math.floor(most * 10) / 10


def check_result(width: int, height: int, scale: float) -> None:
    """Raises :class:`InputError` when the second pass would make a picture of this size too large."""
    most = largest_scale(width, height)
    if scale > most:
        hint = enlarged_at_most(width, height, most)
        raise InputError("setting-invalid", name="hires.scale", value=f"{scale:g}", hint=hint)


def enlarged_at_most(width: int, height: int, most: float) -> Phrase:
    """What is said of a picture that would grow too large."""
    return phrase(
        "A picture of {size} can be enlarged {most} times at most: to {side} pixels a side and {area} megapixels.",
        size=f"{width} × {height}", most=f"{most:g}", side=f"{MAX_RESULT:,}", area=MAX_RESULT_PIXELS // 1_000_000,
    )  # fmt: skip


def check_margins(margins: Margins) -> None:
    """Raises :class:`InputError` for a margin outside 0 to :data:`MAX_MARGIN` pixels, or none at all."""
    for name in ("left", "top", "right", "bottom"):
        _check(f"extend.{name}", getattr(margins, name), 0, MAX_MARGIN)
    if not any((margins.left, margins.top, margins.right, margins.bottom)):
        raise InputError(
            "setting-invalid", name="extend", value="0", hint=phrase("Choose at least one side to extend.")
        )


def check_hires(hires: Hires, task: str) -> None:
    """Raises :class:`InputError` for a second pass that cannot be."""
    if task not in HIRES_TASKS:
        hint = phrase("It follows text-to-image and image-to-image.")
        raise InputError("setting-invalid", name="hires", value=phrase("used with {task}", task=task), hint=hint)
    _check("hires.scale", hires.scale, *SCALES)
    _check("hires.strength", hires.strength, 0.0, 1.0)
    _check("hires.steps", hires.steps, 0, 500)


def _check(name: str, value: float, low: float, high: float) -> None:
    # A comparison written this way also refuses NaN.
    if not low <= value <= high:
        hint = phrase("Choose {low} to {high}.", low=f"{low:g}", high=f"{high:g}")
        raise InputError("setting-invalid", name=name, value=value, hint=hint)
