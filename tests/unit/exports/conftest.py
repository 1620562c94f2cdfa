"""Assets to export: made in the test, in a folder with a Chinese name."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile
from PIL import Image

from studio.core.recipes import ModelUse, Recipe
from studio.core.requests import ImageRequest, InputRef, Kind, TextRequest
from studio.exports import ExportItem, Level


def copy_embed(source: Path, target: Path, recipe: Recipe | None, kind: Kind, level: Level) -> None:
    """Stands for the metadata writer where the test is about something else."""
    shutil.copyfile(source, target)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "我的 项目"
    path.mkdir()
    return path


@pytest.fixture
def recipe() -> Recipe:
    return Recipe(
        request=ImageRequest(
            task="upscale", prompt="a secret prompt", seed=7, inputs=(InputRef(path="/home/li/客户/brief.png"),)
        ),
        model=ModelUse(id="up", name="Up 4×", licence="BSD-3-Clause"),
        kind="image",
    )


@pytest.fixture
def picture(folder: Path, recipe: Recipe) -> ExportItem:
    path = folder / "图.png"
    Image.new("RGBA", (64, 48), (200, 0, 0, 128)).save(path)
    return ExportItem(id="a1b2c3d4e5", kind="image", path=path, title="红 方块", created=1_700_000_000, recipe=recipe)


@pytest.fixture
def sound(folder: Path) -> ExportItem:
    path = folder / "声.wav"
    wave = np.sin(np.linspace(0, 2 * np.pi * 440, 22_050)).astype(np.float32) * 0.5
    soundfile.write(path, wave, 22_050, subtype="PCM_24")
    return ExportItem(id="sound1", kind="audio", path=path, title="声音", created=1_700_000_000)


@pytest.fixture
def make_text(folder: Path) -> Callable[[str], ExportItem]:
    def make(text: str, *, with_recipe: bool = True) -> ExportItem:
        path = folder / "文.txt"
        path.write_text(text, encoding="utf-8")
        recipe = Recipe(
            request=TextRequest(prompt="写一首诗 secret", seed=3), model=ModelUse(id="m", licence="Apache-2.0")
        )
        return ExportItem(
            id="text1",
            kind="text",
            path=path,
            title="春天的诗",
            created=1_700_000_000,
            recipe=recipe if with_recipe else None,
        )

    return make
