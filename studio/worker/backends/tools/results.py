"""What the tasks of the ``pictures`` backend have in common: reading the source, handing over the result."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

import msgspec

from studio.core.errors import InputError, Phrase, phrase
from studio.core.messages import Phase
from studio.core.models import InstalledModel
from studio.core.requests import ImageRequest
from studio.worker.context import JobContext

if TYPE_CHECKING:
    from studio.pixels.pictures import Picture, Pixels


def request_of(ctx: JobContext) -> ImageRequest:
    return cast(ImageRequest, ctx.request)


def read_source(ctx: JobContext, role: str = "source") -> Picture:
    """The picture of an input of the job. Raises InputError when there is none, or when it cannot be read."""
    from studio.pixels.pictures import read_picture

    source = ctx.request.input(role)
    if source is None:
        raise InputError("input-needed", what=phrase("a picture"))
    ctx.phase(Phase.ENCODING)
    picture = read_picture(source.path)
    ctx.check_cancelled()
    return picture


def emit(
    ctx: JobContext,
    pixels: Pixels,
    notes: Sequence[Phrase] = (),
    models: Sequence[InstalledModel] | None = None,
    **settings: Any,
) -> None:
    """Emit the result (height × width × 3 or 4) as every take: without chance they are all the same.

    ``models`` are those that took part (default: the job's main one); ``settings`` are what was filled in.
    """
    height, width = pixels.shape[:2]
    done = msgspec.structs.replace(request_of(ctx), width=width, height=height, **settings)
    for take in range(ctx.request.takes):
        ctx.check_cancelled()
        ctx.phase(Phase.SAVING, 0.98, take=take)
        used = ctx.models[:1] if models is None else models
        ctx.emit_image(take, pixels, ctx.recipe(done, take=take, models=used, notes=notes, source="edited"))
