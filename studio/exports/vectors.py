"""SVG assets: delivered as they are, as PDF, or drawn as pixels at the size that is asked for."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

from studio.core.errors import ExportError
from studio.exports.disclosure import leaving
from studio.exports.options import FORMATS, VECTOR, ExportOptions, PlannedFile, Resize
from studio.metadata import svg
from studio.vector import checking, drawing

if TYPE_CHECKING:
    from PIL import Image
    from reportlab.pdfgen.canvas import Canvas
    from reportlab.pdfgen.pathobject import PDFPathObject

POINTS = 72 / 96
"""Points of a CSS pixel."""
FLAT_SIDE = 3000
"""Pixels of the longer side of a drawing that is too rich to be written into a PDF as paths."""

_TRANSLATE = re.compile(r"translate\(\s*(-?[\d.]+)[\s,]+(-?[\d.]+)\s*\)")
_TOKEN = re.compile(r"[MLCZ]|-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def is_vector(path: Path) -> bool:
    return path.suffix.lower() == ".svg"


def write(planned: PlannedFile, options: ExportOptions, target: Path) -> tuple[int, int]:
    """Write an SVG asset as SVG or PDF; returns width and height in CSS pixels.

    Raises :class:`ExportError` ``export-unsupported`` for a picture of pixels."""
    item = planned.item
    if not is_vector(item.path):
        others = ", ".join(f for f in FORMATS["image"] if f not in VECTOR)
        raise ExportError(
            "export-unsupported", kind=item.title or item.path.name, format=planned.format, formats=others
        )
    picture = checking.read(item.path)
    if planned.format == "svg":
        target.write_bytes(svg.without(item.path.read_bytes()))
    else:
        _write_pdf(picture, item.title or "untitled", leaving(item.recipe, options.level), target)
    return picture.size


def drawn(path: Path, resize: Resize, scale: int) -> Image.Image:
    """The drawing at the size that the options ask for. For ``exact`` it covers that size and is cropped later."""
    from PIL import Image

    picture = checking.read(path)
    width, height = picture.size
    factor = float(scale)
    sides = ((resize.width, width), (resize.height, height))
    if resize.mode == "exact":
        factor *= max(side / own for side, own in sides)
    elif resize.mode == "fit":
        factor *= min((side / own for side, own in sides if side), default=1.0)
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    answer = drawing.draw(picture, size, name=path.name)
    return Image.frombytes("RGBA", (answer.width, answer.height), answer.data)


def _write_pdf(picture: checking.Svg, title: str, said: dict[str, Any], target: Path) -> None:
    from reportlab.pdfgen.canvas import Canvas

    from studio.exports.pdf import describe

    width, height = picture.width * POINTS, picture.height * POINTS
    canvas = Canvas(str(target), pagesize=(width, height), pageCompression=1)
    describe(canvas, title, said)
    shapes = plain_paths(picture)
    if shapes is None:
        _put_flat(canvas, picture, width, height)
    else:
        x, y, wide, high = picture.view
        canvas.translate(0, height)
        canvas.scale(width / wide, -height / high)
        canvas.translate(-x, -y)
        for shape in shapes:
            _put_path(canvas, *shape)
    canvas.showPage()
    canvas.save()


def _put_flat(canvas: Canvas, picture: checking.Svg, width: float, height: float) -> None:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    answer = drawing.draw(picture, drawing.within(picture.size, FLAT_SIDE))
    out = io.BytesIO()
    Image.frombytes("RGBA", (answer.width, answer.height), answer.data).save(out, "PNG", compress_level=1)
    canvas.drawImage(ImageReader(io.BytesIO(out.getvalue())), 0, 0, width, height, mask="auto")


Shape = tuple[list[str], str, tuple[float, float]]
"""Tokens of the path data, fill as ``#rrggbb``, and the translation."""


def plain_paths(picture: checking.Svg) -> list[Shape] | None:
    """The shapes of a drawing made of filled paths alone, as the tracer writes them; None for any richer one."""
    shapes: list[Shape] = []

    class _Richer(Exception):
        pass

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "svg":
            return
        shift = _TRANSLATE.fullmatch(attributes.get("transform", "translate(0,0)"))
        fill = attributes.get("fill", "")
        data = attributes.get("d", "")
        tokens = _TOKEN.findall(data)
        known = attributes.keys() <= {"d", "fill", "transform"}
        rest = re.sub(r"[\s,]", "", _TOKEN.sub("", data))
        if name != "path" or not known or shift is None or not _COLOUR.fullmatch(fill) or rest:
            raise _Richer
        shapes.append((tokens, fill, (float(shift[1]), float(shift[2]))))

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    try:
        parser.Parse(picture.sized(1, 1), True)
    except _Richer:
        return None
    return shapes


def _put_path(canvas: Canvas, tokens: list[str], fill: str, shift: tuple[float, float]) -> None:
    path = canvas.beginPath()
    command, numbers = "", []
    dx, dy = shift
    for token in [*tokens, ""]:
        if token and token not in "MLCZ":
            numbers.append(float(token))
            continue
        _draw_to(path, command, numbers, dx, dy)
        command, numbers = token, []
    canvas.setFillColor(fill)
    canvas.drawPath(path, stroke=0, fill=1, fillMode=1)


def _draw_to(path: PDFPathObject, command: str, numbers: list[float], dx: float, dy: float) -> None:
    points = [(numbers[n] + dx, numbers[n + 1] + dy) for n in range(0, len(numbers) - 1, 2)]
    if command == "Z":
        path.close()
    elif command == "C":
        for n in range(0, len(points) - 2, 3):
            path.curveTo(*points[n], *points[n + 1], *points[n + 2])
    else:
        for n, point in enumerate(points):
            if command == "M" and n == 0:
                path.moveTo(*point)
            else:
                path.lineTo(*point)


def check(names: set[str], file_format: str, *, any_vector: bool) -> None:
    """Raises :class:`ExportError` when a format of paths is asked for and there is nothing but pixels."""
    if file_format in VECTOR and names and not any_vector:
        others = ", ".join(f for f in FORMATS["image"] if f not in VECTOR)
        raise ExportError("export-unsupported", kind=sorted(names)[0], format=file_format.upper(), formats=others)
