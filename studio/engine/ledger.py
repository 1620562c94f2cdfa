"""Keeps jobs in the project and tells the listener; neither a full disk nor a listener's bug may end the engine."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import msgspec

from studio.core.errors import ErrorInfo, as_error_info
from studio.core.jobs import Job, JobState, JobStore

log = logging.getLogger(__name__)


def copy_of(job: Job) -> Job:
    """A copy that may leave the engine's thread (its fields are immutable but for the list of assets)."""
    return msgspec.structs.replace(job, assets=list(job.assets))


class Ledger:
    """The job table with its failures contained: what could not be written is tried again with the next write."""

    def __init__(self, store: JobStore) -> None:
        self._store = store
        self._unwritten: dict[str, Job] = {}

    def load(self) -> tuple[list[Job], bool, ErrorInfo | None]:
        """The jobs, whether the queue is paused, and what went wrong. Jobs cut off by the last end are interrupted."""
        try:
            jobs, paused = self._store.load(), self._store.paused()
        except Exception as error:
            log.exception("the job table cannot be read")
            return [], False, as_error_info(error)
        cut_off = [job for job in jobs if job.state in (JobState.RUNNING, JobState.SAVING)]
        for job in cut_off:
            job.move_to(JobState.INTERRUPTED)
        self.put(cut_off)
        return jobs, paused, None

    def put(self, jobs: Iterable[Job]) -> ErrorInfo | None:
        """Write jobs together. The error when that failed; they are kept for the next attempt then."""
        self._unwritten.update((job.id, job) for job in jobs)
        if not self._unwritten:
            return None
        try:
            self._store.put(*(copy_of(job) for job in self._unwritten.values()))
        except Exception as error:
            log.info("jobs could not be written", exc_info=True)
            return as_error_info(error)
        self._unwritten.clear()
        return None

    def remove(self, job_ids: Sequence[str]) -> None:
        for job_id in job_ids:
            self._unwritten.pop(job_id, None)
        try:
            self._store.remove(*job_ids)
        except Exception:
            log.info("jobs could not be removed", exc_info=True)

    def set_paused(self, paused: bool) -> None:
        try:
            self._store.set_paused(paused)
        except Exception:
            log.info("the pause could not be written", exc_info=True)


def told(call: Callable[..., None], *arguments: Any) -> None:
    """Call a listener; its exceptions are logged, not raised."""
    try:
        call(*arguments)
    except Exception:
        log.exception("a listener failed")
