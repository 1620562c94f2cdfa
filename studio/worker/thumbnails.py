"""Thumbnails made from what is in memory already: reading the finished file again would cost twenty times as much."""

from __future__ import annotations

import io
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

EDGE = 384
"""Pixels of the longer side of a thumbnail, at most."""

_QUALITY = 85
_WAVE_SIZE = (384, 192)
_WAVE_BAR, _WAVE_GAP = 3, 2
# A blue that keeps a contrast of at least 3:1 against both white and the dark theme's grey.
_WAVE_COLOUR = (62, 124, 226)


def of_picture(pixels: NDArray[np.uint8]) -> tuple[bytes, str]:
    """The thumbnail of an RGB or RGBA picture and its suffix: JPEG, or PNG where there is transparency to keep."""
    from PIL import Image

    image = Image.fromarray(pixels)
    factor = -(-max(image.size) // EDGE)
    alpha = image.mode == "RGBA"
    if factor > 1:
        # Colours behind full transparency must not bleed into the edges, so alpha is multiplied in first.
        image = image.convert("RGBa").reduce(factor).convert("RGBA") if alpha else image.reduce(factor)
    out = io.BytesIO()
    if alpha:
        image.save(out, "PNG", compress_level=1)
        return out.getvalue(), ".png"
    image.save(out, "JPEG", quality=_QUALITY)
    return out.getvalue(), ".jpg"


def peaks(samples: NDArray[np.float32], count: int) -> NDArray[np.float32]:
    """The loudest absolute sample of each of ``count`` equal stretches, over all channels; 0 where there is none."""
    import numpy as np

    mono = np.abs(samples).max(axis=1) if samples.ndim == 2 else np.abs(samples)
    edges = np.linspace(0, len(mono), count + 1).astype(int)
    return np.array([mono[a : max(b, a + 1)].max(initial=0.0) for a, b in pairwise(edges)], dtype=np.float32)


def of_sound(samples: NDArray[np.float32]) -> tuple[bytes, str]:
    """A waveform of round-ended bars on a transparent ground, good on light and dark, as PNG."""
    import numpy as np
    from PIL import Image, ImageDraw

    width, height = _WAVE_SIZE
    scale = 3  # drawn larger and reduced: Pillow does not smooth edges by itself
    step = _WAVE_BAR + _WAVE_GAP
    count = width // step
    levels = peaks(samples, count)
    # The square root shows quiet passages; the loudest reaches the full height.
    levels = np.sqrt(levels / max(float(levels.max()), 1e-6))
    image = Image.new("RGBA", (width * scale, height * scale), (*_WAVE_COLOUR, 0))
    draw = ImageDraw.Draw(image)
    middle, left = height / 2, (width - count * step + _WAVE_GAP) / 2
    for index, level in enumerate(levels):
        x = left + index * step
        half = max(_WAVE_BAR / 2, float(level) * (height / 2 - 8))
        box = (x * scale, (middle - half) * scale, (x + _WAVE_BAR) * scale - 1, (middle + half) * scale - 1)
        draw.rounded_rectangle(box, radius=_WAVE_BAR * scale / 2, fill=(*_WAVE_COLOUR, 255))
    out = io.BytesIO()
    image.reduce(scale).save(out, "PNG", compress_level=6)
    return out.getvalue(), ".png"
