"""Assets: kept as files with their recipes, found by words, trashed and brought back."""

from __future__ import annotations

import io
import itertools
import json
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from studio.core.errors import InputError, ProjectError, ResourceError
from studio.core.recipes import Recipe
from studio.core.requests import ImageRequest, InputRef
from studio.gallery import files, rows
from studio.gallery.project import Project
from studio.gallery.store import Asset
from studio.metadata import a1111, embedding, png
from tests.support import samples


def add(project: Project, suffix: str = "png", prompt: str = samples.PROMPT, **more: object) -> Asset:
    kind = samples.kind_of(suffix)
    source = samples.make(project.jobs_folder / "job" / f"take.{suffix}")
    return project.store.add(source, recipe=samples.recipe(kind, prompt, **more), kind=kind)  # type: ignore[arg-type]


@pytest.mark.parametrize("suffix", samples.FORMATS)
def test_an_asset_is_a_file_with_its_recipe(suffix: str, project: Project) -> None:
    asset = add(project, suffix)
    path = project.store.file(asset)
    assert path.is_file() and path.is_relative_to(project.folder / "assets")
    assert not Path(asset.path).is_absolute() and "\\" not in asset.path
    assert "红色的苹果" in path.name
    from studio import metadata

    assert metadata.read(path).recipe == asset.recipe
    assert asset.recipe.asset == asset.id
    assert project.store.get(asset.id) == asset
    assert not (project.jobs_folder / "job" / f"take.{suffix}").exists()


@pytest.mark.parametrize(
    "words", ["苹", "苹果", "红色的", "色的苹", "apple", "APP", "second line", "苹果 line", "🍎 apple"]
)
def test_search_finds(words: str, project: Project) -> None:
    asset = add(project)
    add(project, prompt="something else: 橙子")
    assert [a.id for a in project.store.page(text=words).assets] == [asset.id]
    assert project.store.count(text=words) == 1


@pytest.mark.parametrize(
    "words", ["果苹", "pple", "zebra", '"', "apple NOT red", "* OR *", "😀", "NEAR(a b)", "a\0b", ")("]
)
def test_search_does_not_find_and_does_not_fail(words: str, project: Project) -> None:
    add(project, prompt="红色的苹果 apple")
    assert project.store.page(text=words).assets == ()
    assert project.store.count(text=words) == 0


def add_rolled(project: Project, typed: str, run: str) -> Asset:
    source = samples.make(project.jobs_folder / "job" / "take.png")
    request = ImageRequest(prompt=typed, run_prompts=(run,), run_negative="blurry, 模糊", styles=("ink",), seed=3)
    return project.store.add(source, recipe=Recipe(request=request, kind="image"), kind="image")


@pytest.mark.parametrize("words", ["animals", "wooden", "红", "獾", "red badger"])
def test_search_finds_what_was_typed_and_what_was_run(words: str, project: Project) -> None:
    asset = add_rolled(project, "a {red|wooden} __animals__ 红色", "a red badger 獾")
    assert asset.title == "a red badger 獾" and asset.prompt == "a {red|wooden} __animals__ 红色"
    assert [a.id for a in project.store.page(text=words).assets] == [asset.id]
    project.store.rebuild()
    assert [a.id for a in project.store.page(text=words).assets] == [asset.id]


def test_other_programs_read_what_was_run(project: Project) -> None:
    asset = add_rolled(project, "{cat|dog}", "ink drawing of a dog")
    with Image.open(project.store.file(asset)) as picture:
        parameters = a1111.read(picture.info["parameters"])
    assert (parameters["prompt"], parameters["negative"]) == ("ink drawing of a dog", "blurry, 模糊")


def test_search_reads_the_body_of_a_text(project: Project) -> None:
    asset = add(project, "md", prompt="write")
    assert [a.id for a in project.store.page(text="第一").assets] == [asset.id]
    assert asset.excerpt.startswith("第一行") and project.store.text(asset) == "第一行 first line\n---\nthe rest"


def test_pages_cover_everything_once_newest_first(project: Project) -> None:
    made = [add(project, prompt=f"number {n}").id for n in range(7)]
    for text in ("", "number"):
        seen, cursor = [], None
        while True:
            page = project.store.page(text=text, after=cursor, limit=3)
            seen += [a.id for a in page.assets]
            if (cursor := page.next) is None:
                break
        assert seen == made[::-1]


