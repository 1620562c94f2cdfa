"""Wildcards and alternatives: what they become, that a seed decides it, and that hostile prompts stay cheap."""

from __future__ import annotations

import time
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.core.errors import InputError
from studio.core.prompting.dynamic import Expander, Options, is_dynamic, parse
from studio.core.requests import PROMPT_LIMIT

FILES = {
    "animals": Options(("cat", "dog", "{big|small} fox")),
    "animals/birds": Options(("wren", "owl")),
    "材质": Options(("木头", "玻璃"), (1.0, 3.0)),
    "scene": Options(("a __animals__ in a __材质__ house",)),
    "empty": Options(()),
    "loop": Options(("x __loop2__",)),
    "loop2": Options(("y __loop__",)),
    "broken": Options(("{a|b",)),
    "bomb": Options(("__bomb1__ " * 200,)),
    "bomb1": Options(("__bomb2__ " * 200,)),
    "bomb2": Options(("__animals__ " * 200,)),
    "long": Options(("x" * 2000,)),
}


@pytest.fixture
def expander() -> Expander:
    return Expander(FILES.get, tuple(FILES))


def results(expander: Expander, text: str, seeds: int = 200) -> Counter[str]:
    return Counter(expander.expand(text, seed) for seed in range(seeds))


@pytest.mark.parametrize(
    ("text", "all_of_it"),
    [
        ("a {red|blue} car", {"a red car", "a blue car"}),
        ("{a|{b|c} d}", {"a", "b d", "c d"}),
        ("{very |}big", {"very big", "big"}),
        ("red, {|}, car", {"red, car"}),
        ("{2$$a|b|c}", {"a, b", "a, c", "b, a", "b, c", "c, a", "c, b"}),
        ("{1-2$$ and $$a|b}", {"a", "b", "a and b", "b and a"}),
        ("{-$$a|b}", {"a", "b", "a, b", "b, a"}),
        ("{0-1$$a}", {"a", ""}),
        ("{9$$a|b}", {"a, b", "b, a"}),
        ("{0::a|b}", {"b"}),
        ("__animals__", {"cat", "dog", "big fox", "small fox"}),
        ("{__animals/birds__|狗}", {"wren", "owl", "狗"}),
        ("{2$$__animals/birds__}", {"wren, owl", "owl, wren"}),
        ("__材质__", {"木头", "玻璃"}),
        (r"\{a|b\} {c|d}", {"{a|b} c", "{a|b} d"}),
        (r"\__animals__", {"__animals__"}),
        (r"cat \(animal\), {a\|b}", {r"cat \(animal\), a|b"}),
        ("no syntax, ( a:1.2 ),  [b]", {"no syntax, ( a:1.2 ),  [b]"}),
        ("____ __ _", {"____ __ _"}),
    ],
)
def test_what_a_prompt_can_become(expander: Expander, text: str, all_of_it: set[str]) -> None:
    assert set(results(expander, text)) == all_of_it


def test_weights_are_followed(expander: Expander) -> None:
    found = results(expander, "{3::red|blue}", 2000)
    assert 0.7 < found["red"] / 2000 < 0.8
    found = results(expander, "__材质__", 2000)
    assert 0.7 < found["玻璃"] / 2000 < 0.8


def test_a_seed_always_says_the_same(expander: Expander) -> None:
    """These texts are in recipes: a change here would change what a recipe makes."""
    text = "a {red|green|blue} __animals__, {2$$oak|ash|elm}, __材质__"
    said = [expander.expand(text, seed) for seed in (0, 1, 2, 2**32 - 1)]
    assert said == [
        "a blue cat, ash, oak, 玻璃",
        "a green small fox, elm, ash, 玻璃",
        "a red cat, oak, ash, 木头",
        "a blue small fox, elm, oak, 玻璃",
    ]


def test_several_texts_of_one_request_do_not_choose_alike(expander: Expander) -> None:
    pairs = {(expander.expand("{a|b}", s, salt="x"), expander.expand("{a|b}", s, salt="y")) for s in range(64)}
    assert len(pairs) == 4


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a {red|blue car", "prompt-unclosed"),
        ("a red|blue} car", "prompt-unopened"),
        ("{" * 40 + "a" + "}" * 40, "prompt-nested"),
        ("__unicorns__", "wildcard-missing"),
        ("__empty__", "wildcard-empty"),
        ("__loop__", "wildcard-loop"),
        ("__broken__", "wildcard-damaged"),
        ("__bomb__", "prompt-grows"),
        ("{a|b}" * 20_000, "prompt-grows"),
        ("__long__ " * 60, "prompt-too-long"),
        ("{900$$" + "|".join("ab" * 2000) + "}" + "{900$$" + "|".join("ab" * 2000) + "}", "prompt-grows"),
        ("{900$$" + "y" * 40 + "$$" + "|".join("ab" * 2000) + "}" + "z" * 70_000, "prompt-too-long"),
    ],
)
def test_what_cannot_be_run_is_refused_by_name(expander: Expander, text: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        expander.expand(text, 1)
    assert caught.value.info.code == code
    assert "?" not in str(caught.value), "every parameter of the sentence is filled in"


def test_the_missing_wildcard_names_those_there_are(expander: Expander) -> None:
    with pytest.raises(InputError, match="animals/birds"):
        expander.expand("__unicorns__", 1)


def test_problems_and_marks_know_their_place() -> None:
    parsed = parse("a } b {2$$3::x|__y__ __")
    assert [(p.code, p.start) for p in parsed.problems] == [("prompt-unopened", 2), ("prompt-unclosed", 6)]
    marked = ["a } b {2$$3::x|__y__ __"[m.start : m.end] for m in parsed.marks]
    assert marked == ["{", "2$$3::", "|", "__y__"]


@pytest.mark.parametrize(
    "unit", ["{", "}", "_", "|", "\\", "$", ":", "__a", "{a|", "{1::", "{9$$", "__a__", "{a|b}", "{2$$ $$", "__*"]
)
def test_a_hundred_thousand_characters_are_read_at_once(expander: Expander, unit: str) -> None:
    text = unit * (PROMPT_LIMIT // len(unit))
    began = time.process_time()
    parse(text)
    try:
        expander.expand(text, 1)
    except InputError as error:
        assert error.info.code.startswith(("prompt-", "wildcard-"))
    assert time.process_time() - began < 4


@settings(max_examples=200, deadline=None)
@given(st.text("ab{}|$_:\\-12* ,号", max_size=60), st.integers(0, 2**32 - 1))
def test_any_text_is_run_or_refused_in_words(text: str, seed: int) -> None:
    expander = Expander(FILES.get)
    try:
        first = expander.expand(text, seed)
    except InputError as error:
        assert error.info.code.startswith(("prompt-", "wildcard-"))
        return
    assert first == Expander(FILES.get).expand(text, seed)
    if not is_dynamic(text):
        assert first == text


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=40))
def test_literal_text_survives_when_it_is_escaped(text: str) -> None:
    escaped = text.replace("\\", "").translate({ord(c): f"\\{c}" for c in "{}|_"})
    assert Expander().expand(escaped, 3) == text.replace("\\", "")
