"""Ranges of the settings of cut-out, edit and tile: what a Request may hold, said in the user's words."""

from __future__ import annotations

import re
from typing import Any

from studio.core.errors import InputError, Phrase, phrase
from studio.core.pictures import Cutout, Edit, Margins, Tile

COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
MAX_SIDE = 16_384

RANGES: dict[str, tuple[float, float]] = {
    "edit.straighten": (-45, 45),
    "edit.black": (0, 254),
    "edit.white": (1, 255),
    "edit.gamma": (0.1, 10.0),
    "edit.exposure": (-5.0, 5.0),
    "edit.contrast": (-1.0, 1.0),
    "edit.saturation": (-1.0, 1.0),
    "edit.warmth": (-1.0, 1.0),
    "edit.shadows": (-1.0, 1.0),
    "edit.highlights": (-1.0, 1.0),
    "edit.width": (0, MAX_SIDE),
    "edit.height": (0, MAX_SIDE),
    "edit.canvas.left": (0, MAX_SIDE),
    "edit.canvas.top": (0, MAX_SIDE),
    "edit.canvas.right": (0, MAX_SIDE),
    "edit.canvas.bottom": (0, MAX_SIDE),
    "cutout.tolerance": (1, 200),
    "cutout.grow": (-100, 100),
    "cutout.feather": (0, 100),
    "tile.blend": (0.05, 0.5),
    "tile.even": (0.0, 1.0),
}
"""Lowest and highest value of each number, by its dotted name."""


def check_edit(edit: Edit) -> None:
    """Raises :class:`InputError` for a value that an edit cannot have. Whether a crop lies in the picture is known only
    when that is read."""
    if edit.turn not in (0, 90, 180, 270):
        _refuse("edit.turn", edit.turn, phrase("Choose 0, 90, 180 or 270."))
    _check_ranges("edit", edit)
    if edit.canvas is not None:
        _check_ranges("edit.canvas", edit.canvas)
    if edit.black >= edit.white:
        _refuse("edit.black", edit.black, phrase("Choose less than the white point ({white}).", white=edit.white))
    if edit.crop is not None and (edit.crop[2] < 1 or edit.crop[3] < 1):
        _refuse(
            "edit.crop", list(edit.crop), phrase("Give left, top, width and height; at least 1 pixel wide and high.")
        )
    _check_colour("edit.fill", edit.fill)


def check_cutout(cutout: Cutout, *, has_background: bool) -> None:
    """Raises :class:`InputError`; ``has_background`` says that a picture was given to lay the cut-out on."""
    _check_ranges("cutout", cutout)
    if cutout.background == "picture":
        if not has_background:
            raise InputError("input-needed", what=phrase("a picture for the background"))
    else:
        _check_colour("cutout.background", cutout.background, _GROUND_HINT)


def check_tile(tile: Tile) -> None:
    """Raises :class:`InputError` for a value out of range."""
    _check_ranges("tile", tile)


def _check_ranges(prefix: str, part: Edit | Cutout | Tile | Margins) -> None:
    for name, (low, high) in RANGES.items():
        head, _, last = name.rpartition(".")
        # A comparison written this way also refuses NaN.
        if head == prefix and not low <= getattr(part, last) <= high:
            _refuse(name, getattr(part, last), phrase("Choose {low} to {high}.", low=f"{low:g}", high=f"{high:g}"))


_COLOUR_HINT = phrase("Write a colour as #rrggbb, or nothing for transparent.")
_GROUND_HINT = phrase("Write a colour as #rrggbb or “picture”, or nothing for transparent.")


def _check_colour(name: str, value: str, hint: Phrase = _COLOUR_HINT) -> None:
    if value and not COLOUR.fullmatch(value):
        _refuse(name, value[:40], hint)


def _refuse(name: str, value: Any, hint: Phrase) -> None:
    raise InputError("setting-invalid", name=name, value=value, hint=hint)
