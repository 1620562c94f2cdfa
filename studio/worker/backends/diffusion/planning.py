"""At which size a job is drawn."""

from __future__ import annotations

from typing import Any

from studio.core.requests import ImageRequest
from studio.worker.backends.diffusion import calls
from studio.worker.backends.diffusion.inputs import Inputs
from studio.worker.backends.diffusion.loaded import LoadedPipeline
from studio.worker.images.sizes import SizePlan, plan_size, size_like


def choose_size(loaded: LoadedPipeline, pipe: Any, request: ImageRequest, inputs: Inputs) -> SizePlan:
    """The request's size, or the model's own; with a source picture its shape."""
    native = calls.native_side(pipe)
    default = (int(loaded.options.get("width") or native), int(loaded.options.get("height") or native))
    if inputs.source is not None:
        default = size_like((inputs.source.width, inputs.source.height), default[0] * default[1])
    width, height = request.width, request.height
    if inputs.source is not None and bool(width) != bool(height):
        shape = inputs.source.width / inputs.source.height
        width, height = width or round(height * shape), height or round(width / shape)
    return plan_size(
        (width or default[0], height or default[1]),
        multiple=calls.side_multiple(pipe),
        native=int(loaded.options.get("native_size") or 0),
        smallest=min(native, 32),
    )
