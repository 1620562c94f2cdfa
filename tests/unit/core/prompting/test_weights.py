"""Weights: which brackets are alone, and what the keys do to the text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.core.prompting.weights import adjust, brackets, number_at


def test_single_brackets_are_found() -> None:
    pairs, single = brackets(r"(a [b) c] \) (d)")
    assert single == []
    assert [(p.start, p.end) for p in pairs] == [(0, 6), (3, 9), (13, 16)]
    assert brackets("a) (b [c")[1] == [1, 3, 6]


def test_the_number_of_a_weight_is_found() -> None:
    text = "(red (car:1.2)) [x:2]"
    pairs, _ = brackets(text)
    assert [text[number_at(text, pair) : pair.end] for pair in pairs] == [":1.2)", ")", "]"]


def press(text: str, start: int, end: int, *steps: float) -> str:
    for step in steps:
        change = adjust(text, start, end, step)
        assert change is not None
        text = text[: change.start] + change.text + text[change.end :]
        start, end = change.selected_start, change.selected_end
    return text


@pytest.mark.parametrize(
    ("text", "start", "end", "steps", "after"),
    [
        ("a red car", 3, 3, (0.1,), "a (red:1.1) car"),
        ("a red car", 2, 9, (0.1, 0.1), "a (red car:1.2)"),
        ("a red car", 2, 5, (-0.1, -0.1), "a (red:0.8) car"),
        ("a (red:1.1) car", 4, 4, (-0.1,), "a red car"),
        ("a red car", 3, 3, (0.1, -0.1), "a red car"),
        ("a  red car", 1, 7, (0.1,), "a  (red:1.1) car"),
        ("红色的苹果，木桌", 1, 1, (0.1,), "(红色的苹果:1.1)，木桌"),
        ("(a:2.95)", 1, 1, (0.1, 0.1), "(a:3)"),
        ("(a:0.15)", 1, 1, (-0.1, -0.1), "(a:0.1)"),
    ],
)
def test_keys_change_the_weight(text: str, start: int, end: int, steps: tuple[float, ...], after: str) -> None:
    assert press(text, start, end, *steps) == after


def test_where_there_is_no_word_nothing_changes() -> None:
    assert adjust("", 0, 0) is None
    assert adjust("a  b", 2, 2) is None


@given(st.text("ab()[]:1.2 \\", max_size=40), st.integers(0, 40), st.integers(0, 40), st.sampled_from((0.1, -0.1)))
def test_words_are_never_lost(text: str, one: int, other: int, step: float) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    change = adjust(text, start, end, step)
    if change is not None:
        after = text[: change.start] + change.text + text[change.end :]
        assert after.count("a") == text.count("a") and after.count("b") == text.count("b")
        assert 0 <= change.selected_start <= change.selected_end <= len(after)


@pytest.mark.parametrize("unit", ["(", ")", "(a:1", "((a:1)", "[", "\\", "a"])
def test_long_prompts_are_read_at_once(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    began = time.process_time()
    brackets(text)
    adjust(text, 50_000, 50_000)
    assert time.process_time() - began < 3
