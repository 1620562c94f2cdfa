"""ControlNets (diffusers folders and single files) and T2I-Adapters (folders)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from studio.core.errors import ModelError, phrase
from studio.library.formats.additions.found import WIDTHS, FoundAddition, unsupported
from studio.library.formats.parts import weights_of
from studio.library.formats.safetensors import Header

_CLASSES = {"SD3ControlNetModel": "sd3", "FluxControlNetModel": "flux"}
_KINDS = (
    # (pattern of the name, control kind): the first that matches.
    (r"union|promax|pro[-_. ]?2", "union"),
    (r"canny", "canny"),
    (r"depth|zoe|midas|leres", "depth"),
    (r"pose", "pose"),
    (r"scribble|sketch|doodle", "scribble"),
    (r"line[-_ ]?art", "lineart"),
    (r"soft[-_ ]?edge|\bhed\b|_hed|pidi", "softedge"),
    (r"mlsd|straight", "mlsd"),
    (r"normal", "normal"),
    (r"seg", "segmentation"),
    (r"inpaint", "inpaint"),
    (r"tile", "tile"),
    (r"shuffle", "shuffle"),
    (r"brightness|illuminat|luminance", "brightness"),
    (r"qr|monster", "qr"),
    (r"blur", "blur"),
    (r"gr[ae]y|recolou?r", "grey"),
    (r"colou?r|palette", "colour"),
)


def kind_of(name: str) -> str:
    """The kind of maps that a control model follows, guessed from its name; "" when that does not tell."""
    return next((kind for pattern, kind in _KINDS if re.search(pattern, name.lower())), "")


def of_file(path: Path, header: Header) -> FoundAddition | None:
    """A ControlNet for SD 1.5 or SDXL in one file, in the original names or in diffusers'; None for another kind.

    Raises ``model-unsupported`` for its relatives, named.
    """
    if "lora_controlnet" in header.tensors:
        raise unsupported(
            path, phrase("it is a Control-LoRA, which the studio does not use; get the ControlNet itself")
        )
    prefix = "control_model." if header.has("control_model.") else ""
    original = header.has(f"{prefix}input_hint_block.") and header.has(f"{prefix}zero_convs.")
    ours = header.has("controlnet_cond_embedding.") and header.has("controlnet_down_blocks.")
    if not original and not ours:
        if header.has("controlnet_blocks.", "controlnet_x_embedder.", "controlnet_single_blocks."):
            reason = phrase("it is a ControlNet for Flux or Stable Diffusion 3 without its configuration")
            raise unsupported(path, reason, phrase("Import its diffusers folder, which has a config.json."))
        if header.has("adapter.body.", "body.0.resnets.", "body.0.in_conv."):
            reason = phrase("it is a T2I-Adapter without its configuration")
            raise unsupported(path, reason, phrase("Import its diffusers folder, which has a config.json."))
        return None
    if header.has("task_embedding", f"{prefix}task_embedding", "control_add_embedding."):
        reason = phrase("it is a ControlNet Union in one file")
        raise unsupported(path, reason, phrase("Import a ControlNet for a single kind of map."))
    widths = {
        tensor.shape[1]
        for name, tensor in header.tensors.items()
        if name.endswith("attn2.to_k.weight") and len(tensor.shape) == 2
    }
    family = WIDTHS.get(widths.pop(), "") if len(widths) == 1 else ""
    if family == "sd2":
        raise unsupported(path, phrase("it is a ControlNet for Stable Diffusion 2"))
    return FoundAddition(
        task="controlnet",
        format="checkpoint",
        family=family,
        folder=path.parent,
        files=(path.name,),
        options={"control": kind_of(path.stem)},
    )


def of_folder(folder: Path, config: dict[str, Any]) -> FoundAddition | None:
    """A ControlNet's or T2I-Adapter's diffusers folder; None for another kind. Raises ``model-unsupported``."""
    kind = str(config.get("_class_name", ""))
    if kind == "T2IAdapter":
        return _adapter(folder, config)
    if "ControlNet" not in kind:
        return None
    if kind == "ControlNetModel":
        family = WIDTHS.get(_number(config, "cross_attention_dim"), "")
    elif kind in _CLASSES:
        family = _CLASSES[kind]
    else:
        reason = phrase("it is of the kind {name}", name=kind)
        raise unsupported(folder, reason, phrase("The studio uses ControlNets for SD 1.5, SDXL, SD 3 and Flux."))
    if family == "sd2":
        raise unsupported(folder, phrase("it is a ControlNet for Stable Diffusion 2"))
    options: dict[str, Any] = {"class": kind, "control": kind_of(_name(folder, config))}
    if modes := _number(config, "num_mode"):
        options |= {"control": "union", "modes": modes}
    return _found("controlnet", folder, family, options)


def _adapter(folder: Path, config: dict[str, Any]) -> FoundAddition:
    kind = str(config.get("adapter_type", "full_adapter"))
    if kind not in ("full_adapter", "full_adapter_xl", "light_adapter"):
        raise ModelError(
            "model-damaged", file="config.json", reason=phrase("it names the unknown adapter “{kind}”", kind=kind[:40])
        )
    family = "sdxl" if kind == "full_adapter_xl" else "sd15"
    options: dict[str, Any] = {"class": "T2IAdapter", "control": kind_of(_name(folder, config))}
    if channels := _number(config, "in_channels"):
        options["channels"] = channels
    return _found("t2i-adapter", folder, family, options)


def _found(task: str, folder: Path, family: str, options: dict[str, Any]) -> FoundAddition:
    files, variant = weights_of(folder)
    if variant:
        options["variant"] = variant
    return FoundAddition(
        task=task, format="diffusers", family=family, folder=folder, files=tuple(files), options=options
    )


def _name(folder: Path, config: dict[str, Any]) -> str:
    """The folder's name, or where it was made when that says more."""
    return folder.name if kind_of(folder.name) else str(config.get("_name_or_path", ""))[:200]


def _number(config: dict[str, Any], key: str) -> int:
    value = config.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) else 0
