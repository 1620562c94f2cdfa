"""ID3v2.4 tags in front of MP3 sound (id3.org, version 2.4.0)."""

from __future__ import annotations

from studio.core.errors import InputError, phrase


def _syncsafe(number: int) -> bytes:
    return bytes((number >> shift) & 0x7F for shift in (21, 14, 7, 0))


def _number(data: bytes) -> int:
    value = 0
    for byte in data:
        value = value << 7 | byte & 0x7F
    return value


def _tag_end(data: bytes) -> int:
    """Where the sound begins behind a tag at the front of the file."""
    if data[:3] != b"ID3" or len(data) < 10:
        return 0
    return min(len(data), 10 + _number(data[6:10]) + (10 if data[5] & 0x10 else 0))


def _frame(kind: bytes, body: bytes) -> bytes:
    return kind + _syncsafe(len(body)) + b"\0\0" + body


def insert(data: bytes, fields: dict[str, str], comment: str = "") -> bytes:
    """``data`` with a new tag of user texts (``TXXX``) and a comment in place of an older tag. Raises InputError."""
    sound = data[_tag_end(data) :]
    if not sound or (sound[0] != 0xFF and sound[:3] != b"TAG"):
        raise InputError("input-unreadable", name=phrase("sound"), expected=phrase("an MP3 file"))
    frames = [_frame(b"TXXX", b"\3" + k.encode() + b"\0" + v.encode(errors="replace")) for k, v in fields.items()]
    if comment:
        frames.append(_frame(b"COMM", b"\3und\0" + comment.replace("\0", " ").encode(errors="replace")))
    body = b"".join(frames)
    if len(body) >= 1 << 28:
        raise InputError("input-too-large", name=phrase("recipe"), size=f"{len(body) >> 20:,} MiB", limit="256 MiB")
    tag = b"ID3\4\0\0" + _syncsafe(len(body)) + body if body else b""
    return tag + sound


def fields(data: bytes) -> dict[str, str]:
    """The user texts of an ID3v2.4 tag. Broken frames end the reading."""
    found: dict[str, str] = {}
    if data[:4] != b"ID3\4":
        return found
    position, end = 10, _tag_end(data)
    while position + 10 <= end and data[position : position + 4].isalnum():
        size = _number(data[position + 4 : position + 8])
        body = data[position + 10 : min(end, position + 10 + size)]
        if data[position : position + 4] == b"TXXX" and body[:1] == b"\3":
            name, _, value = body[1:].partition(b"\0")
            found.setdefault(name.decode("utf-8", "replace"), value.rstrip(b"\0").decode("utf-8", "replace"))
        position += 10 + size
    return found
