"""The task ``tile``: a picture that repeats without a seam."""

from __future__ import annotations

from studio.core.messages import Phase
from studio.core.pictures import Tile
from studio.worker.backends.pictures import Tools
from studio.worker.backends.tools.results import emit, read_source, request_of
from studio.worker.context import JobContext


def run(ctx: JobContext, tools: Tools) -> None:
    from studio.worker.images import seamless

    picture = read_source(ctx)
    settings = request_of(ctx).tile or Tile()
    ctx.phase(Phase.GENERATING)
    tiled = seamless.make_seamless(picture, settings, ctx.check_cancelled)
    emit(ctx, tiled.rgba, tiled.notes, tile=settings)
