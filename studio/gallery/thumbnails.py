"""Thumbnails of files that came from outside: generated assets bring theirs along from the worker."""

from __future__ import annotations

import io
from pathlib import Path

EDGE = 384
_WAVE = (384, 192)
_COLOUR = (62, 124, 226, 255)
_BARS = 77


def of_picture(path: Path) -> tuple[bytes, str]:
    """Data and suffix of a picture's thumbnail. Raises InputError when it cannot be decoded."""
    if path.suffix.lower() == ".svg":
        return _of_drawing(path)
    from PIL import Image

    from studio.pixels.pictures import KEPT_PIXELS, KEPT_SIDE, read_picture

    read = read_picture(path, max_pixels=KEPT_PIXELS, max_side=KEPT_SIDE, within=EDGE)
    picture, alpha = Image.fromarray(read.rgba), read.alpha is not None
    picture.thumbnail((EDGE, EDGE), reducing_gap=2.0)
    out = io.BytesIO()
    if alpha:
        picture.save(out, "PNG", compress_level=1)
        return out.getvalue(), ".png"
    picture.save(out, "JPEG", quality=85)
    return out.getvalue(), ".jpg"


def _of_drawing(path: Path) -> tuple[bytes, str]:
    from PIL import Image

    from studio.vector import drawing

    drawn = drawing.draw(path, lambda size: drawing.within(size, EDGE))
    out = io.BytesIO()
    Image.frombytes("RGBA", (drawn.width, drawn.height), drawn.data).save(out, "PNG", compress_level=1)
    return out.getvalue(), ".png"


def of_sound(path: Path) -> tuple[bytes, str]:
    """The waveform of a sound as bars on a transparent ground, read in blocks so that length costs no memory."""
    import numpy as np
    import soundfile
    from PIL import Image, ImageDraw

    with soundfile.SoundFile(path) as sound:
        block = max(1, -(-len(sound) // _BARS))
        peaks = [float(np.abs(data).max(initial=0.0)) for data in sound.blocks(blocksize=block, dtype="float32")]
    top = max([*peaks, 1e-9])
    picture = Image.new("RGBA", _WAVE, (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    middle = _WAVE[1] // 2
    for number, peak in enumerate(peaks[:_BARS]):
        high = max(1, round(peak / top * (middle - 12)))
        draw.rounded_rectangle((number * 5, middle - high, number * 5 + 2, middle + high), 1, fill=_COLOUR)
    out = io.BytesIO()
    picture.save(out, "PNG", compress_level=1)
    return out.getvalue(), ".png"
