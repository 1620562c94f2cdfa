"""The backend of the studio's own tools: files in, results with recipes out."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from studio.core.errors import InputError
from studio.core.pictures import Edit, Trace
from studio.core.requests import PROMPTLESS_TASKS, ImageRequest, InputRef
from studio.library.builtin import TOOLS
from studio.worker.backends.pictures import MODULES, PicturesBackend
from studio.worker.context import JobCancelled
from tests.support.context import RecordingContext, make_context


def run(request: ImageRequest, folder: Path) -> RecordingContext:
    ctx = make_context(request, folder, [TOOLS])
    backend = PicturesBackend()
    backend.run(backend.load(TOOLS, ctx), ctx)
    return ctx


def picture(folder: Path, name: str = "图 片.png") -> InputRef:
    rng = np.random.default_rng(1)
    path = folder / name
    Image.fromarray(rng.integers(0, 256, (40, 60, 3), np.uint8)).save(path)
    return InputRef(path=str(path), asset="parent")


def test_every_task_has_its_module() -> None:
    assert PicturesBackend.tasks == MODULES.keys()
    assert MODULES.keys() <= PROMPTLESS_TASKS


def test_an_edit_is_reproduced_from_its_recipe(chinese_dir: Path) -> None:
    settings = Edit(turn=90, exposure=0.5, crop=(30, 50, 100, 100))
    request = ImageRequest(task="edit", edit=settings, inputs=(picture(chinese_dir),), takes=2)
    first = run(request, chinese_dir / "one").results
    assert len(first) == 2
    recipe = first[0].recipe
    assert (recipe.source, recipe.parents, recipe.model and recipe.model.id) == ("edited", ("parent",), "studio-tools")
    assert any("clipped" in note for note in recipe.notes)
    assert (first[0].width, first[0].height) == (10, 10)
    assert isinstance(recipe.request, ImageRequest) and recipe.request.edit == settings
    again = run(recipe.request, chinese_dir / "two").results
    assert Path(again[0].path).read_bytes() == Path(first[0].path).read_bytes()


def test_a_picture_that_is_not_there_or_a_cancel_stops_it(chinese_dir: Path) -> None:
    with pytest.raises(InputError):
        run(ImageRequest(task="edit", inputs=(InputRef(path="/nowhere.png"),)), chinese_dir)
    ctx = make_context(ImageRequest(task="edit", inputs=(picture(chinese_dir),)), chinese_dir, [TOOLS])
    ctx.stop_after = 2
    backend = PicturesBackend()
    with pytest.raises(JobCancelled):
        backend.run(backend.load(TOOLS, ctx), ctx)
    assert ctx.results == []


@pytest.mark.parametrize("kind", ["16-bit", "CMYK", "palette", "EXIF", "1×1"])
def test_unusual_pictures_are_edited_too(chinese_dir: Path, kind: str) -> None:
    path = chinese_dir / ("x.jpg" if kind == "EXIF" else "x.tif")
    image = Image.new("RGB", (8, 6), (200, 100, 50))
    if kind == "16-bit":
        Image.fromarray(np.full((6, 8), 40_000, np.uint16)).save(path)
    elif kind == "CMYK":
        image.convert("CMYK").save(path)
    elif kind == "palette":
        image.quantize(4).save(path)
    elif kind == "EXIF":
        exif = Image.Exif()
        exif[0x0112] = 6
        image.save(path, exif=exif)
    else:
        Image.new("RGBA", (1, 1), (1, 2, 3, 4)).save(path)
    request = ImageRequest(task="edit", edit=Edit(flip="horizontal", contrast=0.2), inputs=(InputRef(path=str(path)),))
    (result,) = run(request, chinese_dir / "out").results
    expected = {"EXIF": (6, 8), "1×1": (1, 1)}.get(kind, (8, 6))
    assert (result.width, result.height) == expected
    if kind in ("16-bit", "CMYK", "EXIF"):
        assert result.recipe.notes


def test_a_trace_is_an_svg_with_a_picture_of_itself(chinese_dir: Path) -> None:
    flat = Image.new("RGB", (60, 40), "white")
    flat.paste((200, 30, 40), (10, 10, 50, 30))
    flat.save(chinese_dir / "标志.png")
    source = InputRef(path=str(chinese_dir / "标志.png"), asset="parent")
    request = ImageRequest(task="trace", trace=Trace(colours=5), inputs=(source,), takes=2)
    results = run(request, chinese_dir / "one").results
    assert [Path(r.path).name for r in results] == ["take-0.svg", "take-1.svg"]
    first = results[0]
    assert (first.kind, first.width, first.height) == ("image", 60, 40)
    assert Path(first.thumbnail).read_bytes().startswith(b"\x89PNG")
    recipe = first.recipe
    assert recipe.kind == "image" and recipe.source == "edited" and recipe.notes == ("2 paths",)
    assert isinstance(recipe.request, ImageRequest) and recipe.request.trace == Trace(colours=5)
    again = run(recipe.request, chinese_dir / "two").results
    assert Path(again[0].path).read_bytes() == Path(first.path).read_bytes()
    # What was traced can be worked on again: it is read as pixels.
    svg = InputRef(path=first.path)
    edited = run(ImageRequest(task="edit", edit=Edit(turn=90), inputs=(svg,)), chinese_dir / "three").results[0]
    pixels = np.asarray(Image.open(edited.path).convert("RGB"), int)
    assert pixels.shape == (60, 40, 3) and np.abs(pixels[30, 20] - (200, 30, 40)).max() < 12


def test_a_trace_can_be_cancelled(chinese_dir: Path) -> None:
    noise = np.random.default_rng(0).integers(0, 255, (1500, 1500, 3), dtype=np.uint8)
    Image.fromarray(noise).save(chinese_dir / "noise.png", compress_level=0)
    inputs = (InputRef(path=str(chinese_dir / "noise.png")),)
    request = ImageRequest(task="trace", trace=Trace(speckle=0, colours=8, layer=0), inputs=inputs)
    ctx = make_context(request, chinese_dir / "out", [TOOLS])
    ctx.stop_after = 8
    with pytest.raises(JobCancelled):
        PicturesBackend().run(PicturesBackend().load(TOOLS, ctx), ctx)
    assert not ctx.results and not list((chinese_dir / "out").iterdir())
