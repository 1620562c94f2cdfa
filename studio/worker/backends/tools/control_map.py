"""The task ``control-map``: what a ControlNet or T2I-Adapter follows, made from a picture."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from studio.core.additions import PREPROCESSORS
from studio.core.messages import Phase
from studio.core.models import InstalledModel
from studio.core.pictures import ControlUnit
from studio.worker.backends.pictures import Tools
from studio.worker.backends.tools.results import emit, read_source, request_of
from studio.worker.context import JobContext

if TYPE_CHECKING:
    from studio.worker.backends.vision.depth import DepthEstimator

DEFAULT = ControlUnit(preprocessor="canny")
"""The map that is made when none is asked for."""


def run(ctx: JobContext, tools: Tools) -> None:
    from studio.worker.images import control_maps

    picture = read_source(ctx)
    unit = next(iter(request_of(ctx).control), DEFAULT)
    helper = _helper(ctx, unit)
    with _estimating(ctx, helper) as depth:
        ctx.phase(Phase.GENERATING)
        pixels = control_maps.make_map(unit.preprocessor, picture, unit, depth, ctx.check_cancelled)
    used = [*ctx.models[:1], *([helper] if helper else [])]
    emit(ctx, pixels, picture.notes, used, control=(unit,))


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
