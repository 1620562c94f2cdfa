"""The pictures that control follows, at the size the pipeline draws at."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from studio.core.additions import PREPROCESSORS
from studio.core.errors import InputError
from studio.core.messages import Phase
from studio.core.pictures import ControlUnit
from studio.pixels.pictures import Picture, Pixels, read_picture
from studio.worker.backends.diffusion.work import Work
from studio.worker.images.control_maps import Depth, make_map


def maps(work: Work, units: list[ControlUnit]) -> list[Pixels]:
    """The map of each unit: height × width × 3, 0–255.

    Raises InputError for a picture that is missing or cannot be read.
    """
    with _estimator(work, units) as depth:
        return [_map(work, unit, depth) for unit in units]


def _map(work: Work, unit: ControlUnit, depth: Depth | None) -> Pixels:
    source = work.request.input(unit.input)
    if source is None:
        raise InputError("input-needed", what=f"a picture for control (an input of the role “{unit.input}”)")
    picture = read_picture(source.path)
    work.ctx.phase(Phase.ENCODING, 0.0)
    # Scaled first: edges that are one pixel thin would be a grey haze otherwise, and networks learn from sharp ones.
    small = Picture(work.inputs.drawn(picture.over().rgb, work.plan))
    return make_map(unit.preprocessor, small, unit, depth, work.ctx.check_cancelled)


@contextlib.contextmanager
def _estimator(work: Work, units: list[ControlUnit]) -> Iterator[Depth | None]:
    """The depth estimator, where one of the units needs it."""
    task = next((task for unit in units if (task := PREPROCESSORS[unit.preprocessor] if unit.preprocessor else "")), "")
    model = next((m for m in work.ctx.models[1:] if task in m.spec.tasks), None) if task else None
    if model is None:
        yield None
        return
    from studio.worker.backends.vision.depth import DepthEstimator

    estimator = DepthEstimator(model, work.ctx.device.id)
    try:
        yield estimator
    finally:
        estimator.close()
