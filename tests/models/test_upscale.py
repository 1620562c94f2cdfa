"""Real-ESRGAN through ncnn: sizes, seams, transparency, cancel, bad files."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from studio.core.errors import InputError, ModelError
from studio.core.messages import Progress
from studio.core.models import InstalledModel, ModelSpec
from studio.core.requests import ImageRequest, InputRef, validate
from studio.library.library import Library
from studio.worker.backends.ncnn_upscale import UpscaleBackend
from studio.worker.context import JobCancelled
from studio.worker.images import upscaling
from studio.worker.images.pictures import Picture
from tests.support.context import RecordingContext, make_context
from tests.support.drawn_people import draw_person


def drawing(width: int, height: int) -> np.ndarray:
    """Coloured discs with hard edges, as the networks were made for."""
    y, x = np.mgrid[0:height, 0:width]
    rgb = np.full((height, width, 3), 240, np.uint8)
    for n in range(12):
        disc = np.hypot(y - (n * 37) % height, x - (n * 53) % width) < 6 + n
        rgb[disc] = ((n * 83) % 256, (n * 151) % 256, (n * 29) % 256)
    return rgb


@pytest.fixture
def model(starter_models: Library) -> InstalledModel:
    return starter_models.get("realesrgan-animevideo")


def run(model: InstalledModel, folder: Path, pixels: np.ndarray, **values: object) -> RecordingContext:
    Image.fromarray(pixels).save(folder / "原图.png")
    inputs = (InputRef(path=str(folder / "原图.png"), asset="a1"),)
    ctx = make_context(validate(ImageRequest(task="upscale", inputs=inputs, **values)), folder / "out", [model])  # type: ignore[arg-type]
    backend = UpscaleBackend()
    loaded = backend.load(model, ctx)
    try:
        backend.run(loaded, ctx)
    finally:
        loaded.close()
    return ctx


@pytest.mark.parametrize("scale", [2, 3, 4])
def test_every_scale_keeps_the_picture(model: InstalledModel, chinese_dir: Path, scale: int) -> None:
    pixels = drawing(50, 37)
    ctx = run(model, chinese_dir, pixels, scale=scale)
    result = ctx.results[0]
    assert (result.width, result.height) == (50 * scale, 37 * scale)
    assert result.recipe.source == "edited" and result.recipe.parents == ("a1",)
    # Each factor has a network of its own: nothing is reduced afterwards.
    assert result.recipe.notes == ()
    back = Image.open(result.path).resize((50, 37), Image.Resampling.BOX)
    assert np.abs(np.asarray(back, float) - pixels).mean() < 8
    fractions = [p.fraction for p in ctx.of(Progress)]
    assert fractions[0] == 0.0 and fractions == sorted(f for f in fractions if f is not None)


def test_faces_are_enlarged_like_the_rest(model: InstalledModel, chinese_dir: Path) -> None:
    """Nothing in an upscale looks for faces: reduced again, a face differs as little from what it was as the rest."""
    pixels, person = draw_person(96)
    (result,) = run(model, chinese_dir, pixels, scale=2).results
    with Image.open(result.path) as large:
        back = np.asarray(large.resize((96, 96), Image.Resampling.BOX), np.float32)
    off = np.abs(back - pixels).mean(axis=2)
    face = np.s_[17:51, 36:60]
    assert person[face].mean() > 0.8
    assert off[face].mean() < 12 and off[face].mean() < 2 * off.mean()


def test_no_seams_between_tiles(model: InstalledModel, monkeypatch: pytest.MonkeyPatch) -> None:
    picture = Picture(drawing(150, 90))
    upscaler = upscaling.Upscaler(Path(model.folder), 1)
    whole, _ = upscaler.enlarge(picture, 2)
    upscaler.close()
    monkeypatch.setattr(upscaling, "TILE", 40)
    tiled, _ = upscaler.enlarge(picture, 2)
    upscaler.close()
    assert np.abs(whole.astype(int) - tiled).max() <= 1


def test_transparency_is_enlarged_beside_the_colours(model: InstalledModel, chinese_dir: Path) -> None:
    pixels = np.dstack([np.full((40, 40, 3), 220, np.uint8), np.zeros((40, 40), np.uint8)])
    pixels[10:30, 10:30, 3] = 255
    pixels[pixels[..., 3] == 0, :3] = 0
    result = np.asarray(Image.open(run(model, chinese_dir, pixels, scale=2).results[0].path))
    assert result.shape == (80, 80, 4) and result[0, 0, 3] == 0 and result[40, 40, 3] == 255
    # Black from behind the transparency must not have crept in: the corner of the square is as light as the picture.
    assert result[21, 21, :3].min() > 150


def test_cancel_between_tiles(model: InstalledModel, chinese_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upscaling, "TILE", 16)
    Image.fromarray(drawing(64, 64)).save(chinese_dir / "x.png")
    inputs = (InputRef(path=str(chinese_dir / "x.png")),)
    ctx = make_context(validate(ImageRequest(task="upscale", inputs=inputs, scale=2)), chinese_dir / "out", [model])
    ctx.stop_after = 5
    loaded = UpscaleBackend().load(model, ctx)
    with pytest.raises(JobCancelled):
        UpscaleBackend().run(loaded, ctx)
    assert not list((chinese_dir / "out").iterdir())
    loaded.close()


def test_what_cannot_be_done_is_said(model: InstalledModel, chinese_dir: Path) -> None:
    with pytest.raises(InputError, match="2, 3, 4"):
        run(model, chinese_dir, drawing(20, 20), scale=8)
    with pytest.raises(InputError, match="too large"):
        run(model, chinese_dir, np.zeros((5000, 5000, 3), np.uint8), scale=4)


def test_damaged_networks_are_named(chinese_dir: Path) -> None:
    spec = ModelSpec(id="x", name="X", backend="upscale", format="ncnn")
    model = InstalledModel(spec=spec, folder=str(chinese_dir))
    ctx = make_context(ImageRequest(task="upscale"), chinese_dir / "out", [model])
    with pytest.raises(ModelError, match="damaged"):
        UpscaleBackend().load(model, ctx)
    (chinese_dir / "net-x2.param").write_text("not a network")
    (chinese_dir / "net-x2.bin").write_bytes(b"zero")
    loaded = UpscaleBackend().load(model, ctx)
    with pytest.raises(ModelError, match="damaged"):
        loaded.enlarge(Picture(drawing(8, 8)), 2)


@pytest.mark.slow
def test_x4plus_also_enlarges_twice(starter_models: Library, chinese_dir: Path) -> None:
    began = time.monotonic()
    ctx = run(starter_models.get("realesrgan-x4plus"), chinese_dir, drawing(24, 24), scale=2)
    assert (ctx.results[0].width, ctx.results[0].height) == (48, 48)
    assert any("then reduced" in note for note in ctx.results[0].recipe.notes)
    assert time.monotonic() - began < 120
