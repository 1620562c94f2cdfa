"""Contact sheets of a project's assets."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from studio.core.errors import InputError, ProjectError
from studio.gallery import sheets, thumbnails
from studio.gallery.project import Project
from studio.gallery.sheets import SheetOptions
from studio.pixels import pictures
from studio.pixels.pictures import read_picture
from tests.support import icc
from tests.unit.pixels.test_pictures import KINDS, unusual


def add(project: Project, tmp_path: Path, name: str, colour: str, **save: object) -> str:
    path = tmp_path / name
    Image.new("RGB", (120, 80), colour).save(path, **save)
    return project.store.import_file(path).id


def test_a_sheet_is_an_asset_whose_parents_are_on_it(project: Project, tmp_path: Path) -> None:
    ids = [
        add(project, tmp_path, "红色的椅子.png", "#ff0000"),
        add(project, tmp_path, "blue.webp", "#0000ff", lossless=True),
    ]
    text = tmp_path / "诗.txt"
    text.write_text("春眠不觉晓，处处闻啼鸟。", encoding="utf-8")
    ids.append(project.store.import_file(text).id)
    told: list[float] = []
    drawn = sheets.draw(project.store, [*ids, ids[0]], SheetOptions(columns=3, title="三张"), told.append)
    assert drawn is not None and told == [0.0, pytest.approx(1 / 3), pytest.approx(2 / 3)]
    asset = sheets.keep(project.store, drawn)
    assert asset.title == "三张" and asset.parents == tuple(ids) and asset.kind == "image"
    assert [p.id for p in project.store.parents(asset.id)] == ids
    assert asset.thumbnail and (project.folder / asset.thumbnail).is_file()
    with Image.open(project.store.file(asset)) as picture:
        assert picture.size == (asset.width, asset.height)
        colours = {c for _, c in picture.getcolors(1 << 22) or ()}
    assert {(255, 0, 0), (0, 0, 255)} <= colours
    assert not list((project.folder / ".jobs").glob("sheet-*")), "nothing is left behind"


def test_a_file_that_is_gone_or_broken_is_marked(project: Project, tmp_path: Path) -> None:
    good, broken = add(project, tmp_path, "a.png", "red"), add(project, tmp_path, "b.png", "blue")
    asset = project.store.get(broken)
    project.store.file(asset).write_bytes(b"\x89PNG nothing")
    if asset.thumbnail:
        (project.folder / asset.thumbnail).unlink()
    drawn = sheets.draw(project.store, [good, broken], SheetOptions(caption="seed", dark=True))
    assert drawn is not None
    with Image.open(drawn.path) as picture:
        assert (58, 32, 31) in {c for _, c in picture.getcolors(1 << 22) or ()}


def test_what_cannot_be_drawn_is_refused_and_cancel_leaves_nothing(project: Project, tmp_path: Path) -> None:
    one = add(project, tmp_path, "a.png", "red")
    with pytest.raises(ProjectError, match="nothere"):
        sheets.draw(project.store, [one, "nothere"], SheetOptions())
    with pytest.raises(InputError, match="1 to 1,000"):
        sheets.draw(project.store, [], SheetOptions())
    with pytest.raises(InputError, match="columns"):
        sheets.draw(project.store, [one], SheetOptions(columns=-1))
    assert sheets.draw(project.store, [one], SheetOptions(), cancelled=lambda: True) is None
    assert not list((project.folder / ".jobs").glob("sheet-*"))


@pytest.mark.parametrize("kind", KINDS)
def test_sheets_and_thumbnails_show_what_every_task_reads(tmp_path: Path, kind: str) -> None:
    path = unusual(tmp_path, kind)
    read = read_picture(path)
    shown, size = sheets._open(path, 768)
    assert size == shown.size == (read.width, read.height)
    assert np.array_equal(np.asarray(shown), read.rgba)
    small = Image.open(io.BytesIO(thumbnails.of_picture(path)[0])).convert("RGBA")
    opaque = np.full((read.height, read.width), True) if read.alpha is None else read.alpha > 200
    # Thumbnails are JPEG pictures: colours are mixed where they meet.
    assert small.size == shown.size
    assert np.median(np.abs(np.asarray(small)[..., :3].astype(int) - read.rgb)[opaque]) <= 4


def test_a_photograph_is_read_small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "照片.jpg"
    Image.new("RGB", (3000, 2000), (200, 100, 50)).save(path, icc_profile=icc.rgb_profile())
    converted: list[tuple[int, int]] = []
    plain = pictures.to_srgb

    def to_srgb(image: Image.Image, notes: list[str]) -> pictures.Pixels:
        converted.append(image.size)
        return plain(image, notes)

    monkeypatch.setattr(pictures, "to_srgb", to_srgb)
    shown, size = sheets._open(path, 256)
    assert size == (3000, 2000) and max(shown.size) == 256
    thumbnails.of_picture(path)
    assert all(max(found) <= 384 for found in converted) and len(converted) == 2
    assert np.abs(np.asarray(shown)[80, 80] - icc.in_srgb((200, 100, 50))).max() <= 3
