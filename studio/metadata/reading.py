"""Read what this studio or another program wrote into a file. Nothing found here is executed or trusted."""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from studio.core import recipes
from studio.core.errors import ErrorInfo, InputError, StudioError
from studio.metadata import (
    comfyui,
    comfyui_workflow,
    foreign,
    front_matter,
    gif,
    id3,
    invokeai,
    jpeg,
    png,
    riff,
    svg,
    tiff,
    vorbis,
    xmp,
)
from studio.metadata.found import Found, note

__all__ = ["FILE_LIMIT", "Found", "parse_json", "read", "read_bytes", "read_text"]

FILE_LIMIT = 1024 * 1024 * 1024
"""Bytes of a file that is read for its metadata at most."""
TEXT_LIMIT = 4 * 1024 * 1024
_DEPTH = 64
_STRING = re.compile(r'"(?:\\.|[^"\\])*+"', re.DOTALL)
_BRACKET = re.compile(r"[\[\]{}]")


def read(path: Path) -> Found:
    """What the file says about its making. Raises :class:`InputError` when it is too large, OSError when unreadable."""
    size = path.stat().st_size
    if size > FILE_LIMIT:
        raise InputError("input-too-large", name=path.name, size=f"{size >> 20:,} MB", limit=f"{FILE_LIMIT >> 20:,} MB")
    return read_bytes(path.read_bytes())


def read_bytes(data: bytes) -> Found:
    """The same for bytes; the format is told by its first bytes. Never raises: what cannot be read is not found."""
    try:
        return _read(data)
    except (ValueError, LookupError, ArithmeticError, struct.error, StudioError, RecursionError):
        return Found()


def _read(data: bytes) -> Found:
    if data.startswith(png.SIGNATURE):
        return _png(*png.texts_and_skipped(data))
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


def read_text(text: str) -> Found:
    """The same for a text that was copied from somewhere: A1111's parameters or what others keep in their place, our
    Recipe, or a ComfyUI graph."""
    if len(text) > TEXT_LIMIT:
        return Found(notes=(_too_large(),))
    try:
        found = _ours(text)
        if found is not None and found.recipe is not None and found.recipe.request is not None:
            return found
        return _parameters(text) if text.strip() else Found()
    except (ValueError, LookupError, ArithmeticError, StudioError, RecursionError):
        return Found()


def _png(texts: dict[str, str], skipped: int) -> Found:
    packet = texts.get("XML:com.adobe.xmp", "")
    found = _ours(texts.get("aigc_studio", "")) or _ours(xmp.recipe_in(packet.encode(errors="replace")))
    return found or _first(
        [
            ("InvokeAI", texts.get("invokeai_metadata", ""), lambda text: _json("InvokeAI", text, invokeai.current)),
            ("InvokeAI", texts.get("sd-metadata", ""), lambda text: _json("InvokeAI", text, invokeai.legacy)),
            (
                "Stability Matrix",
                texts.get("parameters-json", ""),
                lambda text: _json(
                    "Stability Matrix",
                    text,
                    lambda values: foreign.stability_matrix(values, texts.get("parameters", "")),
                ),
            ),
            ("", texts.get("parameters", ""), _parameters),
            ("ComfyUI", texts.get("prompt", "") or texts.get("workflow", ""), _comfyui),
            ("InvokeAI", texts.get("Dream", ""), invokeai.dream),
            ("Draw Things", foreign.draw_things_text(packet), _draw_things),
        ],
        (_too_large(),) if skipped else (),
    )


def _first(readers: list[tuple[str, str, Callable[[str], Found]]], notes: tuple[ErrorInfo, ...]) -> Found:
    """What the first reader makes of its text that finds anything, with every note on the way."""
    source = ""
    for name, text, read in readers:
        if not text.strip():
            continue
        found = read(text)
        notes += tuple(n for n in found.notes if n not in notes)
        if found.settings or found.recipe is not None:
            return replace(found, notes=notes)
        source = source or found.source or name
    return Found(source=source if notes else "", notes=notes)


