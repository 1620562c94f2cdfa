"""Upscaling networks of PyTorch in safetensors files: recognised from the header, run in tiles, bad ones named."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from studio.core.errors import InputError, ModelError, ResourceError
from studio.core.messages import Progress
from studio.core.models import InstalledModel
from studio.core.requests import ImageRequest, InputRef, validate
from studio.library.formats import upscalers as recognition
from studio.library.formats.safetensors import Header, Tensor
from studio.library.importing import recognise
from studio.library.library import Library
from studio.worker.backends.spandrel_networks import running
from studio.worker.backends.spandrel_upscale import SpandrelBackend
from studio.worker.context import JobCancelled
from studio.worker.devices import DeviceInfo
from studio.worker.images.pictures import Picture
from tests.models.test_upscale import drawing
from tests.support import upscalers
from tests.support.context import RecordingContext, make_context

ESRGAN = ("ESRGAN", "ESRGAN", {"num_filters": 4, "num_blocks": 1, "scale": 2})
SPAN = ("SPAN", "SPAN", {"num_in_ch": 3, "num_out_ch": 3, "feature_channels": 8, "upscale": 4})


def header(network: Any) -> Header:
    return Header({k: Tensor("F32", tuple(v.shape), (0, 0)) for k, v in network.state_dict().items()}, {})


def imported(
    folder: Path, what: tuple[str, str, dict[str, Any]] = ESRGAN, name: str = "我的 2x.safetensors"
) -> InstalledModel:
    path = upscalers.save(upscalers.make(*what), folder / name)
    return Library(folder / "models").import_path(path)


def run(model: InstalledModel, folder: Path, pixels: np.ndarray, **values: Any) -> RecordingContext:
    Image.fromarray(pixels).save(folder / "原图.png")
    inputs = (InputRef(path=str(folder / "原图.png"), asset="a1"),)
    stop = values.pop("stop_after", None)
    ctx = make_context(validate(ImageRequest(task="upscale", inputs=inputs, **values)), folder / "out", [model])
    ctx.stop_after = stop
    backend = SpandrelBackend()
    loaded = backend.load(model, ctx)
    try:
        backend.run(loaded, ctx)
    finally:
        loaded.close()
    return ctx


@pytest.mark.slow
def test_the_header_says_what_the_weights_say() -> None:
    for architecture, network, factor in upscalers.every():
        found = recognition.of_file("x", header(network))
        assert found is not None and found.scale == factor, architecture
        assert upscalers.detected(network) == architecture
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            assert upscalers.spandrel.MAIN_REGISTRY.load(dict(network.state_dict())).scale == factor, architecture


def test_networks_that_do_something_else_are_refused() -> None:
    same_size = upscalers.make("Compact", "Compact", {"num_feat": 4, "num_conv": 2, "upscale": 1})
    with pytest.raises(ModelError, match="without enlarging"):
        recognition.of_file("x", header(same_size))
    faces = dict.fromkeys(("toRGB.0.weight", "stylegan_decoder.style_mlp.1.weight"), Tensor("F32", (1,), (0, 4)))
    with pytest.raises(ModelError, match="invents faces"):
        recognition.of_file("x", Header(faces, {}))


def test_importing_keeps_what_it_is(chinese_dir: Path) -> None:
    model = imported(chinese_dir, SPAN)
    spec = model.spec
    assert (spec.backend, spec.family, spec.tasks) == ("spandrel", "SPAN", ("upscale",))
    assert (spec.options["scales"], spec.options["scale"]) == ([2, 3, 4], 4)
    prefixed = upscalers.save(upscalers.make(*ESRGAN), chinese_dir / "x.safetensors", prefix="module.")
    assert recognise(prefixed).spec.family == "ESRGAN"


@pytest.mark.parametrize("scale", [2, 3, 4])
def test_every_scale_is_reached(chinese_dir: Path, scale: int) -> None:
    ctx = run(imported(chinese_dir), chinese_dir, drawing(30, 21), scale=scale)
    result = ctx.results[0]
    assert (result.width, result.height) == (30 * scale, 21 * scale)
    recipe = result.recipe
    assert recipe.source == "edited" and recipe.parents == ("a1",) and recipe.dtype == "float32"
    assert "spandrel" in recipe.versions and "torch" in recipe.versions
    assert (
        recipe.notes
        == {
            2: (),
            3: ("enlarged ×2 2 times", "enlarged ×4, then reduced to ×3"),
            4: ("enlarged ×2 2 times",),
        }[scale]
    )
    fractions = [p.fraction for p in ctx.of(Progress)]
    assert fractions[0] == 0.0


def test_a_recipe_gives_the_same_bytes(chinese_dir: Path) -> None:
    model = imported(chinese_dir)
    first = Path(run(model, chinese_dir, drawing(40, 30), scale=2).results[0].path).read_bytes()
    assert Path(run(model, chinese_dir, drawing(40, 30), scale=2).results[0].path).read_bytes() == first


@pytest.mark.parametrize("what", [ESRGAN, SPAN])
def test_tiles_equal_the_whole_picture(
    chinese_dir: Path, what: tuple[str, str, dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    network = loaded(imported(chinese_dir, what))
    picture = Picture(drawing(90, 60))
    monkeypatch.setattr(network, "tile", 1000)
    whole, _ = network.enlarge(picture, network.scale)
    monkeypatch.setattr(network, "tile", 30)
    counts = []
    tiled, notes = network.enlarge(picture, network.scale, lambda done, total: counts.append(total))
    assert set(counts) == {6} and notes == []
    assert np.ptp(whole) > 20
    assert np.abs(whole.astype(int) - tiled).max() <= 1


def loaded(model: InstalledModel, device: DeviceInfo | None = None) -> running.Network:
    from studio.worker.backends.spandrel_networks.loading import read_network

    path = Path(model.folder) / model.spec.files[0].path
    return running.Network(read_network(path), device or DeviceInfo())


def test_transparency_is_kept(chinese_dir: Path) -> None:
    pixels = np.dstack([np.full((40, 40, 3), 220, np.uint8), np.zeros((40, 40), np.uint8)])
    pixels[10:30, 10:30, 3] = 255
    result = np.asarray(Image.open(run(imported(chinese_dir), chinese_dir, pixels, scale=2).results[0].path))
    assert result.shape == (80, 80, 4) and result[0, 0, 3] == 0 and result[40, 40, 3] == 255


def test_a_network_for_grey_gets_each_channel(chinese_dir: Path) -> None:
    what = ("ESRGAN", "ESRGAN", {"in_nc": 1, "out_nc": 1, "num_filters": 4, "num_blocks": 1, "scale": 2})
    network = loaded(imported(chinese_dir, what))
    coloured = np.zeros((24, 24, 3), np.uint8)
    coloured[..., 0] = 200
    out, _ = network.enlarge(Picture(coloured), 2)
    grey, _ = network.enlarge(Picture(np.full((24, 24, 3), 200, np.uint8)), 2)
    assert np.array_equal(out[..., 0], grey[..., 0]) and np.array_equal(out[..., 1], out[..., 2])


def test_short_memory_means_smaller_tiles_and_is_noted(chinese_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    network = loaded(imported(chinese_dir))
    whole, _ = network.enlarge(Picture(drawing(200, 60)), 2)
    real, asked = network._run, []

    def run(tile: np.ndarray) -> np.ndarray:
        if max(tile.shape) > 120:
            raise RuntimeError("CUDA error: out of memory")
        return real(tile)

    monkeypatch.setattr(network, "_run", run)
    pixels, notes = network.enlarge(
        Picture(drawing(200, 60)), 2, make_room=lambda: bool(asked.append(1)) or len(asked) == 1
    )
    # Once the memory of other models is tried, then tiles of half the size.
    assert len(asked) == 2 and list(map(str, notes)) == [
        "memory was short: worked in tiles of 64 pixels instead of 128"
    ]
    assert np.abs(pixels.astype(int) - whole).max() <= 1
    monkeypatch.setattr(network, "_run", lambda tile: run(np.zeros((3, 999, 999), np.float32)))
    with pytest.raises(ResourceError, match="out of memory"):
        network.enlarge(Picture(drawing(20, 20)), 2)


def test_half_precision_that_overflows_is_done_again(chinese_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import torch

    network = loaded(imported(chinese_dir))
    plain, _ = network.enlarge(Picture(drawing(20, 20)), 2)
    monkeypatch.setattr(network, "_dtype", torch.float16)
    network._descriptor.to(torch.float16)
    with torch.no_grad():
        first = next(network._descriptor.model.parameters())
        kept = first.clone()
        first.fill_(float("inf"))
    to = network._descriptor.to

    def mended(*where: Any) -> Any:
        result = to(*where)
        with torch.no_grad():
            next(network._descriptor.model.parameters()).copy_(kept if where[-1] is torch.float32 else float("inf"))
        return result

    monkeypatch.setattr(network._descriptor, "to", mended)
    pixels, notes = network.enlarge(Picture(drawing(20, 20)), 2)
    assert list(map(str, notes)) == ["some of it was computed in float32: half the precision was not enough"]
    assert np.abs(pixels.astype(int) - plain).max() <= 3


def test_cancel_between_tiles(chinese_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "CPU_TILE", 16)
    with pytest.raises(JobCancelled):
        run(imported(chinese_dir), chinese_dir, drawing(64, 64), scale=2, stop_after=5)
    assert not list((chinese_dir / "out").iterdir())


def test_what_cannot_be_done_is_said(chinese_dir: Path) -> None:
    model = imported(chinese_dir)
    with pytest.raises(InputError, match="too large"):
        run(model, chinese_dir, np.zeros((5000, 5000, 3), np.uint8), scale=4)
    path = Path(model.folder) / model.spec.files[0].path
    weights = upscalers.make(*ESRGAN).state_dict()
    weights.pop("model.0.bias")
    from safetensors.torch import save_file

    save_file({k: v.contiguous() for k, v in weights.items()}, path)
    with pytest.raises(ModelError, match="damaged"):
        run(model, chinese_dir, drawing(8, 8), scale=2)
    path.write_bytes(path.read_bytes()[:-50])
    with pytest.raises(ModelError, match="damaged"):
        run(model, chinese_dir, drawing(8, 8), scale=2)


def test_torchvision_is_not_left_behind() -> None:
    import importlib.util
    import sys

    assert importlib.util.find_spec("torchvision") is None and "torchvision" not in sys.modules
