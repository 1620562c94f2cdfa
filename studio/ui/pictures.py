"""Loading pictures off the GUI thread: QImage may be used in any thread, QPixmap only in the GUI's."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColorSpace, QImage, QImageReader

from studio.core.errors import InputError, phrase

PIXEL_LIMIT = 16384
"""The longest side that is loaded for viewing; larger pictures are scaled down while they are read."""
_QUICK = frozenset({b"png", b"jpeg", b"jpg", b"webp", b"bmp", b"gif", b"tiff", b"tif"})
"""Formats that Qt reads, and quicker; every other one is left to the product's own reader, which knows a few more and
refuses the rest (Qt would open a PDF as well)."""
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
    # Imported here: the parsers of XML must not slow the window's start.
    from studio.vector import checking

    if checking.is_svg(Path(path)):
        return _load_drawing(path, longest)
    reader = QImageReader(path)
    # The content decides, not the name: a renamed program is no picture.
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    if bytes(reader.format().data()) not in _QUICK or _turned(path):
        return _by_the_one_reader(path, longest)
    size = reader.size()
    if size.isValid() and size.width() * size.height() > _HUGE:
        raise InputError(
            "input-too-large",
            name=name,
            size=f"{size.width()} × {size.height()}",
            limit=phrase("{count} megapixels", count=_HUGE // 1_000_000),
        )
    if size.isValid() and max(size.width(), size.height()) > longest:
        reader.setScaledSize(size.scaled(QSize(longest, longest), Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull():
        raise InputError("input-unreadable", detail=reader.errorString(), name=name, expected=phrase("a picture"))
    if image.format() == QImage.Format.Format_CMYK8888 or not _is_srgb(image):
        return _by_the_one_reader(path, longest)
    return _ready(image, longest)


def read_exactly(path: str) -> QImage:
    """The picture as the worker reads it (upright, in sRGB, refused where that refuses it): what is painted on."""
    # Imported here: numpy and Pillow must not slow the window's start.
    from studio.pixels.pictures import read_picture

    pixels = read_picture(path).rgba
    height, width, channels = pixels.shape
    form = QImage.Format.Format_RGBA8888 if channels == 4 else QImage.Format.Format_RGB888
    # Converting copies: the bytes go with the array.
    return _ready(QImage(pixels.tobytes(), width, height, width * channels, form), max(width, height))


def _by_the_one_reader(path: str, longest: int) -> QImage:
    return _ready(read_exactly(path), longest)


def _ready(image: QImage, longest: int) -> QImage:
    """At most so large, and premultiplied."""
    if max(image.width(), image.height()) > longest:
        image = image.scaled(
            longest, longest, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
    alpha = image.hasAlphaChannel()
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied if alpha else QImage.Format.Format_RGB32)


def _turned(path: str) -> bool:
    """Whether a PNG or WebP file may say how it is turned: Qt looks for that in JPEG and TIFF files only."""
    with Path(path).open("rb") as file:
        head = file.read(1 << 16)
    if head.startswith(b"\x89PNG"):
        return b"eXIf" in head or head.find(b"IDAT") < 0
    return head[:4] == b"RIFF" and head[12:16] == b"VP8X" and bool(head[20] & 0x08)


def _is_srgb(image: QImage) -> bool:
    """Whether its colours are those of the screen: it has no profile, or that of sRGB."""
    space = image.colorSpace()
    return not space.isValid() or (
        space.primaries() == QColorSpace.Primaries.SRgb
        and space.transferFunction() == QColorSpace.TransferFunction.SRgb
    )


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
