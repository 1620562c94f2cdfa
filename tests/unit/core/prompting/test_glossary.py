"""How Chinese prompts are read, with the glossary that the icon model brings."""

from __future__ import annotations

import time

import pytest

from studio.core import paths
from studio.core.prompting.glossary import Glossary


@pytest.fixture(scope="module")
def glossary() -> Glossary:
    return Glossary.read(paths.resources_dir() / "models" / "icon" / "glossary_zh.json")


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("一朵花", "flower"),
        ("红色的花朵", "red flower"),
        ("月亮", "moon"),
        ("弯月", "crescent moon"),
        ("木槿花", "hibiscus"),
        ("一片树叶", "leaf"),
        ("水果", "fruit"),
        ("金鱼", "fish"),
        ("红包", "envelope"),
        ("黄色背景上的汽车", "car on a yellow background"),
        ("苹果和香蕉", "apple and banana"),
    ],
)
def test_the_plain_word_is_read_as_the_plain_thing(glossary: Glossary, said: str, read: str) -> None:
    found = glossary.translate(said)
    assert (found.text, found.unknown) == (read, ())


@pytest.mark.parametrize(
    ("said", "read", "unknown"),
    [
        ("两只鸟", "bird", ("两",)),
        ("苹果和麒麟", "apple", ("麒麟",)),
        ("飞翔的鸟", "bird", ("飞翔",)),
        ("斑点狗", "dog", ("斑点",)),
        ("眼睛", "", ("眼睛",)),
        ("一个包子和苹果", "apple", ("包子",)),
        ("海边的灯塔", "", ("海边", "灯塔")),
        ("河马", "", ("河马",)),
        ("苹果和包子和香蕉", "apple and banana", ("包子",)),
    ],
)
def test_what_is_not_known_is_told_and_not_something_near_it(
    glossary: Glossary, said: str, read: str, unknown: tuple[str, ...]
) -> None:
    found = glossary.translate(said)
    assert (found.text, found.unknown) == (read, unknown)


def test_the_time_of_one_long_clause_grows_with_its_length(glossary: Glossary) -> None:
    times = []
    for count in (5_000, 20_000):
        began = time.perf_counter()
        glossary.translate("苹果" * count)
        times.append(time.perf_counter() - began)
    assert times[1] < 9 * times[0] + 0.02, times
