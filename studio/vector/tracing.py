"""Pictures as SVG paths, with vtracer.

Source: VTracer, https://www.visioncortex.org/vtracer-docs.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from studio.core.errors import InputError, Phrase, phrase
from studio.core.pictures import Trace
from studio.vector import checking
from studio.vector.child import Task
from studio.vector.helper import Helper

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL import Image

MAX_PIXELS = 4_000_000
"""Width × height that is traced at most; larger pictures are reduced first. Paths have no pixels: the size stays."""
SECONDS = 600.0
PLACES = 2
"""Decimals of a coordinate, in pixels."""

_COLOUR_MODES = {"colour": "color", "black-and-white": "binary"}
_SHAPES = {"curves": "spline", "polygons": "polygon", "pixels": "none"}
_BODY = re.compile(r"<svg\b[^>]*>(.*)</svg>", re.DOTALL)
_EMPTY = re.compile(r'<path d="\s*"[^>]*/>\s*')


@dataclass(frozen=True)
class Traced:
    """``svg`` is a whole document without any metadata; ``paths`` is how many shapes it has."""

    svg: bytes
    paths: int
    width: int
    height: int
    notes: tuple[Phrase, ...] = ()


def trace(
    pixels: NDArray[np.uint8],
    settings: Trace,
    *,
    helper: Helper | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Traced:
    """Trace RGB or RGBA pixels (height × width × 3 or 4, sRGB, alpha not multiplied in).

    What is more transparent than not is left open. Raises :class:`InputError` when the result would be larger than the
    studio opens again, and :class:`studio.vector.helper.Cancelled`.
    """
    from PIL import Image

    picture = Image.fromarray(pixels)
    width, height = picture.size
    picture, notes = _reduced(picture)
    picture = _prepared(picture, settings)
    task = Task(
        what="trace",
        seconds=SECONDS,
        data=picture.tobytes(),
        width=picture.width,
        height=picture.height,
        options=_options(settings),
    )
    if helper is not None:
        answer = helper.run(task, name="", cancelled=cancelled)
    else:
        with Helper() as own:
            answer = own.run(task, name="", cancelled=cancelled)
    match = _BODY.search(answer.data.decode())
    body = _EMPTY.sub("", match[1]).strip() if match else ""
    root = (
        f'<svg xmlns="{checking.SVG}" width="{width}" height="{height}" viewBox="0 0 {picture.width} {picture.height}">'
    )
    svg = f'<?xml version="1.0" encoding="UTF-8"?>\n{root}\n{body}\n</svg>\n'.encode()
    # Room for the recipe that is written into it.
    if len(svg) > checking.FILE_LIMIT - (1 << 20):
        raise InputError(
            "setting-invalid",
            name="trace",
            value=phrase("this fine: the result has {size}", size=f"{len(svg) / 1e6:.0f} MB"),
            hint=phrase("Choose fewer colours, larger layers or drop larger speckles."),
        )
    return Traced(svg, body.count("<path"), width, height, notes)


def _reduced(picture: Image.Image) -> tuple[Image.Image, tuple[Phrase, ...]]:
    from PIL import Image

    width, height = picture.size
    if width * height <= MAX_PIXELS:
        return picture, ()
    factor = (MAX_PIXELS / (width * height)) ** 0.5
    size = (max(1, int(width * factor)), max(1, int(height * factor)))
    if picture.mode == "RGBA":
        picture = picture.convert("RGBa").resize(size, Image.Resampling.LANCZOS).convert("RGBA")
    else:
        picture = picture.resize(size, Image.Resampling.LANCZOS)
    return picture, (phrase("traced at {size} pixels", size=f"{size[0]}×{size[1]}"),)


def _prepared(picture: Image.Image, settings: Trace) -> Image.Image:
    """RGBA in which every pixel is opaque or not there; in black and white also grey: vtracer looks at red alone."""
    from PIL import Image

    rgba = picture.convert("RGBA")
    if settings.mode == "black-and-white":
        white = Image.new("RGBA", rgba.size, "white")
        return Image.alpha_composite(white, rgba).convert("L").convert("RGBA")
    mask = rgba.getchannel("A").point(lambda value: 255 if value >= 128 else 0)
    cut = Image.new("RGBA", rgba.size)
    rgba.putalpha(255)
    cut.paste(rgba, mask=mask)
    return cut


def _options(settings: Trace) -> dict[str, Any]:
    return {
        "colormode": _COLOUR_MODES[settings.mode],
        "mode": _SHAPES[settings.shape],
        "hierarchical": "stacked" if settings.stacked else "cutout",
        "filter_speckle": settings.speckle,
        "color_precision": settings.colours,
        "layer_difference": settings.layer,
        "corner_threshold": settings.corner,
        "length_threshold": settings.length,
        "path_precision": PLACES,
    }
