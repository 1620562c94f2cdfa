"""From what was typed to what is run: styles and wildcards, takes and seeds, recipes that do not roll again."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from studio.core import grids, requests
from studio.core.errors import InputError
from studio.core.prompting.dynamic import Options
from studio.core.requests import MAX_SEED, ImageRequest, TextRequest
from studio.settings.prompts.book import Book
from studio.settings.prompts.items import Style
from studio.settings.prompts.preparing import needs_book, prepare
from studio.settings.prompts.shelves import STYLES, Item, Items
from studio.settings.prompts.wildcards import WildcardFile, Wildcards

STYLE_LIST = [
    Style(name="ink", prompt="ink drawing of {prompt}, {fine|bold} lines", negative="photo, colour"),
    Style(name="night", prompt="at night", negative="sun, photo"),
    Style(name="bare", negative="text"),
]


@pytest.fixture
def book(tmp_path: Any) -> Book:
    animals = WildcardFile("animals", Options(("cat", "dog", "fox")), tmp_path, True)
    return Book(Wildcards([animals]), Items(STYLES, [Item(s, tmp_path, True) for s in STYLE_LIST]))


def ask(prompt: str, **values: Any) -> ImageRequest:
    request = requests.build("image", {"prompt": prompt, **values})
    assert isinstance(request, ImageRequest)
    return request


def run(book: Book, prompt: str, **values: Any) -> ImageRequest:
    prepared = prepare(ask(prompt, **values), book)
    assert isinstance(prepared, ImageRequest)
    assert requests.validate(prepared) == prepared
    return prepared


def test_plain_prompts_stay_untouched(book: Book) -> None:
    for request in (ask("a cat (red:1.2)"), TextRequest(prompt="{a|b} __animals__")):
        assert not needs_book(request)
        assert prepare(request, book) is request


def test_every_take_has_its_own_words_and_what_was_typed_stays(book: Book) -> None:
    request = run(book, "a {red|blue|green} __animals__", seed=5, takes=4)
    assert request.prompt == "a {red|blue|green} __animals__" and request.seed == 5
    assert len(request.run_prompts) == 4 and len(set(request.run_prompts)) > 1
    for take, words in enumerate(request.run_prompts):
        assert run(book, request.prompt, seed=5 + take).run_prompts == (words,)


def test_running_a_recipe_does_not_roll_again(book: Book) -> None:
    request = run(book, "__animals__", seed=5)
    other = Book(Wildcards([WildcardFile("animals", Options(("worm",)), __file__, True)]))  # type: ignore[arg-type]
    assert prepare(request, other) is request


def test_a_seed_is_chosen_when_it_has_a_say(book: Book) -> None:
    request = run(book, "__animals__")
    assert request.seed is not None and 0 <= request.seed <= MAX_SEED
    assert prepare(msgspec.structs.replace(request, run_prompts=()), book) == request


def test_the_last_seed_goes_round(book: Book) -> None:
    request = run(book, "{a|b|c|d|e|f|g}", seed=MAX_SEED, takes=2)
    assert request.run_prompt(1) == run(book, "{a|b|c|d|e|f|g}", seed=0).run_prompt()


def test_styles_are_put_around_in_their_order(book: Book) -> None:
    request = run(book, "a cat,", styles=["ink", "Night", "bare"], negative="ugly", seed=1, takes=2)
    for text in request.run_prompts:
        assert text in {f"ink drawing of a cat, {w} lines, at night" for w in ("fine", "bold")}
    assert request.run_negative == "ugly, photo, colour, sun, text"
    assert request.negative == "ugly"


def test_a_style_changes_no_other_choice(book: Book) -> None:
    plain = run(book, "__animals__ {1|2|3|4}", seed=9, takes=8)
    styled = run(book, "__animals__ {1|2|3|4}", seed=9, takes=8, styles=["ink"])
    assert all(p in s for p, s in zip(plain.run_prompts, styled.run_prompts, strict=True))


def test_a_placeholder_in_the_prompt_is_no_placeholder(book: Book) -> None:
    assert run(book, "{prompt} shop", styles=["night"], seed=1).run_prompts == ("prompt shop, at night",)


@pytest.mark.parametrize(
    ("prompt", "values", "code"),
    [
        ("a cat", {"styles": ["oil"]}, "style-missing"),
        ("__trees__", {}, "wildcard-missing"),
        ("{a|b", {}, "prompt-unclosed"),
        ("x" * 99_990, {"styles": ["ink"]}, "prompt-too-long"),
    ],
)
def test_what_is_not_there_is_named(book: Book, prompt: str, values: dict[str, Any], code: str) -> None:
    with pytest.raises(InputError) as caught:
        run(book, prompt, seed=1, **values)
    assert caught.value.info.code == code


def test_pictures_of_a_grid_get_the_words_that_they_would_get_alone(book: Book) -> None:
    axes = {"x": {"setting": "prompt", "values": "red,{red|blue|green}"}, "y": {"setting": "seed", "values": "1-4"}}
    request = run(book, "a red __animals__", styles=["ink"], seed=9, grid=axes)
    assert request.grid is not None and len(request.grid.words) == 8 and not needs_book(request)
    wishes = grids.plan(request).requests
    for wish in wishes:
        alone = run(book, wish.prompt, styles=["ink"], seed=wish.seed)
        assert (wish.run_prompts, wish.run_negative) == (alone.run_prompts, alone.run_negative)
    assert wishes[0].prompt == "a red __animals__" and len({w.run_prompt() for w in wishes}) > 2
    matrix = run(book, "a {red|blue} cat | in {snow|rain}", seed=3, grid={"matrix": True})
    assert [w.run_prompt() for w in grids.plan(matrix).requests] == [
        run(book, w.prompt, seed=3).run_prompt() for w in grids.plan(matrix).requests
    ]


def test_words_of_a_grid_must_be_as_many_as_its_pictures() -> None:
    with pytest.raises(InputError, match="one a picture"):
        ask("a", grid={"x": {"setting": "seed", "values": "1-2"}, "words": [{"run_prompt": "b"}]})