def test_filters(project: Project) -> None:
    picture, sound = add(project), add(project, "wav")
    project.store.star(sound.id, True)
    assert [a.id for a in project.store.page(kind="image").assets] == [picture.id]
    assert [a.id for a in project.store.page(starred=True).assets] == [sound.id]
    assert project.store.count(kind="text") == 0


def test_trash_restore_purge(project: Project) -> None:
    asset = add(project)
    path = project.store.file(asset)
    project.store.trash([asset.id])
    assert project.store.page().assets == () and not path.exists()
    (trashed,) = project.store.page(trashed=True).assets
    assert project.store.file(trashed).is_file() and trashed.path.startswith("trash/")
    project.store.restore([asset.id])
    assert project.store.get(asset.id) == asset and path.is_file()
    project.store.purge([asset.id])  # not in the trash: left alone
    assert path.is_file()
    project.store.trash([asset.id])
    project.store.purge([asset.id])
    with pytest.raises(ProjectError):
        project.store.get(asset.id)
    assert not list((project.folder / "trash").rglob("*.png"))
    assert project.store.page(text="苹果", trashed=True).assets == ()


def test_rename_is_searched_and_keeps_the_text(project: Project) -> None:
    asset = add(project, "md", prompt="write")
    assert project.store.rename(asset.id, "新的标题").title == "新的标题"
    for words in ("标题", "first", "write"):
        assert [a.id for a in project.store.page(text=words).assets] == [asset.id]


def test_an_edited_text_is_a_new_asset(project: Project) -> None:
    asset = add(project, "md")
    edited = project.store.edit_text(asset.id, "改过的文字")
    assert edited.parents == (asset.id,) and project.store.text(edited) == "改过的文字"
    assert edited.recipe.source == "edited" and edited.recipe.request == asset.recipe.request
    assert project.store.text(asset).startswith("第一行")
    assert [a.id for a in project.store.children(asset.id)] == [edited.id]
    with pytest.raises(InputError):
        project.store.edit_text(add(project).id, "x")


def test_lineage_follows_inputs_both_ways(project: Project) -> None:
    import msgspec

    first = add(project)
    recipe = samples.recipe()
    request = msgspec.structs.replace(recipe.request, inputs=(InputRef(path="x.png", asset=first.id),))
    source = samples.make(project.jobs_folder / "b.png")
    second = project.store.add(source, recipe=msgspec.structs.replace(recipe, request=request), kind="image")
    third = add(project, parents=(second.id,))
    assert [a.id for a in project.store.lineage(second.id)] == [first.id, second.id, third.id]
    assert [a.id for a in project.store.parents(third.id)] == [second.id]


def test_rebuild_makes_the_rows_again(project: Project) -> None:
    made = [add(project, suffix) for suffix in samples.FORMATS]
    project.store.star(made[0].id, True)
    project.store.trash([made[1].id])
    before = {a.id: a.recipe for a in project.store.page().assets}
    assert project.store.rebuild() == len(made)
    assert {a.id: a.recipe for a in project.store.page().assets} == before
    assert [a.id for a in project.store.page(trashed=True).assets] == [made[1].id]
    assert project.store.get(made[0].id).starred
    assert project.store.page(text="苹果").assets


def test_an_imported_photo_is_upright_and_its_thumbnail_in_srgb(project: Project, tmp_path: Path) -> None:
    import numpy as np
    from PIL import Image

    from tests.support import icc

    exif = Image.Exif()
    exif[0x0112] = 6
    photo = Image.new("RGB", (900, 600), (200, 100, 50))
    photo.save(tmp_path / "照片.jpg", exif=exif, icc_profile=icc.rgb_profile(), quality=98)
    asset = project.store.import_file(tmp_path / "照片.jpg")
    assert (asset.width, asset.height) == (600, 900)
    thumbnail = project.store.thumbnail(asset)
    assert thumbnail is not None
    with Image.open(thumbnail) as made:
        assert made.height == 384 and made.width == 256
        assert np.abs(np.asarray(made)[100, 100] - icc.in_srgb((200, 100, 50))).max() <= 6


