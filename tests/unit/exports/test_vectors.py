"""SVG assets delivered as paths and as pixels."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from PIL import Image

from studio import metadata
from studio.core.errors import ExportError
from studio.core.recipes import Recipe
from studio.exports import ExportItem, ExportOptions, Manifest, Resize, export, plan, vectors
from studio.vector import checking
from tests.support import samples


@pytest.fixture
def drawing(folder: Path, recipe: Recipe) -> ExportItem:
    path = samples.make(folder / "标志.svg")
    metadata.embed(path, path, recipe, "image")
    return ExportItem(id="s1", kind="image", path=path, title="标志", created=1_700_000_000, recipe=recipe)


def run(items: list[ExportItem], to: Path, **options: object) -> Manifest:
    return export(plan(items, ExportOptions(folder=to, **options)))  # type: ignore[arg-type]


@pytest.mark.parametrize(("level", "told"), [("full", True), ("provenance", False), ("nothing", False)])
def test_as_svg_it_tells_what_may_be_told(drawing: ExportItem, tmp_path: Path, level: str, told: bool) -> None:
    done = run([drawing], tmp_path / "出", image_format="svg", level=level, resize=Resize(scales=(1, 2)))
    assert [f.path.name for f in done.files] == ["标志.svg"] and (done.files[0].width, done.files[0].height) == (48, 32)
    text = done.files[0].path.read_text(encoding="utf-8")
    assert ("a secret prompt" in text) == told and ("trainedAlgorithmicMedia" in text) == (
        level == "provenance" or told
    ) == (level != "nothing")
    assert "/home/li" not in text and 'd="M8 8L40 8L40 24L8 24Z"' in text
    assert (metadata.read(done.files[0].path).recipe is not None) == told


@pytest.mark.parametrize("file_format", ["png", "webp", "jpeg"])
@pytest.mark.parametrize(
    ("resize", "sizes"),
    [
        (Resize(), [(48, 32)]),
        (Resize(mode="fit", width=960), [(960, 640)]),
        (Resize(mode="exact", width=100, height=100), [(100, 100)]),
        (Resize(mode="fit", width=24, scales=(1, 2, 3)), [(24, 16), (48, 32), (72, 48)]),
    ],
)
def test_as_pixels_it_is_sharp_at_any_size(
    drawing: ExportItem, tmp_path: Path, file_format: str, resize: Resize, sizes: list[tuple[int, int]]
) -> None:
    done = run([drawing], tmp_path / "out", image_format=file_format, resize=resize, quality=100)
    assert not done.failures
    for file, size in zip(done.files, sizes, strict=True):
        with Image.open(file.path) as made:
            assert made.size == size == (file.width, file.height)
            rgb = made.convert("RGB")
            assert abs(rgb.getpixel((size[0] // 2, size[1] // 2))[0] - 192) < 4
            # At its left edge (a sixth of the width) there is no blur of an enlarged picture.
            if resize.width == 960 and file_format != "jpeg":
                assert made.convert("RGBA").getpixel((159, 320))[3] == 0
                assert made.convert("RGBA").getpixel((160, 320))[3] == 255


def test_as_pdf_it_keeps_its_paths(drawing: ExportItem, tmp_path: Path) -> None:
    done = run([drawing], tmp_path / "out", image_format="pdf")
    path = done.files[0].path
    data = path.read_bytes()
    assert data.startswith(b"%PDF") and b"/Image" not in data.replace(b"/ImageB", b"").replace(b"/ImageC", b"").replace(
        b"/ImageI", b""
    )
    assert b"trainedAlgorithmicMedia" in data
    subprocess.run(["pdftoppm", "-r", "96", "-png", "-singlefile", path, tmp_path / "page"], check=True)
    with Image.open(tmp_path / "page.png") as page:
        assert (
            page.size == (48, 32) and page.getpixel((24, 16)) == (192, 16, 32) and page.getpixel((3, 3)) == (255,) * 3
        )


def test_richer_drawings_become_pictures_in_a_pdf(folder: Path, tmp_path: Path) -> None:
    path = folder / "rich.svg"
    path.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><circle r="20" cx="20" cy="20"/></svg>'
    )
    assert vectors.plain_paths(checking.read(path)) is None
    done = run([ExportItem(id="r", kind="image", path=path, title="rich")], tmp_path / "out", image_format="pdf")
    subprocess.run(["pdftoppm", "-r", "96", "-png", "-singlefile", done.files[0].path, tmp_path / "page"], check=True)
    with Image.open(tmp_path / "page.png") as page:
        assert max(page.getpixel((20, 20))) < 3 and page.getpixel((1, 1)) == (255, 255, 255)


def test_pixels_do_not_become_paths_by_export(picture: ExportItem, drawing: ExportItem, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="png, webp, jpeg"):
        run([picture], tmp_path / "out", image_format="svg")
    done = run([picture, drawing], tmp_path / "out", image_format="svg")
    assert [f.asset for f in done.files] == ["s1"] and [f.asset for f in done.failures] == [picture.id]
