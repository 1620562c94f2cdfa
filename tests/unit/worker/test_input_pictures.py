"""Every task that takes a picture takes any picture, and refuses what is none before it does anything."""

from __future__ import annotations

import ast
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import studio.worker
from studio.core.errors import InputError
from studio.core.pictures import Cutout, Edit, Tile, Trace
from studio.core.requests import ImageRequest, InputRef
from studio.library.builtin import TOOLS
from studio.pixels.pictures import read_picture
from studio.worker.backends.pictures import PicturesBackend
from tests.support.context import RecordingContext, make_context
from tests.unit.pixels.test_pictures import BAD, KINDS, unusual

SETTINGS = {
    "edit": {"edit": Edit(flip="vertical", contrast=0.2)},
    "tile": {"tile": Tile()},
    "cutout": {"cutout": Cutout(method="colour")},
    "trace": {"trace": Trace()},
}


def run(task: str, path: Path, folder: Path) -> RecordingContext:
    request = ImageRequest(task=task, inputs=(InputRef(path=str(path)),), **SETTINGS[task])  # type: ignore[arg-type]
    ctx = make_context(request, folder, [TOOLS])
    backend = PicturesBackend()
    backend.run(backend.load(TOOLS, ctx), ctx)
    return ctx


@pytest.mark.parametrize("task", ["edit", "tile", "cutout"])
@pytest.mark.parametrize("kind", KINDS)
def test_the_studios_own_tools_take_every_kind_of_picture(chinese_dir: Path, task: str, kind: str) -> None:
    path = unusual(chinese_dir, kind)
    try:
        (result,) = run(task, path, chinese_dir / "out").results
    except InputError as error:
        # One colour, or two halves: there may be nothing to cut out, which is said as such.
        assert task == "cutout" and error.info.code == "cutout-not-found"
        return
    source = read_picture(path)
    assert (result.width, result.height) == (source.width, source.height) or task == "tile"
    for note in source.notes:
        assert str(note) in result.recipe.notes
    if task == "edit":
        with Image.open(result.path) as made:
            assert made.mode == ("RGB" if source.alpha is None else "RGBA")
            assert "icc_profile" not in made.info, "sRGB, as everything the studio makes"


def test_a_trace_takes_a_turned_picture_with_a_profile(chinese_dir: Path) -> None:
    for kind in ("turned", "profile", "16 bit"):
        (result,) = run("trace", unusual(chinese_dir, kind), chinese_dir / kind).results
        assert result.path.endswith(".svg")
        assert (result.width, result.height) == ((16, 24) if kind == "turned" else (24, 16))


@pytest.mark.parametrize("task", SETTINGS)
@pytest.mark.parametrize("name", BAD)
def test_what_is_no_picture_is_refused(chinese_dir: Path, task: str, name: str) -> None:
    data, code = BAD[name]
    (chinese_dir / "坏.png").write_bytes(data)
    with pytest.raises(InputError) as caught:
        run(task, chinese_dir / "坏.png", chinese_dir / "out")
    assert caught.value.info.code == code


def test_backends_open_pictures_by_the_one_reader_only() -> None:
    """A backend that opened files by itself would meet none of the limits and conversions."""
    root = Path(studio.worker.__file__).parent
    # A grid reads the cells that the worker has just written.
    own_files = {root / "grids.py"}
    found = []
    for path in root.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and path not in own_files:
                opener = f"{getattr(node.func.value, 'id', '')}.{node.func.attr}"
                if opener in ("Image.open", "cv2.imread", "imageio.imread", "QImage.fromData"):
                    found.append(f"{path.relative_to(root)}:{node.lineno}")
    assert found == []


def test_a_cutout_laid_on_another_picture_reads_that_too(chinese_dir: Path) -> None:
    person = np.full((40, 40, 3), 250, np.uint8)
    person[10:30, 10:30] = (200, 30, 30)
    Image.fromarray(person).save(chinese_dir / "a.png")
    (chinese_dir / "坏.png").write_bytes(b"MZ\x90\x00")
    inputs = (InputRef(path=str(chinese_dir / "a.png")), InputRef(path=str(chinese_dir / "坏.png"), role="background"))
    request = ImageRequest(task="cutout", cutout=Cutout(method="colour", background="picture"), inputs=inputs)
    ctx = make_context(request, chinese_dir / "out", [TOOLS])
    backend = PicturesBackend()
    with pytest.raises(InputError, match=r"坏\.png"):
        backend.run(backend.load(TOOLS, ctx), ctx)
