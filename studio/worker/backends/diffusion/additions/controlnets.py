"""ControlNets in memory, from diffusers folders and from single files."""

from __future__ import annotations

from typing import Any

from studio.core.errors import phrase
from studio.core.models import InstalledModel
from studio.worker.backends.diffusion import runtime
from studio.worker.backends.diffusion.additions import files
from studio.worker.backends.diffusion.work import Work

_CLASSES = ("ControlNetModel", "SD3ControlNetModel", "FluxControlNetModel")
_WIDTHS = (16, 32, 96, 256)
"""Channels of the layers that read the map in the original ControlNets."""


def load(work: Work, addition: InstalledModel) -> Any:
    """The network, kept for the next job. Raises ModelError for what cannot be read or does not fit the model."""
    made = files.kept(work, addition, ("controlnet",), lambda: _load(work, addition))
    _check(work, addition, made)
    return made


def _load(work: Work, addition: InstalledModel) -> Any:
    import diffusers

    if addition.spec.format == "diffusers":
        name = str(addition.spec.options.get("class", "ControlNetModel"))
        if name not in _CLASSES:
            raise files.unfit(addition, work, phrase("it is of the kind {name}", name=name[:60]))
        return files.network(work, addition, getattr(diffusers, name))
    unet = getattr(work.pipe, "unet", None)
    if unet is None:
        raise files.unfit(addition, work, phrase("it is for a model with a UNet"))
    tensors, _ = files.weights(addition)
    tensors = {name.removeprefix("control_model."): tensor for name, tensor in tensors.items()}
    with files.beside(addition, work):
        made = diffusers.ControlNetModel.from_unet(
            unet, conditioning_embedding_out_channels=_widths(tensors), load_weights_from_unet=False
        )
        if made.config.in_channels != 4:  # an inpainting model's UNet also reads mask and source
            made = diffusers.ControlNetModel.from_config({**made.config, "in_channels": 4})
        named = renamed(tensors, made)
    files.checked_shapes(addition, work, named, made.state_dict())
    made.load_state_dict({name: named[name] for name in made.state_dict()})
    return files.ready(work, addition, made.to(dtype=runtime.torch_dtype(work.loaded.dtype)))


def _widths(tensors: dict[str, Any]) -> tuple[int, ...]:
    found = []
    for name in ("conv_in", *(f"blocks.{n}" for n in range(1, 16, 2))):
        if (tensor := tensors.get(f"controlnet_cond_embedding.{name}.weight")) is not None and tensor.ndim == 4:
            found.append(int(tensor.shape[0]))
    return tuple(found) or _WIDTHS


def renamed(tensors: dict[str, Any], made: Any) -> dict[str, Any]:
    """The original names as diffusers'."""
    if not any(name.startswith("input_hint_block.") for name in tensors):
        return tensors
    from diffusers.loaders.single_file_utils import convert_controlnet_checkpoint

    return dict(convert_controlnet_checkpoint(tensors, made.config))


def _check(work: Work, addition: InstalledModel, made: Any) -> None:
    """Raises ModelError ``addition-unfit`` for a network whose shapes are not those of the model's."""
    if getattr(made.config, "extra_conditioning_channels", 0):
        raise files.unfit(addition, work, phrase("it is made for inpainting only"))
    network: Any = getattr(work.pipe, "unet", None) or getattr(work.pipe, "transformer", None)
    names = (
        ("cross_attention_dim", "block_out_channels", "addition_embed_type")
        if getattr(work.pipe, "unet", None) is not None
        else ("num_attention_heads", "attention_head_dim", "in_channels")
    )
    for name in names:
        has, needs = (getattr(part.config, name, None) for part in (made, network))
        if isinstance(has, list | tuple) and isinstance(needs, list | tuple):
            has, needs = tuple(has), tuple(needs)
        if has != needs:
            raise files.unfit(
                addition, work, phrase("its {name} is {has}, the model's {needs}", name=name, has=has, needs=needs)
            )
