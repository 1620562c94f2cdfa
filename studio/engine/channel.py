"""What the engine needs of a worker, wherever it runs, and what it tells those who listen."""

from __future__ import annotations

import enum
from collections.abc import Callable
from typing import Any, Protocol

from studio.core.errors import ErrorInfo, Phrase
from studio.core.jobs import Job
from studio.core.messages import Command, Event, Preview, Progress, Residency, Result, TextDelta


class ChannelClosed(Exception):
    """The worker is gone."""


class Channel(Protocol):
    """A worker as the engine sees it. All methods are called from the engine's thread."""

    def start(self) -> None:
        """Begin; the Ready event arrives later."""
        ...

    def send(self, command: Command) -> None:
        """Hand a command over without waiting for the worker. Raises ChannelClosed when it is gone."""
        ...

    def receive(self) -> list[Event]:
        """All events that are there now, perhaps none. Raises ChannelClosed when the worker is gone and everything
        it said before has been received."""
        ...

    def waitables(self) -> list[Any]:
        """Objects for ``multiprocessing.connection.wait`` that become ready when :meth:`receive` has news."""
        ...

    def stop(self, grace: float) -> None:
        """End the worker: ask, after ``grace`` seconds terminate, then kill. Returns when it is gone and everything
        that belonged to it is released."""
        ...

    def terminate(self) -> None:
        """Ask the operating system to end the worker. Returns at once."""
        ...

    def kill(self) -> None:
        """End the worker for certain. Returns at once."""
        ...

    @property
    def alive(self) -> bool: ...

    def last_output(self) -> str:
        """The last lines the worker wrote to stdout and stderr."""
        ...

    @property
    def exit_reason(self) -> Phrase | None:
        """Why the worker ended, in words; None while it lives."""
        ...

    def preview(self, event: Preview) -> bytes | None:
        """The RGB888 bytes of a preview, or None when a newer one has taken its place."""
        ...


class WorkerState(enum.StrEnum):
    """``loading``: it answers but is still importing; jobs are taken already. ``failed``: not started again."""

    STARTING = "starting"
    LOADING = "loading"
    READY = "ready"
    BUSY = "busy"
    STOPPED = "stopped"
    FAILED = "failed"


class EngineListener(Protocol):
    """Told by the engine, on the engine's thread; every method must return at once."""

    def jobs_loaded(self, jobs: list[Job]) -> None:
        """Copies of all jobs of the project, in order: its queue has been opened."""
        ...

    def job_changed(self, job: Job) -> None:
        """A copy of a job that is new, changed its state or its place."""
        ...

    def job_removed(self, job_id: str) -> None: ...

    def progress(self, event: Progress) -> None: ...

    def text(self, event: TextDelta) -> None: ...

    def preview(self, event: Preview, rgb: bytes) -> None: ...

    def asset_saved(self, job_id: str, take: int, asset: Any) -> None: ...

    def worker_changed(self, state: WorkerState, error: ErrorInfo | None) -> None: ...

    def residency(self, event: Residency) -> None: ...

    def queue_paused(self, paused: bool) -> None: ...


Saved = Callable[[Any | None, ErrorInfo | None], None]
"""Told the asset (which has an ``id``), or None and the error."""


class ResultSaver(Protocol):
    """Takes finished files over into the project."""

    def save(self, job: Job, result: Result, done: Saved) -> None:
        """Returns at once; ``done`` is called exactly once, from any thread."""
        ...
