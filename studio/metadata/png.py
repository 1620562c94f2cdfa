"""Text in PNG files, put in and read out without decoding a pixel (PNG specification, third edition, section 11.3)."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from studio.core.errors import InputError, phrase

SIGNATURE = b"\x89PNG\r\n\x1a\n"
TEXT_LIMIT = 4 * 1024 * 1024
"""Bytes of text that are read from one file at most, after decompression."""


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def text_chunk(keyword: str, text: str) -> bytes:
    """``tEXt`` for ASCII, ``iTXt`` for everything else: some readers take Latin-1 for UTF-8."""
    if text.isascii():
        return chunk(b"tEXt", keyword.encode("ascii") + b"\0" + text.encode("ascii"))
    return chunk(b"iTXt", keyword.encode("ascii") + b"\0\0\0\0\0" + text.encode("utf-8", errors="replace"))


def insert(data: bytes, chunks: list[bytes], replace: frozenset[str]) -> bytes:
    """``data`` with ``chunks`` right after IHDR; older text chunks whose keyword is in ``replace`` are dropped.

    Raises :class:`InputError` when ``data`` is not a PNG.
    """
    if not data.startswith(SIGNATURE) or data[12:16] != b"IHDR":
        raise InputError("input-unreadable", name=phrase("picture"), expected=phrase("a PNG picture"))
    out = [data[:33], *chunks]
    position = kept = 33
    while position + 12 <= len(data):
        (size,) = struct.unpack_from(">I", data, position)
        kind = data[position + 4 : position + 8]
        end = position + 12 + size
        if kind == b"IDAT" or end > len(data):
            break
        if kind in (b"tEXt", b"zTXt", b"iTXt") and _keyword(data[position + 8 : end - 4]) in replace:
            out.append(data[kept:position])
            kept = end
        position = end
    out.append(data[kept:])
    return b"".join(out)


def _keyword(body: bytes) -> str:
    return body[:80].split(b"\0", 1)[0].decode("latin-1")


def texts(data: bytes) -> dict[str, str]:
    """Keyword to text of every text chunk, up to :data:`TEXT_LIMIT` bytes in all.

    A broken file gives what came first.
    """
    return texts_and_skipped(data)[0]


def texts_and_skipped(data: bytes) -> tuple[dict[str, str], int]:
    """The texts, and how many were left unread because they are too large or no zlib stream."""
    found: dict[str, str] = {}
    left, skipped = TEXT_LIMIT, 0
    for kind, body in _chunks(data):
        if kind not in (b"tEXt", b"zTXt", b"iTXt"):
            continue
        keyword, _, rest = body.partition(b"\0")
        text = _text(kind, rest, left)
        if text is None:
            skipped += 1
            continue
        size = len(text.encode("utf-8", errors="replace"))
        if size > left:
            skipped += 1
            continue
        left -= size
        found.setdefault(keyword.decode("latin-1"), text)
    return found, skipped


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    position = len(SIGNATURE) if data.startswith(SIGNATURE) else len(data)
    while position + 12 <= len(data):
        (size,) = struct.unpack_from(">I", data, position)
        end = position + 8 + size
        if end > len(data):
            return
        yield data[position + 4 : position + 8], data[position + 8 : end]
        position = end + 4


def _text(kind: bytes, rest: bytes, limit: int) -> str | None:
    if kind == b"tEXt":
        # Some programs write UTF-8 here although the standard says Latin-1.
        try:
            return rest.decode("utf-8")
        except UnicodeDecodeError:
            return rest.decode("latin-1")
    if kind == b"zTXt":
        raw = _inflate(rest[1:], limit)
        return None if raw is None else raw.decode("latin-1")
    if len(rest) < 2:
        return None
    compressed = rest[0] == 1
    parts = rest[2:].split(b"\0", 2)
    if len(parts) < 3:
        return None
    raw = _inflate(parts[2], limit) if compressed else parts[2]
    return None if raw is None else raw.decode("utf-8", errors="replace")


def _inflate(data: bytes, limit: int) -> bytes | None:
    """At most ``limit`` bytes; None for a bomb or for what is no zlib stream."""
    try:
        worker = zlib.decompressobj()
        out = worker.decompress(data, limit + 1)
    except zlib.error:
        return None
    return None if len(out) > limit else out
