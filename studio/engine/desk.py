"""The jobs of a project on their way: their states, their results being saved, and what users ask for them."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from studio.core.errors import ErrorInfo, WorkerError, as_error_info, phrase, verbatim
from studio.core.jobs import FINISHED, Job, JobState, JobStore
from studio.core.messages import Finished, Progress, Result
from studio.core.requests import Request
from studio.engine.channel import EngineListener, ResultSaver
from studio.engine.ledger import Ledger, copy_of, told
from studio.engine.queue import JobQueue, place
from studio.engine.running import Running

log = logging.getLogger(__name__)

Post = Callable[[Callable[[], None]], None]


class JobDesk:
    """Knows jobs, not workers. All methods but :meth:`jobs` are called from the engine's thread."""

    def __init__(self, store: JobStore, saver: ResultSaver, folder: Path, listener: EngineListener, post: Post) -> None:
        """``post`` brings a call from any thread into the engine's."""
        self.queue = JobQueue()
        self.running: dict[str, Running] = {}
        self._ledger = Ledger(store)
        self._saver, self._folder, self._listener, self._post = saver, folder, listener, post
        # What other threads may see: copies, replaced as a whole, and only after they have been written down.
        self._shown: dict[str, Job] = {}

    def jobs(self) -> list[Job]:
        """Copies of all jobs in order. From any thread."""
        return sorted((copy_of(job) for job in list(self._shown.values())), key=place)

    def open(self) -> ErrorInfo | None:
        """Read the job table and tell the listener; the error when it cannot be read."""
        jobs, paused, error = self._ledger.load()
        self.queue = JobQueue(jobs, paused)
        self._shown = {job.id: copy_of(job) for job in self.queue.jobs()}
        told(self._listener.jobs_loaded, self.jobs())
        told(self._listener.queue_paused, paused)
        return error

    def folder(self, job_id: str) -> Path:
        """The job's own folder for results."""
        return self._folder / job_id

    # ---- what users ask for

    def add(self, jobs: Sequence[Job]) -> None:
        for job in jobs:
            self.queue.add(job)
        error = self._ledger.put(jobs)
        for job in jobs:
            if error is not None:
                # It would not survive a crash, so it does not run either.
                job.move_to(JobState.RUNNING)
                job.move_to(JobState.FAILED)
                job.error = error
            self._show(job)

    def cancel_waiting(self, job_ids: Iterable[str]) -> None:
        jobs = [job for job in self._known(job_ids) if job.state is JobState.WAITING]
        for job in jobs:
            job.move_to(JobState.CANCELLED)
        self._changed(*jobs)

    def retry(self, job_ids: Iterable[str]) -> None:
        self._changed(*[job for job in self._known(job_ids) if self.queue.again(job)])

    def remove(self, job_ids: Iterable[str]) -> None:
        gone = [job_id for job_id in job_ids if self.queue.remove(job_id)]
        self._ledger.remove(gone)
        for job_id in gone:
            if (folder := self.folder(job_id)).exists():  # quicker than an attempt that fails, thousands of times
                shutil.rmtree(folder, ignore_errors=True)
            self._shown.pop(job_id, None)
            told(self._listener.job_removed, job_id)

    def clear_finished(self) -> None:
        self.remove([job.id for job in self.queue.jobs() if job.state in FINISHED])

    def move(self, job_id: str, before: str | None) -> None:
        self._changed(*self.queue.move(job_id, before))

    def edit(self, job_id: str, request: Request) -> None:
        job = self.queue.edit(job_id, request)
        if job is not None:
            self._changed(job)

    def set_paused(self, paused: bool) -> None:
        self.queue.paused = paused
        self._ledger.set_paused(paused)
        told(self._listener.queue_paused, paused)

    # ---- a job's way

    def begin(self, job: Job) -> Running:
        """The job runs from now on. When that could not be written down, its ``error`` is set."""
        job.move_to(JobState.RUNNING)
        job.assets = []
        self.running[job.id] = running = Running(job)
        running.fail(self._changed(job))
        return running

    def end(self, running: Running, outcome: JobState, error: ErrorInfo | None = None) -> None:
        """The worker is through with the job, one way or another."""
        running.end(outcome, error)
        self._settle(running)

    def progress(self, running: Running, event: Progress) -> None:
        running.job.progress = event
        self._shown[running.job.id] = copy_of(running.job)
        told(self._listener.progress, event)

    def save(self, running: Running, result: Result) -> None:
        """Have a take taken over into the project."""
        running.saving.add(result.take)

        def done(asset: Any | None, error: ErrorInfo | None) -> None:
            self._post(partial(self._saved, running, result.take, asset, error))

        try:
            self._saver.save(copy_of(running.job), result, done)
        except Exception as error:
            log.info("the result could not be handed over", exc_info=True)
            self._saved(running, result.take, None, as_error_info(error))

    def finished(self, running: Running, event: Finished) -> None:
        """The worker says that the job has ended."""
        if event.outcome == "cancelled":
            self.end(running, JobState.CANCELLED)
        elif event.outcome != "done":
            reason = WorkerError("internal", reason=verbatim(event.outcome)).info
            self.end(running, JobState.FAILED, event.error or reason)
        elif not (running.saving or running.saved or running.error):
            self.end(running, JobState.FAILED, WorkerError("result-invalid", reason=phrase("there is none")).info)
        else:
            if running.saving:
                running.job.move_to(JobState.SAVING)
                self._changed(running.job)
            self.end(running, JobState.DONE)

    def interrupt_all(self) -> None:
        """Whatever is not at its end by now is interrupted."""
        for running in list(self.running.values()):
            running.saving.clear()
            running.outcome = JobState.INTERRUPTED
            self._settle(running)

    @property
    def saving(self) -> bool:
        return any(running.saving for running in self.running.values())

    def _saved(self, running: Running, take: int, asset: Any | None, error: ErrorInfo | None) -> None:
        running.saving.discard(take)
        if asset is not None:
            running.keep(take, asset)
            told(self._listener.asset_saved, running.job.id, take, asset)
            # An error here is no reason to fail a take that is in the project: the next write tries again.
            self._changed(running.job)
        else:
            running.fail(error or WorkerError("internal", reason=verbatim("nothing was saved")).info)
        self._settle(running)

    def _settle(self, running: Running) -> None:
        """Move the job into its final state once worker and saver are both through with it."""
        if not running.over or self.running.pop(running.job.id, None) is None:
            return
        running.settle()
        if running.job.state in (JobState.DONE, JobState.CANCELLED):
            shutil.rmtree(self.folder(running.job.id), ignore_errors=True)
        self._changed(running.job)

    def _known(self, job_ids: Iterable[str]) -> list[Job]:
        return [job for job_id in job_ids if (job := self.queue.get(job_id)) is not None]

    def _changed(self, *jobs: Job) -> ErrorInfo | None:
        error = self._ledger.put(jobs)
        for job in jobs:
            self._show(job)
        return error

    def _show(self, job: Job) -> None:
        self._shown[job.id] = copy_of(job)
        told(self._listener.job_changed, copy_of(job))
