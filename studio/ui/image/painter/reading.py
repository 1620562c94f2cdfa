"""Masks from what is on the screen or in a file. For the background."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from studio.pixels.masks import read_mask

Pixels = NDArray[np.uint8]


def mask_from_file(path: str, size: QSize, *, prefer_alpha: bool) -> tuple[Pixels, QSize]:
    """The mask at the size of its picture, read as the worker reads masks, and the size that the file had.

    Raises :class:`InputError` for what is not a picture or has other proportions.
    """
    pixels, had, _ = read_mask(path, (size.width(), size.height()), prefer_alpha=prefer_alpha)
    return np.array(pixels), QSize(*had)


def alpha_of(picture: QImage) -> QImage:
    """The transparency of a picture as a grey one: white where it is opaque."""
    alpha = picture.convertToFormat(QImage.Format.Format_Alpha8)
    alpha.reinterpretAsFormat(QImage.Format.Format_Grayscale8)
    return alpha