def test_import_keeps_a_recipe_of_ours_and_reads_others(project: Project, tmp_path: Path) -> None:
    asset = add(project)
    imported = project.store.import_file(project.store.file(asset))
    assert imported.id != asset.id and imported.recipe.request == asset.recipe.request
    data = png.insert(
        samples.make(tmp_path / "x.png").read_bytes(),
        [png.text_chunk("parameters", "a harbour\nSteps: 4, Seed: 9, Size: 8x8, Model: boat")],
        frozenset(),
    )
    (tmp_path / "x.png").write_bytes(data)
    foreign = project.store.import_file(tmp_path / "x.png")
    assert (foreign.prompt, foreign.model, foreign.recipe.source) == ("a harbour", "boat", "imported")
    assert (tmp_path / "x.png").exists() and foreign.thumbnail
    assert [a.id for a in project.store.page(text="harbour").assets] == [foreign.id]


def _huge_png() -> bytes:
    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    return (
        png.SIGNATURE
        + png.chunk(b"IHDR", header)
        + png.chunk(b"IDAT", zlib.compress(b"\0" * 100))
        + png.chunk(b"IEND", b"")
    )


def _noise_png() -> bytes:
    out = io.BytesIO()
    Image.fromarray(samples.pixels(64, 64)).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("空.png", b"", "input-empty"),
        ("大.png", _huge_png(), "input-too-large"),
        ("程序.png", b"MZ\x90\0" + b"\0" * 500, "input-unreadable"),
        ("半张.png", _noise_png()[:3000], "input-unreadable"),
        ("程序.exe", b"MZ\x90\0", "input-unreadable"),
        (
            "声音.wav",
            b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\1\0\1\0\x40\x1f\0\0\x80\x3e\0\0\2\0\x10\0data\0\0\0\0",
            "input-unreadable",
        ),
        ("声音.mp3", b"not a sound", "input-unreadable"),
        ("二进制.txt", b"a\0b\0\xff\xfe\x81", "input-unreadable"),
        ("大.txt", b"x" * (9 * 1024 * 1024), "input-too-large"),
    ],
)
def test_hostile_files_are_refused_in_words(
    name: str, data: bytes, code: str, project: Project, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError) as caught:
        project.store.import_file(tmp_path / name)
    assert caught.value.info.code == code and name in str(caught.value.info)
    assert project.store.page().assets == () and not list((project.folder / "assets").rglob("*.*"))


@pytest.mark.parametrize(
    "text", ["gb 中文".encode("gb18030"), "utf-16 中文".encode("utf-16"), "utf-8 中文".encode("utf-8-sig")]
)
def test_texts_in_the_encodings_of_china_are_read(text: bytes, project: Project, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(text)
    asset = project.store.import_file(tmp_path / "a.txt")
    assert asset.excerpt.endswith("中文")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("", ""), ("CON", ""), ("a/b\\c:d*?<>|", "a-b-c-d-"), ("..", ""), ("  x  y ", "x-y-"), ("字" * 100, "字" * 26 + "-"),
        ("\u202egnp.exe", "gnp.exe-"), ("a\nb\tc\0", "a-b-c-"),
    ],
)  # fmt: skip
def test_names_suit_every_platform(text: str, name: str) -> None:
    assert files.readable(text) == name


@pytest.mark.parametrize("path", ["../x", "/etc/passwd", "a/../../b", ""])
def test_a_forged_path_does_not_lead_out_of_the_project(path: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="leads out"):
        files.inside(tmp_path, path)


def test_a_count_stops_at_its_cap(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "COUNT_CAP", 2)
    for _ in range(3):
        add(project)
    assert project.store.count() == 2


def test_a_count_is_the_number_of_assets_on_all_pages(project: Project) -> None:
    made = [add(project, suffix) for suffix in ("png", "md") * 4]
    for asset in made[:4]:
        project.store.star(asset.id, True)
    project.store.trash([asset.id for asset in made[2:6]])
    for kind, trashed, starred, text in itertools.product(
        ("", "image", "text"), (False, True), (None, True, False), ("", "red", "红色")
    ):
        wanted = {"kind": kind, "trashed": trashed, "starred": starred, "text": text}
        found = project.store.page(**wanted).assets  # type: ignore[arg-type]
        assert found and project.store.count(**wanted) == len(found), wanted  # type: ignore[arg-type]


