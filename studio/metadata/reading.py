"""Read what this studio or another program wrote into a file. Nothing found here is executed or trusted."""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from studio.core import recipes
from studio.core.errors import InputError, StudioError
from studio.core.recipes import Recipe
from studio.metadata import comfyui, foreign, front_matter, gif, id3, jpeg, png, riff, svg, tiff, vorbis, xmp

FILE_LIMIT = 1024 * 1024 * 1024
"""Bytes of a file that is read for its metadata at most."""
TEXT_LIMIT = 4 * 1024 * 1024
_DEPTH = 64


@dataclass(frozen=True)
class Found:
    """``recipe`` is ours; ``settings`` is what another program's metadata says, in plain words: ``prompt``,
    ``negative``, ``seed``, ``steps`` … ; ``source`` names the program ("" when nothing was found)."""

    recipe: Recipe | None = None
    settings: dict[str, Any] = field(default_factory=dict)
    source: str = ""


def read(path: Path) -> Found:
    """What the file says about its making. Raises :class:`InputError` when it is too large, OSError when unreadable."""
    size = path.stat().st_size
    if size > FILE_LIMIT:
        raise InputError("input-too-large", name=path.name, size=f"{size:,} bytes", limit=f"{FILE_LIMIT:,} bytes")
    return read_bytes(path.read_bytes())


def read_bytes(data: bytes) -> Found:
    """The same for bytes; the format is told by its first bytes. Never raises: what cannot be read is not found."""
    try:
        return _read(data)
    except (ValueError, LookupError, ArithmeticError, struct.error, StudioError, RecursionError):
        return Found()


def _read(data: bytes) -> Found:
    if data.startswith(png.SIGNATURE):
        return _png(png.texts(data))
    if data.startswith(b"\xff\xd8"):
        return _exif_and_xmp(*jpeg.parts(data))
    if riff.is_riff(data, b"WEBP"):
        return _exif_and_xmp(riff.find(data, b"EXIF"), riff.find(data, b"XMP "))
    if riff.is_riff(data, b"WAVE"):
        return _ours(riff.wav_comment(data)) or _ours(xmp.recipe_in(riff.find(data, b"_PMX"))) or Found()
    if data.startswith(b"GIF8"):
        text = gif.comment(data)
        return _parameters(text) if text.strip() else Found()
    if data.startswith(b"fLaC"):
        return _ours(vorbis.flac_fields(data).get("AIGC_STUDIO", "")) or Found()
    if data.startswith(b"OggS"):
        return _ours(vorbis.ogg_fields(data).get("AIGC_STUDIO", "")) or Found()
    if data.startswith(b"ID3"):
        return _ours(id3.fields(data).get("AIGC_STUDIO", "")) or Found()
    if data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return _ours(xmp.recipe_in(svg.packet(data))) or Found()
    if data.startswith(b"---\n"):
        return _ours(front_matter.split(data[:TEXT_LIMIT].decode("utf-8", errors="replace"))[0]) or Found()
    return Found()


def _ours(text: str) -> Found | None:
    if not text.lstrip().startswith("{") or len(text) > TEXT_LIMIT:
        return None
    try:
        return Found(recipe=recipes.from_json(text), source="AIGC Studio")
    except StudioError:
        return None


def _png(texts: dict[str, str]) -> Found:
    packet = texts.get("XML:com.adobe.xmp", "")
    found = _ours(texts.get("aigc_studio", "")) or _ours(xmp.recipe_in(packet.encode()))
    if found is not None:
        return found
    if text := texts.get("invokeai_metadata", ""):
        return Found(settings=foreign.invokeai(parse_json(text)), source="InvokeAI")
    if text := texts.get("sd-metadata", ""):
        return Found(settings=foreign.invokeai_2(parse_json(text)), source="InvokeAI")
    if text := texts.get("parameters-json", ""):
        return Found(settings=foreign.stability_matrix(parse_json(text)), source="Stability Matrix")
    if text := texts.get("parameters", ""):
        return _parameters(text)
    if text := texts.get("prompt", ""):
        return _comfyui(text)
    if text := texts.get("Dream", ""):
        return Found(settings=foreign.dream(text), source="InvokeAI")
    return _draw_things(packet)


def _exif_and_xmp(exif: bytes, packet: bytes) -> Found:
    packet = packet[:TEXT_LIMIT]
    if found := _ours(xmp.recipe_in(packet)):
        return found
    tags = tiff.tags(exif[:TEXT_LIMIT])
    for tag in (tiff.MODEL, tiff.MAKE):
        text = tags.get(tag, b"").rstrip(b"\0").decode("utf-8", errors="replace")
        if text.startswith("prompt:"):
            return _comfyui(text.removeprefix("prompt:"))
    comment = tiff.comment(tags[tiff.USER_COMMENT]) if tiff.USER_COMMENT in tags else ""
    return _parameters(comment) if comment.strip() else _draw_things(packet.decode("utf-8", errors="replace"))


def _parameters(text: str) -> Found:
    """The text that A1111 began; SwarmUI and Fooocus keep JSON in the same place."""
    if not text.lstrip().startswith("{"):
        return Found(settings=foreign.automatic1111(text), source="A1111")
    values = parse_json(text)
    swarm = values.get("sui_image_params")
    if isinstance(swarm, dict):
        return Found(settings=foreign.swarmui(swarm), source="SwarmUI")
    if "base_model" in values or "prompt_expansion" in values:
        return Found(settings=foreign.fooocus(values), source="Fooocus")
    return Found(settings=foreign.automatic1111(text), source="A1111") if not values else Found()


def _draw_things(packet: str) -> Found:
    values = parse_json(foreign.draw_things_text(packet))
    return Found(settings=foreign.draw_things(values), source="Draw Things") if "c" in values else Found()


def _comfyui(text: str) -> Found:
    settings = comfyui.settings(parse_json(text))
    return Found(settings=foreign.renamed(settings, {name: name for name in settings}), source="ComfyUI")


def parse_json(text: str) -> dict[str, Any]:
    """A JSON object of bounded size and depth; {} for anything else. NaN, which some programs write, is accepted."""
    if len(text) > TEXT_LIMIT or _too_deep(text):
        return {}
    try:
        value = json.loads(text)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _too_deep(text: str) -> bool:
    depth = 0
    for character in text:
        if character in "{[":
            depth += 1
            if depth > _DEPTH:
                return True
        elif character in "}]":
            depth -= 1
    return False
