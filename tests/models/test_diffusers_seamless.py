"""Pictures that repeat: the networks know no edge while it is on, and are as before afterwards."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from studio.core.errors import InputError
from studio.core.models import InstalledModel
from studio.core.pictures import Hires
from studio.library.library import Library
from studio.worker.backends.diffusion import enlarging
from studio.worker.backends.diffusion.seamless import Seamless
from studio.worker.devices import DeviceInfo
from tests.support import tiny_pipelines, upscalers
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


def seam(picture: np.ndarray, axis: int) -> float:
    """The difference across the edge, as a multiple of that between the neighbours nearest to it inside."""
    values = np.moveaxis(picture.astype(float), axis, 0)
    steps = np.abs(np.diff(np.concatenate([values[-4:], values[:4]]), axis=0)).mean(axis=(1, 2))
    return float(steps[3] / np.delete(steps, 3).mean())


def waves(width: int = 40, height: int = 24) -> np.ndarray:
    """A picture that repeats in both directions and is steepest at its edges."""
    rows, columns = np.mgrid[0:height, 0:width]
    across, down = np.sin(2 * np.pi * columns / width), np.sin(2 * np.pi * rows / height)
    return np.rint(128 + 60 * np.stack([across, down, across + down], -1)).astype(np.uint8)


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> InstalledModel:
    folder = tmp_path_factory.mktemp("放大")
    made = upscalers.make("Compact", "Compact", {"num_feat": 4, "num_conv": 2, "upscale": 2})
    return Library(folder / "models").import_path(upscalers.save(made, folder / "network.safetensors"))


def enlarge(pixels: np.ndarray, size: tuple[int, int], wraps: str, model: InstalledModel | None) -> np.ndarray:
    seamless = SimpleNamespace(x="x" in wraps, y="y" in wraps) if wraps else None
    held: list[Any] = []

    def upscaler(_model: InstalledModel, load: Any) -> Any:
        held[:] = held or [load()]
        return held[0]

    ctx = SimpleNamespace(models=[None, model] if model is not None else [None], device=DeviceInfo(), threads=1)
    work: Any = SimpleNamespace(seamless=seamless, ctx=ctx, loaded=SimpleNamespace(upscaler=upscaler))
    result, _ = enlarging.enlarged(work, pixels, size[0] / pixels.shape[1], size, lambda done, total: None)
    return result


def among_its_like(pixels: np.ndarray, size: tuple[int, int], model: InstalledModel | None) -> np.ndarray:
    """The picture enlarged with itself laid around it: what one without an edge becomes."""
    whole = enlarge(np.tile(pixels, (3, 3, 1)), (size[0] * 3, size[1] * 3), "", model)
    return whole[size[1] : size[1] * 2, size[0] : size[0] * 2]


def apart(one: np.ndarray, other: np.ndarray) -> int:
    return int(np.abs(one.astype(int) - other).max())


@pytest.mark.parametrize("size", ((80, 48), (104, 56), (130, 78)), ids=str)
@pytest.mark.parametrize("upscaled", (True, False), ids=("network", "interpolated"))
def test_enlarging_reads_on_at_the_opposite_edge(
    network: InstalledModel, upscaled: bool, size: tuple[int, int]
) -> None:
    model, picture = network if upscaled else None, waves()
    wrapped, plain = (enlarge(picture, size, wraps, model) for wraps in ("xy", ""))
    assert wrapped.shape == plain.shape == (size[1], size[0], 3)
    expected = among_its_like(picture, size, model)
    assert apart(wrapped, expected) <= 1 < apart(plain, expected)
    for axis in (0, 1):
        # A network with random weights draws a pattern that hides the wave.
        assert upscaled or seam(wrapped, axis) < 1.3 < seam(plain, axis)
    along_x = enlarge(picture, size, "x", model)
    assert apart(along_x[size[1] // 2], wrapped[size[1] // 2]) <= 1
    assert apart(along_x[:, size[0] // 2], plain[:, size[0] // 2]) <= 1


@pytest.mark.parametrize("beside", (True, False), ids=("network", "interpolated"))
def test_a_second_pass_without_strength_repeats_too(easel: Easel, network: InstalledModel, beside: bool) -> None:
    size: dict[str, Any] = {"width": 48, "height": 48}
    models = [network] if beside else []
    ctx = easel.draw("sd15", seamless="both", hires=Hires(scale=2, strength=0.0), models=models, **size)
    assert ("enlarged with" if beside else "by interpolation") in notes(ctx)
    first, model = pixels(easel.draw("sd15", seamless="both", **size)), network if beside else None
    expected, plain = among_its_like(first, (96, 96), model), enlarge(first, (96, 96), "", model)
    assert apart(pixels(ctx), expected) <= 1 < apart(plain, expected)
    if not beside:
        for axis in (0, 1):
            assert seam(pixels(ctx), axis) < seam(plain, axis)


@pytest.mark.parametrize("family", ("sd3", "flux"))
def test_networks_that_number_their_patches_are_refused(easel: Easel, family: str) -> None:
    with pytest.raises(InputError, match="Make seamless"):
        easel.draw(family, seamless="both", **SMALL)
