"""One take: the call of the pipeline."""

from __future__ import annotations

import inspect
from typing import Any

import numpy as np

from studio.core.errors import WorkerError
from studio.core.messages import Phase
from studio.worker.backends.diffusion import errors, samplers
from studio.worker.backends.diffusion.noise import changed_noise, varied
from studio.worker.backends.diffusion.watching import Watcher
from studio.worker.backends.diffusion.work import Work
from studio.worker.images.pictures import Pixels


def draw_take(work: Work, values: dict[str, Any], take: int) -> Pixels:
    """The picture of a take at the size the pipeline draws at; ``values`` are the arguments of its call."""
    import torch

    pipe, ctx, loaded = work.pipe, work.ctx, work.loaded
    ctx.check_cancelled()
    ctx.phase(Phase.ENCODING, ctx.overall(take, 0.0), take=take)
    # The noise comes from the CPU and per take: it is the same on every device and for any number of takes.
    generator = torch.Generator("cpu").manual_seed(ctx.seed(take))
    if "callback_on_step_end" in inspect.signature(type(pipe).__call__).parameters:
        values = {**values, "callback_on_step_end": Watcher(loaded, work.size, ctx, take)}
    try:
        vary = varied(work.request.take_variation(take), work.request.variation)
        with errors.running(), changed_noise(pipe, vary, loaded.model.spec.name):
            images = pipe(**values, generator=generator).images
    except ValueError as error:
        if "scheduler" in str(error).lower() and "support" in str(error).lower():
            flow = samplers.is_flow({"_class_name": type(loaded.scheduler).__name__, **loaded.scheduler.config})
            raise samplers.refused(work.request.scheduler, flow=flow) from error
        raise
    ctx.check_cancelled()
    return _pixels(images[0])


def _pixels(picture: Any) -> Pixels:
    values = np.asarray(picture, dtype=np.float32)
    if not np.isfinite(values).all():
        raise WorkerError("result-invalid", reason="the picture holds values that are not numbers (NaN)")
    return np.rint(np.clip(values, 0.0, 1.0) * 255).astype(np.uint8)
