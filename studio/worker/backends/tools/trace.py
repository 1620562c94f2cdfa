"""The task ``trace``: the source as SVG paths."""

from __future__ import annotations

from importlib.metadata import version

import msgspec

from studio.core.errors import phrase
from studio.core.messages import Phase
from studio.core.pictures import Trace
from studio.vector.helper import Cancelled
from studio.worker.backends.pictures import Tools
from studio.worker.backends.tools.results import read_source, request_of
from studio.worker.context import JobContext


def run(ctx: JobContext, tools: Tools) -> None:
    """Emits the same SVG file as every take: tracing knows no chance."""
    from studio.worker.images import tracing

    picture = read_source(ctx)
    settings = request_of(ctx).trace or Trace()
    ctx.phase(Phase.GENERATING)
    try:
        traced, shown = tracing.trace(picture, settings, lambda: ctx.cancelled)
    except Cancelled:
        ctx.check_cancelled()
        raise
    size = (traced.width, traced.height)
    done = msgspec.structs.replace(request_of(ctx), trace=settings, width=size[0], height=size[1])
    notes = (*picture.notes, *traced.notes, phrase("{count} paths", count=f"{traced.paths:,}"))
    for take in range(ctx.request.takes):
        ctx.check_cancelled()
        ctx.phase(Phase.SAVING, 0.98, take=take)
        recipe = ctx.recipe(done, take=take, models=ctx.models[:1], notes=notes, source="edited")
        recipe = msgspec.structs.replace(recipe, versions=recipe.versions | {"vtracer": version("vtracer")})
        ctx.emit_file(take, traced.svg, ".svg", recipe, shown=shown, size=size)
