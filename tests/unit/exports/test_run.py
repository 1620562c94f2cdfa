from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import msgspec
import pytest

from studio.core.errors import ExportError, ResourceError
from studio.core.recipes import Recipe
from studio.exports import ExportItem, ExportOptions, disclosure, export, plan
from tests.unit.exports.conftest import copy_embed


def test_manifest_tells_files_hashes_recipe_and_licence(picture: ExportItem, tmp_path: Path) -> None:
    done = export(plan([picture], ExportOptions(folder=tmp_path / "交付")), embed=copy_embed)
    assert done.path is not None
    data = json.loads(done.path.read_text(encoding="utf-8"))
    entry = data["files"][0]
    assert entry["file"] == "红 方块.png"
    assert entry["sha256"] == hashlib.sha256((tmp_path / "交付" / "红 方块.png").read_bytes()).hexdigest()
    assert entry["model"]["licence"] == "BSD-3-Clause"
    assert entry["recipe"]["request"]["seed"] == 7
    assert data["studio"]


def test_no_folder_of_the_users_machine_leaves(picture: ExportItem, recipe: Recipe, tmp_path: Path) -> None:
    seen: list[Recipe | None] = []

    def embed(source: Path, target: Path, told: Recipe | None, *rest: object) -> None:
        seen.append(told)
        shutil.copyfile(source, target)

    done = export(plan([picture], ExportOptions(folder=tmp_path / "out")), embed=embed)
    assert done.path is not None and "/home/li" not in done.path.read_text(encoding="utf-8")
    assert seen[0] is not None and seen[0].request is not None
    assert seen[0].request.inputs[0].path == "brief.png"


def test_levels(recipe: Recipe) -> None:
    assert disclosure.leaving(recipe, "nothing") == {} == disclosure.leaving(None, "full")
    assert "secret" not in str(disclosure.leaving(recipe, "provenance"))
    assert "secret" in str(disclosure.leaving(recipe, "full"))


def test_nothing_is_overwritten_unless_allowed(picture: ExportItem, tmp_path: Path) -> None:
    options = ExportOptions(folder=tmp_path)
    there = tmp_path / "红 方块.png"
    there.write_bytes(b"precious")
    with pytest.raises(ExportError) as caught:
        export(plan([picture], options), embed=copy_embed)
    assert caught.value.info.code == "export-exists" and caught.value.info.params["count"] == "1"
    assert there.read_bytes() == b"precious"
    export(plan([picture], msgspec.structs.replace(options, overwrite=True)), embed=copy_embed)
    assert there.read_bytes() != b"precious"


def test_a_name_taken_while_exporting_is_not_overwritten(picture: ExportItem, tmp_path: Path) -> None:
    target = tmp_path / "out" / "红 方块.png"

    def embed(source: Path, final: Path, *rest: object) -> None:
        shutil.copyfile(source, final)
        target.write_bytes(b"came first")

    done = export(plan([picture], ExportOptions(folder=tmp_path / "out")), embed=embed)
    assert done.failures[0].error.code == "export-exists"
    assert target.read_bytes() == b"came first"


def test_cancel_keeps_finished_files_and_leaves_no_drafts(picture: ExportItem, tmp_path: Path) -> None:
    asked: list[tuple[int, int, str]] = []
    done = export(
        plan([picture] * 5, ExportOptions(folder=tmp_path / "out")),
        progress=lambda *step: asked.append(step),
        cancelled=lambda: len(asked) > 2,
        embed=copy_embed,
    )
    assert done.cancelled and len(done.files) == 2
    assert sorted(p.suffix for p in (tmp_path / "out").iterdir()) == [".json", ".png", ".png"]
    assert asked[0] == (0, 5, "红 方块.png")


def test_a_full_disk_is_named_before(picture: ExportItem, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda path: SimpleNamespace(free=1000))
    with pytest.raises(ResourceError) as caught:
        export(plan([picture], ExportOptions(folder=tmp_path / "out")), embed=copy_embed)
    assert caught.value.info.code == "disk-short"


def test_a_full_disk_is_named_while_writing(picture: ExportItem, tmp_path: Path) -> None:
    def embed(*arguments: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(ResourceError) as caught:
        export(plan([picture, picture], ExportOptions(folder=tmp_path / "out")), embed=embed)
    assert caught.value.info.code == "disk-full"
    assert list((tmp_path / "out").iterdir()) == []


def test_a_missing_source_fails_alone(picture: ExportItem, sound: ExportItem, tmp_path: Path) -> None:
    picture.path.unlink()
    done = export(plan([picture, sound], ExportOptions(folder=tmp_path / "out")), embed=copy_embed)
    assert done.failures[0].error.code == "input-missing" and len(done.files) == 1


@pytest.mark.skipif(os.name != "posix", reason="devices")
def test_a_folder_that_cannot_be_made_is_named(picture: ExportItem, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ResourceError) as caught:
        export(plan([picture], ExportOptions(folder=tmp_path / "file" / "out")), embed=copy_embed)
    assert caught.value.info.code == "folder-readonly"


def test_an_empty_plan_does_nothing(tmp_path: Path) -> None:
    assert export(plan([], ExportOptions(folder=tmp_path))).files == ()


def test_two_exports_of_one_text_are_the_same(make_text: Callable[..., ExportItem], tmp_path: Path) -> None:
    item = make_text("Body")
    one = export(plan([item], ExportOptions(folder=tmp_path / "a"))).files[0].sha256
    assert one == export(plan([item], ExportOptions(folder=tmp_path / "b"))).files[0].sha256