def _exif_and_xmp(exif: bytes, packet: bytes) -> Found:
    notes = (_too_large(),) if max(len(exif), len(packet)) > TEXT_LIMIT else ()
    exif, packet = exif[:TEXT_LIMIT], packet[:TEXT_LIMIT]
    if found := _ours(xmp.recipe_in(packet)):
        return found
    tags = tiff.tags(exif)
    texts = [
        tags.get(tag, b"").rstrip(b"\0").decode("utf-8", errors="replace")
        for tag in (tiff.MODEL, tiff.MAKE, tiff.DESCRIPTION)
    ]
    graphs = {name.casefold(): rest for name, colon, rest in (text.partition(":") for text in texts) if colon}
    comment = tiff.comment(tags[tiff.USER_COMMENT]) if tiff.USER_COMMENT in tags else ""
    return _first(
        [
            ("ComfyUI", graphs.get("prompt", "") or graphs.get("workflow", ""), _comfyui),
            ("", comment, _parameters),
            ("Draw Things", foreign.draw_things_text(packet.decode("utf-8", errors="replace")), _draw_things),
        ],
        notes,
    )


def _parameters(text: str) -> Found:
    """The text that A1111 began; SwarmUI, Fooocus and others keep JSON in the same place."""
    if not text.lstrip().startswith("{"):
        return foreign.automatic1111(text)
    values = parse_json(text)
    if not values:
        # A prompt may begin with a brace as well.
        found = foreign.automatic1111(text)
        return found if len(found.settings) > 1 else Found(notes=(_unreadable(text, ""),))
    swarm = values.get("sui_image_params")
    if isinstance(swarm, dict):
        return foreign.swarmui(swarm, values.get("sui_models"))
    if values.keys() & {"base_model", "prompt_expansion", "Base Model", "full_prompt"}:
        return foreign.fooocus(values)
    if "positive_prompt" in values:
        return invokeai.current(values)
    if "c" in values:
        return foreign.draw_things(values)
    return _graph(values) if values.keys() & {"nodes"} or _is_graph(values) else Found()


def _draw_things(text: str) -> Found:
    return _json("Draw Things", text, lambda values: foreign.draw_things(values) if "c" in values else Found())


def _comfyui(text: str) -> Found:
    return _json("ComfyUI", text, _graph)


def _is_graph(values: dict[str, Any]) -> bool:
    return any(isinstance(node, dict) and "class_type" in node for node in list(values.values())[:20])


def _graph(values: dict[str, Any]) -> Found:
    """The graph that ran, or the editor's when there is no other."""
    return comfyui.settings(comfyui_workflow.graph(values) if isinstance(values.get("nodes"), list) else values)


def _json(program: str, text: str, read: Callable[[dict[str, Any]], Found]) -> Found:
    values = parse_json(text)
    return read(values) if values else Found(source=program, notes=(_unreadable(text, program),))


def _too_large() -> ErrorInfo:
    return note("metadata-too-large", limit=f"{TEXT_LIMIT // 1024**2} MB")


def _unreadable(text: str, program: str) -> ErrorInfo:
    if len(text) > TEXT_LIMIT:
        return _too_large()
    if _too_deep(text):
        return note("metadata-too-deep", limit=_DEPTH)
    return note("metadata-damaged", program=program or "?")


def parse_json(text: str) -> dict[str, Any]:
    """A JSON object of bounded size and depth; {} for anything else. NaN, which some programs write, is accepted."""
    if len(text) > TEXT_LIMIT or _too_deep(text):
        return {}
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _too_deep(text: str) -> bool:
    depth = 0
    for character in _BRACKET.findall(_STRING.sub("", text)):
        depth += 1 if character in "{[" else -1
        if depth > _DEPTH:
            return True
    return False
