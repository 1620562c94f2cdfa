"""Loading pictures off the GUI thread: QImage may be used in any thread, QPixmap only in the GUI's."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from studio.core.errors import InputError
from studio.vector import checking

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
    if checking.is_svg(Path(path)):
        return _load_drawing(path, longest)
    reader = QImageReader(path)
    # The content decides, not the name: a renamed program is no picture.
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    if bytes(reader.format().data()).startswith(b"svg"):
        raise InputError("input-unreadable", name=name, expected="a picture")  # compressed, or named as something else
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


DRAWN = 2048
"""Pixels of the longer side that an SVG picture is drawn with at least where there is room: it is sharp at any size."""


def _load_drawing(path: str, longest: int) -> QImage:
    """An SVG picture as pixels, drawn in a process of its own: never by Qt, which would follow its references."""
    from studio.vector import drawing

    def size(declared: tuple[int, int]) -> tuple[int, int]:
        return drawing.within(declared, min(longest, max(DRAWN, *declared)))

    drawn = drawing.draw(Path(path), size)
    image = QImage(drawn.data, drawn.width, drawn.height, drawn.width * 4, QImage.Format.Format_RGBA8888)
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
