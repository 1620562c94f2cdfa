"""Words of additions in prompts, and lists whose entries have pictures."""

from __future__ import annotations

import pytest

from studio.core.pictures import ControlUnit, LoraUse, ReferenceUse
from studio.core.requests import ImageRequest, InputRef
from studio.presenters import prompt_words, units
from studio.presenters.controls import for_map


@pytest.mark.parametrize(
    ("prompt", "word", "there"),
    [
        ("a cat, ink wash", "ink wash", True),
        ("a cat, Ink Wash", "ink wash", True),
        ("drinking", "ink", False),
        ("ink_2", "ink", False),
        ("(ink:1.2)", "ink", True),
        ("一只水彩猫", "水彩", True),
        ("", "ink", False),
        ("ink", "", False),
    ],
)
def test_a_word_is_found_only_by_itself(prompt: str, word: str, there: bool) -> None:
    assert prompt_words.has(prompt, word) is there
    assert (prompt_words.put(prompt, word) == prompt) is (there or not word)


@pytest.mark.parametrize(
    ("before", "after"), [("", "ink"), ("a cat", "a cat, ink"), ("a cat, ", "a cat, ink"), ("一只猫，", "一只猫， ink")]
)
def test_a_word_is_put_at_the_end_and_taken_out_again(before: str, after: str) -> None:
    assert prompt_words.put(before, "ink") == after
    left = prompt_words.taken(after, "ink")
    assert left.rstrip(" ，,") == before.rstrip(" ，,")
    assert not prompt_words.has(left, "ink")


def test_a_word_in_the_middle_takes_its_comma_along() -> None:
    assert prompt_words.taken("a cat, ink, dusk", "ink") == "a cat, dusk"
    assert prompt_words.taken("ink, dusk", "ink") == "dusk"
    assert prompt_words.taken("dusk", "ink") == "dusk"


def test_roles_are_used_again_and_pictures_go_with_their_entries() -> None:
    control = (ControlUnit(input="control-1"), ControlUnit(input="control-3"), ControlUnit(input="source"))
    inputs = tuple(InputRef(path=f"/{role}.png", role=role) for role in ("source", "control-1", "control-3"))
    values = {"control": control, "references": (), "inputs": inputs, "loras": (LoraUse(model="a"),)}
    assert units.free_role(values, "control") == "control-2"
    assert units.free_role(values, "references") == "reference-1"
    gone = units.removed(values, "control", 0)
    assert [u.input for u in gone["control"]] == ["control-3", "source"]
    assert [i.role for i in gone["inputs"]] == ["source", "control-3"]
    assert [i.role for i in units.removed(values, "control", 2)["inputs"]] == ["source", "control-1", "control-3"]
    assert units.removed(values, "loras", 0) == {"loras": ()}
    shared = {"references": (ReferenceUse(), ReferenceUse()), "inputs": (InputRef(path="/a", role="reference-1"),)}
    assert len(units.removed(shared, "references", 0)["inputs"]) == 1


def test_a_map_is_made_as_the_first_unit_says_and_by_no_model() -> None:
    unit = ControlUnit(preprocessor="line", model="net", weight=0.3, end=0.5, input="control-4", detail=0.9)
    assert for_map((unit, ControlUnit())) == (ControlUnit(preprocessor="line", detail=0.9),)
    assert for_map(()) == (ControlUnit(preprocessor="canny"),)
    (as_it_is,) = for_map((ControlUnit(),))
    assert as_it_is.preprocessor == "canny" and ImageRequest(control=(as_it_is,)).control
