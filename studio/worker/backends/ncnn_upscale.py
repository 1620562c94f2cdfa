"""Upscaling with Real-ESRGAN networks through ncnn (CPU)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import msgspec

from studio.core.errors import InputError, phrase
from studio.core.messages import Phase
from studio.core.models import InstalledModel
from studio.core.requests import ImageRequest
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
        from studio.worker.images.pictures import read_picture

        upscaler = cast("Upscaler", model)
        request = cast(ImageRequest, ctx.request)
        source = request.input("source")
        if source is None:
            raise InputError("input-needed", what=phrase("a picture"))
        picture = read_picture(source.path)

        def step(done: int, total: int) -> None:
            ctx.check_cancelled()
            ctx.phase(Phase.GENERATING, 0.98 * done / total)

        pixels, notes = upscaler.enlarge(picture, request.scale, step)
        height, width = pixels.shape[:2]
        done = msgspec.structs.replace(request, width=width, height=height)
        # Every take would be the same: upscaling knows no chance.
        for take in range(request.takes):
            ctx.check_cancelled()
            ctx.phase(Phase.SAVING, 0.98, take=take)
            recipe = ctx.recipe(done, take=take, dtype="float32", notes=(*picture.notes, *notes), source="edited")
            ctx.emit_image(take, pixels, recipe)
