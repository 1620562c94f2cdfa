"""Vorbis comments in FLAC (RFC 9639, section 8.6) and in Ogg Vorbis and Opus files (RFC 3533, RFC 7845)."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from studio.core.errors import InputError, phrase

_HEADS = {b"\x03vorbis": b"\x01", b"OpusTags": b""}
"""First bytes of a comment packet, and what ends it (Vorbis has a framing bit)."""
_PAGE = struct.Struct("<4sBBqIIIB")
PACKET_LIMIT = 16 * 1024 * 1024


def comments(block: bytes) -> dict[str, str]:
    """Upper-case field names to texts. A broken block gives what came before the break."""
    found: dict[str, str] = {}
    try:
        (vendor,) = struct.unpack_from("<I", block, 0)
        (count,) = struct.unpack_from("<I", block, 4 + vendor)
        position = 8 + vendor
        for _ in range(min(count, 1000)):
            (size,) = struct.unpack_from("<I", block, position)
            text = block[position + 4 : position + 4 + size].decode("utf-8", errors="replace")
            name, equals, value = text.partition("=")
            if equals:
                found.setdefault(name.upper(), value)
            position += 4 + size
    except struct.error:
        pass
    return found


def block(fields: dict[str, str], vendor: str = "AIGC Studio") -> bytes:
    out = [_counted(vendor.encode()), struct.pack("<I", len(fields))]
    out += [_counted(f"{name}={value}".encode(errors="replace")) for name, value in fields.items()]
    return b"".join(out)


def _others(fields: dict[str, str]) -> dict[str, str]:
    """Without what this studio wrote before: a prompt must not stay when only the provenance is to be written."""
    ours = {"AIGC_STUDIO", "DIGITALSOURCETYPE"} | ({"COMMENT"} if "AIGC_STUDIO" in fields else set())
    return {name: value for name, value in fields.items() if name not in ours}


def _counted(data: bytes) -> bytes:
    return struct.pack("<I", len(data)) + data


# ---- FLAC


def _flac_blocks(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Type, start and end of the body of each metadata block."""
    position = 4
    while position + 4 <= len(data):
        head = data[position]
        size = int.from_bytes(data[position + 1 : position + 4], "big")
        if position + 4 + size > len(data):
            return
        yield head & 0x7F, position + 4, position + 4 + size
        position += 4 + size
        if head & 0x80:
            return


def flac_fields(data: bytes) -> dict[str, str]:
    if not data.startswith(b"fLaC"):
        return {}
    return next((comments(data[start:end]) for kind, start, end in _flac_blocks(data) if kind == 4), {})


def insert_flac(data: bytes, fields: dict[str, str]) -> bytes:
    """``data`` with these comments; older ones of other names stay. Raises :class:`InputError`."""
    blocks = list(_flac_blocks(data)) if data.startswith(b"fLaC") else []
    if not blocks or blocks[0][0] != 0:
        raise InputError("input-unreadable", name=phrase("sound"), expected=phrase("a FLAC file"))
    body = block(_others(flac_fields(data)) | fields)
    if len(body) >= 1 << 24:
        raise InputError("input-too-large", name=phrase("recipe"), size=f"{len(body) >> 20:,} MiB", limit="16 MiB")
    kept = [(kind, data[start:end]) for kind, start, end in blocks if kind not in (1, 4)]
    kept.insert(1, (4, body))
    out = [b"fLaC"]
    for number, (kind, content) in enumerate(kept):
        last = 0x80 if number == len(kept) - 1 else 0
        out += [bytes([kind | last]), len(content).to_bytes(3, "big"), content]
    return b"".join([*out, data[blocks[-1][2] :]])


# ---- Ogg


def _pages(data: bytes) -> Iterator[tuple[int, int, bytes, int, int, int, int]]:
    """Start, end, lacing values, flags, granule, serial and sequence number of each page."""
    position = 0
    while position + _PAGE.size <= len(data):
        magic, _, flags, granule, serial, sequence, _, count = _PAGE.unpack_from(data, position)
        lacing = data[position + _PAGE.size : position + _PAGE.size + count]
        end = position + _PAGE.size + count + sum(lacing)
        if magic != b"OggS" or len(lacing) != count or end > len(data):
            return
        yield position, end, lacing, flags, granule, serial, sequence
        position = end


