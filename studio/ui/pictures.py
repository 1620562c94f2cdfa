"""Loading pictures off the GUI thread: QImage may be used in any thread, QPixmap only in the GUI's."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from studio.core.errors import InputError

PIXEL_LIMIT = 16384
"""The longest side that is loaded for viewing; larger pictures are scaled down while they are read."""
_HUGE = 200_000_000
"""Pixels: above this a picture is refused before it is decoded."""


def load_picture(path: str, longest: int = PIXEL_LIMIT) -> QImage:
    """The picture, premultiplied and ready to paint. Raises :class:`InputError` for what is not a picture."""
    name = Path(path).name
    try:
        if Path(path).stat().st_size == 0:
            raise InputError("input-empty", name=name)
    except FileNotFoundError as error:
        raise InputError("input-missing", path=path) from error
    reader = QImageReader(path)
    # The content decides, not the name: a renamed program is no picture.
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and size.width() * size.height() > _HUGE:
        raise InputError(
            "input-too-large", name=name, size=f"{size.width()} × {size.height()}", limit=f"{_HUGE // 1_000_000} MP"
        )
    if size.isValid() and max(size.width(), size.height()) > longest:
        reader.setScaledSize(size.scaled(QSize(longest, longest), Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull():
        raise InputError("input-unreadable", detail=reader.errorString(), name=name, expected="a picture")
    if max(image.width(), image.height()) > longest:
        image = image.scaled(
            longest, longest, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
    alpha = image.hasAlphaChannel()
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied if alpha else QImage.Format.Format_RGB32)
