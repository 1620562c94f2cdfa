"""Values of axes as people write them, and requests with one of them set."""

from __future__ import annotations

import pytest

from studio.core import axes
from studio.core.errors import InputError


@pytest.mark.parametrize(
    ("setting", "text", "values"),
    [
        ("steps", "10,20, 30", ("10", "20", "30")),
        ("steps", "10，20\n30\r\n", ("10", "20", "30")),
        ("steps", "1-5", ("1", "2", "3", "4", "5")),
        ("steps", "5-3", ("5", "4", "3")),
        ("steps", "1-10 (+3)", ("1", "4", "7", "10")),
        ("steps", "1-10（3）", ("1", "4", "7", "10")),
        ("steps", "1-10 [5]", ("1", "3", "5", "7", "10")),
        ("seed", "10-5 (-3), 99", ("10", "7", "99")),
        ("strength", "0.2-1 [5]", ("0.2", "0.4", "0.6", "0.8", "1")),
        ("guidance", "1-2 (+0.5), 7", ("1", "1.5", "2", "7")),
        ("edit.exposure", "-1-1 [3]", ("-1", "0", "1")),
        ("steps", "10, 10, 8-10", ("10", "8", "9")),
        ("prompt", '"red, blue", green, "a ""b"" c"', ("red, blue", "green", 'a "b" c')),
        ("prompt", "1-5, 红色", ("1-5", "红色")),
        ("scheduler", '"", Euler', ("", "Euler")),
        ("size", "512x768, 64×64", ("512x768", "64×64")),
        ("hires.strength", "0.2-0.4 (0.1)", ("0.2", "0.3", "0.4")),
        ("loras.1.weight", "0-1 [3]", ("0", "0.5", "1")),
    ],
)
def test_values_are_written_as_in_other_studios(setting: str, text: str, values: tuple[str, ...]) -> None:
    assert axes.parse(setting, text).values == values
    assert axes.completed(axes.parse(setting, text)).values == values, "written out ones stay as they are"


@pytest.mark.parametrize(
    ("setting", "text", "said"),
    [
        ("steps", "", "at least one value"),
        ("steps", " , ,, ", "at least one value"),
        ("steps", "1-101", "at most 100"),
        ("steps", "1-99999999999999999999", "at most 100"),
        ("steps", "1-5 [0]", "1 to 100 values"),
        ("steps", "1-5 (+0)", "leads away"),
        ("steps", "1-5 (-1)", "leads away"),
        ("nonsense", "1", "cannot be varied"),
        ("takes", "1-3", "cannot be varied"),
        ("grid", "1", "cannot be varied"),
        ("edit.crop", "1", "cannot be varied"),
        ("loras", "1", "cannot be varied"),
        ("steps.more", "1", "cannot be varied"),
        ("", "1", "cannot be varied"),
        ("seed", ",".join(map(str, range(101))), "at most 100"),
    ],
)
def test_what_cannot_be_is_said(setting: str, text: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        axes.parse(setting, text)


def test_joined_pieces_are_split_again() -> None:
    pieces = ["a", "b, c", 'say "x", y', "d，e", "two\nlines"]
    assert axes.joined(pieces[:2]) == 'a, "b, c"'
    assert axes.split(axes.joined(pieces)) == pieces


def test_long_nonsense_is_read_quickly() -> None:
    for text in (" " * 100_000, '"' * 99_999, "1-" * 50_000, "，" * 100_000):
        axes.split(text)


@pytest.mark.parametrize(
    ("setting", "kind"),
    [("steps", int), ("hires.scale", float), ("transparent", bool), ("styles", tuple), ("cutout.method", str)],
)
def test_types_of_settings(setting: str, kind: type) -> None:
    assert axes.type_of(setting) is kind


def test_a_setting_deep_inside_is_put() -> None:
    values = {"prompt": "a", "negative": "", "hires": None, "loras": [{"model": "m", "weight": 1.0}], "styles": []}
    axes.put(values, axes.parse("hires.scale", "2"), "2")
    axes.put(values, axes.parse("loras.0.weight", "0.5"), "0.5")
    axes.put(values, axes.parse("styles", "ink"), "ink")
    axes.put(values, axes.parse("size", "64x32"), "64x32")
    assert values["hires"] == {"scale": "2"} and values["loras"][0]["weight"] == "0.5"
    assert values["styles"] == ["ink"] and (values["width"], values["height"]) == (64, 32)
    with pytest.raises(InputError, match="1 of them"):
        axes.put(values, axes.parse("loras.3.weight", "1"), "1")
    with pytest.raises(InputError, match="width × height"):
        axes.put(values, axes.parse("size", "wide"), "wide")