def _header_packets(data: bytes) -> tuple[list[bytes], int, int, int]:
    """The header packets (three of Vorbis, two of Opus), where the pages after them begin, the stream's serial
    number and the number of pages they took."""
    packets: list[bytes] = []
    current = b""
    wanted = 3
    for number, (start, end, lacing, _, _, serial, _) in enumerate(_pages(data)):
        body = start + _PAGE.size + len(lacing)
        for size in lacing:
            current += data[body : body + size]
            body += size
            if size < 255:
                packets.append(current)
                current = b""
        if packets and packets[0].startswith(b"OpusHead"):
            wanted = 2
        if len(packets) >= wanted and not current:
            return packets[:wanted], end, serial, number + 1
        if len(current) > PACKET_LIMIT:
            break
    raise InputError("input-unreadable", name=phrase("sound"), expected=phrase("an Ogg Vorbis or Opus file"))


def ogg_fields(data: bytes) -> dict[str, str]:
    try:
        packets, _, _, _ = _header_packets(data)
    except InputError:
        return {}
    head = next((h for h in _HEADS if packets[1].startswith(h)), None)
    return comments(packets[1][len(head) :]) if head else {}


def insert_ogg(data: bytes, fields: dict[str, str]) -> bytes:
    """``data`` with these comments; its sound packets are the same, its pages numbered anew. Raises InputError."""
    packets, rest, serial, taken = _header_packets(data)
    head = next((h for h in _HEADS if packets[1].startswith(h)), None)
    if head is None:
        raise InputError("input-unreadable", name=phrase("sound"), expected=phrase("an Ogg Vorbis or Opus file"))
    packets[1] = head + block(_others(ogg_fields(data)) | fields) + _HEADS[head]
    # The first packet has a page of its own; the others share pages and end one.
    pages = [_page(packets[0], [len(packets[0])], 2, serial, 0)]
    pages += _paged(b"".join(packets[1:]), [len(p) for p in packets[1:]], serial)
    shift = len(pages) - taken
    out = pages
    for start, end, lacing, flags, granule, own, sequence in _pages(data[rest:]):
        page = data[rest + start : rest + end]
        if own == serial and shift:
            body = page[_PAGE.size + len(lacing) :]
            page = _sealed(flags, granule, serial, sequence + shift, lacing, body)
        out.append(page)
    return b"".join(out)


def _paged(body: bytes, sizes: list[int], serial: int) -> list[bytes]:
    lacing: list[int] = []
    for size in sizes:
        lacing += [255] * (size // 255) + [size % 255]
    pages: list[bytes] = []
    position, continued = 0, False
    for first in range(0, len(lacing), 255):
        part = bytes(lacing[first : first + 255])
        size = sum(part)
        # A page on which no packet ends has no position of its own.
        granule = 0 if any(value < 255 for value in part) else -1
        flags = 1 if continued else 0
        pages.append(_sealed(flags, granule, serial, len(pages) + 1, part, body[position : position + size]))
        position += size
        continued = part[-1] == 255
    return pages


def _page(body: bytes, sizes: list[int], flags: int, serial: int, sequence: int) -> bytes:
    lacing = b"".join(b"\xff" * (size // 255) + bytes([size % 255]) for size in sizes)
    return _sealed(flags, 0, serial, sequence, lacing, body)


def _sealed(flags: int, granule: int, serial: int, sequence: int, lacing: bytes, body: bytes) -> bytes:
    page = bytearray(_PAGE.pack(b"OggS", 0, flags, granule, serial, sequence, 0, len(lacing)) + lacing + body)
    struct.pack_into("<I", page, 22, _crc(page))
    return bytes(page)


def _table() -> list[int]:
    table = []
    for number in range(256):
        value = number << 24
        for _ in range(8):
            value = (value << 1) ^ 0x04C11DB7 if value & 0x80000000 else value << 1
        table.append(value & 0xFFFFFFFF)
    return table


_CRC = _table()


def _crc(data: bytes | bytearray) -> int:
    """CRC-32 with Ogg's polynomial: not reflected, starting at zero (RFC 3533, section 6)."""
    value = 0
    for byte in data:
        value = ((value << 8) & 0xFFFFFFFF) ^ _CRC[(value >> 24) ^ byte]
    return value
