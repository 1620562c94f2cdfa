"""Which of two ways is faster on this machine, found by trying: A B A B on the model that is about to draw."""

from __future__ import annotations

import time
from statistics import median
from typing import TYPE_CHECKING, Any

from studio.core.errors import phrase
from studio.core.messages import Phase
from studio.worker.backends.diffusion import calls
from studio.worker.backends.diffusion.switches import SWITCHES, Undo

if TYPE_CHECKING:
    from studio.worker.backends.diffusion.ladder import Ladder
    from studio.worker.backends.diffusion.work import Work

AUTO = "auto"
"""The name in ``ImageRequest.fast`` that asks for it. The recipe names what was found, so it is not tried again."""

CANDIDATES = ("channels-last", "fused-projections")
GAIN = 1.03
"""A way must be faster by this factor to be worth other bytes."""
_ROUNDS = 3
_STEPS = 2


def tune(work: Work, ladder: Ladder) -> None:
    """Turn on those of the candidates that are faster here. What was found is remembered with the model."""
    key = (work.request.task, work.size)
    found = work.loaded.tuned.get(key)
    if found is None:
        found = tuple(name for name in CANDIDATES if not SWITCHES[name].why_not(work) and _is_faster(work, name))
        work.loaded.tuned[key] = found
    for name in found:
        ladder.turn_on(name)
    if not found:
        work.notes.append(phrase("tuning found nothing that is faster on this machine"))


def _is_faster(work: Work, name: str) -> bool:
    work.ctx.phase(Phase.LOADING, note=phrase("trying {switch}", switch=name))
    plain, switched = [], []
    _run(work)  # the first run also fills caches
    for _ in range(_ROUNDS):
        plain.append(_run(work))
        undo: Undo = SWITCHES[name].turn_on(work)
        try:
            switched.append(_run(work))
        finally:
            undo()
    return median(plain) > GAIN * median(switched)


def _run(work: Work) -> float:
    """Seconds of a short drawing without decoding."""
    import torch

    pipe = work.pipe
    values: dict[str, Any] = {
        "prompt": "a picture",
        "width": work.size[0],
        "height": work.size[1],
        "num_inference_steps": _STEPS,
        "strength": 1.0,
        "guidance_scale": calls.decide(pipe, work.request, work.loaded.options).guidance,
        "output_type": "latent",
        "generator": torch.Generator("cpu").manual_seed(0),
    }
    values = calls.taken(pipe, values | work.inputs.arguments(work.plan) | work.extra)
    work.ctx.check_cancelled()
    began = time.perf_counter()
    pipe(**values)
    if work.ctx.device.kind == "cuda":
        torch.cuda.synchronize(work.ctx.device.id)
    return time.perf_counter() - began
