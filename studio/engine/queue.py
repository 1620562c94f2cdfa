"""The order of jobs: which is next, moving, editing and pausing. Pure data; the loop keeps it in the project."""

from __future__ import annotations

from collections.abc import Iterable

from studio.core.jobs import FINISHED, Job, JobState
from studio.core.requests import Request

_SMALLEST_GAP = 1e-6
"""Positions are seconds since the epoch: a double holds steps of 2e-7 there."""


class JobQueue:
    """Every job of a project, in order of position."""

    def __init__(self, jobs: Iterable[Job] = (), paused: bool = False) -> None:
        self._jobs = {job.id: job for job in jobs}
        self._open = dict(self._jobs)  # without those that have ended: looking for the next job must not grow slow
        self._last = max((job.position for job in self._jobs.values()), default=-1.0)
        self.paused = paused

    def __len__(self) -> int:
        return len(self._jobs)

    def get(self, job_id: str) -> Job | None:
        return self._jobs.get(job_id)

    def jobs(self) -> list[Job]:
        return sorted(self._jobs.values(), key=place)

    def waiting(self) -> list[Job]:
        return sorted(self._waiting(), key=place)

    def _waiting(self) -> list[Job]:
        for job in list(self._open.values()):
            if job.state in FINISHED:
                del self._open[job.id]
        return [job for job in self._open.values() if job.state is JobState.WAITING]

    def next(self) -> Job | None:
        """The job to run next; None when there is none or the queue is paused."""
        return None if self.paused else min(self._waiting(), key=place, default=None)

    def add(self, job: Job) -> None:
        """Behind all others."""
        job.position = self._behind(job.position)
        self._jobs[job.id] = self._open[job.id] = job

    def again(self, job: Job) -> bool:
        """Let a failed or interrupted job wait once more, behind all others. False for any other."""
        if job.state not in (JobState.FAILED, JobState.INTERRUPTED):
            return False
        job.move_to(JobState.WAITING)
        job.assets = []
        job.position = self._behind(0.0)
        self._open[job.id] = job
        return True

    def remove(self, job_id: str) -> bool:
        """Forget a job that does not run. False when it runs or is not there."""
        job = self._jobs.get(job_id)
        if job is None or (job.state not in FINISHED and job.state is not JobState.WAITING):
            return False
        del self._jobs[job_id]
        self._open.pop(job_id, None)
        return True

    def edit(self, job_id: str, request: Request) -> Job | None:
        """Give a waiting job another request. None when it does not wait any more."""
        job = self._jobs.get(job_id)
        if job is None or job.state is not JobState.WAITING:
            return None
        job.request = request
        return job

    def move(self, job_id: str, before: str | None) -> list[Job]:
        """Put a waiting job before another waiting one, or behind all (None). The jobs whose position changed."""
        order = [job for job in self.waiting() if job.id != job_id]
        job = self._jobs.get(job_id)
        if job is None or job.state is not JobState.WAITING or job_id == before:
            return []
        if before is None:
            index = len(order)
        else:
            index = next((i for i, other in enumerate(order) if other.id == before), -1)
            if index < 0:
                return []
        low = order[index - 1].position if index > 0 else None
        high = order[index].position if index < len(order) else None
        if high is None:
            job.position = self._behind(0.0)
            return [job]
        if low is None:
            job.position = high - 1.0
            return [job]
        if high - low > 2 * _SMALLEST_GAP:
            job.position = (low + high) / 2
            return [job]
        # No room between the two: number everything from here on again.
        order.insert(index, job)
        for number, other in enumerate(order[index:], start=1):
            other.position = low + number
        self._last = max(self._last, order[-1].position)
        return order[index:]

    def _behind(self, position: float) -> float:
        last = self._last
        self._last = position if position > last + _SMALLEST_GAP else last + 1.0
        return self._last


def place(job: Job) -> tuple[float, float, str]:
    """What jobs are sorted by."""
    return (job.position, job.created, job.id)
