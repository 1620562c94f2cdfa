"""Inpaint and outpaint from the terminal with the built-in icon model, in a real worker process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from studio.core import paths
from studio.library.library import Library
from tests.conftest import TEST_MODELS

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def _icon_model(starter_models: Library) -> None:
    target = paths.models_dir()
    target.parent.mkdir(parents=True, exist_ok=True)
    target.symlink_to(TEST_MODELS, target_is_directory=True)


def draw(folder: Path, *words: object) -> tuple[int, list[dict[str, Any]], str]:
    command = [sys.executable, "-m", "studio", "run", "image", "--json", "--model", "icon", "--prompt", "a red apple"]
    command += ["--seed", "3", "--set", "steps=4", "--project", str(folder / "项目"), *map(str, words)]
    result = subprocess.run(command, cwd=ROOT, env={**os.environ, "LC_ALL": "C"}, capture_output=True, timeout=300)
    return result.returncode, [json.loads(x) for x in result.stdout.decode().splitlines()], result.stderr.decode()


def picture(folder: Path, width: int = 128, height: int = 96) -> tuple[Path, np.ndarray]:
    y, x = np.mgrid[:height, :width]
    pixels = np.dstack([x * 255 // width, y * 255 // height, np.full_like(x, 128)]).astype(np.uint8)
    Image.fromarray(pixels).save(folder / "图.png")
    return folder / "图.png", pixels


def test_inpaint_changes_only_what_a_mask_of_another_size_and_kind_says(chinese_dir: Path) -> None:
    source, before = picture(chinese_dir)
    strokes = Image.new("RGBA", (64, 48), (255, 255, 255, 0))
    strokes.paste((0, 0, 0, 255), (32, 0, 64, 48))
    strokes.save(chinese_dir / "mask.png")
    status, events, errors = draw(
        chinese_dir, "--task", "inpaint", "--input", source, "--mask", chinese_dir / "mask.png", "--set", "strength=1.0"
    )
    assert status == 0, errors
    (asset,) = events[-1]["assets"]
    with Image.open(asset["path"]) as made:
        after = np.asarray(made.convert("RGB"))
    assert after.shape == before.shape
    assert (after[:, :60] == before[:, :60]).all()
    assert (after[:, 68:] != before[:, 68:]).mean() > 0.5
    assert "the mask was scaled from 64×48 to 128×96" in asset["recipe"]["notes"]


def test_outpaint_adds_what_extend_says(chinese_dir: Path) -> None:
    source, before = picture(chinese_dir)
    status, events, errors = draw(chinese_dir, "--task", "outpaint", "--input", source, "--set", "extend.left=64")
    assert status == 0, errors
    (asset,) = events[-1]["assets"]
    with Image.open(asset["path"]) as made:
        after = np.asarray(made.convert("RGB"))
    assert after.shape == (96, 192, 3)
    assert (after[:, 64 + 16 :] == before[:, 16:]).all()
    assert after[:, :48].std() > 1
