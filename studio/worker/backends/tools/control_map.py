"""The task ``control-map``: what a ControlNet or T2I-Adapter follows, made from a picture."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from studio.core.additions import PREPROCESSORS
from studio.core.errors import phrase
from studio.core.messages import Phase
from studio.core.models import InstalledModel
from studio.core.pictures import ControlUnit
from studio.worker.backends.pictures import Tools
from studio.worker.backends.tools.results import emit, read_source, request_of
from studio.worker.context import JobContext

if TYPE_CHECKING:
    from studio.pixels.pictures import Picture
    from studio.worker.backends.vision.depth import DepthEstimator

DEFAULT = ControlUnit(preprocessor="canny")
"""The map that is made when none is asked for."""


def run(ctx: JobContext, tools: Tools) -> None:
    from studio.worker.images import control_maps

    picture = _within(read_source(ctx), request_of(ctx).width, request_of(ctx).height)
    unit = next(iter(request_of(ctx).control), DEFAULT)
    helper = _helper(ctx, unit)
    with _estimating(ctx, helper) as depth:
        ctx.phase(Phase.GENERATING)
        pixels = control_maps.make_map(unit.preprocessor, picture, unit, depth, ctx.check_cancelled)
    used = [*ctx.models[:1], *([helper] if helper else [])]
    emit(ctx, pixels, picture.notes, used, control=(unit,))


def _within(picture: Picture, width: int, height: int) -> Picture:
    """The picture scaled down to fit the size that is asked for (0 = any): a map is made at the size it is used at."""
    from studio.pixels.previewing import reduced

    scale = min(width / picture.width if width else 1.0, height / picture.height if height else 1.0)
    if scale >= 1.0:
        return picture
    small = reduced(picture, max(1, round(max(picture.width, picture.height) * scale))).picture
    note = phrase("scaled to {width}×{height} before the map was made", width=small.width, height=small.height)
    return replace(small, notes=(*picture.notes, note))


def _helper(ctx: JobContext, unit: ControlUnit) -> InstalledModel | None:
    """The model that makes the map, where it is one."""
    task = PREPROCESSORS[unit.preprocessor]
    return next((m for m in ctx.models if task in m.spec.tasks), None) if task else None


@contextlib.contextmanager
def _estimating(ctx: JobContext, model: InstalledModel | None) -> Iterator[DepthEstimator | None]:
    if model is None:
        yield None
        return
    from studio.worker.backends.vision.depth import DepthEstimator

    ctx.phase(Phase.LOADING)
    estimator = DepthEstimator(model, ctx.device.id)
    try:
        yield estimator
    finally:
        estimator.close()
