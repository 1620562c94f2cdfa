"""Edits that need no model, always in the same order: turn, straighten, crop, flip, tone, resize, canvas."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from PIL import Image

from studio.core.errors import phrase
from studio.core.pictures import Edit, Margins
from studio.pixels import tone
from studio.pixels.framing import check_size, clip_crop, straightened_size, target_size
from studio.pixels.pictures import Picture


def apply(picture: Picture, edit: Edit, check: Callable[[], None] = lambda: None) -> Picture:
    """The edited picture, its notes extended. ``check`` is called between the steps and may raise to stop.

    Raises InputError when the crop lies outside the picture, or the result would be too large.
    """
    for step in (_turn, _straighten, _crop, _flip, _tone, _resize, _canvas):
        check()
        picture = step(picture, edit)
    return picture


def parse_colour(text: str) -> tuple[int, int, int]:
    """``#rrggbb`` as 0–255."""
    red, green, blue = (int(text[n : n + 2], 16) for n in (1, 3, 5))
    return red, green, blue


def _turn(picture: Picture, edit: Edit) -> Picture:
    quarters = edit.turn // 90
    if not quarters:
        return picture
    alpha = None if picture.alpha is None else np.ascontiguousarray(np.rot90(picture.alpha, -quarters))
    return replace(picture, rgb=np.ascontiguousarray(np.rot90(picture.rgb, -quarters)), alpha=alpha)


def _straighten(picture: Picture, edit: Edit) -> Picture:
    if not edit.straighten:
        return picture
    width, height = straightened_size(picture.width, picture.height, edit.straighten)
    # Pillow turns counter-clockwise. Where it samples past the edge (less than a pixel), the edge is repeated.
    rgba = np.pad(picture.rgba, ((2, 2), (2, 2), (0, 0)), mode="edge")
    turned = Image.fromarray(rgba).rotate(-edit.straighten, Image.Resampling.BICUBIC)
    left, top = (turned.width - width) // 2, (turned.height - height) // 2
    return _from_image(turned.crop((left, top, left + width, top + height)), picture)


def _crop(picture: Picture, edit: Edit) -> Picture:
    if edit.crop is None:
        return picture
    box = clip_crop(edit.crop, picture.width, picture.height)
    left, top, width, height = box
    rows, columns = slice(top, top + height), slice(left, left + width)
    alpha = None if picture.alpha is None else np.ascontiguousarray(picture.alpha[rows, columns])
    notes = picture.notes
    if box != edit.crop:
        notes = (
            *notes,
            phrase(
                "the crop was clipped to the picture: {size} at {place}",
                size=f"{width} × {height}",
                place=f"{left}, {top}",
            ),
        )
    return replace(picture, rgb=np.ascontiguousarray(picture.rgb[rows, columns]), alpha=alpha, notes=notes)


def _flip(picture: Picture, edit: Edit) -> Picture:
    if not edit.flip:
        return picture
    axis = 1 if edit.flip == "horizontal" else 0
    alpha = None if picture.alpha is None else np.ascontiguousarray(np.flip(picture.alpha, axis))
    return replace(picture, rgb=np.ascontiguousarray(np.flip(picture.rgb, axis)), alpha=alpha)


def _tone(picture: Picture, edit: Edit) -> Picture:
    return replace(picture, rgb=tone.apply(picture.rgb, edit))


def _resize(picture: Picture, edit: Edit) -> Picture:
    size = target_size(picture.width, picture.height, edit)
    if size == (picture.width, picture.height):
        return picture
    return _from_image(Image.fromarray(picture.rgba).resize(size, Image.Resampling.LANCZOS), picture)


def _canvas(picture: Picture, edit: Edit) -> Picture:
    room = edit.canvas
    if room is None or room == Margins():
        return picture if not edit.fill else picture.over(parse_colour(edit.fill))
    width, height = picture.width + room.left + room.right, picture.height + room.top + room.bottom
    check_size(width, height)
    if edit.fill:
        picture = picture.over(parse_colour(edit.fill))
    sides = ((room.top, room.bottom), (room.left, room.right))
    alpha = picture.alpha if picture.alpha is not None else np.full(picture.rgb.shape[:2], 255, np.uint8)
    rgb = np.empty((height, width, 3), np.uint8)
    rgb[:] = parse_colour(edit.fill) if edit.fill else (0, 0, 0)
    rgb[room.top : room.top + picture.height, room.left : room.left + picture.width] = picture.rgb
    return replace(picture, rgb=rgb, alpha=None if edit.fill else np.pad(alpha, sides))


def _from_image(image: Image.Image, picture: Picture) -> Picture:
    pixels = np.array(image)
    alpha = np.ascontiguousarray(pixels[..., 3]) if picture.alpha is not None else None
    return replace(picture, rgb=np.ascontiguousarray(pixels[..., :3]), alpha=alpha)
