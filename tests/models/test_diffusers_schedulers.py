"""Every scheduler of the list draws numbers: with the built-in icon model and the tiny ones, from nothing and from a source."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from studio.core.paths import resources_dir
from studio.core.requests import ImageRequest, InputRef, validate
from studio.library.library import Library
from studio.worker.backends.diffusers_image import DiffusersBackend
from studio.worker.backends.diffusion import runtime, samplers
from studio.worker.backends.diffusion.loaded import LoadedPipeline
from tests.support.context import make_context
from tests.support.drawing import SMALL, Easel, notes, pixels, stripes

SCHEDULE = resources_dir() / "models" / "icon" / "scheduler"
NAMES = samplers.sampler_names(flow=False)


class Icon:
    """The built-in icon model, without what enlarges its drafts, so that one takes a moment."""

    def __init__(self, library: Library, folder: Path) -> None:
        self.folder = folder
        self.backend = DiffusersBackend()
        request, models = library.resolve(validate(ImageRequest(prompt="a red apple", model="icon")))
        self.models = models[:1]
        self.loaded: LoadedPipeline = self.backend.load(models[0], make_context(request, folder, self.models))

    def draw(self, **values: object) -> np.ndarray:
        asked = {"prompt": "a red apple on a white background", "seed": 3, "width": 128, "height": 128, **values}
        ctx = make_context(validate(ImageRequest(**asked)), self.folder, self.models)  # type: ignore[arg-type]
        self.backend.run(self.loaded, ctx)
        return np.asarray(Image.open(ctx.results[0].path).convert("RGB"), float)


@pytest.fixture(scope="module")
def icon(starter_models: Library, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Icon]:
    made = Icon(starter_models, tmp_path_factory.mktemp("icon"))
    yield made
    made.loaded.close()


def _denoised(scheduler: Any, steps: int) -> np.ndarray:
    import torch

    scheduler.set_timesteps(steps)
    chance = torch.Generator().manual_seed(1)
    more = {"generator": chance} if "generator" in inspect.signature(scheduler.step).parameters else {}
    latents = torch.randn(1, 4, 4, 4, generator=chance) * scheduler.init_noise_sigma
    for time in scheduler.timesteps:
        seen = scheduler.scale_model_input(latents, time)
        latents = scheduler.step(-0.3 * seen, time, latents, **more).prev_sample
    return np.asarray(latents.numpy())


@pytest.mark.parametrize("name", NAMES)
def test_any_number_of_steps_ends_in_numbers_on_a_cosine_schedule(name: str) -> None:
    from diffusers import DPMSolverMultistepScheduler

    own = DPMSolverMultistepScheduler.from_config(DPMSolverMultistepScheduler.load_config(SCHEDULE))
    for steps in (*range(1, 31), 50, 60, 150):
        with runtime.quiet():
            latents = _denoised(samplers.make_scheduler(own, name), steps)
        assert np.isfinite(latents).all(), steps


@pytest.mark.parametrize("name", NAMES)
def test_the_icon_model_draws_with(icon: Icon, name: str) -> None:
    picture = icon.draw(scheduler=name, steps=6)
    assert picture.std() > 5, "something is to be seen"


@pytest.mark.parametrize("name", ["Euler", "DPM2", "DPM++ 2M Karras", "DPM++ 2M SDE Karras", "Euler Karras"])
def test_the_icon_model_draws_a_red_apple_with(icon: Icon, name: str) -> None:
    picture = icon.draw(scheduler=name, steps=12, width=256, height=256)
    red, green, blue = picture[100:160, 100:160].mean(axis=(0, 1))
    assert red > green + 60 and red > blue + 60


@pytest.mark.parametrize("name", NAMES)
def test_the_icon_model_redraws_with(icon: Icon, name: str, tmp_path: Path) -> None:
    path = tmp_path / "草图.png"
    Image.fromarray(stripes(128, 128)).save(path)
    mask = tmp_path / "mask.png"
    Image.fromarray(np.kron(np.array([[255, 0], [0, 0]], np.uint8), np.ones((64, 64), np.uint8))).save(mask)
    source, white = InputRef(path=str(path)), InputRef(path=str(mask), role="mask")
    for steps, strength in ((4, 0.25), (6, 0.5), (8, 1.0)):
        icon.draw(scheduler=name, steps=steps, task="image-to-image", inputs=(source,), strength=strength)
    icon.draw(scheduler=name, steps=6, task="inpaint", inputs=(source, white), strength=0.8)
    icon.draw(scheduler=name, steps=6, variation=0.3, variation_seed=4)


@pytest.mark.parametrize("family", ["sd15", "sdxl"])
@pytest.mark.parametrize("name", NAMES)
def test_a_tiny_model_draws_and_redraws_with(easel: Easel, family: str, name: str) -> None:
    source = easel.picture("stripes", stripes(32, 32))
    for steps in (4, 8):
        ctx = easel.draw(family, scheduler=name, steps=steps, **SMALL)
        assert f"sampler: {name}" in notes(ctx)
        assert pixels(ctx).std() > 1
        easel.draw(family, scheduler=name, steps=steps, task="image-to-image", inputs=(source,), strength=0.6, **SMALL)
