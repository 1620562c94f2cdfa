"""Pictures that show what an addition does: found in it or beside it, and kept small in the model's folder."""

from __future__ import annotations

import io
import warnings
from collections.abc import Mapping
from pathlib import Path

from studio.library.formats.additions import words
from studio.library.layout import THUMBNAIL

EDGE = 384
"""Pixels of the longest side that is kept."""

_FORMATS = ("PNG", "JPEG", "WEBP")
_SUFFIXES = (".preview.png", ".png", ".jpg", ".jpeg", ".webp", ".preview.jpg", ".preview.jpeg", ".preview.webp")
_DAMAGED = (OSError, ValueError, SyntaxError, IndexError, TypeError, OverflowError, ZeroDivisionError)
_LARGEST = 32 << 20
_MOST_PIXELS = 64_000_000


def find(path: Path, metadata: Mapping[str, str]) -> bytes:
    """The encoded picture inside a safetensors file, or else of a picture file of the same name beside it; or nothing."""
    if inside := words.picture(metadata):
        return inside
    for suffix in _SUFFIXES:
        beside = path.with_name(path.stem + suffix)
        try:
            if beside.is_file() and beside.stat().st_size <= _LARGEST:
                return beside.read_bytes()
        except OSError:
            continue
    return b""


def write(picture: bytes, folder: Path) -> Path | None:
    """Keep a small JPEG of a picture in a model's folder. One that cannot be read is left out: it is only for show."""
    small = shrink(picture)
    if not small:
        return None
    path = folder / THUMBNAIL
    path.write_bytes(small)
    return path


def shrink(picture: bytes) -> bytes:
    """The picture as a JPEG of at most :data:`EDGE` pixels a side; nothing when it is none or too large."""
    if not picture:
        return b""
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # remarks on odd metadata; the size is checked here
            with Image.open(io.BytesIO(picture), formats=_FORMATS) as opened:
                if opened.width * opened.height > _MOST_PIXELS:
                    return b""
                opened.draft("RGB", (EDGE, EDGE))
                upright = ImageOps.exif_transpose(opened)
                small = Image.new("RGB", upright.size, "white")
                layer = upright.convert("RGBA")
                small.paste(layer, mask=layer.getchannel("A"))
                small.thumbnail((EDGE, EDGE), reducing_gap=2.0)
        out = io.BytesIO()
        small.save(out, "JPEG", quality=85)
        return out.getvalue()
    except (*_DAMAGED, Image.DecompressionBombError):
        # Pillow's decoders answer damaged data with any of these.
        return b""
