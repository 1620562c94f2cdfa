"""A picture's Recipe as the ``parameters`` text of AUTOMATIC1111's web UI, for every program that reads it."""

from __future__ import annotations

import json
import re

from studio.core import axes, clip_skip
from studio.core.recipes import ModelUse, Recipe
from studio.core.requests import ImageRequest
from studio.core.samplers import automatic_schedule
from studio.metadata.a1111 import NEGATIVE, UPSCALERS
from studio.metadata.matching import plain_name

_TAG_UNSAFE = re.compile(r"[<>:,\s]+")
_STRENGTH = frozenset({"image-to-image", "inpaint", "outpaint"})
_THEIR_AXES = {
    "seed": "Seed",
    "steps": "Steps",
    "guidance": "CFG Scale",
    "strength": "Denoising",
    "variation": "Var. strength",
    "hires.steps": "Hires steps",
    "prompt": "Prompt S/R",
    "size": "Size",
}
_THEIR_MODULES = {
    "depth": "depth_midas",
    "line": "lineart_standard",
    "blur": "blur_gaussian",
    "colour": "t2ia_color_grid",
    "grey": "recolor_luminance",
}
"""Their preprocessors that make the same kind of map, under ours; the others are called alike."""
_UNIT = "ControlNet"
_NOTHING = ModelUse(id="")
_THEIR_NAMES = {"PNDM": "PLMS"}
HASH, ADDITION_HASH = 10, 12
"""Digits of a hash that are written of a model (AutoV2), and of a LoRA or embedding (AutoV3 and the like)."""


def write(recipe: Recipe, width: int = 0, height: int = 0) -> str:
    """The text for a picture's Recipe; "" where there is no picture request.

    ``width`` and ``height`` in pixels are the file's, for a request that names none.
    """
    request = recipe.request
    if not isinstance(request, ImageRequest):
        return ""
    used = {use.id: use for use in recipe.additions}
    pairs = _basic(recipe, request, width, height)
    pairs |= _model("Model", recipe.model) | _model("VAE", used.get(request.vae))
    pairs |= _variations(request, used)
    pairs |= _units(request, used)
    pairs |= _script(request) | _hashes(request, used)
    pairs["Version"] = "AIGC Studio " + recipe.versions.get("studio", "")
    # Other programs know no styles or wildcards of ours: they get what was run.
    prompt = request.run_prompts[0] if request.run_prompts else request.prompt
    negative = request.negative if request.run_negative is None else request.run_negative
    lines = [_tagged(prompt, request, used)]
    if negative:
        lines.append(f"{NEGATIVE} {negative}")
    lines.append(", ".join(f"{name}: {_value(name, str(value).strip())}" for name, value in pairs.items()))
    return "\n".join(line for line in lines if line)


def _basic(recipe: Recipe, request: ImageRequest, width: int, height: int) -> dict[str, object]:
    pairs: dict[str, object] = {}
    if request.steps:
        pairs["Steps"] = request.steps
    if name := request.scheduler or _told_sampler(recipe):
        sampler = name.removesuffix(" Karras")
        pairs["Sampler"] = _THEIR_NAMES.get(sampler, sampler)
        if sampler != name:
            pairs["Schedule type"] = "Karras"
        elif automatic_schedule(sampler):
            # Without a word of it their reader would take the schedule it thinks best for this sampler.
            pairs["Schedule type"] = "Uniform"
    if request.guidance is not None:
        pairs["CFG scale"] = f"{request.guidance:g}"
    if request.seed is not None:
        pairs["Seed"] = request.seed
    if request.hires is not None and request.hires.scale > 0:
        # Theirs is the size before it is enlarged.
        width, height = round(width / request.hires.scale), round(height / request.hires.scale)
    width, height = request.width or width, request.height or height
    if width and height:
        pairs["Size"] = f"{width}x{height}"
    return pairs


def _told_sampler(recipe: Recipe) -> str:
    """The model's own scheduler, which a worker names in a note."""
    return next((n.removeprefix("sampler: ") for n in recipe.notes if n.startswith("sampler: ")), "")


def _model(name: str, use: ModelUse | None) -> dict[str, object]:
    if use is None:
        return {}
    pairs: dict[str, object] = {f"{name} hash": use.sha256[:HASH]} if use.sha256 else {}
    return pairs | {name: re.sub("[,:]", "", use.name or use.id)}


