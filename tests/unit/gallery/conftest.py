"""A project with a Chinese name in a folder of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.gallery.project import Project


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "我的 项目"


@pytest.fixture
def project(folder: Path) -> Iterator[Project]:
    with Project.create(folder) as project:
        yield project
