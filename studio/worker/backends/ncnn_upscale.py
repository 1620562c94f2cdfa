"""Upscaling with Real-ESRGAN networks through ncnn (CPU)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from studio.core.models import InstalledModel
from studio.worker.context import JobContext

if TYPE_CHECKING:
    from studio.worker.images.upscaling import Upscaler


class UpscaleBackend:
    """Enlarges the picture given as input ``source`` by ``request.scale``; transparency is kept."""

    tasks = frozenset({"upscale"})

    def load(self, model: InstalledModel, ctx: JobContext) -> Upscaler:
        from studio.worker.images.upscaling import Upscaler

        return Upscaler(Path(model.folder), ctx.threads)

    def warm(self) -> None:
        """Nothing here takes long to import."""

    def run(self, model: Any, ctx: JobContext) -> None:
        from studio.worker.images.enlarging import upscale

        upscaler = cast("Upscaler", model)
        upscale(ctx, lambda picture, scale, step: (*upscaler.enlarge(picture, scale, step), "float32"))
