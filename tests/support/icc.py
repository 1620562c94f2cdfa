"""Colour profiles made by hand (ICC.1:2001-04), and what they say a colour is in sRGB."""

from __future__ import annotations

import struct

import numpy as np

ADOBE_RGB = ((0.60974, 0.31111, 0.01947), (0.20528, 0.62567, 0.06087), (0.14919, 0.06322, 0.74457))
"""The primaries of Adobe RGB (1998) in XYZ, adapted to D50."""
SRGB = ((0.43607, 0.22249, 0.01392), (0.38515, 0.71687, 0.09708), (0.14307, 0.06061, 0.71410))
_D50 = (0.9642, 1.0, 0.8249)


def rgb_profile(primaries: tuple[tuple[float, float, float], ...] = ADOBE_RGB, gamma: float = 2.2) -> bytes:
    """A matrix profile of an RGB space."""
    tags = {b"desc": _text(b"desc", b"Test RGB"), b"cprt": _text(b"text", b"none"), b"wtpt": _xyz(_D50)}
    for letter, primary in zip(b"rgb", primaries, strict=True):
        tags[bytes([letter]) + b"XYZ"] = _xyz(primary)
        tags[bytes([letter]) + b"TRC"] = _curve(gamma)
    return _profile(b"RGB ", tags)


def grey_profile(gamma: float = 1.0) -> bytes:
    """A profile of a grey space."""
    tags = {b"desc": _text(b"desc", b"Test grey"), b"cprt": _text(b"text", b"none"), b"wtpt": _xyz(_D50)}
    return _profile(b"GRAY", {**tags, b"kTRC": _curve(gamma)})


def cmyk_profile() -> bytes:
    """A profile of a printer whose inks make other colours than their names: cyan ink prints red, and so round."""
    corners = []
    for number in range(16):
        inks = [number >> 3 & 1, number >> 2 & 1, number >> 1 & 1, number & 1]
        light, a, b = 100.0, 0.0, 0.0
        for ink, (by, red, yellow) in zip(inks, _INKS, strict=True):
            light, a, b = light - ink * by, a + ink * red, b + ink * yellow
        corners.append(bytes([round(max(0.0, light) * 2.55), round(a) + 128, round(b) + 128]))
    straight = bytes(range(256))
    identity = b"".join(_fixed(float(n % 4 == 0)) for n in range(9))
    table = b"mft1" + bytes(4) + bytes([4, 3, 2, 0]) + identity + straight * 4 + b"".join(corners) + straight * 3
    tags = {b"desc": _text(b"desc", b"Test CMYK"), b"cprt": _text(b"text", b"none"), b"wtpt": _xyz(_D50)}
    return _profile(b"CMYK", {**tags, b"A2B0": table}, kind=b"prtr", space_between=b"Lab ")


_INKS = ((50.0, 60.0, 30.0), (30.0, -30.0, 20.0), (20.0, 0.0, -40.0), (60.0, 0.0, 0.0))
"""What each ink at its full takes from the lightness, and adds to a and b of CIE Lab."""


def of_ink(number: int) -> np.ndarray:
    """What a full ink of :func:`cmyk_profile` (0 is cyan) is in sRGB, 0–255."""
    by, a, b = _INKS[number]
    middle = (100 - by + 16) / 116
    steps = np.array([middle + a / 500, middle, middle - b / 200])
    xyz = np.array(_D50) * np.where(steps > 6 / 29, steps**3, 3 * (6 / 29) ** 2 * (steps - 4 / 29))
    return encoded(np.clip(np.linalg.inv(np.array(SRGB).T) @ xyz, 0, 1))


def in_srgb(
    colour: tuple[int, int, int], primaries: tuple[tuple[float, float, float], ...] = ADOBE_RGB, gamma: float = 2.2
) -> np.ndarray:
    """What a colour of a matrix profile is in sRGB, 0–255."""
    linear = (np.array(colour) / 255) ** gamma
    inside = np.clip(np.linalg.inv(np.array(SRGB).T) @ (np.array(primaries).T @ linear), 0, 1)
    return encoded(inside)


def encoded(linear: np.ndarray | float) -> np.ndarray:
    """Light (0–1) as sRGB levels (0–255), by IEC 61966-2-1."""
    values = np.asarray(linear, float)
    return 255 * np.where(values <= 0.0031308, 12.92 * values, 1.055 * values ** (1 / 2.4) - 0.055)


def _fixed(value: float) -> bytes:
    return struct.pack(">i", round(value * 65536))


def _xyz(values: tuple[float, float, float]) -> bytes:
    return b"XYZ " + bytes(4) + b"".join(map(_fixed, values))


def _curve(gamma: float) -> bytes:
    return b"curv" + bytes(4) + struct.pack(">IH", 1, round(gamma * 256)) + bytes(2)


def _text(kind: bytes, text: bytes) -> bytes:
    if kind == b"text":
        return b"text" + bytes(4) + text + b"\0"
    return b"desc" + bytes(4) + struct.pack(">I", len(text) + 1) + text + b"\0" + bytes(4 + 4 + 2 + 1 + 67)


def _profile(space: bytes, tags: dict[bytes, bytes], kind: bytes = b"mntr", space_between: bytes = b"XYZ ") -> bytes:
    table, body = struct.pack(">I", len(tags)), b""
    start = 128 + 4 + 12 * len(tags)
    for name, data in tags.items():
        data += bytes(-len(data) % 4)
        table += name + struct.pack(">II", start + len(body), len(data))
        body += data
    size = 128 + len(table) + len(body)
    header = struct.pack(">I4sI", size, b"none", 0x02100000) + kind + space + space_between + bytes(12) + b"acsp"
    header += bytes(28) + b"".join(map(_fixed, _D50))
    return header.ljust(128, b"\0") + table + body
