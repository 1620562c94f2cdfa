"""Writes palettes as other programs read them: ASE (Adobe Swatch Exchange), GPL (GIMP, Inkscape, Krita) and plain HEX.

ASE is not published by Adobe; its layout is known from what Illustrator and Photoshop write and read: big-endian, a head
of ``ASEF``, version 1.0 and the number of blocks; blocks of a type, a length and their content; names in UTF-16 with
their length in characters, the closing zero among them.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from pathlib import Path

from studio.core.errors import ExportError, phrase
from studio.core.files import write_atomic
from studio.pixels.palette import Swatch

FORMATS = ("hex", "ase", "gpl")

_GROUP_START, _GROUP_END, _COLOUR = 0xC001, 0xC002, 0x0001
_GLOBAL = 0
"""Kind of an ASE colour: 0 global, 1 spot, 2 normal. Global ones change everywhere when the swatch is edited."""


def as_hex(swatches: Sequence[Swatch]) -> str:
    """One colour a line, as ``#rrggbb``."""
    return "".join(f"{s.hex}\n" for s in swatches)


def as_gpl(swatches: Sequence[Swatch], name: str) -> str:
    """A GIMP palette. Line breaks in the name would break the file and become spaces."""
    title = " ".join(name.split()) or "Palette"
    head = f"GIMP Palette\nName: {title}\nColumns: {min(len(swatches), 16)}\n#\n"
    return head + "".join(f"{s.red:3} {s.green:3} {s.blue:3}\t{s.hex}\n" for s in swatches)


def as_ase(swatches: Sequence[Swatch], name: str) -> bytes:
    """An Adobe Swatch Exchange file: one group of RGB colours named by their HEX."""
    blocks = [_block(_GROUP_START, _name(name or "Palette"))]
    for swatch in swatches:
        values = struct.pack(">3f", swatch.red / 255, swatch.green / 255, swatch.blue / 255)
        blocks.append(_block(_COLOUR, _name(swatch.hex) + b"RGB " + values + struct.pack(">H", _GLOBAL)))
    blocks.append(_block(_GROUP_END, b""))
    return b"ASEF" + struct.pack(">HHI", 1, 0, len(blocks)) + b"".join(blocks)


def encode(swatches: Sequence[Swatch], form: str, name: str) -> bytes:
    """The palette in one of :data:`FORMATS`. Raises :class:`ExportError` ``export-unsupported``."""
    if form == "ase":
        return as_ase(swatches, name)
    if form == "gpl":
        return as_gpl(swatches, name).encode()
    if form == "hex":
        return as_hex(swatches).encode()
    raise ExportError("export-unsupported", kind=phrase("A palette"), format=form, formats=", ".join(FORMATS))


def write(path: Path, swatches: Sequence[Swatch], form: str, name: str) -> None:
    """Write a palette in one step: a file of that name is replaced whole or not at all. Raises OSError."""
    write_atomic(path, encode(swatches, form, name))


def _name(text: str) -> bytes:
    """A name with its length. Lone surrogates, which no file may hold, are replaced."""
    data = text[:255].encode("utf-16-be", errors="replace") + b"\0\0"
    return struct.pack(">H", len(data) // 2) + data


def _block(kind: int, content: bytes) -> bytes:
    return struct.pack(">HI", kind, len(content)) + content
