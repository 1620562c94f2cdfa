"""Pictures made larger by an upscaler that works beside the diffusion model."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

from studio.core.models import InstalledModel
from studio.worker.backends.diffusion.work import Work
from studio.worker.images.pictures import Picture, Pixels

INTERPOLATED = "enlarged by interpolation: no upscaler is installed"


def helper(work: Work, model_id: str = "") -> InstalledModel | None:
    """The upscaler of this id among the job's models, or the first one."""
    able = [m for m in work.ctx.models[1:] if "upscale" in m.spec.tasks]
    return next((m for m in able if not model_id or m.spec.id == model_id), None)


def enlarge(
    work: Work, model: InstalledModel, pixels: Pixels, scale: float, step: Callable[[int, int], None]
) -> Pixels:
    """``pixels`` at least ``scale`` times larger. ``step(done, total)`` counts the tiles and may raise to stop."""
    upscaler = work.loaded.upscaler(model, lambda: _load(work, model))
    left = math.ceil(scale)
    while left > 1:
        factor = min(left, upscaler.scales()[-1])
        pixels, _ = upscaler.enlarge(Picture(pixels), factor, step)
        left = -(-left // factor)
    return pixels


def _load(work: Work, model: InstalledModel) -> Any:
    if model.spec.backend == "spandrel":
        from studio.worker.backends.spandrel_networks.running import load

        return load(model, work.ctx.device)
    from studio.worker.images.upscaling import Upscaler

    return Upscaler(Path(model.folder), work.ctx.threads)
