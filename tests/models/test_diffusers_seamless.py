"""Pictures that repeat: the networks know no edge while it is on, and are as before afterwards."""

from __future__ import annotations

import numpy as np
import pytest

from studio.core.errors import InputError
from studio.core.pictures import Hires
from studio.worker.backends.diffusion.seamless import Seamless
from tests.support import tiny_pipelines
from tests.support.drawing import SMALL, Easel, data, notes, pixels


def across_the_edge(picture: np.ndarray, axis: int) -> float:
    """The difference between the first and the last row or column, as a multiple of that between neighbours."""
    values = picture.astype(float)
    edge = np.abs(np.take(values, 0, axis) - np.take(values, -1, axis)).mean()
    return float(edge / np.abs(np.diff(values, axis=axis)).mean())


@pytest.mark.parametrize("family", ("sd15", "sdxl"))
def test_edges_meet_and_the_next_picture_is_as_before(easel: Easel, family: str) -> None:
    plain = easel.draw(family, **SMALL)
    both = easel.draw(family, seamless="both", **SMALL)
    assert "repeats in both directions" in notes(both)
    assert data(easel.again(family, both)) == data(both) != data(plain)
    assert across_the_edge(pixels(both), 0) < 1.6 and across_the_edge(pixels(both), 1) < 1.6
    assert data(easel.draw(family, **SMALL)) == data(plain)
    x, y = (easel.draw(family, seamless=axis, **SMALL) for axis in ("x", "y"))
    assert len({data(c) for c in (plain, both, x, y)}) == 4


@pytest.mark.parametrize("axis", ("x", "y"))
def test_networks_know_no_edge_along_the_axis_alone(axis: str) -> None:
    """A shifted input gives the shifted output, exactly what a picture without edges is."""
    import torch

    pipe = tiny_pipelines.build("sd15")
    latents = torch.randn((1, 4, 16, 16), generator=torch.Generator().manual_seed(1))
    words = torch.randn((1, 7, 32), generator=torch.Generator().manual_seed(2))
    dims = {"x": -1, "y": -2}

    def outputs(shift: int, dim: int) -> list[torch.Tensor]:
        moved = torch.roll(latents, shift, dim)
        with torch.inference_mode():
            noise = pipe.unet(moved, 3, words).sample
            picture = pipe.vae.decode(moved).sample
        return [torch.roll(noise, -shift, dim), torch.roll(picture, -shift * 2, dim)]

    seamless = Seamless(pipe, x=axis == "x", y=axis == "y")
    try:
        for dim in dims.values():
            alike = [torch.allclose(a, b, atol=1e-4) for a, b in zip(outputs(0, dim), outputs(4, dim), strict=True)]
            assert alike == [dim == dims[axis]] * 2
        with seamless.only(x=True, y=False):
            alike = [torch.allclose(a, b, atol=1e-4) for a, b in zip(outputs(0, -1), outputs(4, -1), strict=True)]
            assert alike == [axis == "x"] * 2
    finally:
        seamless.close()
    assert not any("_conv_forward" in vars(m) for m in pipe.unet.modules())


def test_decoding_in_tiles_repeats_too(easel: Easel) -> None:
    size = {"width": 96, "height": 96}
    ctx = easel.draw("sd15", seamless="both", fast=("tiled-decode",), **size)
    assert "decoded in tiles" in notes(ctx)
    assert across_the_edge(pixels(ctx), 0) < 1.6 and across_the_edge(pixels(ctx), 1) < 1.6
    assert "tiled_decode" not in vars(easel.loaded["sd15"].pipeline("text-to-image").vae)


def test_a_second_pass_goes_over_the_edge(easel: Easel) -> None:
    ctx = easel.draw("sd15", seamless="x", hires=Hires(scale=3, strength=0.6), **SMALL)
    assert "refined in" in notes(ctx)
    assert across_the_edge(pixels(ctx), 1) < 1.6
    assert data(easel.again("sd15", ctx)) == data(ctx)


def test_tiles_as_wide_as_the_picture_repeat_too(easel: Easel, monkeypatch: pytest.MonkeyPatch) -> None:
    plain, asked = Seamless.only, []
    monkeypatch.setattr(Seamless, "only", lambda self, **axes: asked.append(axes) or plain(self, **axes))
    ctx = easel.draw("sd15", seamless="both", hires=Hires(scale=1, strength=0.9), width=32, height=96)
    assert "refined in" in notes(ctx) and asked == [{"x": True, "y": False}]
    assert across_the_edge(pixels(ctx), 0) < 1.6 and across_the_edge(pixels(ctx), 1) < 1.6


@pytest.mark.parametrize("family", ("sd3", "flux"))
def test_networks_that_number_their_patches_are_refused(easel: Easel, family: str) -> None:
    with pytest.raises(InputError, match="Make seamless"):
        easel.draw(family, seamless="both", **SMALL)
