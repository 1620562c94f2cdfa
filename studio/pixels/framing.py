"""Sizes and frames of an edit, in whole pixels: what turning and straightening leave, where a crop lies, how its frame
is kept inside the picture and in its proportion while it is dragged.
"""

from __future__ import annotations

import math

from studio.core.errors import InputError, phrase
from studio.core.pictures import Edit

Box = tuple[int, int, int, int]
"""Left, top, width, height."""
Size = tuple[int, int]

SMALLEST = 1

LARGEST_SIDE = 16_384
LARGEST_AREA = 100_000_000
"""Pixels of a result at most: as much as is read."""

ASPECTS: dict[str, tuple[int, int] | None] = {
    "free": None,
    "1:1": (1, 1),
    "4:3": (4, 3),
    "3:2": (3, 2),
    "16:9": (16, 9),
    "9:16": (9, 16),
}
"""Proportions that a frame can be held to, width to height."""

HANDLES = ("nw", "n", "ne", "e", "se", "s", "sw", "w")
"""Where a frame can be taken hold of, by the points of the compass; "" is its inside."""


def inside(box: Box, size: Size) -> Box:
    """The box moved, and where it is too large cut, so that it lies in a picture of this size."""
    width, height = (max(SMALLEST, min(box[2], size[0])), max(SMALLEST, min(box[3], size[1])))
    return min(max(0, box[0]), size[0] - width), min(max(0, box[1]), size[1] - height), width, height


def fitted(box: Box, aspect: tuple[int, int] | None, size: Size) -> Box:
    """The largest box of a proportion in the given one, around its middle."""
    if aspect is None:
        return inside(box, size)
    share = aspect[0] / aspect[1]
    width, height = min(box[2], box[3] * share), min(box[3], box[2] / share)
    wide, high = max(SMALLEST, round(width)), max(SMALLEST, round(height))
    left, top = box[0] + (box[2] - wide) // 2, box[1] + (box[3] - high) // 2
    return inside((left, top, wide, high), size)


def moved(box: Box, across: float, down: float, size: Size) -> Box:
    return inside((round(box[0] + across), round(box[1] + down), box[2], box[3]), size)


def dragged(box: Box, handle: str, x: float, y: float, size: Size, aspect: tuple[int, int] | None = None) -> Box:
    """The box with the handle at a point of the picture; the side or corner across from it stays."""
    left, top, right, bottom = box[0], box[1], box[0] + box[2], box[1] + box[3]
    x, y = min(max(0.0, x), size[0]), min(max(0.0, y), size[1])
    if "w" in handle:
        left = min(round(x), right - SMALLEST)
    if "e" in handle:
        right = max(round(x), left + SMALLEST)
    if "n" in handle:
        top = min(round(y), bottom - SMALLEST)
    if "s" in handle:
        bottom = max(round(y), top + SMALLEST)
    free = (left, top, right - left, bottom - top)
    return free if aspect is None else _held(free, handle, aspect, size)


def _held(box: Box, handle: str, aspect: tuple[int, int], size: Size) -> Box:
    """A dragged box brought to its proportion: it grows away from the side or corner that stays."""
    left, top, width, height = box
    share = aspect[0] / aspect[1]
    if handle in ("n", "s"):
        wide, high = height * share, float(height)
    elif handle in ("e", "w"):
        wide, high = float(width), width / share
    else:
        wide, high = max(width, height * share), max(height, width / share)
    # How much room there is on the side that moves; across from a side's handle it moves both ways.
    room_x = left + width if "w" in handle else size[0] - left if "e" in handle else _both(left, width, size[0])
    room_y = top + height if "n" in handle else size[1] - top if "s" in handle else _both(top, height, size[1])
    shrink = min(1.0, room_x / wide, room_y / high)
    final = (max(SMALLEST, math.floor(wide * shrink + 1e-6)), max(SMALLEST, math.floor(high * shrink + 1e-6)))
    x = left + width - final[0] if "w" in handle else left if "e" in handle else left + (width - final[0]) // 2
    y = top + height - final[1] if "n" in handle else top if "s" in handle else top + (height - final[1]) // 2
    return inside((x, y, *final), size)


def _both(start: int, length: int, limit: int) -> float:
    """Twice the room from the middle to the nearer edge."""
    middle = start + length / 2
    return 2 * min(middle, limit - middle)


def turned(box: Box, quarters: int, size: Size) -> Box:
    """The same part of the picture (of this size before) after it was turned clockwise by quarters."""
    for _ in range(quarters % 4):
        box = (size[1] - box[1] - box[3], box[0], box[3], box[2])
        size = (size[1], size[0])
    return box


def mirrored(box: Box, flip: str, size: Size) -> Box:
    """The same part of the picture after it was flipped ``horizontal`` or ``vertical``."""
    left = size[0] - box[0] - box[2] if flip == "horizontal" else box[0]
    top = size[1] - box[1] - box[3] if flip == "vertical" else box[1]
    return left, top, box[2], box[3]


def rescaled(box: Box, before: Size, after: Size) -> Box:
    """About the same part of a picture at another size."""
    across, down = after[0] / before[0], after[1] / before[1]
    left, top = round(box[0] * across), round(box[1] * down)
    return inside((left, top, round(box[2] * across), round(box[3] * down)), after)


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
        value = f"{crop[2]} × {crop[3]} ({crop[0]}, {crop[1]})"
        hint = phrase("Choose a frame inside the picture ({width} × {height}).", width=width, height=height)
        raise InputError("setting-invalid", name="edit.crop", value=value, hint=hint)
    return left, top, right - left, bottom - top


def target_size(width: int, height: int, edit: Edit) -> tuple[int, int]:
    """The size after resizing; one side alone keeps the shape."""
    if not edit.width and not edit.height:
        return width, height
    wide = edit.width or max(1, round(width * edit.height / height))
    high = edit.height or max(1, round(height * edit.width / width))
    check_size(wide, high)
    return wide, high


def check_size(width: int, height: int) -> None:
    """Raises InputError ``input-too-large`` for a result of this size."""
    if max(width, height) > LARGEST_SIDE or width * height > LARGEST_AREA:
        limit = phrase(
            "{count} megapixels, {side} on a side", count=LARGEST_AREA // 1_000_000, side=f"{LARGEST_SIDE:,}"
        )
        raise InputError("input-too-large", name=phrase("the result"), size=f"{width:,} × {height:,}", limit=limit)
