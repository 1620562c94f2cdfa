"""Seeds: how far they go for each kind of result, and which one follows."""

from __future__ import annotations

import pytest

from studio.core import requests
from studio.core.errors import InputError
from studio.core.requests import MAX_PICTURE_SEED, MAX_SEED, AudioRequest, ImageRequest, TextRequest


@pytest.mark.parametrize("seed", [0, MAX_SEED, MAX_SEED + 1, 721897303308196, MAX_PICTURE_SEED])
def test_a_picture_takes_the_seeds_of_other_programs_exactly(seed: int) -> None:
    request = requests.build("image", {"prompt": "x", "seed": seed, "variation": 0.1, "variation_seed": str(seed)})
    back = requests.from_json(requests.to_json(request))
    assert isinstance(back, ImageRequest) and (back.seed, back.variation_seed) == (seed, seed)


@pytest.mark.parametrize(
    ("kind", "seed"), [("image", MAX_PICTURE_SEED + 1), ("text", MAX_SEED + 1), ("audio", MAX_SEED + 1), ("image", -1)]
)
def test_a_seed_that_cannot_be_is_named_with_its_range(kind: requests.Kind, seed: int) -> None:
    with pytest.raises(InputError, match="seed") as caught:
        requests.build(kind, {"prompt": "x", "seed": seed})
    assert str(MAX_PICTURE_SEED if kind == "image" else MAX_SEED) in str(caught.value)


def test_takes_count_on_and_begin_again() -> None:
    for request in (TextRequest(seed=MAX_SEED), AudioRequest(seed=MAX_SEED), ImageRequest(seed=MAX_SEED)):
        # As they always did: a recipe of before makes the same again.
        assert [request.take_seed(n) for n in range(3)] == [MAX_SEED, 0, 1]
    large = ImageRequest(seed=MAX_PICTURE_SEED - 1, variation_seed=MAX_SEED + 5)
    assert [large.take_seed(n) for n in range(3)] == [MAX_PICTURE_SEED - 1, MAX_PICTURE_SEED, 0]
    assert large.take_variation(2) == MAX_SEED + 7
