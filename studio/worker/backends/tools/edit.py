"""The task ``edit``: turn, straighten, crop, tone, size."""

from __future__ import annotations

from studio.core.messages import Phase
from studio.core.pictures import Edit
from studio.worker.backends.pictures import Tools
from studio.worker.backends.tools.results import emit, read_source, request_of
from studio.worker.context import JobContext


def run(ctx: JobContext, tools: Tools) -> None:
    from studio.pixels import editing

    picture = read_source(ctx)
    settings = request_of(ctx).edit or Edit()
    ctx.phase(Phase.GENERATING)
    edited = editing.apply(picture, settings, ctx.check_cancelled)
    emit(ctx, edited.rgba, edited.notes, edit=settings)
