from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.core.errors import ExportError
from studio.core.recipes import Recipe
from studio.core.requests import ImageRequest
from studio.exports import ExportItem, names

ITEM = ExportItem(
    id="0123456789abcdef",
    kind="image",
    path=Path("x.png"),
    title="猫/狗: <v2>?",
    created=1_700_000_000,
    recipe=Recipe(request=ImageRequest(prompt="x", seed=0)),
)


def test_every_field_fills_and_seed_zero_is_shown() -> None:
    name = names.render("{title} {kind} {seed} {n:03} {id} {model}", names.values_of(ITEM, 7))
    assert name == "猫-狗- -v2-- image 0 007 01234567"


@pytest.mark.parametrize(
    "template", ["{nope}", "{title!r}", "{title.__class__}", "{title[0]}", "{title:>9}", "{", "{seed:x}", "{n:9999999}"]
)
def test_a_wrong_template_is_refused_with_the_fields(template: str) -> None:
    with pytest.raises(ExportError) as caught:
        names.render(template, names.values_of(ITEM, 1))
    assert "{title}" in caught.value.info.remedy


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("a. . ", "a"),
        ("..", "untitled"),
        ("", "untitled"),
        ("a\tb\nc", "a b c"),
        ("photo\u202egnp.exe", "photognp.exe"),
        ("e\u0301", "é"),
    ],
)
def test_names_that_some_system_refuses(raw: str, clean: str) -> None:
    assert names.sanitise(raw) == clean


@given(st.text(max_size=400))
def test_any_title_gives_a_name_every_system_takes(title: str) -> None:
    name = names.sanitise(title)
    assert name
    assert len(name.encode()) <= names.MAX_BYTES + 1
    assert not set(name) & set('<>:"/\\|?*\0\n\r\t')
    assert name[-1] not in " ." and name[0] != " "


def test_a_long_title_leaves_room_for_the_rest() -> None:
    long = names.values_of(ITEM, 3) | {"title": "长" * 500}
    assert names.render("{title}-{n:03}", long).endswith("-003")
