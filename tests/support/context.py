"""Runs a backend without a worker process: a JobContext that keeps the events it is told."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from studio.core.messages import Event, Phase, Progress, Result
from studio.core.models import InstalledModel
from studio.core.requests import Request
from studio.core.ring import Ring
from studio.worker.context import JobContext

E = TypeVar("E")


class RecordingContext(JobContext):
    """``events`` has all that was sent. Set ``stop_after`` to cancel at that check (``checks`` counts them), ``stop_at``
    to cancel when that phase begins."""

    def __init__(self, **options: Any) -> None:
        self.events: list[Event] = []
        self.checks = 0
        self.stop_after: int | None = None
        self.stop_at: Phase | None = None
        super().__init__(job="job-1", send=self.events.append, is_cancelled=self._stop, **options)

    def _stop(self) -> bool:
        self.checks += 1
        if self.stop_at is not None and any(p.phase is self.stop_at for p in self.of(Progress)):
            return True
        return self.stop_after is not None and self.checks > self.stop_after

    def of(self, kind: type[E]) -> list[E]:
        """The events of one type, in order."""
        return [event for event in self.events if isinstance(event, kind)]

    @property
    def results(self) -> list[Result]:
        return self.of(Result)


def make_context(
    request: Request,
    folder: Path,
    models: Sequence[InstalledModel] = (),
    *,
    threads: int = 1,
    ring: Ring | None = None,
) -> RecordingContext:
    """A context for ``request`` (seed 0 when it has none) whose results go into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    if request.seed is None:
        request = msgspec.structs.replace(request, seed=0)
    return RecordingContext(request=request, folder=folder, models=models, threads=threads, ring=ring)
