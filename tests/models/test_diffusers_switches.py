"""Switches that save memory or time: each changes what it says, is taken off again, and is kept in the recipe."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from studio.core.errors import InputError, ResourceError
from studio.core.requests import ImageRequest, validate
from studio.worker.backends.diffusers_image import DiffusersBackend
from studio.worker.backends.diffusion import switches, tuning
from studio.worker.backends.diffusion.loaded import LoadedPipeline
from tests.support import tiny_pipelines
from tests.support.context import RecordingContext, make_context

Draw = Callable[..., RecordingContext]


class Studio:
    """A loaded tiny model that draws."""

    def __init__(self, family: str, root: Path) -> None:
        folder = root / family
        self.model = tiny_pipelines.installed(
            folder if folder.exists() else tiny_pipelines.save(family, folder), family
        )
        self.root, self.backend = root, DiffusersBackend()
        self.loaded: LoadedPipeline = self.backend.load(self.model, self._context(ImageRequest(prompt="x")))

    def _context(self, request: ImageRequest) -> RecordingContext:
        return make_context(request, self.root / "out", [self.model])

    def draw(self, **values: Any) -> RecordingContext:
        ctx = self._context(validate(ImageRequest(**{"prompt": "a red car", "seed": 7, **values})))
        self.backend.run(self.loaded, ctx)
        return ctx


@pytest.fixture(scope="module")
def studios(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Studio]]:
    root, made = tmp_path_factory.mktemp("模型"), {}

    def get(family: str) -> Studio:
        if family not in made:
            made[family] = Studio(family, root)
        return made[family]

    yield get
    for studio in made.values():
        studio.loaded.close()


def data(ctx: RecordingContext) -> bytes:
    return Path(ctx.results[0].path).read_bytes()


def pixels(ctx: RecordingContext) -> np.ndarray:
    return np.asarray(Image.open(ctx.results[0].path).convert("RGB"), dtype=np.float64)


def fast_of(ctx: RecordingContext) -> tuple[str, ...]:
    request = ctx.results[0].recipe.request
    assert isinstance(request, ImageRequest)
    return request.fast


@pytest.mark.parametrize("family", ["sd15", "sdxl", "sd3", "flux"])
@pytest.mark.parametrize("name", ["one-at-a-time", "sliced-attention"])
def test_a_memory_saver_draws_the_same_picture_and_leaves_no_trace(
    studios: Callable[[str], Studio], family: str, name: str
) -> None:
    studio = studios(family)
    plain = studio.draw()
    before, reference = data(plain), pixels(plain)
    saved = studio.draw(fast=(name,))
    assert np.abs(pixels(saved) - reference).max() <= 2
    if name in fast_of(saved):
        assert str(switches.SWITCHES[name].note) in saved.results[0].recipe.notes
    else:
        assert any(note.startswith(f"{name} was left out") for note in saved.results[0].recipe.notes)
    assert data(studio.draw()) == before


@pytest.mark.parametrize("family", ["sd15", "flux"])
@pytest.mark.parametrize("name", ["fp8-weights", "int8-weights"])
def test_eight_bit_weights_are_repeatable_and_the_exact_ones_come_back(
    studios: Callable[[str], Studio], family: str, name: str
) -> None:
    studio = studios(family)
    plain = studio.draw()
    before, reference = data(plain), pixels(plain)
    first = studio.draw(fast=(name,))
    assert fast_of(first) == (name,) and data(first) != before
    assert np.abs(pixels(first) - reference).mean() < 40
    again = data(first)
    assert data(studio.draw(fast=(name,))) == again
    assert data(studio.draw()) == before


def test_when_memory_runs_out_savers_are_added_until_it_fits_and_the_recipe_repeats_it(
    studios: Callable[[str], Studio], monkeypatch: pytest.MonkeyPatch
) -> None:
    studio = studios("sd15")
    unet = studio.loaded.pipeline("text-to-image").unet
    forward = unet.forward

    def short(sample: Any, *args: Any, **kwargs: Any) -> Any:
        """As torch's allocator says it on a processor, while two pictures are worked on at once."""
        if sample.shape[0] > 1:
            raise RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried to allocate 9 bytes")
        return forward(sample, *args, **kwargs)

    monkeypatch.setattr(unet, "forward", short)
    ctx = studio.draw(width=64, height=64, takes=2)
    assert len(ctx.results) == 2
    assert fast_of(ctx) == ("tiled-decode", "sliced-attention", "one-at-a-time")
    told = [n for n in ctx.results[0].recipe.notes if n.startswith("memory ran out")]
    assert len(told) == 3
    made = data(ctx)
    monkeypatch.undo()
    request = ctx.results[0].recipe.request
    assert isinstance(request, ImageRequest)
    again = studio.draw(width=64, height=64, fast=request.fast, steps=request.steps)
    assert data(again) == made


