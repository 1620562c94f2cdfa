"""Weights, BREAK, long prompts, skipped layers and prompts of takes, in every family."""

from __future__ import annotations

import pytest

from studio.core.requests import ImageRequest
from tests.support.drawing import FAMILIES, SMALL, Easel, data, notes


@pytest.mark.parametrize("family", FAMILIES)
def test_a_weight_of_one_and_escapes_give_the_plain_bytes(easel: Easel, family: str) -> None:
    plain = data(easel.draw(family, **SMALL))
    assert data(easel.draw(family, prompt="a (red:1.0) car", **SMALL)) == plain
    assert data(easel.draw(family, prompt="a red car", negative="[(blue)]", **SMALL)) == data(
        easel.draw(family, prompt="a red car", negative="(blue:1)", **SMALL)
    )


@pytest.mark.parametrize("family", FAMILIES)
def test_weights_change_the_picture_and_grow_with_their_amount(easel: Easel, family: str) -> None:
    plain = easel.draw(family, **SMALL)
    little = easel.draw(family, prompt="a (red:1.1) car", **SMALL)
    same = easel.draw(family, prompt="a (red) car", **SMALL)
    more = easel.draw(family, prompt="a (red:4) car", **SMALL)
    assert data(little) == data(same)
    assert len({data(plain), data(little), data(more)}) == 3
    assert data(easel.again(family, more)) == data(more)


@pytest.mark.parametrize("family", ("sd15", "sdxl", "sd3"))
def test_long_prompts_are_read_to_their_end(easel: Easel, family: str) -> None:
    long = "word, " * 40
    one = easel.draw(family, prompt=long + "a cat", **SMALL)
    other = easel.draw(family, prompt=long + "a dog", **SMALL)
    assert data(one) != data(other), "the end of the prompt was read"
    assert "read the first" not in notes(one)
    negative = easel.draw(family, negative=long + "blue", **SMALL)
    assert data(negative) != data(easel.draw(family, negative=long + "green", **SMALL))


def test_what_is_cut_from_a_prompt_is_said(easel: Easel) -> None:
    assert "read the first 900 of" in notes(easel.draw("sd15", prompt="letters " * 400, **SMALL))
    assert "read the first 511 of" in notes(easel.draw("flux", prompt="letters " * 100, **SMALL))
    assert "read the first 511 of" in notes(easel.draw("flux", prompt="(letters) " * 100, **SMALL))
    assert "read the first 255 of" in notes(easel.draw("flux-schnell", prompt="letters " * 100, **SMALL))
    assert "read the first" not in notes(easel.draw("sd3", prompt="letters " * 40, **SMALL))


@pytest.mark.parametrize("family", FAMILIES)
def test_break_is_no_word(easel: Easel, family: str) -> None:
    broken = easel.draw(family, prompt="a red car BREAK a green tree", **SMALL)
    assert data(broken) != data(easel.draw(family, prompt="a red car, a green tree", **SMALL)) or family == "flux"
    assert data(broken) != data(easel.draw(family, prompt="a red car, BREAKING, a green tree", **SMALL))


def test_a_repeated_weighted_prompt_is_not_encoded_again(easel: Easel) -> None:
    easel.draw("sdxl", prompt="(one)", **SMALL)
    hits = easel.loaded["sdxl"].prompts.hits
    easel.draw("sdxl", prompt="(one)", takes=2, **SMALL)
    assert easel.loaded["sdxl"].prompts.hits == hits + 2


def test_clip_skip_leaves_layers_out_and_says_where_there_are_none(easel: Easel) -> None:
    plain = easel.draw("sd15", **SMALL)
    skipped = easel.draw("sd15", clip_skip=1, **SMALL)
    assert data(skipped) != data(plain)
    most = easel.draw("sd15", clip_skip=9, **SMALL)
    assert "reduced to 1" in notes(most) and data(most) == data(skipped)
    flux = easel.draw("flux", clip_skip=2, **SMALL)
    assert "clip skip" in notes(flux) and data(flux) == data(easel.draw("flux", **SMALL))


def test_each_take_has_its_own_run_prompt_and_the_recipe_keeps_both(easel: Easel) -> None:
    typed = "a {red|blue} car"
    ctx = easel.draw("sd15", prompt=typed, takes=2, run_prompts=("a red car", "a blue car"), **SMALL)
    for take, run in enumerate(("a red car", "a blue car")):
        request = ctx.results[take].recipe.request
        assert isinstance(request, ImageRequest)
        assert (request.prompt, request.run_prompts) == (typed, (run,))
        assert data(easel.draw("sd15", prompt=run, seed=7 + take, **SMALL)) == data(ctx, take)
        assert data(easel.again("sd15", ctx, take)) == data(ctx, take)


def test_a_run_negative_stands_for_the_typed_one(easel: Easel) -> None:
    ran = easel.draw("sd15", negative="typed", run_negative="blue", **SMALL)
    assert data(ran) == data(easel.draw("sd15", negative="blue", **SMALL))
    assert ran.results[0].recipe.request.negative == "typed"  # type: ignore[union-attr]
