"""The pictures that control follows, at the size the pipeline draws at."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import numpy as np

from studio.core.additions import PREPROCESSORS
from studio.core.errors import InputError, phrase
from studio.core.messages import Phase
from studio.core.pictures import ControlUnit
from studio.pixels.pictures import Picture, Pixels, read_picture
from studio.worker.backends.diffusion.work import Work
from studio.worker.images.control_maps import Depth, make_map
from studio.worker.images.sizes import resize


def maps(work: Work, units: list[ControlUnit]) -> list[Pixels]:
    """The map of each unit: height × width × 3, 0–255.

    Raises InputError for a picture that is missing or cannot be read.
    """
    with _estimator(work, units) as depth:
        return [_map(work, unit, depth) for unit in units]


def _map(work: Work, unit: ControlUnit, depth: Depth | None) -> Pixels:
    source = work.request.input(unit.input)
    if source is None:
        what = phrase("a picture for control (an input of the role “{input}”)", input=unit.input)
        raise InputError("input-needed", what=what)
    picture = read_picture(source.path)
    work.ctx.phase(Phase.ENCODING, 0.0)
    place = _place(work, (picture.width, picture.height))
    if place is not None:
        left, top, width, height = place
        small = Picture(resize(picture.over().rgb, (width, height)))
        canvas = np.zeros((work.plan.height, work.plan.width, 3), np.uint8)
        made = make_map(unit.preprocessor, small, unit, depth, work.ctx.check_cancelled)
        part = canvas[top : top + height, left : left + width]
        part[:] = made[: part.shape[0], : part.shape[1]]
        return canvas
    # Scaled first: edges that are one pixel thin would be a grey haze otherwise, and networks learn from sharp ones.
    small = Picture(work.inputs.drawn(picture.over().rgb, work.plan))
    return make_map(unit.preprocessor, small, unit, depth, work.ctx.check_cancelled)


def _place(work: Work, size: tuple[int, int]) -> tuple[int, int, int, int] | None:
    """Left, top, width and height of what the picture is drawn as, for the one that outpaint extends: its map lies where
    it does, with nothing (black) around it. None for any other picture, which is for the whole."""
    add = work.request.extend
    if work.request.task != "outpaint" or add is None:
        return None
    if (size[0] + add.left + add.right, size[1] + add.top + add.bottom) != work.inputs.size:
        return None
    across, down = work.plan.width / work.inputs.size[0], work.plan.height / work.inputs.size[1]
    left, top = round(add.left * across), round(add.top * down)
    return left, top, max(1, round(size[0] * across)), max(1, round(size[1] * down))


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
