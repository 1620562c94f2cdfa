"""Contact sheets: what stands where, in which fonts, how large."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from studio.core.grids import Label, columns_for
from studio.sheets import fonts
from studio.sheets.lettering import Lettering
from studio.sheets.sheet import MAX_SIDE, SMALLEST, Sheet, Tile, draw, edge_for, reduced

HAS_CHINESE_FONT = "中" in {c for characters in fonts.choose("中")[0].values() for c in characters}


def tile(colour: str, size: tuple[int, int] = (300, 200), **more: object) -> Tile:
    return Tile(Image.new("RGB", size, colour), size, **more)  # type: ignore[arg-type]


def colours(picture: Image.Image) -> set[tuple[int, int, int]]:
    return {c for _, c in picture.getcolors(picture.width * picture.height) or ()}  # type: ignore[misc]


@pytest.mark.skipif(not HAS_CHINESE_FONT, reason="no Chinese font on this machine")
def test_chinese_characters_are_drawn_each_in_its_own_shape() -> None:
    writer = Lettering("红蓝 chair 椅", 24)

    def shape(text: str) -> bytes:
        picture = Image.new("RGB", (60, 40), "white")
        writer.write(ImageDraw.Draw(picture), 2, 2, text, (0, 0, 0))
        return picture.tobytes()

    blank = Image.new("RGB", (60, 40), "white").tobytes()
    shapes = {shape(c) for c in "红蓝椅c"}
    assert len(shapes) == 4 and blank not in shapes
    assert writer.width("红") == pytest.approx(24, abs=2)


def test_long_labels_are_wrapped_and_cut() -> None:
    text = "a very long label about a chair 一把很长很长很长的椅子 " + "x" * 200
    writer = Lettering(text, 16)
    lines = writer.wrap(text, 120, 4)
    assert len(lines) == 4 and lines[-1].endswith("…")
    assert all(writer.width(line) <= 120 for line in lines)
    whole = writer.wrap(text, 120, 100)
    assert "".join("".join(whole).split()) == "".join(text.split()), "nothing is lost but spaces"
    assert writer.wrap("  \n ", 120, 4) == [] and writer.wrap("x", 0.5, 2) == ["x"]


def test_characters_that_no_font_has_do_not_break_it() -> None:
    odd = "a\x00b\u200dc\ufffe\U0010fffd e\u0301 🐱‍🚀"
    writer = Lettering(odd, 16)
    picture = Image.new("RGB", (200, 40), "white")
    assert writer.write(ImageDraw.Draw(picture), 0, 0, odd, (0, 0, 0)) > 0


def test_pictures_stand_in_rows_and_columns() -> None:
    tiles = [tile(c) for c in ("#ff0000", "#00ff00", "#0000ff", "#ffff00")]
    heads = [(Label("left"),), (Label("right", struck=True),)]
    made = draw(Sheet(tiles, 2, columns=heads, rows=heads, title="标题 title", facts="facts"))
    found = {c: made.getpixel((x, y)) for c, (x, y) in _centres(made).items()}
    assert found == {"r": (255, 0, 0), "g": (0, 255, 0), "b": (0, 0, 255), "y": (255, 255, 0)}


def _centres(made: Image.Image) -> dict[str, tuple[int, int]]:
    """The middle of each colour's area; it must be where the colour is."""
    wanted = {"r": (255, 0, 0), "g": (0, 255, 0), "b": (0, 0, 255), "y": (255, 255, 0)}
    places: dict[str, tuple[int, int]] = {}
    for name, colour in wanted.items():
        rows, columns = np.nonzero((np.asarray(made) == colour).all(axis=2))
        left, top, right, bottom = columns.min(), rows.min(), columns.max() + 1, rows.max() + 1
        places[name] = (int(left + right) // 2, int(top + bottom) // 2)
    assert places["r"][0] < places["g"][0] and places["r"][1] == places["g"][1]
    assert places["b"][0] == places["r"][0] and places["b"][1] > places["r"][1]
    assert places["y"] == (places["g"][0], places["b"][1])
    return places


def test_light_and_dark_differ_and_transparency_shows_squares() -> None:
    clear = Tile(Image.new("RGBA", (64, 64), (255, 0, 0, 0)), (64, 64))
    light, dark = (draw(Sheet([clear, Tile(text="why", failed=True)], 2, dark=dark)) for dark in (False, True))
    assert light.getpixel((0, 0)) == (255, 255, 255) and dark.getpixel((0, 0)) == (24, 25, 28)
    assert (232, 234, 237) in colours(light) and (44, 46, 50) in colours(dark)
    assert not any(r > 250 and g < 10 for r, g, _ in colours(light) | colours(dark)), "what is hidden stays hidden"


def test_sizes_are_kept_in_proportion_when_asked() -> None:
    small, large = tile("#ff0000", (100, 100)), tile("#00ff00", (400, 400))
    together = draw(Sheet([small, large], 2, one_scale=True))
    red, green = _count(together, (255, 0, 0)), _count(together, (0, 255, 0))
    assert green == pytest.approx(16 * red, rel=0.02)
    each = draw(Sheet([small, large], 2))
    assert _count(each, (255, 0, 0)) == _count(each, (0, 255, 0)) > 200 * 200


def _count(picture: Image.Image, colour: tuple[int, int, int]) -> int:
    return next((n for n, c in picture.getcolors(1 << 24) or () if c == colour), 0)


def test_the_sheet_is_bounded_however_many_there_are() -> None:
    assert edge_for(1, 1) > edge_for(10, 10) > edge_for(30, 30) >= SMALLEST
    assert edge_for(50, 2) * 50 <= MAX_SIDE
    assert [columns_for(n) for n in (1, 2, 4, 5, 100)] == [1, 2, 2, 3, 10]
    wide = reduced(Image.new("RGB", (4000, 10), "red"), 500)
    assert wide.size == (500, 1)
    assert reduced(Image.new("P", (10, 10)), 500).mode == "RGB"
