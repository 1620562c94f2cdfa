"""Batches in the queue panel: folded into one card with one progress, cancelled and tried again as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from studio.core.batches import Batch, Item
from studio.core.errors import ErrorInfo
from studio.core.jobs import JobState
from studio.core.messages import Phase
from studio.core.requests import ImageRequest, TextRequest
from studio.core.tables import Row
from studio.presenters.queue import QueuePresenter
from studio.presenters.queue_batches import state_of
from studio.ui.queue_delegate import title_of
from studio.ui.queue_panel import QueuePanel
from tests.support.scripted_channel import nothing
from tests.ui.gallery_world import World, destroy, world
from tests.ui.test_window import nameless, unreachable


@pytest.fixture
def place(qapp: object, tmp_path: Path) -> Iterator[World]:
    with world(tmp_path, nothing) as made:
        made.start_engine()
        yield made


@pytest.fixture
def panel(place: World) -> Iterator[QueuePanel]:
    made = QueuePanel(QueuePresenter(place.studio))
    made.resize(340, 600)
    made.show()
    yield made
    destroy(made)


def queue(place: World, count: int, name: str = "海报 posters") -> None:
    items = [Item(Row(n, {}, {}), ImageRequest(prompt=f"poster {n}"), f"Poster {n}") for n in range(count)]
    batch = Batch(name, tuple(items), ())
    place.engine.submit_jobs(batch.jobs())


def prompts(panel: QueuePanel) -> list[str]:
    """What the list shows."""
    return [job.request.prompt for job in panel.presenter.model.jobs]


def states(panel: QueuePanel) -> list[JobState]:
    return [job.state for job in panel.presenter.jobs.values()]


def test_a_batch_is_one_card_and_its_jobs_are_folded_away(place: World, panel: QueuePanel) -> None:
    assert panel.batches.isHidden()
    queue(place, 4)
    place.engine.submit(TextRequest(prompt="alone"))
    place.wait(lambda: len(panel.presenter.jobs) == 5 and panel.batches.cards)
    (card,) = panel.batches.cards.values()
    place.wait(lambda: card.state.counts.get(JobState.RUNNING) == 1 and sum(card.state.counts.values()) == 4)
    assert card.title.text() == "海报 posters" and card.facts.text().startswith("0 of 4")
    assert prompts(panel) == ["alone"]
    channel = place.channels[0]
    channel.progress(channel.job, 0.5, Phase.DENOISING)
    place.wait(lambda: card.bar.value() == 125)
    channel.result(channel.job)
    channel.finish(channel.job)
    place.wait(lambda: card.facts.text().startswith("1 of 4"))
    assert prompts(panel) == ["alone"]
    card.fold.click()
    assert len(prompts(panel)) == 5
    assert {title_of(job) for job in panel.presenter.model.jobs} == {"alone", *(f"Poster {n}" for n in range(4))}
    card.fold.click()
    assert prompts(panel) == ["alone"]
    assert nameless(panel) == [] and unreachable(panel) == []


def test_all_of_a_batch_is_cancelled_at_once_and_nothing_else(place: World, panel: QueuePanel) -> None:
    queue(place, 3)
    place.engine.submit(TextRequest(prompt="alone"))
    place.wait(lambda: len(panel.presenter.jobs) == 4 and panel.batches.cards)
    (card,) = panel.batches.cards.values()
    place.wait(lambda: card.state.can_cancel and card.state.counts.get(JobState.RUNNING) == 1)
    card.cancel.click()
    place.wait(lambda: card.state.counts == {JobState.CANCELLED: 3})
    assert not card.cancel.isVisible() and card.remove.isVisible() and card.bar.value() == 1000
    place.wait(lambda: panel.presenter.model.jobs[0].state is JobState.RUNNING)
    card.remove.click()
    place.wait(lambda: not panel.batches.cards)
    assert panel.batches.isHidden() and prompts(panel) == ["alone"] and len(panel.presenter.jobs) == 1


def test_failed_jobs_of_a_batch_are_tried_again_together(place: World, panel: QueuePanel) -> None:
    queue(place, 2)
    for _ in range(2):
        place.wait(lambda: JobState.RUNNING in states(panel))
        channel = place.channels[0]
        job = channel.job
        channel.finish(job, "failed", ErrorInfo(code="out-of-memory"))
        place.wait(lambda job=job: panel.presenter.jobs[job.job].state is JobState.FAILED)
    place.wait(lambda: panel.batches.cards)
    (card,) = panel.batches.cards.values()
    place.wait(lambda: card.state.counts == {JobState.FAILED: 2})
    assert "Failed: 2" in card.facts.text()
    card.retry.click()
    place.wait(lambda: card.state.counts == {JobState.RUNNING: 1, JobState.WAITING: 1})


def test_delete_on_everything_leaves_folded_jobs_alone(place: World, panel: QueuePanel) -> None:
    place.engine.set_paused(True)
    queue(place, 3)
    place.engine.submit(TextRequest(prompt="alone"))
    place.wait(lambda: len(panel.presenter.jobs) == 4)
    panel.list.selectAll()
    assert [job.request.prompt for job in panel.selected()] == ["alone"]
    QTest.keyClick(panel.list, Qt.Key.Key_Delete)
    place.wait(lambda: states(panel).count(JobState.CANCELLED) == 1)
    assert states(panel).count(JobState.WAITING) == 3


def test_a_batch_is_a_batch_again_after_a_restart(qapp: object, tmp_path: Path) -> None:
    with world(tmp_path, nothing) as first:
        first.start_engine()
        first.engine.set_paused(True)
        queue(first, 3)
        first.wait(lambda: len(first.engine.jobs()) == 3)
    with world(tmp_path, nothing) as second:
        second.start_engine()
        second.wait(lambda: len(second.engine.jobs()) == 3)
        panel = QueuePanel(QueuePresenter(second.studio))
        panel.show()
        (card,) = panel.batches.cards.values()
        assert (card.state.name, card.state.total) == ("海报 posters", 3)
        assert card.state.counts == {JobState.WAITING: 3} and prompts(panel) == []
        destroy(panel)


def test_jobs_that_left_the_list_had_ended(place: World) -> None:
    queue(place, 4)
    place.wait(lambda: len(place.engine.jobs()) == 4)
    jobs = [job for job in place.engine.jobs() if job.batch is not None and job.batch.number > 2]
    state = state_of(jobs)
    assert (state.ended, state.total, state.fraction) == (2, 4, 0.5)


def test_a_batch_of_one_is_a_job_like_any_other(place: World, panel: QueuePanel) -> None:
    queue(place, 1)
    place.wait(lambda: len(panel.presenter.model.jobs) == 1)
    place.settle(0.15)
    assert not panel.batches.cards and prompts(panel) == ["poster 0"]
