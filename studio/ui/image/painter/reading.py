"""A mask from a picture file, at the size of the picture it is for. For the background."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage

from studio.ui.image.painter.mask import pixels_of
from studio.ui.pictures import load_picture

Pixels = NDArray[np.uint8]


def mask_from_file(path: str, size: QSize, *, prefer_alpha: bool) -> tuple[Pixels, QSize]:
    """The mask and the size the file had. Raises :class:`InputError` for what is not a picture.

    A picture says by its brightness where the mask is white, or by its transparency when it is all of one colour (as
    the worker reads masks). With ``prefer_alpha`` any transparency decides: the subject of a cut-out becomes the mask.
    """
    picture = load_picture(path)
    grey = alpha_of(picture) if picture.hasAlphaChannel() and (prefer_alpha or _plain(picture)) else _grey(picture)
    had = grey.size()
    if had != size:
        grey = grey.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
        grey = grey.convertToFormat(QImage.Format.Format_Grayscale8)
    return pixels_of(grey), had


def alpha_of(picture: QImage) -> QImage:
    """The transparency of a picture as a grey one: white where it is opaque."""
    alpha = picture.convertToFormat(QImage.Format.Format_Alpha8)
    alpha.reinterpretAsFormat(QImage.Format.Format_Grayscale8)
    return alpha


def _grey(picture: QImage) -> QImage:
    """Brightness over black."""
    flat = QImage(picture)
    if flat.hasAlphaChannel():
        flat = flat.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
        flat.reinterpretAsFormat(QImage.Format.Format_RGB32)
    return flat.convertToFormat(QImage.Format.Format_Grayscale8)


def _plain(picture: QImage) -> bool:
    """Whether all its pixels have the same colour, whatever their transparency."""
    straight = picture.convertToFormat(QImage.Format.Format_RGBA8888)
    rows = np.frombuffer(straight.constBits(), np.uint8).reshape(straight.height(), straight.bytesPerLine() // 4, 4)
    seen = rows[rows[..., 3] > 0][:, :3]
    return bool(seen.size == 0 or np.ptp(seen, axis=0).max() == 0)
