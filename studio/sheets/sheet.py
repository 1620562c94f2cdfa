"""Draws a contact sheet: pictures in rows and columns with headings or captions, on a light or dark ground."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

from PIL import Image, ImageDraw

from studio.core.grids import Heading, Label
from studio.sheets.lettering import Colour, Lettering, canvas

MAX_SIDE = 8_000
MAX_PIXELS = 36_000_000
"""Pixels that the pictures of a sheet take together at most, and along one side."""

MAX_TILES = 1_000
_USUAL = 256
_PIXEL_ART = 128
"""Pixels of a side up to which an enlarged picture keeps its pixels as squares."""
LARGEST, SMALLEST = 768, 128
"""Pixels of the longer side of a picture on the sheet: at most; and so much room at least for its caption."""


class Tile(NamedTuple):
    """One place on the sheet. ``size`` is what the picture's was before it was made smaller for the sheet.

    ``text`` stands where there is no picture: the words of a text, or (``failed``) why there is none.
    """

    picture: Image.Image | None = None
    size: tuple[int, int] = (0, 0)
    caption: Heading = ()
    text: str = ""
    failed: bool = False


class Sheet(NamedTuple):
    """``tiles`` row by row. With ``columns`` and ``rows`` they are headed, otherwise captioned. ``one_scale`` keeps
    pictures of different sizes in proportion; otherwise each fills its place."""

    tiles: Sequence[Tile]
    across: int
    columns: Sequence[Heading] = ()
    rows: Sequence[Heading] = ()
    title: str = ""
    facts: str = ""
    dark: bool = False
    one_scale: bool = False


class _Palette(NamedTuple):
    ground: Colour
    text: Colour
    second: Colour
    edge: Colour
    failed: Colour
    danger: Colour
    squares: tuple[Colour, Colour]


_LIGHT = _Palette(
    (255, 255, 255), (26, 28, 31), (96, 103, 112), (222, 225, 229), (253, 240, 239), (168, 38, 30),
    ((255, 255, 255), (232, 234, 237)),
)  # fmt: skip
_DARK = _Palette(
    (24, 25, 28), (236, 237, 239), (160, 166, 174), (62, 65, 71), (58, 32, 31), (255, 157, 150),
    ((58, 60, 65), (44, 46, 50)),
)  # fmt: skip


def edge_for(across: int, down: int) -> int:
    """Pixels of the longer side of a picture on a sheet of so many columns and rows."""
    by_side = MAX_SIDE // max(across, down, 1)
    by_area = math.isqrt(MAX_PIXELS // max(1, across * down))
    return max(SMALLEST, min(LARGEST, by_side, by_area))


def reduced(picture: Image.Image, edge: int) -> Image.Image:
    """The picture as a sheet keeps it: RGB or RGBA, no side longer than ``edge``."""
    alpha = "A" in picture.getbands() or "transparency" in picture.info
    picture = picture.convert("RGBA" if alpha else "RGB")
    if max(picture.size) <= edge:
        return picture
    if alpha:
        # Colours behind full transparency must not bleed into the edges.
        picture = picture.convert("RGBa")
    picture.thumbnail((edge, edge), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return picture.convert("RGBA") if alpha else picture


def draw(sheet: Sheet) -> Image.Image:
    """The finished sheet (RGB)."""
    return _Drawing(sheet).draw()


class _Drawing:
    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._colours = _DARK if sheet.dark else _LIGHT
        down = -(-len(sheet.tiles) // sheet.across)
        edge = edge_for(sheet.across, down)
        self._sizes = _shown_sizes(sheet, edge)
        self._wide = max([SMALLEST, *(w for w, _ in self._sizes)])
        pictured = any(t.picture is not None for t in sheet.tiles)
        self._high = max([h for _, h in self._sizes] if pictured else [self._wide])
        size = min(30, max(13, round(self._wide / 18)))
        self._small = Lettering(_all_text(sheet), size)
        self._large = Lettering(sheet.title, round(size * 1.3))
        self._gap = round(size * 0.7)
        self._margin = round(size * 1.6)
        self._heads = [self._lines(h, self._wide, 6) for h in sheet.columns]
        self._head_room = max((len(h) for h in self._heads), default=0) * self._small.line
        self._side_room, self._sides = self._side_heads()
        self._captions = [self._lines(t.caption, self._wide, 4) for t in sheet.tiles]
        self._caption_room = max((len(c) for c in self._captions), default=0) * self._small.line
        self._row = self._high + self._gap + (self._caption_room + self._gap // 2 if self._caption_room else 0)
        self._down = down

    def draw(self) -> Image.Image:
        across = self._sheet.across
        left = self._margin + self._side_room + (self._gap * 2 if self._side_room else 0)
        width = left + across * (self._wide + self._gap) - self._gap + self._margin
        title = self._large.wrap(self._sheet.title, width - 2 * self._margin, 3)
        facts = self._small.wrap(self._sheet.facts, width - 2 * self._margin, 2)
        heading = len(title) * self._large.line + len(facts) * self._small.line
        top = self._margin + heading + (self._gap if heading else 0) + self._head_room
        top += self._gap if self._head_room else 0
        height = top + self._down * self._row - self._gap + self._margin
        picture, pen = canvas((width, height), self._colours.ground)
        y = self._margin
        for line in title:
            self._large.write(pen, self._margin, y, line, self._colours.text)
            y += self._large.line
        for line in facts:
            self._small.write(pen, self._margin, y, line, self._colours.second)
            y += self._small.line
        for number, lines in enumerate(self._heads):
            x = left + number * (self._wide + self._gap)
            self._write(pen, lines, x, top - self._gap // 2 - len(lines) * self._small.line, centred=True)
        for number, lines in enumerate(self._sides):
            middle = top + number * self._row + (self._high - len(lines) * self._small.line) // 2
            self._write(pen, lines, self._margin, middle)
        for number, tile in enumerate(self._sheet.tiles):
            x = left + number % across * (self._wide + self._gap)
            y = top + number // across * self._row
            self._tile(picture, pen, tile, self._sizes[number], x, y)
            self._write(pen, self._captions[number], x, y + self._high + self._gap // 2)
        return picture

    # -- headings -------------------------------------------------------------------------------------------------

    def _lines(self, heading: Heading, width: int, most: int) -> list[Label]:
        """The lines of a heading, each of its labels on lines of its own."""
        lines = [Label(line, label.struck) for label in heading for line in self._small.wrap(label.text, width, 4)]
        return lines if len(lines) <= most else [*lines[: most - 1], Label("…")]

    def _side_heads(self) -> tuple[int, list[list[Label]]]:
        """The room that row headings need, and their lines."""
        if not self._sheet.rows:
            return 0, []
        longest = max(self._small.width(label.text) for heading in self._sheet.rows for label in heading)
        room = min(math.ceil(longest) + 1, max(self._wide * 2 // 3, self._small.size * 7))
        most = max(1, self._high // self._small.line)
        return room, [self._lines(heading, room, most) for heading in self._sheet.rows]

    def _write(self, pen: ImageDraw.ImageDraw, lines: list[Label], x: int, y: int, *, centred: bool = False) -> None:
        for line in lines:
            width = self._small.width(line.text)
            at = x + (self._wide - width) / 2 if centred else x
            colour = self._colours.second if line.struck else self._colours.text
            self._small.write(pen, at, y, line.text, colour)
            if line.struck:
                middle = y + self._small.size * 0.76
                pen.line((at, middle, at + width, middle), fill=colour, width=max(1, self._small.size // 12))
            y += self._small.line

    # -- tiles ----------------------------------------------------------------------------------------------------

    def _tile(
        self, sheet: Image.Image, pen: ImageDraw.ImageDraw, tile: Tile, size: tuple[int, int], x: int, y: int
    ) -> None:
        if tile.picture is None:
            box = (x, y, x + self._wide - 1, y + self._high - 1)
            pen.rectangle(box, fill=self._colours.failed if tile.failed else None, outline=self._colours.edge)
            self._text(pen, tile, x, y)
            return
        picture = tile.picture
        if picture.size != size:
            pixels = size[0] > picture.width and max(picture.size) <= _PIXEL_ART
            picture = picture.resize(size, Image.Resampling.NEAREST if pixels else Image.Resampling.LANCZOS)
        at = (x + (self._wide - size[0]) // 2, y + (self._high - size[1]) // 2)
        if picture.mode == "RGBA":
            sheet.paste(_chequered(size, self._colours.squares), at)
            sheet.paste(picture, at, picture)
        else:
            sheet.paste(picture, at)
        pen.rectangle((at[0] - 1, at[1] - 1, at[0] + size[0], at[1] + size[1]), outline=self._colours.edge)

    def _text(self, pen: ImageDraw.ImageDraw, tile: Tile, x: int, y: int) -> None:
        pad = self._gap
        lines = self._small.wrap(tile.text, self._wide - 2 * pad, max(1, (self._high - 2 * pad) // self._small.line))
        colour = self._colours.danger if tile.failed else self._colours.text
        for number, line in enumerate(lines):
            self._small.write(pen, x + pad, y + pad + number * self._small.line, line, colour)


def _shown_sizes(sheet: Sheet, edge: int) -> list[tuple[int, int]]:
    """How large each picture is on the sheet. On one scale small ones are enlarged a whole number of times; otherwise
    all are as large as an ordinary one among them."""
    sides = [max(*t.size, 1) for t in sheet.tiles if t.picture is not None]
    usual = min(edge, max(_USUAL, round(median(sides)) if sides else 0))
    longest = max(sides, default=edge)
    common = edge / longest if longest > edge else float(max(1, min(edge, _USUAL) // longest))

    def shown(size: tuple[int, int]) -> tuple[int, int]:
        factor = common if sheet.one_scale else usual / max(*size, 1)
        return max(1, round(size[0] * factor)), max(1, round(size[1] * factor))

    return [shown(t.size) if t.picture is not None else (0, 0) for t in sheet.tiles]


def _chequered(size: tuple[int, int], colours: tuple[Colour, Colour], square: int = 8) -> Image.Image:
    """What shows through a transparent picture."""
    ground = Image.new("RGB", size, colours[0])
    pen = ImageDraw.Draw(ground)
    for row in range(-(-size[1] // square)):
        for column in range(row % 2, -(-size[0] // square), 2):
            x, y = column * square, row * square
            pen.rectangle((x, y, x + square - 1, y + square - 1), fill=colours[1])
    return ground


def _all_text(sheet: Sheet) -> str:
    headings = [*sheet.columns, *sheet.rows, *(t.caption for t in sheet.tiles)]
    words = {label.text for heading in headings for label in heading} | {t.text for t in sheet.tiles}
    return "".join(sorted({c for text in (*words, sheet.facts) for c in text}))
