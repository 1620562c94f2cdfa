"""The task control-map as a backend runs it: maps made from pixels, and depth with tiny real models."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from studio.core.errors import InputError, ModelError
from studio.core.models import InstalledModel
from studio.core.pictures import ControlUnit
from studio.core.requests import ImageRequest, InputRef, build
from studio.library.library import Library
from studio.worker.backends.pictures import PicturesBackend
from studio.worker.backends.vision.depth import DepthEstimator
from studio.worker.images.control_maps import make_map
from tests.models.test_upscale import drawing
from tests.support import tiny_vision as tiny
from tests.support.context import RecordingContext, make_context

FAMILIES = [tiny.depth_anything, tiny.dpt, tiny.glpn]


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "库 library")


@pytest.fixture
def source(chinese_dir: Path) -> InputRef:
    Image.fromarray(drawing(80, 60)).save(chinese_dir / "图 片.png")
    return InputRef(path=str(chinese_dir / "图 片.png"), asset="parent")


def run(library: Library, source: InputRef, folder: Path, **values: Any) -> RecordingContext:
    request, models = library.resolve(build("image", {"task": "control-map", "inputs": (source,), **values}))
    ctx = make_context(request, folder, models)
    backend = PicturesBackend()
    backend.run(backend.load(models[0], ctx), ctx)
    return ctx


def pixels_of(ctx: RecordingContext) -> np.ndarray[Any, Any]:
    with Image.open(ctx.results[0].path) as image:
        return np.asarray(image.convert("RGB"))


def test_a_map_is_made_without_any_model(library: Library, source: InputRef, chinese_dir: Path) -> None:
    ctx = run(library, source, chinese_dir / "one", **{"control.0.preprocessor": "canny", "control.0.low": "80"})
    recipe = ctx.results[0].recipe
    assert recipe.parents == ("parent",) and recipe.model is not None and recipe.model.id == "studio-tools"
    assert isinstance(recipe.request, ImageRequest)
    assert recipe.request.control == (ControlUnit(preprocessor="canny", low=80),)
    found = pixels_of(ctx)
    assert found.shape == (60, 80, 3) and set(np.unique(found)) == {0, 255} and 0.005 < (found > 0).mean() < 0.3
    plain = run(library, source, chinese_dir / "two")
    assert isinstance(plain.results[0].recipe.request, ImageRequest)
    assert plain.results[0].recipe.request.control[0].preprocessor == "canny"


@pytest.mark.parametrize("kind", FAMILIES)
def test_depth_is_made_by_an_imported_model(kind: Any, library: Library, source: InputRef, chinese_dir: Path) -> None:
    model = library.import_path(tiny.make(chinese_dir / kind.__name__, kind))
    assert model.spec.tasks == ("depth",)
    ctx = run(library, source, chinese_dir / "out", **{"control.0.preprocessor": "depth"})
    found = pixels_of(ctx)
    assert found.shape == (60, 80, 3) and (found.min(), found.max()) == (0, 255)
    recipe = ctx.results[0].recipe
    assert recipe.model is not None and recipe.model.id == "studio-tools"
    assert [use.id for use in recipe.additions] == [model.spec.id]
    assert isinstance(recipe.request, ImageRequest)
    again = make_context(recipe.request, chinese_dir / "again", library.resolve(recipe.request)[1])
    PicturesBackend().run(PicturesBackend().load(again.models[0], again), again)
    assert np.array_equal(pixels_of(again), found)


def test_distance_in_metres_is_turned_into_nearness(library: Library, chinese_dir: Path) -> None:
    rgb = drawing(64, 64)
    model = library.import_path(tiny.make(chinese_dir / "glpn", tiny.glpn))
    estimator = DepthEstimator(model, "cpu")
    near = estimator(rgb)
    estimator._metric = False
    metres = estimator(rgb)
    assert near.shape == (64, 64) and np.ptp(metres) > 0
    assert np.argmax(near) == np.argmin(np.maximum(metres, 1e-3))
    estimator.close()


def test_a_float16_variant_is_read_and_a_damaged_one_is_named(library: Library, chinese_dir: Path) -> None:
    folder = tiny.make(chinese_dir / "深度", tiny.depth_anything)
    (folder / "model.safetensors").rename(folder / "model.fp16.safetensors")
    model = library.import_path(folder)
    DepthEstimator(model, "cpu").close()
    (folder / "model.fp16.safetensors").write_bytes(b"\xff" * 64)
    with pytest.raises(ModelError) as caught:
        DepthEstimator(model, "cpu")
    assert caught.value.info.code == "model-load-failed"


def test_what_is_missing_is_named(library: Library, source: InputRef, chinese_dir: Path) -> None:
    with pytest.raises(InputError, match="Depth Anything"):
        run(library, source, chinese_dir, **{"control.0.preprocessor": "depth"})
    with pytest.raises(InputError, match="canny, line"):
        run(library, source, chinese_dir, **{"control.0.preprocessor": ""})
    with pytest.raises(InputError, match="one map"):
        run(library, source, chinese_dir, control='[{"preprocessor": "canny"}, {"preprocessor": "line"}]')
    with pytest.raises(InputError):
        build("image", {"task": "control-map"})
    from studio.pixels.pictures import Picture

    with pytest.raises(ModelError) as caught:
        make_map("depth", Picture(drawing(8, 8)), ControlUnit())
    assert caught.value.info.code == "addition-needs"


def test_models_of_units_are_of_no_account(library: Library, source: InputRef, chinese_dir: Path) -> None:
    """Settings that came from a drawing name a ControlNet, which need not be there to make its map."""
    more = {"control.0.preprocessor": "grey", "control.0.model": "gone"}
    assert run(library, source, chinese_dir, **more).results


def test_a_map_is_made_at_the_size_that_is_asked_for(library: Library, chinese_dir: Path) -> None:
    Image.fromarray(drawing(800, 600)).save(chinese_dir / "large.png")
    large = InputRef(path=str(chinese_dir / "large.png"))
    for size, expected in (
        ({"width": 200, "height": 200}, (200, 150)),
        ({"height": 60}, (80, 60)),
        ({"width": 4096}, (800, 600)),
    ):
        ctx = run(library, large, chinese_dir / str(expected), **size)
        found = pixels_of(ctx)
        assert found.shape[1::-1] == expected and set(np.unique(found)) == {0, 255}
        request = ctx.results[0].recipe.request
        assert isinstance(request, ImageRequest) and (request.width, request.height) == expected
        again = make_context(request, chinese_dir / f"again {expected}", library.resolve(request)[1])
        PicturesBackend().run(PicturesBackend().load(again.models[0], again), again)
        assert np.array_equal(pixels_of(again), found)


def test_it_can_be_cancelled(library: Library, source: InputRef, chinese_dir: Path) -> None:
    from studio.worker.context import JobCancelled

    request, models = library.resolve(build("image", {"task": "control-map", "inputs": (source,)}))
    ctx = make_context(request, chinese_dir, models)
    ctx.stop_after = 2
    with pytest.raises(JobCancelled):
        PicturesBackend().run(PicturesBackend().load(models[0], ctx), ctx)
    assert not ctx.results


def test_an_imported_model_is_installed_as_what_it_is(library: Library, chinese_dir: Path) -> None:
    model: InstalledModel = library.import_path(tiny.make(chinese_dir / "dpt", tiny.dpt))
    assert (model.spec.backend, model.spec.format, model.spec.family) == ("estimate", "transformers", "dpt")
