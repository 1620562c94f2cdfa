"""Bar 7: a 1024 × 1024 picture saved as PNG with thumbnail, recipe and row, against Pillow's save alone."""

from __future__ import annotations

import shutil
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from PIL import Image

from studio.core.recipes import ModelUse, Recipe
from studio.core.requests import ImageRequest
from studio.gallery.project import Project
from studio.worker import results

TARGET = 0.08
LEVEL = 4
"""Pillow's compression level in the baseline."""
EDGE = 1024


def picture(seed: int = 0) -> np.ndarray[Any, np.dtype[np.uint8]]:
    """Smooth shapes under a little noise: what a PNG of a photograph compresses like."""
    rng = np.random.default_rng(seed)
    coarse = Image.fromarray(rng.integers(0, 255, (24, 24, 3), dtype=np.uint8)).resize(
        (EDGE, EDGE), Image.Resampling.BICUBIC
    )
    noisy = np.asarray(coarse, dtype=np.int16) + rng.integers(-2, 3, (EDGE, EDGE, 3))
    return np.clip(noisy, 0, 255).astype(np.uint8)


def _recipe() -> Recipe:
    request = ImageRequest(prompt="清晨的山水, a quiet landscape", seed=7, width=EDGE, height=EDGE, steps=20)
    return Recipe(request=request, kind="image", model=ModelUse(id="icon", sha256="ab" * 32))


def _studio(project: Project, pixels: np.ndarray[Any, np.dtype[np.uint8]], number: int) -> None:
    """What the worker does with a finished picture, and then the gallery's writer."""
    made = results.write_image(project.jobs_folder / f"take-{number}.png", pixels)
    project.store.add(
        Path(made["path"]),
        recipe=_recipe(),
        kind="image",
        thumbnail=Path(made["thumbnail"]),
        width=made["width"],
        height=made["height"],
    )


def measure(rounds: int) -> dict[str, Any]:
    folder = Path(tempfile.mkdtemp(prefix="aigc-studio-bench-"))
    pixels = picture()
    baseline: list[float] = []
    studio: list[float] = []
    cpu: list[float] = []
    try:
        with Project.create(folder / "project") as project:
            _studio(project, pixels, 0)
            for number in range(1, (rounds or 9) + 1):
                start = time.perf_counter()
                Image.fromarray(pixels).save(folder / "baseline.png", compress_level=LEVEL)
                middle, middle_cpu = time.perf_counter(), time.process_time()
                _studio(project, pixels, number)
                studio.append(time.perf_counter() - middle)
                cpu.append(time.process_time() - middle_cpu)
                baseline.append(middle - start)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    ratio = median(studio) / median(baseline)
    return {
        "name": "bar_07_save",
        "what": f"save, thumbnail, recipe and row of a {EDGE}² PNG / Pillow level {LEVEL} save alone",
        "ratio": ratio,
        "target": TARGET,
        "met": ratio <= TARGET,
        "baseline_s": median(baseline),
        "studio_s": median(studio),
        "studio_cpu_s": median(cpu),
    }
