"""Upscaling with the user's own PyTorch networks in safetensors files (CPU, CUDA, MPS)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from studio.core.errors import Phrase
from studio.core.models import InstalledModel
from studio.worker.context import JobContext

if TYPE_CHECKING:
    from studio.worker.backends.spandrel_networks.running import Network
    from studio.worker.images.enlarging import Step
    from studio.worker.images.pictures import Picture, Pixels


class SpandrelBackend:
    """Enlarges the picture given as input ``source`` by ``request.scale``; transparency is kept."""

    tasks = frozenset({"upscale"})

    def load(self, model: InstalledModel, ctx: JobContext) -> Network:
        from studio.worker.backends.spandrel_networks.running import load

        return load(model, ctx.device)

    def warm(self) -> None:
        """torch is imported by other backends; spandrel only when it is used."""

    def run(self, model: Any, ctx: JobContext) -> None:
        from studio.worker.images.enlarging import upscale

        network = cast("Network", model)

        def enlarge(picture: Picture, scale: int, step: Step) -> tuple[Pixels, list[Phrase], str]:
            pixels, notes = network.enlarge(picture, scale, step, ctx.make_room)
            # Only now: half the precision may not have been enough.
            return pixels, notes, network.dtype

        upscale(ctx, enlarge)
