"""Edits that need no model, always in the same order: turn, straighten, crop, flip, tone, resize, canvas."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from PIL import Image

from studio.core.errors import InputError
from studio.core.pictures import Edit, Margins
from studio.pixels import tone
from studio.pixels.pictures import MAX_PIXELS, MAX_SIDE, Picture

Box = tuple[int, int, int, int]


def apply(picture: Picture, edit: Edit, check: Callable[[], None] = lambda: None) -> Picture:
    """The edited picture, its notes extended. ``check`` is called between the steps and may raise to stop.

    Raises InputError when the crop lies outside the picture, or the result would be too large.
    """
    for step in (_turn, _straighten, _crop, _flip, _tone, _resize, _canvas):
        check()
        picture = step(picture, edit)
    return picture


def straightened_size(width: int, height: int, degrees: float) -> tuple[int, int]:
    """The largest upright rectangle of the picture's own shape that a picture turned by ``degrees`` fills."""
    angle = math.radians(abs(degrees))
    sine, cosine = math.sin(angle), math.cos(angle)
    share = min(width / (width * cosine + height * sine), height / (width * sine + height * cosine))
    return max(1, math.floor(width * share)), max(1, math.floor(height * share))


def upright_size(width: int, height: int, edit: Edit) -> tuple[int, int]:
    """Width and height after turning and straightening: what a crop is measured in."""
    if edit.turn in (90, 270):
        width, height = height, width
    return straightened_size(width, height, edit.straighten) if edit.straighten else (width, height)


def clip_crop(crop: Box, width: int, height: int) -> Box:
    """Left, top, width and height inside the picture; InputError when nothing of it is."""
    left, top = max(0, crop[0]), max(0, crop[1])
    right, bottom = min(width, crop[0] + crop[2]), min(height, crop[1] + crop[3])
    if right <= left or bottom <= top:
        value = f"{crop[2]} × {crop[3]} at {crop[0]}, {crop[1]}"
        hint = f"Choose a frame inside the picture ({width} × {height})."
        raise InputError("setting-invalid", name="edit.crop", value=value, hint=hint)
    return left, top, right - left, bottom - top


def target_size(width: int, height: int, edit: Edit) -> tuple[int, int]:
    """The size after resizing; one side alone keeps the shape."""
    if not edit.width and not edit.height:
        return width, height
    wide = edit.width or max(1, round(width * edit.height / height))
    high = edit.height or max(1, round(height * edit.width / width))
    _check_size(wide, high)
    return wide, high


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
        notes = (*notes, f"the crop was clipped to the picture: {width} × {height} at {left}, {top}")
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
    _check_size(width, height)
    if edit.fill:
        picture = picture.over(parse_colour(edit.fill))
    sides = ((room.top, room.bottom), (room.left, room.right))
    alpha = picture.alpha if picture.alpha is not None else np.full(picture.rgb.shape[:2], 255, np.uint8)
    rgb = np.empty((height, width, 3), np.uint8)
    rgb[:] = parse_colour(edit.fill) if edit.fill else (0, 0, 0)
    rgb[room.top : room.top + picture.height, room.left : room.left + picture.width] = picture.rgb
    return replace(picture, rgb=rgb, alpha=None if edit.fill else np.pad(alpha, sides))


def _check_size(width: int, height: int) -> None:
    if max(width, height) > MAX_SIDE or width * height > MAX_PIXELS:
        limit = f"{MAX_PIXELS // 1_000_000} megapixels, {MAX_SIDE:,} on a side"
        raise InputError("input-too-large", name="the result", size=f"{width:,} × {height:,}", limit=limit)


def _from_image(image: Image.Image, picture: Picture) -> Picture:
    pixels = np.array(image)
    alpha = np.ascontiguousarray(pixels[..., 3]) if picture.alpha is not None else None
    return replace(picture, rgb=np.ascontiguousarray(pixels[..., :3]), alpha=alpha)
