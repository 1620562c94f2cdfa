"""One take: the call of the pipeline."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from studio.core.errors import Phrase, WorkerError, phrase
from studio.core.messages import Phase
from studio.worker.backends.diffusion import errors, samplers
from studio.worker.backends.diffusion.decoding import decode_precisely
from studio.worker.backends.diffusion.noise import Change, changed_noise, varied
from studio.worker.backends.diffusion.watching import Watcher
from studio.worker.backends.diffusion.work import Work
from studio.worker.images.pictures import Pixels


@dataclass(frozen=True)
class Call:
    """A call of ``pipe`` with ``values`` (but for generator and callback) that draws at ``size`` (width, height).
    ``noise`` changes what it begins with; ``report`` is told the phase and how much of it is done (0–1)."""

    pipe: Any
    values: dict[str, Any]
    size: tuple[int, int]
    seed: int
    noise: Change | None
    report: Callable[[Phase, float], None]


def draw_take(work: Work, values: dict[str, Any], take: int) -> tuple[Pixels, list[Phrase]]:
    """The picture of a take at the size the pipeline draws at, and notes; ``values`` are the arguments of its call."""
    ctx = work.ctx

    def report(phase: Phase, part: float) -> None:
        ctx.phase(phase, work.overall(take, part), take=take)

    ctx.check_cancelled()
    report(Phase.ENCODING, 0.0)
    vary = varied(work.request.take_variation(take), work.request.variation)
    return run(work, Call(work.pipe, values, work.size, ctx.seed(take), vary, report), take)


def run(work: Work, call: Call, take: int, *, shown: bool = True) -> tuple[Pixels, list[Phrase]]:
    """The picture of a call, and notes. With ``shown`` its steps are previewed."""
    import torch

    pipe, loaded, values = call.pipe, work.loaded, call.values
    work.ctx.check_cancelled()
    # The noise comes from the CPU and per take: it is the same on every device and for any number of takes.
    generator = torch.Generator("cpu").manual_seed(call.seed)
    watcher = Watcher(loaded, call.size, work.ctx, take, call.report, shown=shown)
    if "callback_on_step_end" in inspect.signature(type(pipe).__call__).parameters:
        values = {**values, "callback_on_step_end": watcher}
    try:
        with errors.running(), changed_noise(pipe, call.noise, loaded.model.spec.name):
            images = pipe(**values, generator=generator).images
    except ValueError as error:
        if "scheduler" in str(error).lower() and "support" in str(error).lower():
            flow = samplers.is_flow({"_class_name": type(loaded.scheduler).__name__, **loaded.scheduler.config})
            raise samplers.refused(work.request.scheduler, flow=flow) from error
        raise
    work.ctx.check_cancelled()
    drawn = np.asarray(images[0], dtype=np.float32)
    notes: list[Phrase] = []
    if not np.isfinite(drawn).all():
        with errors.running():
            again = decode_precisely(pipe, watcher.latents, call.size)
        if again is None:
            raise WorkerError("picture-not-numbers", model=loaded.model.spec.name)
        drawn = again
        notes.append(phrase("the autoencoder gave values that are not numbers: decoded again in float32"))
    return np.rint(np.clip(drawn, 0.0, 1.0) * 255).astype(np.uint8), notes
