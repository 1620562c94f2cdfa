"""How an edit will look, worked out on a reduced picture: quick enough to follow a slider."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
import numpy as np
from PIL import Image

from studio.core.pictures import Edit, Margins
from studio.pixels import editing, framing
from studio.pixels.framing import Size, rescaled
from studio.pixels.pictures import Picture

SIDE = 1280
"""Longest side of the reduced picture: about what a window shows."""


@dataclass(frozen=True)
class Reduced:
    """A picture and the size of the one that it was made of."""

    picture: Picture
    full: Size


@dataclass(frozen=True)
class Look:
    """A preview: ``picture`` stands for one of the size ``full``."""

    picture: Picture
    full: Size


def reduced(picture: Picture, side: int = SIDE) -> Reduced:
    """The picture with at most ``side`` pixels on its longest side."""
    full = (picture.width, picture.height)
    scale = min(1.0, side / max(full))
    if scale == 1.0:
        return Reduced(picture, full)
    size = (max(1, round(full[0] * scale)), max(1, round(full[1] * scale)))
    pixels = np.asarray(Image.fromarray(picture.rgba).resize(size, Image.Resampling.BOX))
    alpha = np.ascontiguousarray(pixels[..., 3]) if picture.alpha is not None else None
    return Reduced(Picture(np.ascontiguousarray(pixels[..., :3]), alpha), full)


def uncropped(source: Reduced, edit: Edit) -> Look:
    """Everything that changes what a crop's frame is laid on: turn, straighten, flip, tone."""
    plain = msgspec.structs.replace(edit, crop=None, width=0, height=0, canvas=None, fill="")
    return Look(editing.apply(source.picture, plain), framing.upright_size(*source.full, edit))


def finished(source: Reduced, edit: Edit) -> Look:
    """The result with its crop, size and canvas. Raises InputError as the edit itself would."""
    upright = framing.upright_size(*source.full, edit)
    crop = framing.clip_crop(edit.crop, *upright) if edit.crop else (0, 0, *upright)
    wide, high = framing.target_size(crop[2], crop[3], edit)
    room = edit.canvas or Margins()
    full = (wide + room.left + room.right, high + room.top + room.bottom)
    scale = min(1.0, SIDE / max(full))
    small = framing.upright_size(source.picture.width, source.picture.height, edit)
    shown = msgspec.structs.replace(
        edit,
        crop=rescaled(crop, upright, small),
        width=max(1, round(wide * scale)),
        height=max(1, round(high * scale)),
        canvas=Margins(
            left=round(room.left * scale),
            top=round(room.top * scale),
            right=round(room.right * scale),
            bottom=round(room.bottom * scale),
        ),
    )
    return Look(editing.apply(source.picture, shown), full)
