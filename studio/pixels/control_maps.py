"""Control maps made from a picture without a model: what ControlNets and T2I-Adapters are trained to follow."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter
from scipy import ndimage

from studio.core.pictures import ControlUnit
from studio.pixels import canny
from studio.pixels.pictures import Picture, Pixels

LINE_SIDE = 2048
"""Longest side at which lines are drawn; a larger picture gets them enlarged."""
_FAINTEST, _GAIN = 0.006, 60
"""A difference of blurs (0–1) that is no line yet, and how fast a larger one becomes white."""


def make(name: str, picture: Picture, unit: ControlUnit, check: Callable[[], None] = lambda: None) -> Pixels:
    """The map ``name`` of a picture laid over white: height × width × 3, 0–255, as large as the picture.

    "" is the picture itself: it is a map already. ``check`` is called between steps and may raise to stop. Raises
    KeyError for a name that is not in :data:`MAKERS`.
    """
    rgb = picture.over().rgb
    return rgb if not name else MAKERS[name](rgb, unit, check)


def _canny(rgb: Pixels, unit: ControlUnit, check: Callable[[], None]) -> Pixels:
    return _three(canny.edges(rgb, unit.low, unit.high, check))


def _line(rgb: Pixels, unit: ControlUnit, check: Callable[[], None]) -> Pixels:
    """White lines on black, as if drawn with a pen: extended difference of Gaussians (Winnemöller, Kyprianidis, Olsen
    2012, “XDoG”). ``detail`` 0 draws contours only, 1 every texture."""
    height, width = rgb.shape[:2]
    scale = min(1.0, LINE_SIDE / max(width, height))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    image = Image.fromarray(rgb)
    tones = np.asarray(image if scale == 1.0 else image.resize(size, Image.Resampling.BOX), np.float32) / 255
    sigma = max(0.4, min(size) / 512 * 2.8 * 0.25**unit.detail)
    ink = np.zeros(tones.shape[:2], np.float32)
    # Each channel by itself: things of other colours may be equally bright.
    for channel in range(3):
        check()
        tone = np.ascontiguousarray(tones[..., channel])
        fine = ndimage.gaussian_filter(tone, sigma, mode="nearest")
        coarse = ndimage.gaussian_filter(tone, 1.6 * sigma, mode="nearest")
        # The dark side of an edge is what a pen would draw.
        np.maximum(ink, coarse - fine, out=ink)
    check()
    ink = np.tanh(np.maximum(ink - _FAINTEST, 0) * _GAIN)
    lines = Image.fromarray(np.rint(ink * 255).astype(np.uint8))
    return _three(np.asarray(lines if scale == 1.0 else lines.resize((width, height), Image.Resampling.BICUBIC)))


def _blur(rgb: Pixels, unit: ControlUnit, check: Callable[[], None]) -> Pixels:
    """Gaussian blur of a sixteenth (``detail`` 0) to a 256th (1) of the shorter side."""
    radius = min(rgb.shape[:2]) / 16 * (1 / 16) ** unit.detail
    return np.array(Image.fromarray(rgb).filter(ImageFilter.GaussianBlur(radius)))


def _colour(rgb: Pixels, unit: ControlUnit, check: Callable[[], None]) -> Pixels:
    """Plain blocks of the mean colour: 4 (``detail`` 0) to 16 (1) along the shorter side."""
    height, width = rgb.shape[:2]
    block = max(1.0, min(width, height) / (4 * 4**unit.detail))
    blocks = Image.fromarray(rgb).resize(
        (max(1, round(width / block)), max(1, round(height / block))), Image.Resampling.BOX
    )
    return np.array(blocks.resize((width, height), Image.Resampling.NEAREST))


def _grey(rgb: Pixels, unit: ControlUnit, check: Callable[[], None]) -> Pixels:
    """Luma after ITU-R BT.601."""
    return _three(np.asarray(Image.fromarray(rgb).convert("L")))


def _invert(rgb: Pixels, unit: ControlUnit, check: Callable[[], None]) -> Pixels:
    """A drawing of dark lines on white becomes what ControlNets expect: white lines on black."""
    return 255 - rgb


def shades(depth: NDArray[np.float32]) -> Pixels:
    """A depth map of nearness in any unit (height × width) as greys, the nearest white; black where all is equal."""
    depth = np.nan_to_num(depth, nan=0.0, posinf=0.0, neginf=0.0)
    low, high = float(depth.min(initial=np.inf)), float(depth.max(initial=-np.inf))
    if not high > low:
        return np.zeros((*depth.shape, 3), np.uint8)
    return _three(np.rint((depth - low) / (high - low) * 255).astype(np.uint8))


def _three(grey: Pixels) -> Pixels:
    return np.repeat(grey[..., None], 3, axis=2)


MAKERS: dict[str, Callable[[Pixels, ControlUnit, Callable[[], None]], Pixels]] = {
    "canny": _canny,
    "line": _line,
    "blur": _blur,
    "colour": _colour,
    "grey": _grey,
    "invert": _invert,
}
"""Every preprocessor of :data:`studio.core.additions.PREPROCESSORS` that needs no model."""
