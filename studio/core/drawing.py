"""Ranges of the drawing settings that have parts: margins of outpaint, the second pass."""

from __future__ import annotations

from studio.core.errors import InputError, phrase
from studio.core.pictures import Hires, Margins

MAX_MARGIN = 8192
SCALES = (1.0, 4.0)
"""Least and most enlargement of the second pass."""
HIRES_TASKS = ("text-to-image", "image-to-image")
"""Tasks that a second pass can follow."""


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
