"""Weights in prompts: the published examples of A1111's syntax, and properties that hold for any text."""

from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.core.prompting.attention import LIMIT, is_plain, parse, plain

ANY = st.text(alphabet=st.sampled_from("ab ()[]\\:.,1-苹BREAK"), max_size=60)


@pytest.mark.parametrize(
    ("prompt", "pieces"),
    [
        ("normal text", [("normal text", 1.0)]),
        ("an (important) word", [("an ", 1.0), ("important", 1.1), (" word", 1.0)]),
        ("(unbalanced", [("unbalanced", 1.1)]),
        (r"\(literal\]", [("(literal]", 1.0)]),
        ("(unnecessary)(parens)", [("unnecessaryparens", 1.1)]),
        ("((红色:1.2)的苹果)", [("红色", 1.32), ("的苹果", 1.1)]),
        ("[sky]", [("sky", 0.909091)]),
        ("(word:1.3) and (more:.5)", [("word", 1.3), (" and ", 1.0), ("more", 0.5)]),
        ("(gone:0) (away: -1 )", [("gone", 0.0), (" ", 1.0), ("away", -1.0)]),
        ("a smile :) at 10:30", [("a smile :) at 10:30", 1.0)]),
        ("(a:1.2.3)", [("a:1.2.3", 1.1)]),
        ("closed] more)", [("closed] more)", 1.0)]),
        ("(a[b)c]", [("a", 1.1), ("b", 1.0), ("c", 0.909091)]),
        (
            "a (((house:1.3)) [on] a (hill:0.5), sun, (((sky))).",
            [
                ("a ", 1.0),
                ("house", 1.573),
                (" ", 1.1),
                ("on", 1.0),
                (" a ", 1.1),
                ("hill", 0.55),
                (", sun, ", 1.1),
                ("sky", 1.4641),
                (".", 1.1),
            ],
        ),
        ("", []),
        ("back\\slash", [("back\\slash", 1.0)]),
    ],
)
def test_published_examples(prompt: str, pieces: list[tuple[str, float]]) -> None:
    assert [tuple(p) for p in parse(prompt)[0]] == pieces
    assert len(parse(prompt)) == 1


def test_break_begins_a_section_and_keeps_the_weight() -> None:
    first, second, third = parse("a cat BREAK (a dog BREAK a bird:1.2)")
    assert first == (("a cat", 1.0),) and second == (("a dog", 1.2),) and third == (("a bird", 1.2),)
    assert len(parse("BREAKFAST, a break")) == 1
    assert plain("a cat, BREAK (a dog:1.2) BREAK") == "a cat, a dog"


@given(ANY)
def test_any_text_is_read_and_plain_text_is_plain(prompt: str) -> None:
    sections = parse(prompt)
    assert sections and all(abs(p.weight) <= LIMIT and p.text for s in sections for p in s)
    for section in sections:
        assert all(a.weight != b.weight for a, b in itertools.pairwise(section))
    words = plain(prompt)
    assert is_plain(prompt) == (parse(prompt) in (((),), (((prompt, 1.0),),)))
    assert "BREAK" not in words.split()


@given(st.text(alphabet=st.characters(blacklist_characters="()[]\\", blacklist_categories=("Cs",)), max_size=80))
def test_without_brackets_nothing_is_weighted(prompt: str) -> None:
    assert {p.weight for s in parse(prompt) for p in s} <= {1.0}


@given(st.text(max_size=40))
def test_escaped_text_comes_back_as_it_was(text: str) -> None:
    escaped = "".join("\\" + c if c in "()[]\\" else c for c in text)
    if "BREAK" not in text:
        assert "".join(p.text for p in parse(escaped)[0]) == text


@pytest.mark.parametrize(
    "prompt", ["(" * 50_000 + "a" + ")" * 50_000, "(a" * 33_000, "(a:1.5)" * 14_000, "[[" * 50_000]
)
def test_long_prompts_take_no_time(prompt: str) -> None:
    began = time.perf_counter()
    assert all(abs(p.weight) <= LIMIT for s in parse(prompt) for p in s)
    assert time.perf_counter() - began < 2.0
