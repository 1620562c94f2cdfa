"""T2I-Adapters: small networks that see the control picture once and add to what the UNet's first half gives.

diffusers runs them in two pipelines of their own, for text to image only and without ControlNets. The UNet itself takes
what they add with every call, so here it is handed over there, and they work for every task and beside everything else.
Source: T2I-Adapter (Mou et al., 2023).
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import numpy as np

from studio.core.errors import phrase
from studio.core.models import InstalledModel
from studio.core.pictures import ControlUnit
from studio.pixels.pictures import Pixels
from studio.worker.backends.diffusion import runtime
from studio.worker.backends.diffusion.additions import files
from studio.worker.backends.diffusion.work import Work
from studio.worker.images.sizes import resize

Tensor = Any

_ARGUMENT = "down_intrablock_additional_residuals"


@contextlib.contextmanager
def adapted(work: Work, unit: ControlUnit, addition: InstalledModel, pixels: Pixels) -> Iterator[None]:
    """The UNet is given what the adapter makes of ``pixels`` (height × width × 3). Raises ModelError ``addition-unfit``."""
    unet: Any = getattr(work.pipe, "unet", None)
    if type(unet).__name__ != "UNet2DConditionModel":
        raise files.unfit(addition, work, phrase("T2I-Adapters are for models with a UNet"))
    import diffusers

    adapter = files.kept(work, addition, ("t2i-adapter",), lambda: files.network(work, addition, diffusers.T2IAdapter))
    seen = _see(work, addition, adapter, pixels)
    _check(work, addition, unet, seen)
    states = [tensor * unit.weight for tensor in seen]

    def give(
        _unet: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> tuple[tuple[Any, ...], dict[str, Any]] | None:
        sample = args[0] if args else kwargs["sample"]
        time = args[1] if len(args) > 1 else kwargs["timestep"]
        size = (int(sample.shape[-1]) * work.pipe.vae_scale_factor, int(sample.shape[-2]) * work.pipe.vae_scale_factor)
        if work.refining or size != work.size or not _works(work.pipe, time, unit):
            return None
        batch = int(sample.shape[0])
        own = [tensor.to(sample.dtype).expand(batch, -1, -1, -1) for tensor in states]
        given = kwargs.get(_ARGUMENT)
        both = own if given is None else [a + b for a, b in zip(given, own, strict=True)]
        return args, {**kwargs, _ARGUMENT: both}

    handle = unet.register_forward_pre_hook(give, with_kwargs=True)
    try:
        yield
    finally:
        handle.remove()


def _works(pipe: Any, time: Any, unit: ControlUnit) -> bool:
    """Whether this step lies between the unit's start and end, counted as diffusers counts for ControlNets."""
    times = [float(t) for t in pipe.scheduler.timesteps]
    run = times[-int(pipe.num_timesteps) :]
    step = run.index(float(time)) if float(time) in run else 0
    return step / len(run) >= unit.start and (step + 1) / len(run) <= unit.end


def _see(work: Work, addition: InstalledModel, adapter: Any, pixels: Pixels) -> list[Tensor]:
    """What the adapter makes of the map: one tensor for each stage of the UNet."""
    import torch

    factor = int(adapter.total_downscale_factor)
    height, width = pixels.shape[:2]
    whole = resize(pixels, (-(-width // factor) * factor, -(-height // factor) * factor))
    channels = int(adapter.config.in_channels)
    values = np.asarray(whole, np.float32) / 255
    if channels == 1:
        values = values.mean(axis=-1, keepdims=True)
    elif channels != values.shape[-1]:
        raise files.unfit(addition, work, phrase("it reads maps of {count} channels", count=channels))
    tensor = torch.from_numpy(np.ascontiguousarray(values.transpose(2, 0, 1)))[None]
    with files.beside(addition, work), torch.no_grad():
        return list(adapter(tensor.to(work.ctx.device.id, runtime.torch_dtype(work.loaded.dtype))))


def _check(work: Work, addition: InstalledModel, unet: Any, seen: list[Tensor]) -> None:
    """Raises ModelError unless every tensor has the shape of what it is added to."""
    scale = int(work.pipe.vae_scale_factor)
    height, width = -(-work.size[1] // scale), -(-work.size[0] // scale)
    for tensor, block in zip(seen, unet.down_blocks, strict=False):
        halved = -(-height // 2), -(-width // 2)
        lower = halved if block.downsamplers else (height, width)
        attends = getattr(block, "has_cross_attention", False)
        # Blocks that attend are given it before they scale down, the others after.
        needs = (int(block.resnets[-1].out_channels), *((height, width) if attends else lower))
        if tuple(tensor.shape[1:]) != needs:
            has = " × ".join(map(str, tensor.shape[1:]))
            shape = " × ".join(map(str, needs))
            reason = phrase("one of its stages is {has}, the model's {needs}", has=has, needs=shape)
            raise files.unfit(addition, work, reason)
        height, width = lower