def test_other_models_give_way_before_anything_is_changed(
    studios: Callable[[str], Studio], monkeypatch: pytest.MonkeyPatch
) -> None:
    studio = studios("sd15")
    pipe = studio.loaded.pipeline("text-to-image")
    decode, dropped = pipe.vae.decode, []

    def short(*args: Any, **kwargs: Any) -> Any:
        if not dropped:
            raise MemoryError
        return decode(*args, **kwargs)

    def make_room(self: RecordingContext) -> bool:
        dropped.append(True)
        return len(dropped) == 1

    monkeypatch.setattr(pipe.vae, "decode", short)
    monkeypatch.setattr(RecordingContext, "make_room", make_room)
    assert fast_of(studio.draw()) == ()


def test_at_the_end_of_the_ladder_the_shortage_is_said(
    studios: Callable[[str], Studio], monkeypatch: pytest.MonkeyPatch
) -> None:
    studio = studios("sd15")

    def short(*_args: Any, **_kwargs: Any) -> Any:
        raise MemoryError

    monkeypatch.setattr(studio.loaded.pipeline("text-to-image").vae, "decode", short)
    with pytest.raises(ResourceError) as caught:
        studio.draw()
    assert caught.value.info.code == "out-of-memory"
    monkeypatch.undo()
    assert len(studio.draw().results) == 1


def test_the_cache_of_the_first_block_skips_work_on_long_runs_only(
    studios: Callable[[str], Studio], monkeypatch: pytest.MonkeyPatch
) -> None:
    studio = studios("flux")
    monkeypatch.setattr(switches, "_CACHE_THRESHOLD", 1e9)
    block = studio.loaded.pipeline("text-to-image").transformer.single_transformer_blocks[0]
    calls: list[int] = []
    handle = block.attn.register_forward_pre_hook(lambda *_: calls.append(1))
    plain = data(studio.draw(steps=10))
    whole = len(calls)
    calls.clear()
    cached = studio.draw(steps=10, fast=("first-block-cache",))
    handle.remove()
    assert len(calls) < whole and fast_of(cached) == ("first-block-cache",)
    assert data(studio.draw(steps=10)) == plain
    with pytest.raises(InputError, match="nothing is left to reuse"):
        studio.draw(steps=4, fast=("first-block-cache",))
    with pytest.raises(InputError, match="Flux has"):
        studios("sd15").draw(steps=10, fast=("first-block-cache",))


@pytest.mark.parametrize("fast", [("warp",), ("channels-last",), ("fused-projections",)])
def test_what_does_not_exist_or_does_not_help_is_refused_with_the_reason(
    studios: Callable[[str], Studio], fast: tuple[str, ...]
) -> None:
    with pytest.raises(InputError) as caught:
        studios("sd15").draw(fast=fast)
    assert caught.value.info.params["name"] == "fast" and fast[0] in caught.value.info.params["value"]


def test_tuning_keeps_what_is_faster_and_says_when_nothing_is(
    studios: Callable[[str], Studio], monkeypatch: pytest.MonkeyPatch
) -> None:
    studio = studios("sd15")
    found = studio.draw(fast=(tuning.AUTO,))
    assert fast_of(found) == ()
    assert "tuning found nothing that is faster on this machine" in found.results[0].recipe.notes
    # As on a GPU, where both ways exist; the clock is the test's.
    studio.loaded.tuned.clear()
    table = dict(switches.SWITCHES)
    for name in tuning.CANDIDATES:
        table[name] = table[name]._replace(why_not=lambda _work: "")
    monkeypatch.setattr(tuning, "SWITCHES", table)
    monkeypatch.setattr(tuning, "_run", lambda work: 1.0 if work.loaded.model is None else next(times))
    slow, quick = 1.0, 0.5
    times = iter([slow, *[slow, quick] * 3, slow, *[slow, slow] * 3])
    tuned = studio.draw(fast=(tuning.AUTO,))
    assert fast_of(tuned) == ("channels-last",)
    assert np.abs(pixels(tuned) - pixels(studio.draw())).max() <= 2
