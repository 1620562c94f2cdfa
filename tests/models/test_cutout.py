"""People cut out by the starter model, from the file to the recipe."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from studio.core.errors import InputError, ModelError
from studio.core.models import InstalledModel
from studio.core.pictures import Cutout
from studio.core.requests import ImageRequest, InputRef
from studio.library.builtin import TOOLS
from studio.library.library import Library
from studio.worker.backends.pictures import PicturesBackend
from studio.worker.images import subjects
from tests.support.context import RecordingContext, make_context
from tests.support.drawn_people import draw_person, overlap


@pytest.fixture
def people(starter_models: Library) -> InstalledModel:
    return starter_models.get("cutout-people")


def run(folder: Path, pixels: np.ndarray, models: list[InstalledModel], **settings: Any) -> RecordingContext:
    path = folder / "照片.png"
    Image.fromarray(pixels).save(path)
    request = ImageRequest(task="cutout", cutout=Cutout(**settings), inputs=(InputRef(path=str(path), asset="a1"),))
    ctx = make_context(request, folder / "out", models)
    backend = PicturesBackend()
    loaded = backend.load(models[0], ctx)
    backend.run(loaded, ctx)
    loaded.close()
    return ctx


def test_the_network_says_what_it_always_said(people: InstalledModel) -> None:
    finder = subjects.load(people, 1)
    mask = finder.find(draw_person()[0])
    assert mask.shape == (256, 256) and finder.side == 256
    # As ai-edge-litert 2.3.0 and an interpreter in numpy answer for the same picture.
    assert mask.mean() == pytest.approx(0.35879, abs=1e-4)
    for place, value in (((30, 124), 0.2146), ((56, 92), 0.5872), ((168, 185), 0.5004), ((255, 30), 0.7047)):
        assert mask[place] == pytest.approx(value, abs=2e-3)


@pytest.mark.parametrize(("side", "least"), [(384, 0.985), (900, 0.985), (60, 0.94)])
def test_a_person_is_cut_out_along_the_edge(people: InstalledModel, chinese_dir: Path, side: int, least: float) -> None:
    pixels, person = draw_person(side)
    (result,) = run(chinese_dir, pixels, [people], method="person").results
    cut = np.asarray(Image.open(result.path))
    assert cut.shape == (side, side, 4)
    assert overlap(cut[..., 3] > 127, person) > least
    solid = cut[..., 3] == 255
    assert np.array_equal(cut[solid][:, :3], pixels[solid])
    assert result.recipe.model is not None and result.recipe.model.id == "cutout-people"
    assert result.recipe.parents == ("a1",) and result.recipe.source == "edited"


def test_the_choice_is_written_down_and_gives_the_same_again(people: InstalledModel, chinese_dir: Path) -> None:
    pixels, _ = draw_person(200)
    (first,) = run(chinese_dir, pixels, [TOOLS, people], feather=2, background="#ffffff").results
    request = first.recipe.request
    assert isinstance(request, ImageRequest) and request.cutout == Cutout(
        method="person", feather=2, background="#ffffff"
    )
    assert request.model == "cutout-people" and "cut out by person" in first.recipe.notes
    ctx = make_context(request, chinese_dir / "again", [people])
    backend = PicturesBackend()
    backend.run(backend.load(people, ctx), ctx)
    assert Path(ctx.results[0].path).read_bytes() == Path(first.path).read_bytes()


def test_where_nobody_is_it_says_so(people: InstalledModel, chinese_dir: Path) -> None:
    noise = np.random.default_rng(5).integers(0, 256, (120, 160, 3), np.uint8)
    for models, settings in (([people], {"method": "person"}), ([TOOLS, people], {})):
        with pytest.raises(InputError) as caught:
            run(chinese_dir, noise, models, **settings)
        assert caught.value.info.code == "cutout-not-found"
        assert "no person" in str(caught.value)


def test_one_pixel_does_not_break_it(people: InstalledModel, chinese_dir: Path) -> None:
    with pytest.raises(InputError, match="no person"):
        run(chinese_dir, np.full((1, 1, 3), 9, np.uint8), [people], method="person")


def test_a_damaged_network_is_named(people: InstalledModel, tmp_path: Path) -> None:
    whole = (Path(people.folder) / people.spec.files[0].path).read_bytes()
    rng = np.random.default_rng(1)
    path = tmp_path / "net.tflite"
    for cut in (b"", whole[:4], whole[:100], b"\x00" * 64, whole[:8] + rng.bytes(500), rng.bytes(4000)):
        path.write_bytes(cut)
        with pytest.raises(ModelError) as caught:
            subjects.PersonFinder(path, 1)
        assert caught.value.info.code == "model-damaged" and "net.tflite" in str(caught.value)