def _variations(request: ImageRequest, used: dict[str, ModelUse]) -> dict[str, object]:
    pairs: dict[str, object] = {}
    if request.variation:
        if request.variation_seed is not None:
            pairs["Variation seed"] = request.variation_seed
        pairs["Variation seed strength"] = f"{request.variation:g}"
    if request.task in _STRENGTH:
        pairs["Denoising strength"] = f"{request.strength:g}"
    if request.clip_skip:
        pairs["Clip skip"] = clip_skip.shown(request.clip_skip)
    if request.seamless:
        pairs["Tiling"] = "True"
    if request.task in ("inpaint", "outpaint"):
        pairs["Mask blur"] = request.mask_feather
    if (hires := request.hires) is not None:
        pairs["Denoising strength"] = f"{hires.strength:g}"
        pairs["Hires upscale"] = f"{hires.scale:g}"
        if hires.steps:
            pairs["Hires steps"] = hires.steps
        if hires.upscaler:
            name = _name(hires.upscaler, used)
            theirs = {plain_name(file): name for name, file in UPSCALERS.items()}
            pairs["Hires upscaler"] = theirs.get(plain_name(name), name)
    return pairs


def _script(request: ImageRequest) -> dict[str, object]:
    """A contact sheet's axes as the X/Y/Z plot script writes them, those whose values are the same there."""
    grid = request.grid
    if grid is None or grid.x is None:
        return {}
    pairs: dict[str, object] = {"Script": "X/Y/Z plot"}
    for letter, axis in (("X", grid.x), ("Y", grid.y)):
        if axis is not None and axis.setting in _THEIR_AXES:
            pairs |= {f"{letter} Type": _THEIR_AXES[axis.setting], f"{letter} Values": axes.joined(axis.values)}
    return pairs


def _hashes(request: ImageRequest, used: dict[str, ModelUse]) -> dict[str, object]:
    """LoRAs by the hash of their tensors, embeddings by their word and the hash of their file."""
    loras = [(tag_name(u.model, used), used.get(u.model, _NOTHING)) for u in request.loras]
    words = [(used[m].word or tag_name(m, used), used[m]) for m in request.embeddings if m in used]
    found = {
        "Lora hashes": [f"{name}: {(use.tensors or use.sha256)[:ADDITION_HASH]}" for name, use in loras if use.sha256],
        "TI hashes": [f"{name}: {use.sha256[:ADDITION_HASH]}" for name, use in words if use.sha256],
    }
    return {title: ", ".join(dict.fromkeys(hashes)) for title, hashes in found.items() if hashes}


def _units(request: ImageRequest, used: dict[str, ModelUse]) -> dict[str, object]:
    """ControlNets, T2I- and IP-Adapters as the sd-webui-controlnet extension writes them.

    Without the digits that it puts behind a model's name: they are of a part of the file that no recipe keeps.
    """
    values = [
        (u.model, _THEIR_MODULES.get(u.preprocessor, u.preprocessor) or "none", u.weight, u.start, u.end)
        for u in request.control
    ]
    values += [(u.model, "ip-adapter-auto", u.weight, 0.0, 1.0) for u in request.references]
    pairs: dict[str, object] = {}
    for number, (model, module, weight, start, end) in enumerate(values):
        pairs[f"{_UNIT} {number}"] = (
            f"Module: {module}, Model: {tag_name(model, used)}, Weight: {weight:g}, "
            f"Guidance Start: {start:g}, Guidance End: {end:g}"
        )
    return pairs


def _tagged(prompt: str, request: ImageRequest, used: dict[str, ModelUse]) -> str:
    """The prompt with a tag for every LoRA behind it."""
    tags = [f"<lora:{tag_name(use.model, used)}:{use.weight:g}>" for use in request.loras]
    return " ".join([prompt, *(tag for tag in tags if tag not in prompt)]).strip()


def _name(model: str, used: dict[str, ModelUse]) -> str:
    return (used[model].name if model in used else "") or model


def tag_name(model: str, used: dict[str, ModelUse]) -> str:
    """A model's name as it can stand in a tag or a list of hashes."""
    return _TAG_UNSAFE.sub("_", _name(model, used)).strip("_") or "model"


def _value(name: str, text: str) -> str:
    if not any(c in text for c in ',:\n"'):
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    # Readers that split at every comma would take the unit's model for the picture's: JSON can write a comma otherwise.
    return quoted.replace(",", "\\u002c") if name.startswith(_UNIT) else quoted
