"""From what was typed to what is run: styles put around a prompt, wildcards and alternatives chosen by the seed.

The window and the command line call :func:`prepare` before they submit a Request.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

import msgspec

from studio.core import batches, grids, requests
from studio.core.pictures import Grid, Words
from studio.core.prompting.dynamic import Expander, is_dynamic, tidy
from studio.core.requests import DRAWING_TASKS, MAX_SEED, ImageRequest, Request, seed_after
from studio.settings.prompts.book import Book
from studio.settings.prompts.items import PROMPT_PLACE, Style


def needs_book(request: Request) -> bool:
    """Whether :func:`prepare` has something to do: wildcards, alternatives or styles that were not put in yet."""
    if not isinstance(request, ImageRequest) or request.task not in DRAWING_TASKS:
        return False
    if request.grid is not None:
        return not request.grid.words and any(map(needs_book, grids.plan(request).requests))
    return not request.run_prompts and (bool(request.styles) or is_dynamic(request.prompt))


def finisher(resolve: Callable[[Request], object], book: Callable[[], Book]) -> Callable[[Request], Request]:
    """For the rows of a batch: puts wildcards and styles in and sees whether the models are there. The book is asked for
    when it is first needed, models once for each kind of request."""
    resolving = batches.Resolving(resolve)
    read: list[Book] = []

    def finish(request: Request) -> Request:
        if needs_book(request):
            if not read:
                read.append(book())
            request = prepare(request, read[0])
        resolving(request)
        return request

    return finish


def prepare(request: Request, book: Book) -> Request:
    """The request with ``run_prompts`` (one a take) and ``run_negative`` filled in, and a seed chosen where it has none.

    ``prompt``, ``negative`` and ``styles`` stay as they are. Take *i* is chosen with seed + *i*; each picture of a grid
    gets the words that it would get alone, in ``grid.words``. A request that has its words already, or needs none, comes
    back unchanged. The negative prompt is one for all takes, so its braces are braces. Raises
    :class:`studio.core.errors.InputError` for unknown styles and wildcards and for syntax that cannot be read.
    """
    if not needs_book(request):
        return request
    assert isinstance(request, ImageRequest)
    if request.grid is not None:
        return _prepare_grid(request, request.grid, book)
    styles = [book.styles.need(name) for name in dict.fromkeys(request.styles)]
    expander = book.expander()
    seed = random.SystemRandom().randint(0, MAX_SEED) if request.seed is None else request.seed
    prompts = tuple(
        run_prompt(request.prompt, styles, expander, seed_after(seed, take)) for take in range(request.takes)
    )
    prepared = msgspec.structs.replace(
        request,
        seed=seed,
        run_prompts=prompts[:1] if len(set(prompts)) == 1 else prompts,
        run_negative=styled_negative(request.negative, styles) if styles else None,
    )
    return requests.validate(prepared)


def _prepare_grid(request: ImageRequest, grid: Grid, book: Book) -> Request:
    """A grid whose pictures have the words that each would get alone: one seed, one choice."""
    if request.seed is None:
        request = msgspec.structs.replace(request, seed=random.SystemRandom().randint(0, MAX_SEED))
    words = []
    for wish in grids.plan(request).requests:
        alone = prepare(wish, book)
        assert isinstance(alone, ImageRequest)
        words.append(Words(run_prompt=(alone.run_prompts or ("",))[0], run_negative=alone.run_negative))
    return requests.validate(msgspec.structs.replace(request, grid=msgspec.structs.replace(grid, words=tuple(words))))


def run_prompt(prompt: str, styles: Sequence[Style], expander: Expander, seed: int) -> str:
    """One prompt as it is run. A style's own alternatives are chosen apart: adding a style changes no other choice."""
    text = expander.expand(prompt, seed)
    for style in styles:
        text = _around(_expanded(style, expander, seed), text.rstrip(" ,，"))
    return text


_PLACE = "\ue000"
"""Stands for the prompt while the alternatives of a style are chosen; no keyboard writes it."""


def _expanded(style: Style, expander: Expander, seed: int) -> str:
    held = style.prompt.replace(PROMPT_PLACE, _PLACE)
    return expander.expand(held, seed, salt=style.name)


def _around(words: str, prompt: str) -> str:
    if _PLACE in words:
        return words.replace(_PLACE, prompt)
    return ", ".join(part for part in (prompt, words.strip(" ,")) if part)


def styled_negative(negative: str, styles: Sequence[Style]) -> str:
    """The negative prompt with those of the styles behind it, each term once (where brackets do not hold several)."""
    text = tidy(", ".join(part for part in (negative.strip(" ,"), *(s.negative.strip(" ,") for s in styles)) if part))
    if any(bracket in text for bracket in "()[]"):
        return text
    terms: dict[str, str] = {}
    for term in filter(None, map(str.strip, text.split(","))):
        terms.setdefault(term.casefold(), term)
    return ", ".join(terms.values())
