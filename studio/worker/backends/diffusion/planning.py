"""At which size a job is drawn."""

from __future__ import annotations

import math
from typing import Any

from studio.core.errors import phrase
from studio.core.requests import ImageRequest
from studio.worker.backends.diffusion import calls
from studio.worker.backends.diffusion.inputs import Inputs
from studio.worker.backends.diffusion.loaded import LoadedPipeline
from studio.worker.images.sizes import SizePlan, plan_size, size_like

MASKED = ("inpaint", "outpaint")
"""Tasks whose result lies over the source."""


def choose_size(loaded: LoadedPipeline, pipe: Any, request: ImageRequest, inputs: Inputs) -> SizePlan:
    """The request's size, or the model's own; with a source picture its shape. What lies over its source is delivered
    at the source's size, however large that is and whatever the model draws at."""
    native = calls.native_side(pipe)
    default = (int(loaded.options.get("width") or native), int(loaded.options.get("height") or native))
    if inputs.source is not None:
        default = size_like(inputs.size, default[0] * default[1])
    width, height = request.width, request.height
    if inputs.source is not None and bool(width) != bool(height):
        shape = inputs.source.width / inputs.source.height
        width, height = width or round(height * shape), height or round(width / shape)
    plan = plan_size(
        (width or default[0], height or default[1]),
        multiple=calls.side_multiple(pipe),
        native=int(loaded.options.get("native_size") or 0),
        smallest=min(native, 32),
    )
    return _over_source(plan, inputs.size) if follows_source(request) else plan


def follows_source(request: ImageRequest) -> bool:
    """Whether the result has the size of its source (on its canvas) because no other was asked for."""
    return request.task in MASKED and not (request.width or request.height)


def _over_source(plan: SizePlan, size: tuple[int, int]) -> SizePlan:
    drawn = (plan.width, plan.height)
    if drawn == size:
        return SizePlan(*drawn, 1, size)
    factor = max(size[0] / drawn[0], size[1] / drawn[1])
    note = phrase(
        "drawn at {drawn} and laid into the picture of {size}",
        drawn=f"{drawn[0]}×{drawn[1]}",
        size=f"{size[0]}×{size[1]}",
    )
    return SizePlan(*drawn, max(1, math.ceil(factor - 0.1)), size, (note,))
