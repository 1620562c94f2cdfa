"""The ``parameters`` text of AUTOMATIC1111's web UI, the common tongue of picture metadata, taken apart.

It is written by :mod:`studio.metadata.a1111_writing`.
"""

from __future__ import annotations

import json
import re
from typing import Any

_PAIR = re.compile(r'(\w[\w \-/]{1,60}):\s{0,8}("(?:\\.|[^\\"])++"|[^,]*)(?:,|$)')
"""Bounded, so that no text takes more than linear time."""
_SIZE = re.compile(r"^(\d{1,6})x(\d{1,6})$")
_JSON = re.compile(r"(?:^|,\s?)(Hashes|Civitai resources|Civitai metadata):\s?(?=[\[{])")
NEGATIVE = "Negative prompt:"
LEAST_PAIRS = 3
"""Fewer ``key: value`` pairs than this and the last line is part of the prompt."""
LINE_LIMIT = 100_000
UPSCALERS = {"R-ESRGAN 4x+": "RealESRGAN_x4plus", "R-ESRGAN 4x+ Anime6B": "RealESRGAN_x4plus_anime_6B"}
"""Their names of upscalers whose files are called otherwise."""


def read(text: str) -> dict[str, Any]:
    """Prompt, negative prompt and the settings as written: ``{"prompt", "negative", "settings": {name: value}}``."""
    lines = text.replace("\r\n", "\n").strip().split("\n")
    settings: dict[str, Any] = {}
    last, found = _without_json(lines[-1][:LINE_LIMIT])
    pairs = _PAIR.findall(last)
    if len(pairs) + len(found) >= LEAST_PAIRS:
        lines.pop()
        for name, value in pairs:
            settings.setdefault(name.strip(), _unquoted(value))
        settings |= found
    prompt: list[str] = []
    negative: list[str] = []
    target = prompt
    for line in lines:
        if line.startswith(NEGATIVE) and target is prompt:
            target = negative
            line = line.removeprefix(NEGATIVE)
        target.append(line.strip())
    size = _SIZE.match(str(settings.get("Size", "")))
    if size:
        settings["width"], settings["height"] = int(size[1]), int(size[2])
    if settings:
        settings.setdefault("Clip skip", "1")
    return {"prompt": "\n".join(prompt).strip(), "negative": "\n".join(negative).strip(), "settings": settings}


def looks_like(text: str) -> bool:
    """Whether a text is such parameters and not just a prompt."""
    settings = read(text[-LINE_LIMIT:])["settings"]
    return "Steps" in settings and len(settings.keys() & {"Sampler", "Seed", "CFG scale", "Size", "Model"}) >= 2


def _without_json(line: str) -> tuple[str, dict[str, Any]]:
    """The line without the values that are written as bare JSON, and these."""
    found: dict[str, Any] = {}
    decoder = json.JSONDecoder()
    for _ in range(4):
        match = _JSON.search(line)
        if match is None:
            break
        try:
            value, end = decoder.raw_decode(line, match.end())
        except (ValueError, RecursionError):
            break
        found[match[1]] = value
        line = line[: match.start()] + line[end:]
    return line, found


def _unquoted(value: str) -> str:
    value = value.strip()
    if value.startswith('"') and value.endswith('"') and len(value) > 1:
        try:
            return str(json.loads(value))
        except ValueError:
            return value[1:-1]
    return value
