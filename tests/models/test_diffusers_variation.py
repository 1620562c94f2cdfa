"""Variations: another seed's noise blended in, in every family and task, the same on every run."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.core.requests import ImageRequest
from tests.support.drawing import FAMILIES, SMALL, Easel, data, pixels, stripes


@pytest.mark.parametrize("family", FAMILIES)
def test_none_is_the_plain_picture_and_all_is_that_of_the_other_seed(easel: Easel, family: str) -> None:
    plain = easel.draw(family, **SMALL)
    assert data(easel.draw(family, variation=0.0, variation_seed=99, **SMALL)) == data(plain)
    other = easel.draw(family, seed=99, **SMALL)
    whole = easel.draw(family, variation=1.0, variation_seed=99, **SMALL)
    assert np.abs(pixels(whole).astype(int) - pixels(other)).max() <= 1
    half = easel.draw(family, variation=0.5, variation_seed=99, **SMALL)
    assert data(half) not in (data(plain), data(other))
    assert data(easel.draw(family, **SMALL)) == data(plain), "nothing of it stays"


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("task", ("image-to-image", "inpaint"))
def test_pictures_worked_on_vary_too(easel: Easel, family: str, task: str) -> None:
    mask = np.zeros((64, 64), np.uint8)
    mask[:, 32:] = 255
    inputs = (easel.picture("source", stripes(64, 64)), easel.picture("mask", mask, "mask"))
    values = {"task": task, "inputs": inputs, "strength": 0.8, "width": 64, "height": 64}
    plain, varied = easel.draw(family, **values), easel.draw(family, variation=0.3, variation_seed=5, **values)
    assert data(plain) != data(varied) == data(easel.again(family, varied))


def test_takes_vary_one_seed_each_with_its_own_variation_seed(easel: Easel) -> None:
    ctx = easel.draw("sd15", takes=3, variation=0.2, variation_seed=2**32 - 1, **SMALL)
    recipes = [r.recipe.request for r in ctx.results]
    assert all(isinstance(r, ImageRequest) for r in recipes)
    assert [r.seed for r in recipes] == [7, 7, 7]  # type: ignore[union-attr]
    assert [r.variation_seed for r in recipes] == [2**32 - 1, 0, 1]  # type: ignore[union-attr]
    assert len({data(ctx, take) for take in range(3)}) == 3
    assert data(easel.again("sd15", ctx, 2)) == data(ctx, 2)


@settings(max_examples=25, deadline=None)
@given(amount=st.floats(0, 1), seed=st.integers(0, 2**32 - 1))
def test_blended_noise_is_as_strong_as_any(amount: float, seed: int) -> None:
    import torch

    from studio.worker.backends.diffusion.noise import slerp

    one = torch.randn((1, 4, 32, 32), generator=torch.Generator().manual_seed(seed))
    other = torch.randn((1, 4, 32, 32), generator=torch.Generator().manual_seed(seed ^ 1))
    assert float(slerp(one, other, amount).std()) == pytest.approx(1.0, abs=0.08)
    assert torch.equal(slerp(one, other, 0.0), one) and torch.equal(slerp(one, other, 1.0), other)
    assert torch.equal(slerp(one, one, amount), one)
