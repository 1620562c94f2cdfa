"""Write a Recipe into a file without decoding it: pixels and samples stay as they are, bit for bit."""

from __future__ import annotations

from pathlib import Path, PurePath, PureWindowsPath
from typing import Literal, TypeAlias

import msgspec

from studio.core import recipes
from studio.core.files import write_atomic
from studio.core.recipes import PROJECT_INPUTS, Recipe
from studio.core.requests import Kind
from studio.metadata import a1111_writing, front_matter, id3, jpeg, png, riff, svg, vorbis, xmp

Level: TypeAlias = Literal["full", "provenance", "nothing"]
"""All of the Recipe; only that a model made it, and which one; or nothing at all."""
LEVELS: tuple[Level, ...] = ("full", "provenance", "nothing")

RECIPE_KEY = "aigc_studio"
_PNG_KEYS = frozenset({"parameters", RECIPE_KEY, "XML:com.adobe.xmp"})


def portable(recipe: Recipe) -> Recipe:
    """The Recipe without the folders of this machine: inputs keep their asset ids and file names, those of the
    project's own input folder with its name before them."""
    request = recipe.request
    if request is None or not request.inputs:
        return recipe
    inputs = tuple(msgspec.structs.replace(i, path=_portable(i.path)) for i in request.inputs)
    return msgspec.structs.replace(recipe, request=msgspec.structs.replace(request, inputs=inputs))


def _portable(path: str) -> str:
    pure = PureWindowsPath(path) if "\\" in path else PurePath(path)
    return path if pure.parts == (PROJECT_INPUTS, pure.name) else pure.name


def embed(source: Path, target: Path, recipe: Recipe, kind: Kind, level: Level = "full") -> None:
    """Write ``source`` with the Recipe in it to ``target`` (which may be ``source`` itself), atomically and synced.

    A format that has no place for it is copied as it is. Raises :class:`InputError` when the file is not what its
    suffix says, OSError when it cannot be written.
    """
    data = source.read_bytes()
    if level != "nothing":
        data = embedded(data, source.suffix or target.suffix, portable(recipe), level)
    write_atomic(target, data)


def embedded(data: bytes, suffix: str, recipe: Recipe, level: Level) -> bytes:
    """The file's bytes with the Recipe in the places of its format (``suffix`` with its dot)."""
    full = recipes.to_json(recipe) if level == "full" else ""
    packet = xmp.packet(recipe, full)
    source = xmp.source_type(recipe)
    suffix = suffix.lower()
    if suffix == ".png":
        return _png(data, recipe, full, packet)
    if suffix in (".jpg", ".jpeg", ".webp"):
        return _exif_and_xmp(data, suffix, recipe, full, packet)
    if suffix == ".svg":
        return svg.insert(data, "\n" + xmp.rdf(recipe, full))
    prompt = recipe.request.prompt if full and recipe.request is not None else ""
    tags = {k: v for k, v in ((RECIPE_KEY.upper(), full), ("DIGITALSOURCETYPE", source)) if v}
    # Other programs show the usual comment, so the prompt is there in plain words as well.
    comment = {"COMMENT": prompt} if prompt else {}
    if suffix == ".wav":
        return riff.insert_wav(data, full or source, packet)
    if suffix == ".flac":
        return vorbis.insert_flac(data, tags | comment)
    if suffix in (".ogg", ".oga", ".opus"):
        return vorbis.insert_ogg(data, tags | comment)
    if suffix == ".mp3":
        return id3.insert(data, tags, prompt)
    if suffix in (".md", ".markdown"):
        _, body = front_matter.split(data.decode("utf-8", errors="replace"))
        return front_matter.join(body, full, source).encode()
    return data


def _exif_and_xmp(data: bytes, suffix: str, recipe: Recipe, full: str, packet: bytes) -> bytes:
    width, height = riff.size(data) if suffix == ".webp" else jpeg.size(data)
    text = a1111_writing.write(recipe, width, height) if full else ""
    exif = jpeg.user_comment(text) if text else b""
    if suffix == ".webp":
        return riff.insert_webp(data, exif=exif, xmp=packet)
    if full and len(packet) > jpeg.XMP_LIMIT:
        rest = xmp.extension(full)
        return jpeg.insert(data, exif=exif, xmp=xmp.packet(recipe, "", jpeg.digest(rest)), extended=rest)
    return jpeg.insert(data, exif=exif, xmp=packet)


def _png(data: bytes, recipe: Recipe, full: str, packet: bytes) -> bytes:
    chunks = []
    width, height = int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
    if full:
        if parameters := a1111_writing.write(recipe, width, height):
            chunks.append(png.text_chunk("parameters", parameters))
        chunks.append(png.text_chunk(RECIPE_KEY, full))
    # The XMP keyword is iTXt by its own specification, even when all of it is ASCII.
    chunks.append(png.chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + packet))
    return png.insert(data, chunks, _PNG_KEYS)
