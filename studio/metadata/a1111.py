"""The ``parameters`` text of AUTOMATIC1111's web UI, the common tongue of picture metadata."""

from __future__ import annotations

import json
import re
from typing import Any

from studio.core.recipes import Recipe
from studio.core.requests import ImageRequest

_PAIR = re.compile(r'\s*(\w[\w \-/]+):\s*("(?:\\.|[^\\"])+"|[^,]*)(?:,|$)')
_SIZE = re.compile(r"^(\d{1,6})x(\d{1,6})$")
_NEGATIVE = "Negative prompt:"
LEAST_PAIRS = 3
"""Fewer ``key: value`` pairs than this and the last line is part of the prompt."""


def _quoted(value: object) -> str:
    text = str(value)
    return json.dumps(text, ensure_ascii=False) if any(c in text for c in ',:\n"') else text


def write(recipe: Recipe, width: int = 0, height: int = 0) -> str:
    """The text for a picture's Recipe; "" where there is no picture request. ``width`` and ``height`` in pixels."""
    request = recipe.request
    if not isinstance(request, ImageRequest):
        return ""
    pairs: dict[str, object] = {}
    if request.steps:
        pairs["Steps"] = request.steps
    if request.scheduler:
        pairs["Sampler"] = request.scheduler
    if request.guidance is not None:
        pairs["CFG scale"] = f"{request.guidance:g}"
    if request.seed is not None:
        pairs["Seed"] = request.seed
    if width and height:
        pairs["Size"] = f"{width}x{height}"
    if recipe.model is not None:
        if recipe.model.sha256:
            pairs["Model hash"] = recipe.model.sha256[:10]
        pairs["Model"] = recipe.model.name or recipe.model.id
    if request.task in ("image-to-image", "inpaint"):
        pairs["Denoising strength"] = f"{request.strength:g}"
    pairs["Version"] = "AIGC Studio " + recipe.versions.get("studio", "")
    # Other programs know no styles or wildcards of ours: they get what was run.
    lines = [request.run_prompt()]
    negative = request.negative if request.run_negative is None else request.run_negative
    if negative:
        lines.append(f"{_NEGATIVE} {negative}")
    lines.append(", ".join(f"{name}: {_quoted(str(value).strip())}" for name, value in pairs.items()))
    return "\n".join(line for line in lines if line)


def read(text: str) -> dict[str, Any]:
    """Prompt, negative prompt and the settings as written: ``{"prompt", "negative", "settings": {name: value}}``."""
    lines = text.replace("\r\n", "\n").strip().split("\n")
    settings: dict[str, Any] = {}
    pairs = _PAIR.findall(lines[-1][:100_000]) if lines else []
    if len(pairs) >= LEAST_PAIRS:
        lines.pop()
        for name, value in pairs:
            settings[name.strip()] = _unquoted(value)
    prompt: list[str] = []
    negative: list[str] = []
    target = prompt
    for line in lines:
        if line.startswith(_NEGATIVE) and target is prompt:
            target = negative
            line = line.removeprefix(_NEGATIVE)
        target.append(line.strip())
    size = _SIZE.match(str(settings.get("Size", "")))
    if size:
        settings["width"], settings["height"] = int(size[1]), int(size[2])
    if settings:
        settings.setdefault("Clip skip", "1")
    return {"prompt": "\n".join(prompt).strip(), "negative": "\n".join(negative).strip(), "settings": settings}


def _unquoted(value: str) -> str:
    value = value.strip()
    if value.startswith('"') and value.endswith('"') and len(value) > 1:
        try:
            return str(json.loads(value))
        except ValueError:
            return value[1:-1]
    return value
