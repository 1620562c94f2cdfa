"""LoRAs: low-rank changes that are added to what the layers of the networks give, with no weight changed.

Source: LoRA: Low-Rank Adaptation of Large Language Models (Hu et al., 2021); DoRA (Liu et al., 2024) with the
magnitudes by column or by row that LyCORIS writes.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

from studio.core.errors import phrase
from studio.core.models import InstalledModel
from studio.core.pictures import LoraUse
from studio.worker.backends.diffusion import runtime
from studio.worker.backends.diffusion.additions import files, lora_file
from studio.worker.backends.diffusion.additions.lora_file import Layer
from studio.worker.backends.diffusion.work import Work

Tensor = Any
Module = Any


@contextlib.contextmanager
def loras(work: Work) -> Iterator[None]:
    """The request's LoRAs are on the networks, each with its weight. Raises ModelError for one that does not fit."""
    uses = [use for use in work.request.loras if use.weight]
    with contextlib.ExitStack() as stack:
        if uses and work.ladder is not None and "compile" in work.ladder.on:
            # What torch has compiled takes no notice of hooks that come or go.
            stack.callback(_forget_compiled)
            _forget_compiled()
        for use in uses:
            work.ctx.check_cancelled()
            _put_on(work, use, stack)
        yield


def _put_on(work: Work, use: LoraUse, stack: contextlib.ExitStack) -> None:
    addition = files.find(work, use.model)
    found = files.kept(work, addition, ("lora",), lambda: lora_file.read(work, addition))
    left = found.left
    changes: list[tuple[Module, Callable[..., Any]]] = []
    reads_prompts = False
    for part, layers in found.parts.items():
        network = getattr(work.pipe, part, None)
        modules = {} if network is None else dict(network.named_modules())
        for name, layer in layers.items():
            module = modules.get(name, modules.get(name.removeprefix("text_model.")))
            if module is None or not _weight_shape(module):
                left += 2
                continue
            changes.append((module, _change(work, addition, module, f"{part}.{name}", layer, use.weight)))
            reads_prompts |= part.startswith("text_encoder")
    if not changes:
        raise files.unfit(addition, work, phrase("none of its weights belong to a layer of this model"))
    if left:
        work.notes.append(
            phrase(
                "{count} weights of “{name}” belong to no layer of this model and were left out",
                count=left,
                name=addition.spec.name,
            )
        )
    for module, hook in changes:
        stack.callback(module.register_forward_hook(hook).remove)
    if reads_prompts:
        stack.enter_context(work.loaded.prompts.within((addition.spec.id, addition.sha256, use.weight)))


def _change(
    work: Work, addition: InstalledModel, module: Module, name: str, layer: Layer, weight: float
) -> Callable[..., Any]:
    """A hook that adds a layer's change to what ``module`` gives. Raises ModelError when the shapes do not fit."""
    import torch

    down, up, shape = layer.down.float(), layer.up.float(), _weight_shape(module)
    if down.ndim == up.ndim == 2 and len(shape) == 4:
        down, up = down[..., None, None], up[..., None, None]
    if down.ndim == up.ndim == 4 and len(shape) == 2 and down.shape[2:] == up.shape[2:] == (1, 1):
        down, up = down[..., 0, 0], up[..., 0, 0]
    rank = int(down.shape[0]) if down.ndim else 0
    fits = (
        tuple(down.shape) == (rank, *shape[1:])
        and tuple(up.shape) == (shape[0], rank, *(1 for _ in shape[2:]))
        and rank
    )
    if not fits:
        has = " × ".join(map(str, up.shape)) + " and " + " × ".join(map(str, down.shape))
        needs = " × ".join(map(str, shape))
        reason = phrase("its {name} is {has}, the model's {needs}", name=name[:120], has=has, needs=needs)
        raise files.unfit(addition, work, reason)
    device, dtype = torch.device(work.ctx.device.id), runtime.torch_dtype(work.loaded.dtype)
    if layer.magnitude is not None:
        delta = _dora(layer, down, up, module) if _has_magnitudes(layer, shape) else None
        if delta is None:
            raise files.unfit(addition, work, phrase("the magnitudes of {name} have another size", name=name[:120]))
        return _adding(module, ((delta * weight).to(device, dtype),))
    return _adding(module, (down.to(device, dtype), (up * (layer.scale * weight)).to(device, dtype)))


def _adding(module: Module, chain: tuple[Tensor, ...]) -> Callable[..., Any]:
    """The hook: its input through ``chain`` (one full change, or the two halves of one), added to the output."""
    import torch.nn.functional as f

    kept = list(chain)
    convolution = len(_weight_shape(module)) == 4

    def add(_module: Module, args: tuple[Any, ...], output: Tensor) -> Tensor:
        values = args[0]
        for n, tensor in enumerate(kept):
            if tensor.dtype != values.dtype or tensor.device != values.device:
                # Parts of some encoders compute in another number format than the rest.
                tensor = kept[n] = tensor.to(values.device, values.dtype)
            if not convolution:
                values = f.linear(values, tensor)
            elif n == 0:
                values = module._conv_forward(values, tensor, None)  # with the layer's own way of padding
            else:
                values = f.conv2d(values, tensor)
        return output + values.to(output.dtype)

    return add


def _weight_shape(module: Module) -> tuple[int, ...]:
    """Output × input (× height × width) of a layer that can be changed; () for any other module."""
    import torch

    if isinstance(module, torch.nn.Conv2d) and module.groups != 1:
        return ()
    if isinstance(module, torch.nn.Linear | torch.nn.Conv2d):
        return tuple(module.weight.shape)
    if hasattr(module, "in_features") and hasattr(module, "bytes"):  # weights in 8 bits
        return int(module.out_features), int(module.in_features)
    return ()


def _has_magnitudes(layer: Layer, shape: tuple[int, ...]) -> bool:
    return tuple(layer.magnitude.squeeze().shape) in ((shape[0],), (shape[1],), ()) and layer.magnitude.numel() in (
        shape[0],
        shape[1],
    )


def _dora(layer: Layer, down: Tensor, up: Tensor, module: Module) -> Tensor:
    """What a DoRA changes a layer's weight by: its direction is the changed weight's, its length the magnitude."""
    import torch

    plain = module.weight if hasattr(module, "weight") else module.bytes.float() * module.scale.float()
    with torch.no_grad():
        weight = plain.detach().float().cpu()
        changed = weight + (up.flatten(1) @ down.flatten(1)).reshape(weight.shape) * layer.scale
        magnitude = layer.magnitude.float()
        by_column = magnitude.ndim > 1 and magnitude.shape[0] == 1 and magnitude.shape[1] == weight.shape[1]
        kept = 1 if by_column else 0
        others = [axis for axis in range(weight.ndim) if axis != kept]
        length = torch.linalg.vector_norm(changed, dim=others, keepdim=True).clamp(min=1e-12)
        return changed * (magnitude.reshape(length.shape) / length) - weight


def _forget_compiled() -> None:
    import torch

    torch._dynamo.reset()
