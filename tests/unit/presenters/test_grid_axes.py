"""How the values of a grid's axes are written and read, and what a batch's progress is."""

from __future__ import annotations

from typing import Any

import pytest

from studio.core import axes
from studio.core.errors import InputError
from studio.core.jobs import BatchPlace, Job, JobState
from studio.core.messages import Phase, Progress
from studio.core.requests import ImageRequest
from studio.presenters import grid_axes
from studio.presenters.grid_axes import Choice
from studio.presenters.queue_batches import is_grouped, state_of

STYLES = [Choice("", "no style"), Choice("水墨, 淡", "水墨, 淡"), Choice("noir", "Noir")]


def test_names_are_read_as_their_values() -> None:
    assert grid_axes.values_of("styles", 'noir, "水墨, 淡", No Style', STYLES) == ("noir", "水墨, 淡", "")
    assert grid_axes.values_of("steps", "4-8 (+2), 20", []) == ("4-8 (+2)", "20")


@pytest.mark.parametrize("setting", ["styles", "scheduler", "model", "vae"])
def test_a_name_that_is_not_offered_is_refused(setting: str) -> None:
    with pytest.raises(InputError) as caught:
        grid_axes.values_of(setting, "noir, nobody's", STYLES)
    assert caught.value.info.params["value"] == "nobody's"


@pytest.mark.parametrize("pieces", [["a", "b"], ['say "hi"', "x, y"], ["一，二", "三"], ["two\nlines"]])
def test_what_is_written_is_read_back(pieces: list[str]) -> None:
    assert list(grid_axes.values_of("prompt", axes.joined(pieces), [])) == pieces


def job(number: int, state: JobState, **more: Any) -> Job:
    place = BatchPlace(id="b", name="posters", number=number, total=4)
    return Job(id=str(number), request=ImageRequest(prompt="x"), state=state, batch=place, **more)


def test_the_progress_of_a_batch_counts_jobs_and_the_running_one() -> None:
    running = job(2, JobState.RUNNING, progress=Progress(job="2", phase=Phase.DENOISING, fraction=0.5))
    state = state_of([job(1, JobState.FAILED), running, job(3, JobState.INTERRUPTED), job(4, JobState.WAITING)])
    assert (state.ended, state.fraction) == (1, 1.5 / 4)
    assert state.can_cancel and state.can_retry and not state.can_remove
    state = state_of([job(1, JobState.DONE), job(2, JobState.CANCELLED)])
    assert (state.ended, state.fraction) == (4, 1.0)
    assert state.can_remove and not state.can_cancel and not state.can_retry
    assert not is_grouped(Job(id="1", request=ImageRequest(prompt="x")))
