"""Chunks of RIFF files, WebP and WAV, put in and read out (Microsoft RIFF; WebP container; EBU Tech 3285)."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator

from studio.core.errors import InputError, phrase

SIZE_LIMIT = 2**32 - 2**16


def chunk(kind: bytes, data: bytes) -> bytes:
    return kind + struct.pack("<I", len(data)) + data + b"\0" * (len(data) & 1)


def chunks(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Kind, start and end of each chunk's body. A chunk that runs past the end of the file is cut there."""
    position = 12
    while position + 8 <= len(data):
        kind = data[position : position + 4]
        (size,) = struct.unpack_from("<I", data, position + 4)
        end = min(position + 8 + size, len(data))
        yield kind, position + 8, end
        position = end + (size & 1)


def is_riff(data: bytes, form: bytes) -> bool:
    return data[:4] == b"RIFF" and data[8:12] == form


def insert_wav(data: bytes, comment: str, xmp: bytes) -> bytes:
    """``data`` with a LIST/INFO comment (``ICMT``) and an XMP chunk (``_PMX``) behind the samples.

    Raises :class:`InputError` when ``data`` is no WAV or would become larger than RIFF can say.
    """
    if not is_riff(data, b"WAVE"):
        raise InputError("input-unreadable", name=phrase("sound"), expected=phrase("a WAV file"))
    kept = [
        chunk(kind, data[start:end])
        for kind, start, end in chunks(data)
        if kind != b"_PMX" and not (kind == b"LIST" and data[start : start + 4] == b"INFO")
    ]
    extra = []
    if comment:
        extra.append(chunk(b"LIST", b"INFO" + chunk(b"ICMT", _ascii(comment).encode() + b"\0")))
    if xmp:
        extra.append(chunk(b"_PMX", xmp))
    return _riff(b"WAVE", kept + extra)


def _ascii(text: str) -> str:
    """JSON with everything but ASCII escaped: RIFF names no encoding, and readers take Latin-1."""
    return "".join(c if c.isascii() else json.dumps(c)[1:-1] for c in text)


def insert_webp(data: bytes, *, exif: bytes = b"", xmp: bytes = b"") -> bytes:
    """``data`` in the extended WebP form with these chunks in place of older ones. Raises :class:`InputError`."""
    if not is_riff(data, b"WEBP"):
        raise InputError("input-unreadable", name=phrase("picture"), expected=phrase("a WebP picture"))
    bodies = [(kind, data[start:end]) for kind, start, end in chunks(data)]
    bodies = [(kind, body) for kind, body in bodies if kind not in (b"EXIF", b"XMP ")]
    if not bodies:
        raise InputError("input-unreadable", name=phrase("picture"), expected=phrase("a WebP picture"))
    extended = bodies[0][0] == b"VP8X"
    header = bytearray(bodies.pop(0)[1].ljust(10, b"\0")) if extended else _extended(*bodies[0])
    header[0] = (header[0] & ~0x0C) | (0x08 if exif else 0) | (0x04 if xmp else 0)
    out = [chunk(b"VP8X", bytes(header)), *(chunk(kind, body) for kind, body in bodies)]
    if exif:
        out.append(chunk(b"EXIF", exif))
    if xmp:
        out.append(chunk(b"XMP ", xmp))
    return _riff(b"WEBP", out)


def _extended(kind: bytes, body: bytes) -> bytearray:
    """The VP8X header that a simple WebP needs before it can carry metadata."""
    width, height, alpha = _frame(kind, body)
    if not width:
        raise InputError("input-unreadable", name=phrase("picture"), expected=phrase("a WebP picture"))
    flags = bytes([0x10 if alpha else 0, 0, 0, 0])
    return bytearray(flags + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little"))


def _frame(kind: bytes, body: bytes) -> tuple[int, int, bool]:
    """Width, height and whether there is transparency, as a picture's first chunk says; zeros where it is none."""
    if kind == b"VP8L" and len(body) >= 5:
        (bits,) = struct.unpack_from("<I", body, 1)
        return (bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1, bool(bits >> 28 & 1)
    if kind == b"VP8 " and len(body) >= 10:
        wide, high = struct.unpack_from("<HH", body, 6)
        return wide & 0x3FFF, high & 0x3FFF, False
    if kind == b"VP8X" and len(body) >= 10:
        sides = (int.from_bytes(body[n : n + 3], "little") + 1 for n in (4, 7))
        return next(sides), next(sides), bool(body[0] & 0x10)
    return 0, 0, False


def size(data: bytes) -> tuple[int, int]:
    """Width and height of a WebP in pixels; 0 and 0 where the file does not say."""
    kind, start, end = next(chunks(data), (b"", 0, 0))
    return _frame(kind, data[start:end])[:2]


def _riff(form: bytes, parts: list[bytes]) -> bytes:
    size = 4 + sum(len(part) for part in parts)
    if size > SIZE_LIMIT:
        raise InputError("input-too-large", name=phrase("sound"), size=f"{size >> 30:,} GiB", limit="4 GiB")
    return b"".join([b"RIFF", struct.pack("<I", size), form, *parts])


def find(data: bytes, wanted: bytes) -> bytes:
    """The body of the first chunk of this kind, or b""."""
    return next((data[start:end] for kind, start, end in chunks(data) if kind == wanted), b"")


def wav_comment(data: bytes) -> str:
    """The text of LIST/INFO ``ICMT``, or ""."""
    for kind, start, end in chunks(data):
        if kind == b"LIST" and data[start : start + 4] == b"INFO":
            # The list's body has the same shape as a file from its twelfth byte on.
            inner = b"\0" * 8 + data[start:end]
            return find(inner, b"ICMT").rstrip(b"\0").decode("utf-8", errors="replace")
    return ""
