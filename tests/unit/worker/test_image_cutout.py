"""Cut-outs: plain backgrounds, the edge's refinement, other backgrounds, and what cannot be."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from studio.core.errors import InputError, ModelError
from studio.core.models import InstalledModel, ModelFile, ModelSpec
from studio.core.pictures import Cutout
from studio.core.requests import ImageRequest, InputRef, build
from studio.library.builtin import TOOLS
from studio.worker.backends.pictures import PicturesBackend
from studio.worker.context import JobCancelled
from studio.worker.images import cutout, matting, subjects
from tests.support.context import make_context
from tests.support.drawn_people import overlap
from tests.support.tiny_onnx import write_sum_network


def disc(side: int = 120, radius: float = 40) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """A smooth red disc on green, as pixels and as its true alpha."""
    y, x = np.mgrid[0:side, 0:side] - (side - 1) / 2
    alpha = np.clip(radius + 0.5 - np.hypot(x, y), 0, 1).astype(np.float32)
    mixed = alpha[..., None] * [220, 30, 40] + (1 - alpha[..., None]) * [20, 160, 60]
    return np.rint(mixed).astype(np.uint8), alpha


def run(folder: Path, pixels: NDArray[np.uint8], models: list[InstalledModel], **values: Any) -> Any:
    folder.mkdir(exist_ok=True)
    Image.fromarray(pixels).save(folder / "a.png")
    inputs = [InputRef(path=str(folder / "a.png"))]
    if "ground" in values:
        Image.fromarray(values.pop("ground")).save(folder / "b.png")
        inputs.append(InputRef(path=str(folder / "b.png"), role="background"))
    ctx = make_context(ImageRequest(task="cutout", cutout=Cutout(**values), inputs=tuple(inputs)), folder, models)
    backend = PicturesBackend()
    loaded = backend.load(models[0], ctx)
    backend.run(loaded, ctx)
    loaded.close()
    (result,) = ctx.results
    return np.asarray(Image.open(result.path)), result


@pytest.fixture
def bright(tmp_path: Path) -> InstalledModel:
    """A network to which whatever is bright is the subject."""
    write_sum_network(tmp_path / "isnet.onnx")
    spec = ModelSpec(
        id="cutout-anything", name="ISNet", backend="pictures", format="onnx", family="isnet",
        files=(ModelFile(path="isnet.onnx"),),
    )  # fmt: skip
    return InstalledModel(spec=spec, folder=str(tmp_path))


def test_a_plain_background_goes_with_its_colour_at_the_edge(tmp_path: Path) -> None:
    pixels, alpha = disc()
    cut, result = run(tmp_path, pixels, [TOOLS], method="colour")
    assert np.abs(cut[..., 3] / 255 - alpha).mean() < 0.003
    edge = (cut[..., 3] > 60) & (cut[..., 3] < 200)
    assert edge.any() and cut[edge][:, 1].mean() < 60  # without it, some 100
    kept, _ = run(tmp_path, pixels, [TOOLS], method="colour", decontaminate=False)
    assert np.array_equal(kept[..., :3], pixels)
    assert result.recipe.model.id == "studio-tools"


def test_auto_says_in_the_recipe_what_it_did(tmp_path: Path) -> None:
    _, result = run(tmp_path, disc()[0], [TOOLS])
    assert result.recipe.request.cutout.method == "colour"
    assert "cut out by colour" in result.recipe.notes


def test_enclosed_areas_stay_unless_asked_for() -> None:
    rgb = np.full((60, 60, 3), 250, np.uint8)
    rgb[15:45, 15:45] = (30, 60, 200)
    rgb[25:35, 25:35] = 250
    closed, opened = cutout.find_plain(rgb), cutout.find_plain(rgb, enclosed=True)
    assert closed is not None and opened is not None
    assert closed.alpha[30, 30] == 1 and opened.alpha[30, 30] == 0
    assert closed.alpha[0, 0] == opened.alpha[0, 0] == 0


def test_tolerance_decides_what_is_plain(tmp_path: Path) -> None:
    pixels = disc()[0].astype(int)
    pixels[..., 2] += np.linspace(0, 120, 120).astype(int)
    shaded = np.clip(pixels, 0, 255).astype(np.uint8)
    with pytest.raises(InputError) as caught:
        run(tmp_path, shaded, [TOOLS], method="colour")
    assert caught.value.info.code == "cutout-not-found" and "tolerance" in str(caught.value)
    cut, _ = run(tmp_path, shaded, [TOOLS], method="colour", tolerance=90)
    assert overlap(cut[..., 3] > 127, disc()[1] > 0.5) > 0.97


def test_without_a_network_the_way_to_one_is_said(tmp_path: Path) -> None:
    noise = np.random.default_rng(5).integers(0, 256, (50, 60, 3), np.uint8)
    with pytest.raises(InputError) as caught:
        run(tmp_path, noise, [TOOLS])
    assert "model library" in str(caught.value)
    with pytest.raises(ModelError) as wrong:
        run(tmp_path, noise, [TOOLS], method="person")
    assert wrong.value.info.code == "model-wrong-kind"


def test_an_object_network_is_fed_and_read_right(bright: InstalledModel, tmp_path: Path) -> None:
    finder = subjects.load(bright, 1)
    assert finder.side == 64 and finder.memory > 0
    flat = finder.find(np.full((30, 50, 3), 160, np.uint8))
    # (160 − 128) / 256 for each of three channels; below one half nothing is spread, so an empty picture stays empty.
    assert flat.shape == (64, 64) and flat == pytest.approx(0.375)
    half = np.full((64, 64, 3), 118, np.uint8)
    half[:, 32:] = 230
    found = finder.find(half)
    assert found[:, :30] == pytest.approx(0) and found[:, 34:] == pytest.approx(1)
    assert finder.find(np.full((5, 5, 3), 250, np.uint8)) == pytest.approx(1)
    finder.close()


def test_a_coarse_mask_is_drawn_to_the_pictures_edge() -> None:
    pixels, alpha = disc(300, 100)
    coarse = np.asarray(Image.fromarray(alpha).resize((40, 40), Image.Resampling.BOX))
    # Off by a few pixels, as networks are.
    coarse = np.roll(coarse, 1, axis=1)
    refined = matting.refine(pixels, coarse, matting.reach_of(300, 300, 40))
    plain = matting.enlarge(coarse, (300, 300))
    assert np.abs(refined - alpha).mean() < 0.1 * np.abs(plain - alpha).mean()
    assert overlap(refined > 0.5, alpha > 0.5) > 0.99
    assert refined[150, 150] == 1 and refined[0, 0] == 0


def test_the_edge_moves_by_whole_pixels() -> None:
    alpha = disc(120, 30)[1]
    for pixels in (-8, -1, 1, 8):
        moved = matting.move_edge(alpha, pixels)
        radius = np.sqrt(moved.sum() / np.pi)
        assert radius == pytest.approx(30 + pixels, abs=0.6)
    assert matting.move_edge(np.zeros((4, 4), np.float32), 3).max() == 0
    assert matting.move_edge(np.ones((4, 4), np.float32), -3).min() == 1


def test_feathering_softens_and_keeps_the_amount() -> None:
    alpha = disc(120, 30)[1]
    soft = matting.feather(alpha, 6)
    assert ((soft > 0.02) & (soft < 0.98)).sum() > 4 * ((alpha > 0.02) & (alpha < 0.98)).sum()
    assert soft.sum() == pytest.approx(alpha.sum(), rel=0.01)
    assert matting.feather(alpha, 0) is alpha


def test_the_old_background_leaves_the_colours() -> None:
    pixels, alpha = disc(160, 50)
    clean = matting.decontaminate(pixels, alpha)
    edge = (alpha > 0.2) & (alpha < 0.8)
    assert np.abs(clean[edge].astype(float) - [220, 30, 40]).mean() < 12
    assert np.abs(pixels[edge].astype(float) - [220, 30, 40]).mean() > 50
    assert np.array_equal(clean[alpha == 1], pixels[alpha == 1])


def test_other_backgrounds(tmp_path: Path) -> None:
    pixels, _ = disc()
    white, _ = run(tmp_path, pixels, [TOOLS], method="colour", background="#ffffff")
    assert white.shape == (120, 120, 3) and tuple(white[0, 0]) == (255, 255, 255)
    ground = np.zeros((50, 200, 3), np.uint8)
    ground[:, 100:] = (0, 0, 250)
    both, _ = run(tmp_path, pixels, [TOOLS], method="colour", background="picture", ground=ground)
    # It covers the picture, its middle shown: black on the left, blue on the right.
    assert tuple(both[2, 2]) == (0, 0, 0) and both[2, 117, 2] > 200
    assert tuple(both[60, 60]) == (220, 30, 40)


def test_transparency_of_the_picture_stays(tmp_path: Path) -> None:
    pixels, _ = disc()
    alpha = np.full((120, 120), 255, np.uint8)
    alpha[40:80, 40:60] = 100
    cut, _ = run(tmp_path, np.dstack([pixels, alpha]), [TOOLS], method="colour")
    assert (cut[40:80, 40:60, 3] == 100).all() and cut[60, 70, 3] == 255


def test_it_can_be_cancelled_at_every_step(tmp_path: Path, bright: InstalledModel) -> None:
    Image.fromarray(255 - disc(200, 60)[0] // 4).save(tmp_path / "a.png")
    request = ImageRequest(
        task="cutout", cutout=Cutout(method="object"), inputs=(InputRef(path=str(tmp_path / "a.png")),)
    )
    backend = PicturesBackend()
    for checks in range(4):
        ctx = make_context(request, tmp_path, [bright])
        ctx.stop_after = checks
        loaded = backend.load(bright, ctx)
        with pytest.raises(JobCancelled):
            backend.run(loaded, ctx)
        loaded.close()
        assert ctx.results == []


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"method": "magic"}, "method"),
        ({"grow": "500"}, "-100 to 100"),
        ({"feather": "-1"}, "0 to 100"),
        ({"tolerance": "0"}, "1 to 200"),
        ({"background": "red"}, "#rrggbb"),
        ({"background": "picture"}, "a picture for the background"),
    ],
)
def test_bad_values_name_setting_and_range(values: dict[str, str], words: str) -> None:
    with pytest.raises(InputError, match=words):
        build("image", {"task": "cutout", "inputs": [{"path": "/a"}], **{f"cutout.{n}": v for n, v in values.items()}})
