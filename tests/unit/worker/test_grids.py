"""A grid in the worker: plain cells, one sheet; what fails, what is cancelled, what is drawn once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from studio.core import grids as core_grids
from studio.core import requests
from studio.core.errors import InputError, ModelError, StudioError
from studio.core.messages import Event, GridCell, Phase, Progress, Result
from studio.core.models import InstalledModel, ModelSpec
from studio.core.requests import ImageRequest
from studio.sheets import sheet
from studio.worker import grids
from studio.worker.context import JobCancelled, JobContext
from tests.support.context import RecordingContext, make_context


def model(name: str) -> InstalledModel:
    spec = ModelSpec(id=name, name=f"Model {name}", backend="b", format="f")
    return InstalledModel(spec=spec, folder="/", sha256=name * 2)


def ask(prompt: str = "a red chair", **values: Any) -> ImageRequest:
    request = requests.build("image", {"prompt": prompt, "seed": 5, "model": "a", **values})
    assert isinstance(request, ImageRequest)
    return request


def two_by_two(**values: Any) -> ImageRequest:
    axes = {"x": {"setting": "steps", "values": "4,8"}, "y": {"setting": "prompt", "values": "red,蓝色"}}
    return ask(grid=axes, **values)


def cells_of(ctx: RecordingContext) -> tuple[GridCell, ...]:
    """What the engine would send: each cell with its own model alone."""
    by_id = {m.spec.id: m for m in ctx.models}
    assert isinstance(ctx.request, ImageRequest)
    return core_grids.resolved(ctx.request, lambda r: (r, (by_id[r.model],)))[2]


class Cells:
    """Draws a plain colour that follows from the request, and remembers what it was asked for."""

    def __init__(self, outer: RecordingContext, failing: Callable[[ImageRequest], Exception | None] = lambda _: None):
        self.outer, self.failing = outer, failing
        self.asked: list[tuple[ImageRequest, list[str]]] = []

    def __call__(
        self, request: ImageRequest, models: Sequence[InstalledModel], folder: Path, send: Callable[[Event], None]
    ) -> None:
        self.asked.append((request, [m.spec.id for m in models]))
        ctx = JobContext(
            job="job-1", request=request, folder=folder, send=send, models=models,
            is_cancelled=lambda: self.outer.cancelled,
        )  # fmt: skip
        error = self.failing(request)
        if error is not None:
            raise error
        ctx.check_cancelled()
        ctx.phase(Phase.DENOISING, 0.5)
        pixels = np.full((48, 64, 3), (request.steps * 20 % 255, len(request.prompt) * 9 % 255, 80), np.uint8)
        ctx.emit_image(0, pixels, ctx.recipe(request, take=0))
        ctx.finish()


def run(
    request: ImageRequest, folder: Path, failing: Callable[[ImageRequest], Exception | None] = lambda _: None,
    models: Sequence[InstalledModel] = (model("a"),), stop_after: int | None = None,
) -> tuple[RecordingContext, Cells]:  # fmt: skip
    ctx = make_context(request, folder, models)
    ctx.stop_after = stop_after
    cells = Cells(ctx, failing)
    grids.run(ctx, cells_of(ctx), cells)
    ctx.finish()
    return ctx, cells


def test_cells_are_plain_takes_and_the_sheet_comes_last(tmp_path: Path) -> None:
    request = two_by_two()
    ctx, cells = run(request, tmp_path)
    assert [r.take for r in ctx.results] == [0, 1, 2, 3, 4]
    *drawn, made = ctx.results
    for result, (wish, _) in zip(drawn, cells.asked, strict=True):
        assert result.recipe.request == wish and wish.grid is None and wish.takes == 1
        assert result.recipe.take == result.take and result.recipe.model is not None
        with Image.open(result.path) as picture:
            assert picture.size == (64, 48)
    assert made.recipe.request == request and made.recipe.take == 4
    assert made.recipe.parents == tuple(r.recipe.asset for r in drawn) and len(set(made.recipe.parents)) == 4
    assert f"Steps: 8 · 蓝色: {drawn[3].recipe.asset}" in made.recipe.notes
    with Image.open(made.path) as picture:
        assert picture.size == (made.width, made.height)
        colours = {c for _, c in picture.convert("RGB").getcolors(1 << 20) or ()}
    assert {(4 * 20, len("a red chair") * 9, 80), (8 * 20, len("a 蓝色 chair") * 9, 80)} <= colours


def test_progress_is_that_of_the_whole_and_names_the_cell(tmp_path: Path) -> None:
    ctx, _ = run(two_by_two(), tmp_path)
    told = ctx.of(Progress)
    fractions = [e.fraction for e in told if e.fraction is not None]
    assert fractions == sorted(fractions) and fractions[0] == 0.0 and 0.99 <= fractions[-1] <= 1.0
    assert {str(e.note) for e in told} >= {"Steps: 4 · red", "Steps: 8 · 蓝色"}
    assert [e.take for e in told] == sorted(e.take for e in told)


def test_a_failing_cell_is_marked_and_the_rest_goes_on(tmp_path: Path) -> None:
    def failing(request: ImageRequest) -> Exception | None:
        return (
            ModelError("model-missing", model="某模型")
            if (request.steps, "red" in request.prompt) == (8, True)
            else None
        )

    ctx, _ = run(two_by_two(), tmp_path, failing)
    assert [r.take for r in ctx.results] == [0, 2, 3, 4]
    made = ctx.results[-1]
    assert any(n.startswith("Steps: 8 · red: failed: The model “某模型”") for n in made.recipe.notes)
    assert len(made.recipe.parents) == 3
    with Image.open(made.path) as picture:
        assert sheet._LIGHT.failed in {c for _, c in picture.convert("RGB").getcolors(1 << 20) or ()}


def test_when_all_fail_the_job_fails_with_the_first_reason(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="empty"):
        run(two_by_two(), tmp_path, lambda _: InputError("prompt-empty"))


def test_a_full_disk_ends_it_at_once(tmp_path: Path) -> None:
    asked = []

    def failing(request: ImageRequest) -> Exception | None:
        asked.append(request)
        return OSError(28, "No space left on device", "/x") if len(asked) == 2 else None

    with pytest.raises(OSError, match="No space"):
        run(two_by_two(), tmp_path, failing)
    assert len(asked) == 2


def test_memory_that_is_short_is_said_in_the_users_words(tmp_path: Path) -> None:
    ctx, _ = run(two_by_two(), tmp_path, lambda r: MemoryError() if r.steps == 8 else None)
    assert any("ran out of memory" in note for note in ctx.results[-1].recipe.notes)


def test_cancel_in_the_middle_keeps_what_is_finished(tmp_path: Path) -> None:
    ctx = make_context(two_by_two(), tmp_path, [model("a")])
    cells = Cells(ctx)

    def stop_at_third(request: ImageRequest) -> Exception | None:
        if len(cells.asked) == 3:
            ctx.stop_after = 0
        return None

    cells.failing = stop_at_third
    with pytest.raises(JobCancelled):
        grids.run(ctx, cells_of(ctx), cells)
    assert [r.take for r in ctx.of(Result)] == [0, 1] and all(Path(r.path).is_file() for r in ctx.of(Result))


def test_an_error_that_a_cancel_caused_is_no_failure(tmp_path: Path) -> None:
    ctx = make_context(two_by_two(), tmp_path, [model("a")])

    def broken(*_: Any) -> None:
        ctx.stop_after = 0
        raise RuntimeError("torn down")

    with pytest.raises(JobCancelled):
        grids.run(ctx, cells_of(ctx), broken)


def test_models_switch_as_seldom_as_possible_and_are_named_on_the_sheet(tmp_path: Path) -> None:
    axes = {"x": {"setting": "model", "values": "a,b"}, "y": {"setting": "seed", "values": "1-3"}}
    models = [model("a"), model("b")]
    ctx, cells = run(ask(grid=axes), tmp_path, models=models)
    assert [ids for _, ids in cells.asked] == [["a"]] * 3 + [["b"]] * 3
    used = [r.recipe.model.id for r in sorted(ctx.results[:-1], key=lambda r: r.take) if r.recipe.model]
    assert used == ["a", "b"] * 3
    assert [r.recipe.request.seed for r in ctx.results[:3] if r.recipe.request] == [1, 2, 3]
    assert any(n.startswith("Model b · Seed: 2: ") for n in ctx.results[-1].recipe.notes)


def test_equal_cells_are_drawn_once_and_shown_twice(tmp_path: Path) -> None:
    ctx, cells = run(ask(grid={"x": {"setting": "size", "values": "64x64,64×64"}}), tmp_path)
    assert len(cells.asked) == 1 and [r.take for r in ctx.results] == [0, 1]


@pytest.mark.parametrize("count", [9, 100])
def test_a_long_axis_is_wrapped_and_the_sheet_stays_bounded(tmp_path: Path, count: int) -> None:
    ctx, _ = run(ask(grid={"x": {"setting": "seed", "values": f"1-{count}"}}), tmp_path)
    made = ctx.results[-1]
    assert made.take == count and max(made.width, made.height) < 2 * min(made.width, made.height)
    assert made.width * made.height < 60_000_000


def test_the_same_request_gives_the_same_sheet(tmp_path: Path) -> None:
    request = two_by_two()
    first, second = run(request, tmp_path / "1")[0], run(request, tmp_path / "2")[0]
    assert Path(first.results[-1].path).read_bytes() == Path(second.results[-1].path).read_bytes()


def test_errors_of_a_cell_are_those_of_the_studio(tmp_path: Path) -> None:
    with pytest.raises(StudioError):
        run(ask(grid={"x": {"setting": "seed", "values": "1"}}), tmp_path, lambda _: ModelError("model-damaged"))
