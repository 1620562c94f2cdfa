"""The starter picture model as a user meets it: through the library, enlarged, cut out, in Chinese, again the same."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from studio.core.errors import InputError
from studio.core.messages import Progress
from studio.core.requests import ImageRequest, InputRef, validate
from studio.library.library import Library
from studio.worker.backends.diffusers_image import DiffusersBackend
from tests.support.context import RecordingContext, make_context

pytestmark = pytest.mark.slow


def run(library: Library, folder: Path, prompt: str, **values: object) -> RecordingContext:
    asked = validate(ImageRequest(**{"prompt": prompt, "model": "icon", "seed": 5, **values}))  # type: ignore[arg-type]
    request, models = library.resolve(asked)
    ctx = make_context(request, folder, models)
    backend = DiffusersBackend()
    loaded = backend.load(models[0], ctx)
    try:
        backend.run(loaded, ctx)
    finally:
        loaded.close()
    return ctx


def test_four_takes_in_chinese_are_enlarged_and_repeat_byte_for_byte(
    starter_models: Library, chinese_dir: Path, tmp_path: Path
) -> None:
    first = run(starter_models, chinese_dir, "黄色背景上的紫色汽车", takes=4)
    assert [(r.width, r.height) for r in first.results] == [(256, 256)] * 4
    recipe = first.results[2].recipe
    assert "prompt run as: purple car on a yellow background" in recipe.notes
    assert recipe.request is not None and recipe.request.prompt == "黄色背景上的紫色汽车"
    assert any("enlarged with Real-ESRGAN" in note for note in recipe.notes)
    values = {f: getattr(recipe.request, f) for f in ("seed", "steps", "guidance", "width", "height")}
    again = run(starter_models, tmp_path / "again", "黄色背景上的紫色汽车", **values)
    assert Path(again.results[0].path).read_bytes() == Path(first.results[2].path).read_bytes()


def test_transparent_background_and_other_sizes(starter_models: Library, chinese_dir: Path) -> None:
    ctx = run(starter_models, chinese_dir, "a red apple", transparent=True, width=128, height=128)
    pixels = np.asarray(Image.open(ctx.results[0].path))
    notes = ctx.results[0].recipe.notes
    if "the plain background was cut out" in notes:
        assert pixels.shape == (128, 128, 4) and pixels[0, 0, 3] == 0 and pixels[64, 64, 3] == 255
    else:
        assert pixels.shape == (128, 128, 3) and "the background was not plain, so it was not cut out" in notes


def test_a_sketch_becomes_a_picture(starter_models: Library, chinese_dir: Path) -> None:
    sketch = Image.new("RGB", (300, 300), "white")
    sketch.paste((220, 30, 30), (80, 80, 220, 220))
    sketch.save(chinese_dir / "草图.png")
    inputs = (InputRef(path=str(chinese_dir / "草图.png")),)
    ctx = run(starter_models, chinese_dir, "a red apple", task="image-to-image", inputs=inputs, strength=0.6)
    middle = np.asarray(Image.open(ctx.results[0].path), float)[100:150, 100:150].mean(axis=(0, 1))
    assert middle[0] > middle[2] + 40, "the red of the sketch is still there"


def test_unknown_chinese_words_are_named(starter_models: Library, chinese_dir: Path) -> None:
    ctx = run(starter_models, chinese_dir, "魑魅和苹果", steps=2)
    assert any("魑魅" in note for note in ctx.results[0].recipe.notes)
    assert any("魑魅" in str(event.note) for event in ctx.of(Progress))
    with pytest.raises(InputError, match="魑魅"):
        run(starter_models, chinese_dir, "魑魅", steps=2)
