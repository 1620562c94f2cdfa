"""What a step of the user makes of an edit: the frame of the crop stays on the same part of the picture.

``size`` is the source's width and height, (0, 0) while it is not known; a frame cannot be kept then.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from studio.core.pictures import Edit, Margins
from studio.pixels import framing
from studio.pixels.framing import Box, Size

_replace = msgspec.structs.replace
_NEUTRAL = Edit()
_TONE = ("exposure", "contrast", "highlights", "shadows", "saturation", "warmth", "black", "white", "gamma")
_SHAPE = ("turn", "straighten", "crop", "flip")
_SIZE = ("width", "height", "canvas", "fill")
GROUPS = {"tone": _TONE, "shape": _SHAPE, "size": _SIZE}
"""The settings of an edit by the part of the brief that they stand in."""


def turn(edit: Edit, size: Size, quarters: int) -> Edit:
    """What is seen turned clockwise by quarters. Turning comes before flipping, so that a flipped picture turns the
    other way round inside."""
    quarters = (-quarters if edit.flip else quarters) % 4
    crop = None
    if edit.crop is not None and all(size):
        crop = framing.turned(edit.crop, quarters, framing.upright_size(*size, edit))
    return _replace(edit, turn=(edit.turn + 90 * quarters) % 360, crop=crop)


def flip(edit: Edit, size: Size, axis: Literal["horizontal", "vertical"]) -> Edit:
    """Flipped once more; flipped both ways is turned by a half."""
    if edit.flip == axis:
        return _replace(edit, flip="")
    if not edit.flip:
        return _replace(edit, flip=axis)
    return turn(_replace(edit, flip=""), size, 2)


def straighten(edit: Edit, size: Size, degrees: float) -> Edit:
    """Turned by degrees; the frame is fitted to what that leaves."""
    changed = _replace(edit, straighten=degrees)
    if edit.crop is None or not all(size):
        return _replace(changed, crop=None)
    before, after = (framing.upright_size(*size, e) for e in (edit, changed))
    return _replace(changed, crop=framing.rescaled(edit.crop, before, after))


def crop(edit: Edit, size: Size, box: Box) -> Edit:
    """The frame set; one that takes in everything is no crop."""
    upright = framing.upright_size(*size, edit)
    box = framing.inside(box, upright)
    return _replace(edit, crop=None if box == (0, 0, *upright) else box)


def frame(edit: Edit, size: Size) -> Box:
    """The frame in pixels of the upright picture, the whole of it where there is no crop."""
    upright = framing.upright_size(*size, edit)
    return framing.inside(edit.crop, upright) if edit.crop is not None else (0, 0, *upright)


def canvas(edit: Edit, side: str, pixels: int) -> Edit:
    """One margin set; four of zero are none."""
    margins = _replace(edit.canvas or Margins(), **{side: pixels})
    return _replace(edit, canvas=None if margins == Margins() else margins)


def reset(edit: Edit, group: str) -> Edit:
    """One group of :data:`GROUPS` as it was at first."""
    return _replace(edit, **{name: getattr(_NEUTRAL, name) for name in GROUPS[group]})


def reset_crop(edit: Edit) -> Edit:
    """The whole picture again."""
    return _replace(edit, crop=None)


def is_reset(edit: Edit, group: str) -> bool:
    return all(getattr(edit, name) == getattr(_NEUTRAL, name) for name in GROUPS[group])


def result_size(edit: Edit, size: Size) -> Size:
    """Width and height of the result. Raises InputError when it would be too large."""
    _, _, width, height = frame(edit, size)
    wide, high = framing.target_size(width, height, edit)
    room = edit.canvas or Margins()
    wide, high = wide + room.left + room.right, high + room.top + room.bottom
    framing.check_size(wide, high)
    return wide, high
