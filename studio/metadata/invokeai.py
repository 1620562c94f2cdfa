"""InvokeAI's settings: ``invokeai_metadata`` of version 3 and later, ``sd-metadata`` and ``Dream`` before."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from studio.metadata.found import Found, Use, digest, note, number, renamed, share, text, unique

_NAMES = {"positive_prompt": "prompt", "negative_prompt": "negative", "width": "width", "height": "height", "seed": "seed",
          "cfg_scale": "guidance", "steps": "steps", "scheduler": "scheduler", "strength": "strength",
          "clip_skip": "clip_skip"}  # fmt: skip
_TASKS = {"img2img": "image-to-image", "inpaint": "inpaint", "outpaint": "outpaint"}
_ADAPTERS = (
    # setting, kind, key of the model, key of the weight
    ("controlnets", "controlnet", "control_model", "control_weight"),
    ("t2iAdapters", "t2i-adapter", "t2i_adapter_model", "weight"),
    ("ipAdapters", "ip-adapter", "ip_adapter_model", "weight"),
)
_LAYERS = {"controlnet": "controlnet", "t2i_adapter": "t2i-adapter", "ip_adapter": "ip-adapter"}
_DREAM = re.compile(r'^"((?:\\.|[^"\\])*+)"(.*)$', re.DOTALL)
_DREAM_FLAG = re.compile(r"-([sSWHCAf])\s{0,8}([\w.]{1,40})")
_MOST = 64


def current(values: Mapping[str, Any]) -> Found:
    """The metadata of version 3 and later; loras, control and reference pictures as versions 3 to 6 write them."""
    settings = renamed(values, _NAMES)
    for name, label in (("model", "model"), ("vae", "vae")):
        found, hashed = _model(values.get(name))
        settings |= {k: v for k, v in ((label, found), (f"{label}_hash", hashed)) if v}
    if "guidance" in values and number(values.get("cfg_scale"), 1.0) == 1.0:
        # Flux: guidance is an input of the network, cfg_scale stays at 1.
        settings |= renamed(values, {"guidance": "guidance"})
    mode = text(values.get("generation_mode")).rpartition("_")[2]
    if mode in _TASKS:
        settings["task"] = _TASKS[mode]
    tiles = (values.get("seamless_x") is True, values.get("seamless_y") is True)
    if any(tiles):
        settings["seamless"] = "both" if all(tiles) else "x" if tiles[0] else "y"
    notes = []
    left = [name for name in ("refiner_model", "hrf_enabled") if values.get(name)]
    if left:
        notes.append(note("metadata-left", names=", ".join(left)))
    return Found(
        settings=settings, uses=unique([*_loras(values), *_adapters(values), *_canvas(values)]), source="InvokeAI",
        notes=tuple(notes),
    )  # fmt: skip


def _model(value: object) -> tuple[str, str]:
    """Name and hash; version 3 calls it ``model_name``, later ones ``name`` beside ``hash`` and ``key``."""
    if isinstance(value, str):
        return text(value), ""
    if not isinstance(value, Mapping):
        return "", ""
    return text(value.get("name")) or text(value.get("model_name")), digest(value.get("hash"))


def _items(value: object) -> list[Mapping[str, Any]]:
    return [v for v in value[:_MOST] if isinstance(v, Mapping)] if isinstance(value, list) else []


def _loras(values: Mapping[str, Any]) -> list[Use]:
    found = []
    for item in _items(values.get("loras")):
        name, hashed = _model(item.get("model") or item.get("lora"))
        found.append(Use("lora", name, hashed, number(item.get("weight"), 1.0)))
    return found


def _weight(value: object) -> float:
    return number(value[0] if isinstance(value, list) and value else value, 1.0)


def _picture(item: Mapping[str, Any]) -> str:
    image = item.get("image")
    return text(image.get("image_name")) if isinstance(image, Mapping) else ""


def _adapters(values: Mapping[str, Any]) -> list[Use]:
    found = []
    for setting, kind, model, weight in _ADAPTERS:
        for item in _items(values.get(setting)):
            name, hashed = _model(item.get(model))
            start, end = share(item.get("begin_step_percent"), 0.0), share(item.get("end_step_percent"), 1.0)
            found.append(Use(kind, name, hashed, _weight(item.get(weight)), start, end, "", _picture(item)))
    return found


def _canvas(values: Mapping[str, Any]) -> list[Use]:
    """Versions 5 and 6 keep their layers in ``canvas_v2_metadata`` and ``ref_images``."""
    canvas = values.get("canvas_v2_metadata")
    canvas = canvas if isinstance(canvas, Mapping) else {}
    adapters = [layer.get("controlAdapter") for layer in _items(canvas.get("controlLayers"))]
    adapters += [layer.get("ipAdapter") for layer in _items(canvas.get("referenceImages"))]
    adapters += [layer.get("config") for layer in _items(values.get("ref_images"))]
    found = []
    for adapter in adapters:
        kind = _LAYERS.get(str(adapter.get("type"))) if isinstance(adapter, Mapping) else None
        if kind is None or not isinstance(adapter, Mapping):
            continue
        name, hashed = _model(adapter.get("model"))
        span = adapter.get("beginEndStepPct")
        start, end = span if isinstance(span, list) and len(span) == 2 else (0.0, 1.0)
        found.append(
            Use(kind, name, hashed, _weight(adapter.get("weight")), share(start, 0.0), share(end, 1.0), "",
                _picture(adapter))
        )  # fmt: skip
    return found


def legacy(values: Mapping[str, Any]) -> Found:
    """``sd-metadata`` of version 2."""
    image = values.get("image")
    if not isinstance(image, Mapping):
        return Found()
    prompt = image.get("prompt")
    if isinstance(prompt, list) and prompt and isinstance(prompt[0], Mapping):
        prompt = prompt[0].get("prompt")
    prompt, negative = _without_negative(prompt) if isinstance(prompt, str) else ("", "")
    names = {"prompt": "prompt", "negative": "negative", "seed": "seed", "steps": "steps", "cfg_scale": "guidance",
             "sampler": "scheduler", "width": "width", "height": "height", "strength": "strength"}  # fmt: skip
    settings = renamed({**image, "prompt": prompt, "negative": negative}, names)
    settings |= renamed(values, {"model_weights": "model"})
    if hashed := digest(values.get("model_hash")):
        settings["model_hash"] = hashed
    if image.get("type") == "img2img":
        settings["task"] = "image-to-image"
    if image.get("seamless") is True:
        settings["seamless"] = "both"
    variations = image.get("variations")
    if isinstance(variations, list) and len(variations) == 1 and isinstance(variations[0], Mapping):
        settings |= renamed(variations[0], {"seed": "variation_seed", "weight": "variation"})
    return Found(settings=settings, source="InvokeAI")


def dream(line: str) -> Found:
    """The command line that the first versions kept: ``"a prompt" -s 50 -S 1234 -W 512 -H 512 -C 7.5 -A k_lms``."""
    match = _DREAM.match(line.strip()[:100_000])
    if match is None:
        return Found()
    names = {"s": "steps", "S": "seed", "W": "width", "H": "height", "C": "guidance", "A": "scheduler", "f": "strength"}
    prompt, negative = _without_negative(match[1].replace('\\"', '"'))
    said = renamed({"prompt": prompt, "negative": negative}, {"prompt": "prompt", "negative": "negative"})
    return Found(settings=said | renamed(dict(_DREAM_FLAG.findall(match[2])), names), source="InvokeAI")


def _without_negative(prompt: str) -> tuple[str, str]:
    """Until version 2 the negative prompt stood in square brackets within the prompt."""
    parts = re.findall(r"\[([^\[\]]{1,20000})\]", prompt[:200_000])
    kept = re.sub(r"\s{0,8}\[[^\[\]]{1,20000}\]", "", prompt)
    return kept.strip(), ", ".join(part.strip() for part in parts if part.strip())
