"""One network in memory, and pictures through it tile by tile."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from studio.core.errors import ModelError, Phrase, ResourceError, phrase
from studio.core.models import InstalledModel
from studio.worker import memory
from studio.worker.backends.spandrel_networks.loading import read_network
from studio.worker.devices import DeviceInfo
from studio.worker.images.pictures import Picture, Pixels
from studio.worker.images.tiling import Floats, run_tiled
from studio.worker.images.upscaling import Step, check_output_size, enlarge_with

CPU_TILE, GPU_TILE, LEAST_TILE = 128, 512, 32
"""Sides of a tile in pixels: small where a tile takes seconds, since a job can be cancelled only between tiles."""
MAX_SCALE = 8
"""The largest factor that a request may name."""
MARGIN = 32
"""Context around a tile, in pixels. What lies further away changes nothing that can be seen."""


def load(model: InstalledModel, device: DeviceInfo) -> Network:
    """The network of an imported upscaler. Raises ModelError for what is damaged or of no known architecture."""
    name = next((f.path for f in model.spec.files if f.path.endswith(".safetensors")), "")
    if not name:
        raise ModelError("model-damaged", file=model.spec.name, reason=phrase("it names no safetensors file"))
    return Network(read_network(Path(model.folder) / name), device)


class Network:
    """A network on its device. ``dtype`` is what it computes in: float16 only on a CUDA device, and only where its
    architecture is known to stay in range; a tile that does not is computed again in float32."""

    def __init__(self, descriptor: Any, device: DeviceInfo) -> None:
        import torch

        self._descriptor = descriptor
        self._device = torch.device(device.id)
        half = device.kind == "cuda" and bool(descriptor.supports_half)
        self._dtype = torch.float16 if half else torch.float32
        descriptor.to(self._device, self._dtype)
        self.scale = int(descriptor.scale)
        self.architecture = str(descriptor.architecture.name)
        self.tile = CPU_TILE if device.kind == "cpu" else GPU_TILE
        self._fell_back = False

    @property
    def memory(self) -> int:
        tensors = [*self._descriptor.model.parameters(), *self._descriptor.model.buffers()]
        return sum(t.numel() * t.element_size() for t in tensors)

    @property
    def dtype(self) -> str:
        return str(self._dtype).removeprefix("torch.")

    def scales(self) -> list[int]:
        """Any can be reached: by going through the network again, and reducing what is too large."""
        return list(range(2, MAX_SCALE + 1))

    def enlarge(
        self,
        picture: Picture,
        scale: int,
        step: Step = lambda done, total: None,
        make_room: Callable[[], bool] = lambda: False,
    ) -> tuple[Pixels, list[Phrase]]:
        """``picture`` enlarged ``scale`` times, as RGB or RGBA, and notes. ``step(done, total)`` counts tiles and may raise
        to stop; ``make_room`` frees memory and says whether there was any.

        When memory runs out the picture is begun anew with smaller tiles. Raises ResourceError ``out-of-memory`` when
        even the smallest does not fit.
        """
        check_output_size(picture.width, picture.height, scale)
        size, notes = self.tile, []
        while True:
            try:
                run = partial(self._tiled, size=size, step=step)
                pixels, more = enlarge_with(picture, scale, self.scale, run)
                break
            except Exception as error:
                if not memory.is_shortage(error):
                    raise
                if size <= LEAST_TILE:
                    raise ResourceError("out-of-memory", detail=str(error)) from error
            # Outside of the handler: the traceback holds the tensors that are to go.
            if not make_room():
                size = max(LEAST_TILE, size // 2)
            memory.give_back()
        if size != self.tile:
            notes.append(
                phrase(
                    "memory was short: worked in tiles of {count} pixels instead of {wanted}",
                    count=size,
                    wanted=self.tile,
                )
            )
        if self._fell_back:
            notes.append(phrase("some of it was computed in float32: half the precision was not enough"))
        return pixels, [*more, *notes]

    def close(self) -> None:
        self._descriptor = None

    def _tiled(self, image: Floats, size: int, step: Step) -> Floats:
        return run_tiled(image, self._run, scale=self.scale, size=size, margin=MARGIN, step=step)

    def _run(self, tile: Floats) -> Floats:
        """Channels × height × width in, 0–1; the same enlarged out. A network for grey gets each channel on its own."""
        import torch

        channels = torch.from_numpy(tile)
        batch = channels[:, None] if self._descriptor.input_channels == 1 else channels[None]
        out = torch.cat([self._pass(part[None]) for part in batch])
        out = out[:, 0] if self._descriptor.input_channels == 1 else out[0]
        result: Floats = np.ascontiguousarray(out.numpy(), dtype=np.float32)
        return result

    def _pass(self, image: Any) -> Any:
        import torch

        result = self._descriptor(image.to(self._device, self._dtype)).float().cpu()
        if self._dtype == torch.float16 and not torch.isfinite(result).all():
            self._fell_back = True
            self._descriptor.to(self._device, torch.float32)
            try:
                result = self._descriptor(image.to(self._device, torch.float32)).float().cpu()
            finally:
                self._descriptor.to(self._device, self._dtype)
        return result
