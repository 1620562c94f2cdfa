"""Where a job stands among all that wait, whichever tab they come from."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QObject, Signal

from studio.core.jobs import Job, JobState
from studio.engine.queue import place

Key = tuple[float, float, str]


class WaitingLine(QObject):
    """The waiting jobs of the project in their order. ``changed`` comes once for each slice of the engine's news."""

    changed = Signal()

    def __init__(self, engine: Any, parent: QObject) -> None:
        super().__init__(parent)
        self._keys: list[Key] = []
        self._key_of: dict[str, Key] = {}
        self._news = False
        engine.jobsLoaded.connect(self._loaded)
        engine.jobChanged.connect(self._job_changed)
        engine.jobRemoved.connect(self._remove)
        engine.delivered.connect(self._tell)

    def ahead(self, job_id: str) -> int | None:
        """How many jobs run before this one; None when it does not wait."""
        key = self._key_of.get(job_id)
        return None if key is None else bisect_left(self._keys, key)

    def _loaded(self, jobs: Iterable[Job]) -> None:
        waiting = [job for job in jobs if job.state is JobState.WAITING]
        self._key_of = {job.id: place(job) for job in waiting}
        self._keys = sorted(self._key_of.values())
        self._news = True

    def _job_changed(self, job: Job) -> None:
        key = place(job) if job.state is JobState.WAITING else None
        if key != self._key_of.get(job.id):
            self._remove(job.id)
            if key is not None:
                self._key_of[job.id] = key
                insort(self._keys, key)
            self._news = True

    def _remove(self, job_id: str) -> None:
        key = self._key_of.pop(job_id, None)
        if key is not None:
            self._keys.pop(bisect_left(self._keys, key))
            self._news = True

    def _tell(self) -> None:
        if self._news:
            self._news = False
            self.changed.emit()
