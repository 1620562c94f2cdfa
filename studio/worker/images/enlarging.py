"""What every upscaling backend does alike: reads the source, counts the tiles, makes the takes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias, cast

import msgspec

from studio.core.errors import InputError, Phrase, phrase
from studio.core.messages import Phase
from studio.core.requests import ImageRequest
from studio.worker.context import JobContext
from studio.worker.images.pictures import Picture, Pixels, read_picture

Step: TypeAlias = Callable[[int, int], None]
Enlarge: TypeAlias = Callable[[Picture, int, Step], tuple[Pixels, list[Phrase], str]]
"""Enlarges a picture so many times, telling each tile; gives notes too, and the number format that it computed in."""


def upscale(ctx: JobContext, enlarge: Enlarge) -> None:
    """Enlarge the picture given as input ``source`` by ``request.scale``."""
    request = cast(ImageRequest, ctx.request)
    source = request.input("source")
    if source is None:
        raise InputError("input-needed", what=phrase("a picture"))
    picture = read_picture(source.path)

    def step(done: int, total: int) -> None:
        ctx.check_cancelled()
        ctx.phase(Phase.GENERATING, 0.98 * done / total)

    pixels, notes, dtype = enlarge(picture, request.scale, step)
    height, width = pixels.shape[:2]
    done = msgspec.structs.replace(request, width=width, height=height)
    # Every take would be the same: upscaling knows no chance.
    for take in range(request.takes):
        ctx.check_cancelled()
        ctx.phase(Phase.SAVING, 0.98, take=take)
        recipe = ctx.recipe(done, take=take, dtype=dtype, notes=(*picture.notes, *notes), source="edited")
        ctx.emit_image(take, pixels, recipe)
