"""Jobs that were queued together: how far each batch is, and what can be done with all of it at once."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, NamedTuple

from studio.core.jobs import FINISHED, Job, JobState

if TYPE_CHECKING:
    from studio.presenters.queue import QueuePresenter

_OPEN = (JobState.WAITING, JobState.RUNNING, JobState.SAVING, JobState.INTERRUPTED)


class BatchState(NamedTuple):
    """A batch of ``total`` jobs; ``counts`` has those that are still in the list, by state. ``fraction`` (0–1) is how far
    all of it is: jobs that were taken out of the list had ended."""

    id: str
    name: str
    total: int
    counts: dict[JobState, int]
    fraction: float

    @property
    def ended(self) -> int:
        """Jobs that need no more work, however they ended."""
        return self.total - sum(self.counts.get(state, 0) for state in _OPEN)

    @property
    def can_cancel(self) -> bool:
        return bool(self.counts.get(JobState.WAITING) or self.counts.get(JobState.RUNNING))

    @property
    def can_retry(self) -> bool:
        return bool(self.counts.get(JobState.FAILED) or self.counts.get(JobState.INTERRUPTED))

    @property
    def can_remove(self) -> bool:
        return all(state in FINISHED for state in self.counts)


def is_grouped(job: Job) -> bool:
    """Whether a job is shown with others: a batch of one is a job like any other."""
    return job.batch is not None and job.batch.total > 1


def state_of(group: Collection[Job]) -> BatchState:
    """How far the jobs of one batch are."""
    place = next(iter(group)).batch
    assert place is not None
    counts: dict[JobState, int] = {}
    working = 0.0
    for job in group:
        counts[job.state] = counts.get(job.state, 0) + 1
        if job.state is JobState.SAVING:
            working += 1.0
        elif job.state is JobState.RUNNING and job.progress is not None:
            working += job.progress.fraction or 0.0
    ended = place.total - sum(counts.get(state, 0) for state in _OPEN)
    return BatchState(place.id, place.name, place.total, counts, min(1.0, max(0.0, (ended + working) / place.total)))


def cancel(queue: QueuePresenter, batch_id: str) -> None:
    """End all jobs of a batch."""
    queue.cancel(_jobs(queue, batch_id))


def retry(queue: QueuePresenter, batch_id: str) -> None:
    """Put the failed and interrupted jobs of a batch back into the queue, in the order they had."""
    queue.retry(sorted(_jobs(queue, batch_id), key=lambda job: job.batch.number if job.batch else 0))


def remove(queue: QueuePresenter, batch_id: str) -> None:
    """Take the jobs of a batch that have ended out of the list; their results stay."""
    queue.remove(_jobs(queue, batch_id))


def _jobs(queue: QueuePresenter, batch_id: str) -> list[Job]:
    return list(queue.batches.get(batch_id, {}).values())
