"""What a LoRA's file holds, under the names of the network's own layers.

diffusers turns the layouts of kohya, PEFT, XLabs and others into its own (``lora_state_dict``); that much is its
loader's. The rest of its loader would need the package PEFT, which changes the network's modules and cannot be put on
weights in 8 bits; here a LoRA is added to what a layer gives (see :mod:`.lora`).
"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from studio.core.errors import phrase
from studio.core.models import InstalledModel
from studio.worker.backends.diffusion.additions import files
from studio.worker.backends.diffusion.work import Work

Tensor = Any

PARTS = ("unet", "transformer", "text_encoder", "text_encoder_2", "text_encoder_3")
_HALF = re.compile(r"\.lora_(?P<half>A|B)(\.default)?\.weight$")
_MAGNITUDE = re.compile(r"\.lora_magnitude_vector(\.default)?(\.weight)?$")


@dataclass
class Layer:
    """The two halves of one layer's change: ``up`` · ``down``, times ``scale``. ``magnitude`` is a DoRA's."""

    down: Tensor = None
    up: Tensor = None
    scale: float = 1.0
    magnitude: Tensor = None


@dataclass
class Lora:
    """Part of the pipeline → name of the layer in it → the change; and how many weights belong to no part (``left``)."""

    parts: dict[str, dict[str, Layer]]
    left: int = 0

    @property
    def memory(self) -> int:
        """Bytes of the weights."""
        layers = (layer for part in self.parts.values() for layer in part.values())
        return sum(t.numel() * t.element_size() for one in layers for t in (one.down, one.up))


def read(work: Work, addition: InstalledModel) -> Lora:
    """The LoRA of a file. Raises ModelError for one that cannot be read or holds half a LoRA."""
    tensors, metadata = files.weights(addition)
    with files.beside(addition, work):
        named, alphas = renamed(work.pipe, _prefixed(tensors, work.pipe))
    alphas = _alphas_of_peft(metadata) | alphas
    found: dict[str, dict[str, Layer]] = {}
    left = 0
    for name, tensor in named.items():
        part, _, rest = name.partition(".")
        half, magnitude = _HALF.search(rest), _MAGNITUDE.search(rest)
        if part not in PARTS or not (half or magnitude):
            left += 1
        elif half:
            layer = found.setdefault(part, {}).setdefault(rest[: half.start()], Layer())
            setattr(layer, "down" if half["half"] == "A" else "up", tensor)
        elif magnitude:
            found.setdefault(part, {}).setdefault(rest[: magnitude.start()], Layer()).magnitude = tensor
    for part, layers in found.items():
        for name, layer in layers.items():
            if layer.down is None or layer.up is None:
                reason = phrase("half of the weights for {name} are missing", name=f"{part}.{name}"[:120])
                raise files.unfit(addition, work, reason)
            alpha = alphas.get(f"{part}.{name}", alphas.get(part))
            if alpha is not None:
                layer.scale = alpha / max(1, int(layer.down.shape[0]))
    _add_magnitudes(work, addition, tensors, found)
    return Lora(found, left)


def _add_magnitudes(
    work: Work, addition: InstalledModel, tensors: Mapping[str, Tensor], found: Mapping[str, Mapping[str, Layer]]
) -> None:
    """LyCORIS' DoRAs: diffusers leaves their magnitudes out. They belong to the layers whose halves stand beside them,
    and those its reader hands on as they are."""
    by_down = {id(layer.down): layer for layers in found.values() for layer in layers.values()}
    for name, tensor in tensors.items():
        if name.endswith(".dora_scale"):
            layer = by_down.get(id(tensors.get(name.removesuffix("dora_scale") + "lora_down.weight")))
            if layer is None:
                reason = phrase("it is a DoRA in a layout whose magnitudes cannot be read")
                raise files.unfit(addition, work, reason)
            layer.magnitude = tensor


def _prefixed(tensors: Mapping[str, Tensor], pipe: Any) -> dict[str, Tensor]:
    """PEFT's own layout names no part of the pipeline: its layers are the network's."""
    bare = {name.removeprefix("base_model.model."): tensor for name, tensor in tensors.items()}
    part = "unet" if getattr(pipe, "unet", None) is not None else "transformer"
    network = getattr(pipe, part)
    if all(_HALF.search(name) and hasattr(network, name.partition(".")[0]) for name in bare):
        return {f"{part}.{name}": tensor for name, tensor in bare.items()}
    return dict(tensors)


def renamed(pipe: Any, tensors: dict[str, Tensor]) -> tuple[dict[str, Tensor], dict[str, float]]:
    """Tensors and alphas with the names of diffusers' layers, each behind the name of its part."""
    from diffusers.utils.state_dict_utils import (
        StateDictType,
        convert_state_dict_to_peft,
        convert_unet_state_dict_to_peft,
    )

    own = {name: float(t) for name, t in tensors.items() if name.endswith(".alpha") and name.startswith(PARTS)}
    tensors = {name: t for name, t in tensors.items() if name not in own}
    takes = inspect.signature(type(pipe).lora_state_dict).parameters
    every = {"return_alphas": True} if "return_alphas" in takes else {}
    more = {"unet_config": pipe.unet.config} if type(pipe).__name__.startswith("StableDiffusionXL") else {}
    given = type(pipe).lora_state_dict(dict(tensors), return_lora_metadata=True, **every, **more)
    # Stable Diffusion 3's reader knows no alphas.
    named, alphas = given[0], given[1] if len(given) == 3 else None
    alphas = {**own, **{name: float(value) for name, value in (alphas or {}).items()}}

    def by_part(values: Mapping[str, Any]) -> dict[str, Any]:
        out: dict[str, Any] = {}
        for part in PARTS:
            of_part = {n.removeprefix(f"{part}."): v for n, v in values.items() if n.startswith(f"{part}.")}
            if part.startswith("text_encoder"):
                for kind in (StateDictType.DIFFUSERS_OLD, StateDictType.DIFFUSERS):
                    of_part = convert_state_dict_to_peft(of_part, kind)
            else:
                of_part = convert_unet_state_dict_to_peft(of_part)
            out |= {f"{part}.{name}": value for name, value in of_part.items()}
        return out

    rest = {name: t for name, t in named.items() if not name.startswith(tuple(f"{part}." for part in PARTS))}
    # What is renamed are the names of weights, so an alpha is given one for that time.
    scaled = by_part({name.removesuffix(".alpha"): value for name, value in alphas.items()})
    return {**by_part(named), **rest}, {re.split(r"\.lora_[AB]\b", name)[0]: v for name, v in scaled.items()}


def _alphas_of_peft(metadata: Mapping[str, str]) -> dict[str, float]:
    """PEFT's settings, which diffusers writes into the file's metadata: alphas by part, and by layer where they differ.

    An alpha counts for its rank; where the file gives another rank than a layer's, the layer's shape is right."""
    try:
        settings = json.loads(metadata.get("lora_adapter_metadata", "") or "{}")
        alphas = {k.removesuffix(".lora_alpha"): float(v) for k, v in settings.items() if k.endswith(".lora_alpha")}
        for key, pattern in settings.items():
            if key.endswith(".alpha_pattern") and isinstance(pattern, dict):
                part = key.removesuffix(".alpha_pattern")
                alphas |= {f"{part}.{name}": float(value) for name, value in pattern.items()}
    except (ValueError, TypeError, AttributeError, RecursionError):
        return {}
    return alphas
