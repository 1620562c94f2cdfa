"""Other programs' ways of writing settings, each turned into plain names: ``prompt``, ``negative``, ``seed``, ``steps`` …

Values come from strangers: only texts and numbers that can be kept are taken, everything else is left out.
"""

from __future__ import annotations

import html
import re
from typing import Any

from studio.metadata import a1111

_SIZE = re.compile(r"\(?\s*(\d{1,6})\s*[,x×]\s*(\d{1,6})\s*\)?")
_DREAM = re.compile(r'^"((?:\\.|[^"\\])*)"(.*)$', re.DOTALL)
_DREAM_FLAG = re.compile(r"-([sSWHCA])\s*([\w.]+)")
_COMMENT = re.compile(r"<exif:UserComment>.{0,200}?<rdf:li[^>]{0,100}>(.*?)</rdf:li>", re.DOTALL)


def plain(value: object) -> str | int | float | None:
    """A text or number that can be kept: no lone surrogates, nothing beyond 64 bits, no NaN. None for all else."""
    if isinstance(value, str):
        return value.encode("utf-8", errors="replace").decode()
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return value if abs(value) < 2**63 else None


def renamed(values: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    """The values under new names, without what is empty or cannot be kept."""
    found = {new: plain(values.get(old)) for old, new in names.items()}
    return {name: value for name, value in found.items() if value is not None and value != ""}


def _sized(settings: dict[str, Any], size: object) -> dict[str, Any]:
    match = _SIZE.fullmatch(size.strip()) if isinstance(size, str) else None
    return settings | ({"width": int(match[1]), "height": int(match[2])} if match else {})


def automatic1111(text: str) -> dict[str, Any]:
    parsed = a1111.read(text)
    names = {"Steps": "steps", "Sampler": "scheduler", "CFG scale": "guidance", "Seed": "seed", "width": "width",
             "height": "height", "Model": "model", "Model hash": "model_hash", "Denoising strength": "strength",
             "Clip skip": "clip_skip"}  # fmt: skip
    return renamed(parsed, {"prompt": "prompt", "negative": "negative"}) | renamed(parsed["settings"], names)


def swarmui(values: dict[str, Any]) -> dict[str, Any]:
    names = {"prompt": "prompt", "negativeprompt": "negative", "seed": "seed", "steps": "steps",
             "cfgscale": "guidance", "width": "width", "height": "height", "model": "model"}  # fmt: skip
    return renamed(values, names)


def fooocus(values: dict[str, Any]) -> dict[str, Any]:
    names = {"prompt": "prompt", "negative_prompt": "negative", "seed": "seed", "steps": "steps",
             "guidance_scale": "guidance", "base_model": "model", "sampler": "scheduler"}  # fmt: skip
    return _sized(renamed(values, names), values.get("resolution"))


def stability_matrix(values: dict[str, Any]) -> dict[str, Any]:
    names = {"PositivePrompt": "prompt", "NegativePrompt": "negative", "Seed": "seed", "Steps": "steps",
             "CfgScale": "guidance", "Width": "width", "Height": "height", "ModelName": "model",
             "ModelHash": "model_hash", "Sampler": "scheduler"}  # fmt: skip
    return renamed(values, names)


def draw_things(values: dict[str, Any]) -> dict[str, Any]:
    names = {"c": "prompt", "uc": "negative", "seed": "seed", "steps": "steps", "scale": "guidance",
             "model": "model", "sampler": "scheduler", "strength": "strength"}  # fmt: skip
    return _sized(renamed(values, names), values.get("size"))


def draw_things_text(packet: str) -> str:
    """The JSON text in an XMP packet's ``exif:UserComment``, or ""."""
    match = _COMMENT.search(packet)
    return html.unescape(match[1]) if match else ""


def invokeai(values: dict[str, Any]) -> dict[str, Any]:
    names = {"positive_prompt": "prompt", "negative_prompt": "negative", "width": "width", "height": "height",
             "seed": "seed", "cfg_scale": "guidance", "steps": "steps", "scheduler": "scheduler",
             "strength": "strength", "clip_skip": "clip_skip"}  # fmt: skip
    model = values.get("model")
    return renamed(values, names) | (renamed(model, {"name": "model"}) if isinstance(model, dict) else {})


def invokeai_2(values: dict[str, Any]) -> dict[str, Any]:
    """``sd-metadata`` of InvokeAI up to version 2."""
    image = values.get("image")
    if not isinstance(image, dict):
        return {}
    prompt = image.get("prompt")
    if isinstance(prompt, list) and prompt and isinstance(prompt[0], dict):
        prompt = prompt[0].get("prompt")
    names = {"prompt": "prompt", "seed": "seed", "steps": "steps", "cfg_scale": "guidance", "sampler": "scheduler",
             "width": "width", "height": "height", "strength": "strength"}  # fmt: skip
    return renamed({**image, "prompt": prompt}, names) | renamed(values, {"model_weights": "model"})


def dream(text: str) -> dict[str, Any]:
    """The command line that the first InvokeAI kept: ``"a prompt" -s 50 -S 1234 -W 512 -H 512 -C 7.5 -A k_lms``."""
    match = _DREAM.match(text.strip()[:100_000])
    if match is None:
        return {}
    names = {"s": "steps", "S": "seed", "W": "width", "H": "height", "C": "guidance", "A": "scheduler"}
    flags = {name: value for name, value in _DREAM_FLAG.findall(match[2])}
    return renamed({"prompt": match[1].replace('\\"', '"')}, {"prompt": "prompt"}) | renamed(flags, names)
