"""The second pass in every family: larger, refined by tiles without seams, the same on every run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from studio.core import drawing as limits
from studio.core import enlarging
from studio.core.errors import InputError
from studio.core.messages import Phase, Preview, Progress
from studio.core.pictures import Hires
from studio.core.requests import ImageRequest
from studio.core.ring import Ring
from studio.library.library import Library
from studio.worker.context import JobCancelled
from studio.worker.images import overlapping
from tests.support import upscalers
from tests.support.drawing import FAMILIES, SMALL, Easel, data, notes, pixels, stripes


def jumps(picture: np.ndarray, places: list[int], axis: int) -> tuple[float, float]:
    """Mean difference of neighbours at ``places`` along an axis, and everywhere."""
    steps = np.abs(np.diff(picture.astype(float), axis=axis)).mean(axis=(1 - axis, 2))
    return float(steps[[p - 1 for p in places]].mean()), float(steps.mean())


@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_is_refined_in_tiles_and_repeats(easel: Easel, family: str) -> None:
    size = {"width": 64, "height": 64} if family == "flux" else SMALL
    plain = easel.draw(family, **size)
    ctx = easel.draw(family, hires=Hires(scale=2.5, strength=0.5), **size)
    side = 2.5 * size["width"]
    result = ctx.results[0]
    assert (result.width, result.height) == (side, side)
    request = result.recipe.request
    assert isinstance(request, ImageRequest) and (request.width, request.height) == (size["width"], size["height"])
    assert "enlarged by interpolation" in notes(ctx) and "refined" in notes(ctx)
    assert data(easel.again(family, ctx)) == data(ctx)
    assert data(easel.draw(family, **size)) == data(plain), "nothing of it stays"


def test_borders_of_tiles_are_not_seen(easel: Easel) -> None:
    ctx = easel.draw("sd15", hires=Hires(scale=4, strength=0.6), **SMALL)
    starts = list(overlapping.axis(128, 32, 32 // 6, 8).starts[1:])
    assert f"refined in {(len(starts) + 1) ** 2} tiles" in notes(ctx)
    picture = pixels(ctx)
    for axis in (0, 1):
        at_borders, everywhere = jumps(picture, starts, axis)
        assert at_borders < 1.3 * everywhere


def test_nothing_is_drawn_anew_without_strength(easel: Easel) -> None:
    ctx = easel.draw("sd15", hires=Hires(scale=2, strength=0.0), **SMALL)
    assert pixels(ctx).shape == (64, 64, 3) and "refined" not in notes(ctx)
    whole = easel.draw("sd15", hires=Hires(scale=1, strength=0.5), **SMALL)
    assert pixels(whole).shape == (32, 32, 3) and "refined as a whole" in notes(whole)


def test_a_model_for_whole_small_pictures_is_enlarged_only(easel: Easel, chinese_dir: Path) -> None:
    easel.draw("sd15", **SMALL)
    loaded = easel.loaded["sd15"]
    loaded.options = {**loaded.options, "native_size": 32}
    try:
        ctx = easel.draw("sd15", hires=Hires(scale=2, strength=0.5), **SMALL)
    finally:
        loaded.options = {n: v for n, v in loaded.options.items() if n != "native_size"}
    assert pixels(ctx).shape == (64, 64, 3) and "whole pictures only" in notes(ctx)


def test_takes_and_pictures_to_pictures(easel: Easel) -> None:
    source = easel.picture("source", stripes(64, 48))
    ctx = easel.draw("sd15", task="image-to-image", inputs=(source,), takes=2, hires=Hires(scale=2, steps=3))
    first = easel.draw("sd15", task="image-to-image", inputs=(source,)).results[0]
    assert (ctx.results[1].width, ctx.results[1].height) == (2 * first.width, 2 * first.height)
    assert data(ctx, 0) != data(ctx, 1) == data(easel.again("sd15", ctx, 1))
    with pytest.raises(InputError, match="hires"):
        easel.draw("sd15", task="inpaint", inputs=(source,), hires=Hires())


def test_a_result_that_would_be_too_large_is_refused_before_anything_is_drawn(
    easel: Easel, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = easel.picture("source", stripes(64, 48))
    monkeypatch.setattr(limits, "MAX_RESULT", 128)
    with pytest.raises(InputError, match=r"hires\.scale"):
        # Its height follows from the source: only the worker knows.
        easel.draw("sd15", task="image-to-image", inputs=(source,), width=64, hires=Hires(scale=3))
    assert easel.last is not None and not easel.last.results and not easel.last.of(Preview)


def test_what_an_upscaler_cannot_make_on_the_way_is_interpolated(
    easel: Easel, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    made = upscalers.make("Compact", "Compact", {"num_feat": 4, "num_conv": 2, "upscale": 4})
    network = Library(tmp_path / "models").import_path(upscalers.save(made, tmp_path / "network.safetensors"))
    monkeypatch.setattr(enlarging, "MAX_RESULT", 100)
    ctx = easel.draw("sd15", hires=Hires(scale=2, strength=0.0), models=[network], **SMALL)
    assert pixels(ctx).shape == (64, 64, 3) and "too large in between" in notes(ctx)


@pytest.fixture
def ring() -> Iterator[Ring]:
    made = Ring()
    yield made
    made.close()


def test_progress_rises_and_the_whole_picture_is_shown(easel: Easel, ring: Ring) -> None:
    ctx = easel.draw("sd15", takes=2, hires=Hires(scale=3, strength=0.6), ring=ring, **SMALL)
    fractions = [p.fraction for p in ctx.of(Progress) if p.fraction is not None]
    assert fractions == sorted(fractions) and fractions[-1] > 0.9
    first_take = [p for p in ctx.of(Progress) if p.take == 0]
    halfway = [p.fraction for p in first_take if p.phase is Phase.DENOISING]
    assert len(halfway) > 10
    assert (96, 96) in {(p.width, p.height) for p in ctx.of(Preview)}


def test_cancel_among_the_tiles(easel: Easel, chinese_dir: Path) -> None:
    values = {"hires": Hires(scale=2, strength=0.5), **SMALL}
    whole = easel.draw("sd15", **values)
    for stop_after in (whole.checks // 2, whole.checks * 3 // 4, whole.checks - 2):
        with pytest.raises(JobCancelled):
            easel.draw("sd15", stop_after=stop_after, folder=chinese_dir, **values)
        assert not list(chinese_dir.iterdir())
    assert data(easel.draw("sd15", **values)) == data(whole)
