"""Upscaling with the user's own PyTorch networks in safetensors files (CPU, CUDA, MPS)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import msgspec

from studio.core.errors import InputError, phrase
from studio.core.messages import Phase
from studio.core.models import InstalledModel
from studio.core.requests import ImageRequest
from studio.worker.context import JobContext

if TYPE_CHECKING:
    from studio.worker.backends.spandrel_networks.running import Network


class SpandrelBackend:
    """Enlarges the picture given as input ``source`` by ``request.scale``; transparency is kept."""

    tasks = frozenset({"upscale"})

    def load(self, model: InstalledModel, ctx: JobContext) -> Network:
        from studio.worker.backends.spandrel_networks.running import load

        return load(model, ctx.device)

    def warm(self) -> None:
        """torch is imported by other backends; spandrel only when it is used."""

    def run(self, model: Any, ctx: JobContext) -> None:
        from studio.worker.images.pictures import read_picture

        network = cast("Network", model)
        request = cast(ImageRequest, ctx.request)
        source = request.input("source")
        if source is None:
            raise InputError("input-needed", what=phrase("a picture"))
        picture = read_picture(source.path)

        def step(done: int, total: int) -> None:
            ctx.check_cancelled()
            ctx.phase(Phase.GENERATING, 0.98 * done / total)

        pixels, notes = network.enlarge(picture, request.scale, step, ctx.make_room)
        height, width = pixels.shape[:2]
        done = msgspec.structs.replace(request, width=width, height=height)
        # Every take would be the same: upscaling knows no chance.
        for take in range(request.takes):
            ctx.check_cancelled()
            ctx.phase(Phase.SAVING, 0.98, take=take)
            recipe = ctx.recipe(done, take=take, dtype=network.dtype, notes=(*picture.notes, *notes), source="edited")
            ctx.emit_image(take, pixels, recipe)
