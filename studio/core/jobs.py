"""Job: one Request on its way through the queue, and the states it may take."""

from __future__ import annotations

import enum
import time
import uuid
from typing import Protocol

import msgspec

from studio.core.errors import ErrorInfo
from studio.core.messages import Progress
from studio.core.requests import Request


class JobState(enum.StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    SAVING = "saving"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    INTERRUPTED = "interrupted"


_S = JobState
TRANSITIONS: dict[JobState, frozenset[JobState]] = {
    _S.WAITING: frozenset({_S.RUNNING, _S.CANCELLED}),
    _S.RUNNING: frozenset({_S.SAVING, _S.CANCELLED, _S.FAILED, _S.INTERRUPTED}),
    _S.SAVING: frozenset({_S.DONE, _S.FAILED, _S.INTERRUPTED}),
    _S.FAILED: frozenset({_S.WAITING}),
    _S.INTERRUPTED: frozenset({_S.WAITING}),
    _S.DONE: frozenset(),
    _S.CANCELLED: frozenset(),
}
FINISHED = frozenset({_S.DONE, _S.FAILED, _S.CANCELLED, _S.INTERRUPTED})


class BatchPlace(msgspec.Struct, frozen=True, kw_only=True):
    """Where a job stands among those that were queued together: ``number`` 1 to ``total`` of the batch ``name``.

    ``id`` tells two batches of one name apart."""

    id: str
    name: str
    number: int
    total: int


class Job(msgspec.Struct, kw_only=True):
    """One Request on its way. Times are seconds since the epoch (UTC); ``position`` orders the waiting jobs.

    ``progress`` is live only and is not stored. ``assets`` are the ids saved so far, in take order. ``title`` is what
    its results are called ("" = after the prompt or the input).
    """

    id: str
    request: Request
    state: JobState = JobState.WAITING
    position: float = 0.0
    created: float = 0.0
    started: float | None = None
    ended: float | None = None
    error: ErrorInfo | None = None
    assets: list[str] = []
    progress: Progress | None = None
    title: str = ""
    batch: BatchPlace | None = None

    def move_to(self, state: JobState) -> None:
        """Change state; raises ValueError for a transition that is not allowed."""
        if state not in TRANSITIONS[self.state]:
            raise ValueError(f"job {self.id}: {self.state} cannot become {state}")
        now = time.time()
        if state is JobState.RUNNING:
            self.started, self.ended, self.error = now, None, None
        elif state in FINISHED:
            self.ended = now
        elif state is JobState.WAITING:
            self.started = self.ended = self.error = None
        self.progress = None
        self.state = state


def new_job(request: Request, *, title: str = "", batch: BatchPlace | None = None) -> Job:
    """A waiting job with a fresh id; its position is its creation time, so jobs keep their order by default."""
    now = time.time()
    return Job(id=uuid.uuid4().hex, request=request, created=now, position=now, title=title, batch=batch)


class JobStore(Protocol):
    """Where jobs are kept so that they survive any crash (the project's database). Called from the engine's thread."""

    def load(self) -> list[Job]:
        """Every job that is kept, ordered by position."""
        ...

    def put(self, *jobs: Job) -> None:
        """Insert or update all or none; durable when it returns."""
        ...

    def remove(self, *job_ids: str) -> None: ...

    def paused(self) -> bool: ...

    def set_paused(self, paused: bool) -> None: ...
