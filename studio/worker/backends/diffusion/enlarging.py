"""Pictures made larger by an upscaler that works beside the diffusion model."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from studio.core.errors import InputError, Phrase, phrase
from studio.core.models import InstalledModel
from studio.worker.backends.diffusion.work import Work
from studio.worker.images.pictures import Picture, Pixels
from studio.worker.images.sizes import resize

Step = Callable[[int, int], None]
"""Counts tiles (done, total); may raise to stop."""

MARGIN = 32
"""Pixels by which a picture that repeats is continued on every side while it is enlarged: networks and filters end at an
edge, and would leave a seam there. More than both of them read."""


def enlarged(
    work: Work, pixels: Pixels, scale: float, size: tuple[int, int], step: Step, model_id: str = ""
) -> tuple[Pixels, list[Phrase]]:
    """``pixels`` brought to ``size`` (width, height), with an upscaler (of that id, or the first one) where they are to
    be ``scale`` times larger than they are; and notes."""
    height, width = pixels.shape[:2]
    if (width, height) == size:
        return pixels, []
    left = MARGIN if work.seamless is not None and work.seamless.x else 0
    top = MARGIN if work.seamless is not None and work.seamless.y else 0
    pixels = np.pad(pixels, ((top, top), (left, left), (0, 0)), mode="wrap")
    notes: list[Phrase] = []
    factor = 1
    if scale > 1:
        model = _helper(work, model_id)
        if model is None:
            notes.append(phrase("enlarged by interpolation: no upscaler is installed"))
        else:
            try:
                pixels, factor = _enlarge(work, model, pixels, scale, step)
                notes.append(phrase("enlarged with {name}", name=model.spec.name))
            except InputError as error:
                if error.info.code != "input-too-large":
                    raise
                # The result is not; what the network makes of it on the way would be.
                notes.append(
                    phrase("enlarged by interpolation: {name} would make it too large in between", name=model.spec.name)
                )
    box = (left * factor, top * factor, (left + width) * factor, (top + height) * factor)
    return resize(pixels, size, box), notes


def _helper(work: Work, model_id: str) -> InstalledModel | None:
    """The upscaler of this id among the job's models, or the first one."""
    able = [m for m in work.ctx.models[1:] if "upscale" in m.spec.tasks]
    return next((m for m in able if not model_id or m.spec.id == model_id), None)


def _enlarge(work: Work, model: InstalledModel, pixels: Pixels, scale: float, step: Step) -> tuple[Pixels, int]:
    """``pixels`` at least ``scale`` times larger, and how many times."""
    upscaler = work.loaded.upscaler(model, lambda: _load(work, model))
    left, reached = math.ceil(scale), 1
    while left > 1:
        factor = min(left, upscaler.scales()[-1])
        pixels, _ = upscaler.enlarge(Picture(pixels), factor, step)
        left, reached = -(-left // factor), reached * factor
    return pixels, reached


def _load(work: Work, model: InstalledModel) -> Any:
    if model.spec.backend == "spandrel":
        from studio.worker.backends.spandrel_networks.running import load

        return load(model, work.ctx.device)
    from studio.worker.images.upscaling import Upscaler

    return Upscaler(Path(model.folder), work.ctx.threads)
