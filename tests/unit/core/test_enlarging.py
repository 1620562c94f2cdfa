"""How large an upscaler may make a picture: the worker's limit, told before anything is run."""

from __future__ import annotations

import numpy as np
import pytest

from studio.core import enlarging
from studio.core.errors import InputError
from studio.core.models import ModelFile, ModelSpec
from studio.worker.images.pictures import Picture
from studio.worker.images.upscaling import enlarge_with


def spec(*names: str, **options: object) -> ModelSpec:
    files = tuple(ModelFile(path=name, size=1) for name in names)
    return ModelSpec(
        id="u", name="U", backend="upscale", format="ncnn", tasks=("upscale",), files=files, options=options
    )


def test_the_factors_are_those_of_the_networks() -> None:
    assert enlarging.factors(spec("v3-x4.param", "v3-x2.param", "v3-x4.bin", scale=4)) == (2, 4)
    assert enlarging.factors(spec("plus-x4.param", "plus-x4.bin", scales=[2, 3, 4], scale=4)) == (4,)
    assert enlarging.factors(spec("net.safetensors", scale=2)) == (2,)
    assert enlarging.factors(spec("net.safetensors")) == ()


@pytest.mark.parametrize(
    ("scale", "networks", "way"),
    [(4, (2, 3, 4), 4), (2, (4,), 4), (3, (2,), 4), (4, (2,), 4), (4, (3,), 9), (3, (), 3)],
)
def test_what_is_reached_on_the_way(scale: int, networks: tuple[int, ...], way: int) -> None:
    assert enlarging.reached(scale, networks) == way
    if networks:
        native = next((n for n in networks if n >= scale), networks[-1])
        most = [1]

        def run(image: np.ndarray) -> np.ndarray:
            most[0] *= native
            return image.repeat(native, 1).repeat(native, 2)

        enlarge_with(Picture(np.zeros((2, 2, 3), np.uint8)), scale, native, run)
        assert most[0] == way, "as the worker does it"


@pytest.mark.parametrize(("networks", "most"), [((2, 3, 4), "2"), ((4,), None), ((), "2")])
def test_what_is_too_large_is_refused_with_the_largest_that_fits(networks: tuple[int, ...], most: str | None) -> None:
    with pytest.raises(InputError) as caught:
        enlarging.check(6000, 4000, 4, networks)
    info = caught.value.info
    assert info.params["name"] == "scale"
    hint = str(info.params["hint"])
    assert (f"enlarged {most} times at most" in hint) if most else ("smaller first" in hint)
    enlarging.check(1000, 800, 4, networks)
    if most:
        enlarging.check(6000, 4000, int(most), networks)
