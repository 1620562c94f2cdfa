"""The few EXIF tags that carry prompts, read from a TIFF block with every offset checked (EXIF 3.0)."""

from __future__ import annotations

import struct

MAKE, MODEL, EXIF_POINTER, USER_COMMENT, DESCRIPTION = 0x010F, 0x0110, 0x8769, 0x9286, 0x010E
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1}
_MOST_ENTRIES = 500


def tags(data: bytes) -> dict[int, bytes]:
    """Tag number to raw value of IFD0 and the EXIF IFD. Never raises: broken parts are left out."""
    data = data.removeprefix(b"Exif\0\0")
    order = {b"II": "<", b"MM": ">"}.get(data[:2])
    if order is None or len(data) < 8:
        return {}
    found = _directory(data, struct.unpack_from(order + "I", data, 4)[0], order)
    pointer = found.get(EXIF_POINTER, b"")
    if len(pointer) == 4:
        found |= _directory(data, struct.unpack(order + "I", pointer)[0], order)
    return found


def _directory(data: bytes, offset: int, order: str) -> dict[int, bytes]:
    if offset + 2 > len(data):
        return {}
    (count,) = struct.unpack_from(order + "H", data, offset)
    found: dict[int, bytes] = {}
    for number in range(min(count, _MOST_ENTRIES)):
        start = offset + 2 + 12 * number
        if start + 12 > len(data):
            break
        tag, kind, length = struct.unpack_from(order + "HHI", data, start)
        size = _SIZES.get(kind, 0) * length
        if not size:
            continue
        place = start + 8 if size <= 4 else struct.unpack_from(order + "I", data, start + 8)[0]
        if place + size <= len(data):
            found.setdefault(tag, data[place : place + size])
    return found


def comment(raw: bytes) -> str:
    """The text of a UserComment: an eight-byte code and the characters."""
    code, body = raw[:8], raw[8:]
    if code == b"UNICODE\0":
        # The standard leaves the byte order open and writers differ: in Latin text the null bytes show it.
        even, odd = body[0:200:2].count(0), body[1:200:2].count(0)
        return body.decode("utf-16-le" if odd > even else "utf-16-be", errors="replace").strip("\0")
    if code in (b"ASCII\0\0\0", b"\0" * 8):
        return body.decode("utf-8", errors="replace").strip("\0")
    return raw.decode("utf-8", errors="replace").strip("\0")