def test_a_row_that_cannot_be_written_leaves_no_file_and_the_source_in_place(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = samples.make(project.jobs_folder / "job" / "a.png")
    thumbnail = samples.make(project.jobs_folder / "job" / "a.jpg")

    def full(*args: object) -> None:
        raise ResourceError("disk-full", path=project.folder)

    with monkeypatch.context() as patch:
        patch.setattr(rows, "insert", full)
        with pytest.raises(ResourceError):
            project.store.add(source, recipe=samples.recipe(), kind="image", thumbnail=thumbnail)
        with pytest.raises(ResourceError):
            project.store.import_file(source)
    assert source.is_file() and thumbnail.is_file()
    assert not [p for p in (project.folder / "assets").rglob("*") if p.is_file()]
    assert project.store.add(source, recipe=samples.recipe(), kind="image", thumbnail=thumbnail).thumbnail


def test_a_strangers_file_is_the_same_asset_after_a_rebuild(project: Project, tmp_path: Path) -> None:
    (tmp_path / "笔记.txt").write_text("一首诗", encoding="utf-8")
    text = project.store.import_file(tmp_path / "笔记.txt")
    picture = project.store.import_file(samples.make(tmp_path / "x.jpg"))
    with project.database.transaction() as db:
        db.execute("DELETE FROM asset")
    assert project.store.rebuild() == 2
    again = {a.id: a for a in project.store.page().assets}
    assert set(again) == {text.id, picture.id}
    assert abs(again[text.id].created - text.created) < 0.01 and again[text.id].title == "笔记"


def test_a_forged_id_in_a_file_does_not_become_a_path(project: Project) -> None:
    forged = embedding.embedded(
        samples.make(project.jobs_folder / "a.png").read_bytes(), ".png", samples.recipe(asset="../../out"), "full"
    )
    folder = project.folder / "assets" / "2026-01"
    folder.mkdir(parents=True)
    (folder / "forged.png").write_bytes(forged)
    assert project.store.rebuild() == 1
    assert not list(project.folder.parent.glob("out*")) and project.store.page().assets[0].thumbnail


@pytest.mark.parametrize("seed", [10**30, float("nan"), True, "\ud800", -5])
def test_settings_that_no_table_holds_are_left_out(seed: object, project: Project, tmp_path: Path) -> None:
    values = {"positive_prompt": "a \ud800 lamp", "seed": seed, "model": {"name": "m\udfff"}}
    data = png.insert(
        samples.make(tmp_path / "x.png").read_bytes(),
        [png.text_chunk("invokeai_metadata", json.dumps(values))],
        frozenset(),
    )
    (tmp_path / "x.png").write_bytes(data)
    asset = project.store.import_file(tmp_path / "x.png")
    assert asset.seed is None and asset.prompt == "a ? lamp"


def test_drawings_of_strangers_are_imported_as_they_are(project: Project, tmp_path: Path) -> None:
    source = samples.make(tmp_path / "标志 logo.svg")
    asset = project.store.import_file(source)
    assert (asset.kind, asset.width, asset.height, asset.title) == ("image", 48, 32, "标志 logo")
    assert project.store.file(asset).read_bytes() == source.read_bytes()
    thumbnail = project.store.thumbnail(asset)
    assert thumbnail is not None
    with Image.open(thumbnail) as picture:
        assert picture.size == (384, 256) and picture.getpixel((192, 128))[:3] == (192, 16, 32)
    for name, text in (("bomb.svg", "<!DOCTYPE svg [<!ENTITY a 'x'>]><svg/>"), ("网页.svg", "<html/>"), ("x.svg", "")):
        (tmp_path / name).write_text(text)
        with pytest.raises(InputError):
            project.store.import_file(tmp_path / name)


def test_a_drawing_that_cannot_be_drawn_is_kept_without_a_thumbnail(project: Project, tmp_path: Path) -> None:
    steps = "".join(f'<g id="a{n}"><use href="#a{n - 1}"/><use href="#a{n - 1}"/></g>' for n in range(1, 40))
    text = f'<svg xmlns="http://www.w3.org/2000/svg"><g id="a0"/>{steps}</svg>'
    (tmp_path / "x.svg").write_text(text)
    asset = project.store.import_file(tmp_path / "x.svg")
    assert asset.thumbnail == "" and (asset.width, asset.height) == (300, 150)
