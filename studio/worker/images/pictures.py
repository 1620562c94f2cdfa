"""Pictures of unknown origin as plain sRGB pixels: see :mod:`studio.pixels.pictures`."""

from __future__ import annotations

from studio.pixels.pictures import (
    FORMATS,
    MAX_FILE,
    MAX_PIXELS,
    MAX_SIDE,
    Picture,
    Pixels,
    read_picture,
)

__all__ = ["FORMATS", "MAX_FILE", "MAX_PIXELS", "MAX_SIDE", "Picture", "Pixels", "read_picture"]
