"""The comment of GIF files (GIF89a, section 24), read without decoding a pixel."""

from __future__ import annotations

TEXT_LIMIT = 4 * 1024 * 1024


def comment(data: bytes) -> str:
    """All comment blocks, or "". A broken file gives what came before the break; raises IndexError at its end."""
    if data[:6] not in (b"GIF87a", b"GIF89a"):
        return ""
    found = bytearray()
    position = 13 + _table(data[10])
    while position < len(data) and len(found) < TEXT_LIMIT:
        kind = data[position]
        if kind == 0x21 and position + 1 < len(data):
            label, position = data[position + 1], position + 2
        elif kind == 0x2C and position + 10 < len(data):
            # An image: its descriptor, its table of colours, the code size, then blocks as everywhere.
            label, position = 0, position + 10 + _table(data[position + 9]) + 1
        else:
            break
        while position < len(data) and (size := data[position]):
            if label == 0xFE:
                found += data[position + 1 : position + 1 + size]
            position += 1 + size
        position += 1
    return found.decode("utf-8", errors="replace")


def _table(flags: int) -> int:
    """Bytes of the table of colours that a packed field announces."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0
