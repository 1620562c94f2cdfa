"""EXIF and XMP segments of JPEG files, spliced without decoding (JFIF 1.02; XMP specification part 3)."""

from __future__ import annotations

import hashlib
import struct

from studio.core.errors import InputError, phrase

EXIF = b"Exif\0\0"
XMP = b"http://ns.adobe.com/xap/1.0/\0"
EXTENDED = b"http://ns.adobe.com/xmp/extension/\0"
SEGMENT_LIMIT = 65_533
"""Bytes that fit into one segment after its length."""
XMP_LIMIT = SEGMENT_LIMIT - len(XMP)
"""Bytes of an XMP packet at most; what is longer goes into an extension."""
EXTENDED_LIMIT = 4 * 1024 * 1024
"""Bytes of an extension that are read at most."""
_PART = struct.Struct(">32sII")
"""What an extension's segment begins with: digest and length of the whole, and where this part of it begins."""
_SIZED = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Markers of the frame headers, which say the picture's size."""


def user_comment(text: str) -> bytes:
    """A TIFF block (big endian) whose only tag is EXIF UserComment (0x9286): ``UNICODE`` and UTF-16BE."""
    comment = b"UNICODE\0" + text.encode("utf-16-be", errors="replace")
    # IFD0 at 8 with one entry (pointer to the EXIF IFD at 26), which has one entry (the comment at 44).
    ifd0 = struct.pack(">HHHIII", 1, 0x8769, 4, 1, 26, 0)
    exif = struct.pack(">HHHIII", 1, 0x9286, 7, len(comment), 44, 0)
    return b"MM\0\x2a" + struct.pack(">I", 8) + ifd0 + exif + comment


def _segment(marker: int, data: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data


def digest(extended: bytes) -> str:
    """By which a packet names its extension."""
    return hashlib.md5(extended, usedforsecurity=False).hexdigest().upper()


def insert(data: bytes, *, exif: bytes = b"", xmp: bytes = b"", extended: bytes = b"") -> bytes:
    """``data`` with these segments in place of its EXIF and XMP ones. ``extended`` is RDF that the packet names by its
    :func:`digest`, of any length; another part too large for a segment is left out.

    Raises :class:`InputError` when ``data`` is not a JPEG.
    """
    if not data.startswith(b"\xff\xd8"):
        raise InputError("input-unreadable", name=phrase("picture"), expected=phrase("a JPEG picture"))
    out = [data[:2]]
    if exif and len(EXIF) + len(exif) <= SEGMENT_LIMIT:
        out.append(_segment(0xE1, EXIF + exif))
    if xmp and len(XMP) + len(xmp) <= SEGMENT_LIMIT:
        out.append(_segment(0xE1, XMP + xmp))
        step = SEGMENT_LIMIT - len(EXTENDED) - _PART.size
        for offset in range(0, len(extended), step):
            head = _PART.pack(digest(extended).encode(), len(extended), offset)
            out.append(_segment(0xE1, EXTENDED + head + extended[offset : offset + step]))
    position = 2
    for start, end, marker in _segments(data):
        body = data[start + 4 : end]
        if not (marker == 0xE1 and body.startswith((EXIF, XMP, EXTENDED))):
            out.append(data[start:end])
        position = end
    out.append(data[position:])
    return b"".join(out)


def _segments(data: bytes) -> list[tuple[int, int, int]]:
    """Start, end and marker of every segment before the picture's data."""
    found = []
    position = 2
    while position + 4 <= len(data) and data[position] == 0xFF:
        marker = data[position + 1]
        if marker == 0xDA or marker == 0xFF or 0xD0 <= marker <= 0xD9:
            break
        (size,) = struct.unpack_from(">H", data, position + 2)
        end = position + 2 + size
        if size < 2 or end > len(data):
            break
        found.append((position, end, marker))
        position = end
    return found


def parts(data: bytes) -> tuple[bytes, bytes]:
    """The EXIF block (TIFF) and the XMP packet of a JPEG, its extension behind it; empty where there is none."""
    exif = xmp = b""
    extension: list[bytes] = []
    for start, end, marker in _segments(data):
        body = data[start + 4 : end]
        if marker == 0xE1 and body.startswith(EXIF):
            exif = exif or body[len(EXIF) :]
        elif marker == 0xE1 and body.startswith(XMP):
            xmp = xmp or body[len(XMP) :]
        elif marker == 0xE1 and body.startswith(EXTENDED):
            extension.append(body[len(EXTENDED) :])
    return exif, xmp + _joined(extension, xmp)


def _joined(parts: list[bytes], packet: bytes) -> bytes:
    """The extension that the packet names, or b"" where a part of it is missing."""
    found: dict[int, bytes] = {}
    whole, length = b"", 0
    for part in parts:
        if len(part) > _PART.size:
            name, length_, offset = _PART.unpack_from(part)
            if name in packet and length_ <= EXTENDED_LIMIT:
                whole, length = name, length_
                found[offset] = part[_PART.size :]
    joined = b"".join(found[offset] for offset in sorted(found))
    return joined if len(joined) == length and digest(joined).encode() == whole else b""


def size(data: bytes) -> tuple[int, int]:
    """Width and height in pixels; 0 and 0 where the file does not say."""
    for start, end, marker in _segments(data):
        if marker in _SIZED and end - start >= 9:
            height, width = struct.unpack_from(">HH", data, start + 5)
            return width, height
    return 0, 0
