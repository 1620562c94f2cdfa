"""Tone of 8-bit sRGB pictures: levels, exposure, shadows and highlights, contrast, warmth, saturation.

All but saturation look at one value at a time, so they are worked out once for the 256 values of each channel and
applied as tables: the same on every machine, and fast enough to follow a slider.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from studio.core.pictures import Edit
from studio.pixels.pictures import Pixels

Curve = NDArray[np.float64]

LUMA = np.array([0.2126, 0.7152, 0.0722])
"""How much each channel adds to brightness (ITU-R BT.709, the primaries of sRGB)."""

LIFT, DROP = 1.8, 0.9
"""How far shadows can be lifted and dropped, as factors of the curve v·(1−v)³ (highlights: mirrored). Within these the
tone curve never falls, not even with shadows at +1 and highlights at −1: its slope is 1 − 2·1.8/4 = 0.1 at the least."""

STEEPEST = 8.0
"""Steepness of the sigmoid at contrast +1."""

WARMEST = 0.35
"""Stops that red gains and blue loses at warmth +1."""


def to_linear(values: Curve) -> Curve:
    """sRGB values (0–1) as linear light (IEC 61966-2-1)."""
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def to_srgb(light: Curve) -> Curve:
    """Linear light as sRGB values, both 0–1."""
    light = np.clip(light, 0.0, 1.0)
    return np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)


def levels(values: Curve, black: int, white: int, gamma: float) -> Curve:
    """``black`` and ``white`` (0–255) become 0 and 1; ``gamma`` above 1 brightens what lies between."""
    spread: Curve = np.clip((values * 255 - black) / (white - black), 0.0, 1.0) ** (1 / gamma)
    return spread


def shadows_highlights(values: Curve, shadows: float, highlights: float) -> Curve:
    """Both −1 to 1. Black, white and the order of all values between stay."""
    low = values * (1 - values) ** 3 * shadows * (LIFT if shadows > 0 else DROP)
    high = (1 - values) * values**3 * highlights * (DROP if highlights > 0 else LIFT)
    return np.clip(values + low + high, 0.0, 1.0)


def contrast(values: Curve, amount: float) -> Curve:
    """−1 (all grey) to 1. Above 0 a sigmoid, so that nothing is cut off at black and white."""
    if amount <= 0:
        return 0.5 + (values - 0.5) * (1 + amount)
    steep = STEEPEST * amount
    bent = np.tanh(steep * (values - 0.5) / 2)
    curve: Curve = 0.5 + 0.5 * bent / np.tanh(steep / 4)
    return curve


def warm(light: Curve, warmth: float) -> Curve:
    """Three channels × n of linear light; red gains what blue loses, and white keeps its brightness."""
    gains = 2.0 ** (np.array([1.0, 0.0, -1.0]) * WARMEST * warmth)
    return light * (gains / (LUMA @ gains))[:, None]


def tables(edit: Edit) -> Pixels:
    """The three channels' tables, 3 × 256: levels, exposure and warmth (in linear light), shadows and highlights,
    contrast, in this order."""
    values = levels(np.arange(256) / 255, edit.black, edit.white, edit.gamma)
    channels = np.tile(values, (3, 1))
    if edit.exposure or edit.warmth:
        channels = to_srgb(warm(to_linear(channels) * 2.0**edit.exposure, edit.warmth))
    channels = shadows_highlights(channels, edit.shadows, edit.highlights)
    channels = contrast(channels, edit.contrast)
    return np.rint(np.clip(channels, 0.0, 1.0) * 255).astype(np.uint8)


def is_neutral(edit: Edit) -> bool:
    """True when the settings leave every colour as it is."""
    plain = Edit()
    names = ["black", "white", "gamma", "exposure", "contrast", "saturation", "warmth", "shadows", "highlights"]
    return all(getattr(edit, name) == getattr(plain, name) for name in names)


def apply(rgb: Pixels, edit: Edit) -> Pixels:
    """Height × width × 3 with its tone changed."""
    if is_neutral(edit):
        return rgb
    table = tables(edit)
    toned = np.empty_like(rgb)
    for channel in range(3):
        np.take(table[channel], rgb[..., channel], out=toned[..., channel])
    return saturate(toned, edit.saturation) if edit.saturation else toned


def saturate(rgb: Pixels, amount: float) -> Pixels:
    """−1 (grey) to 1 (twice as far from grey)."""
    out = np.empty_like(rgb)
    # By rows, so that a large picture does not need a dozen times its size.
    for top in range(0, len(rgb), 256):
        part = rgb[top : top + 256].astype(np.float32)
        grey = part @ LUMA.astype(np.float32)
        mixed = grey[..., None] + (part - grey[..., None]) * np.float32(1 + amount)
        out[top : top + 256] = np.rint(np.clip(mixed, 0, 255))
    return out
