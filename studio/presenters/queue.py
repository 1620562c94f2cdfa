"""The queue as the panel shows it: every job of the project in order, and what can be done with each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Signal

from studio.core.errors import ErrorInfo
from studio.core.jobs import FINISHED, Job, JobState
from studio.core.messages import Progress
from studio.presenters.queue_batches import is_grouped
from studio.presenters.queue_model import QueueModel

if TYPE_CHECKING:
    from studio.presenters.studio import StudioPresenter


class QueuePresenter(QObject):
    """Joins the engine's signals to the model and the panel's actions to the engine.

    ``jobs`` has every job by its id, ``batches`` those that were queued together; the model has those in view, without
    the jobs of a batch that is folded. What the engine tells is shown once for each slice of its news.
    """

    changed = Signal()
    """Jobs came, went, or are others now; the model has them already."""
    countsChanged = Signal()
    batchesChanged = Signal(object)
    """The ids of batches that have other jobs now, or none any more."""
    pausedChanged = Signal(bool)
    workerChanged = Signal(str, object)

    def __init__(self, studio: StudioPresenter) -> None:
        super().__init__(studio)
        self.studio = studio
        self.engine = studio.engine
        self.model = QueueModel(self)
        self.model.moveRequested.connect(self.engine.move)
        self.paused = False
        self.jobs: dict[str, Job] = {}
        self.batches: dict[str, dict[str, Job]] = {}
        self.counts: dict[str, int] = {}
        self._tally: Counter[JobState] = Counter()
        self._unfolded: set[str] = set()
        self._news: dict[str, Job | None] = {}
        """What was told since the last slice: a job that changed, or None for one that was removed."""
        self.engine.jobsLoaded.connect(self._show_all)
        self.engine.jobChanged.connect(self._job_changed)
        self.engine.jobRemoved.connect(self._job_removed)
        self.engine.progress.connect(self._progress)
        self.engine.delivered.connect(self._show_news)
        self.engine.queuePaused.connect(self._queue_paused)
        studio.workerChanged.connect(self.workerChanged)
        studio.projectChanged.connect(self.reload)
        self.reload()

    @property
    def worker_state(self) -> tuple[str, ErrorInfo | None]:
        return self.studio.worker_state

    def reload(self) -> None:
        """Take the engine's list as it is now."""
        self._show_all(self.engine.jobs())
        self._queue_paused(self.engine.paused())

    def unfold(self, batch_id: str, shown: bool) -> None:
        """Have the jobs of a batch in view, or not."""
        jobs = self.batches.get(batch_id, {})
        if shown:
            self._unfolded.add(batch_id)
            self.model.update(jobs.values())
        else:
            self._unfolded.discard(batch_id)
            self.model.update((), jobs.keys())

    # -- news -----------------------------------------------------------------------------------------------------

    def _show_all(self, jobs: Sequence[Job]) -> None:
        self._news.clear()
        self._unfolded.clear()
        before = self.batches.keys()
        self.jobs, self.batches, self._tally = {}, {}, Counter()
        for job in jobs:
            self._put(job)
        self.model.replace([job for job in jobs if self._in_view(job)])
        self._count()
        self.batchesChanged.emit(before | self.batches.keys())
        self.changed.emit()

    def _job_changed(self, job: Job) -> None:
        self._news[job.id] = job

    def _job_removed(self, job_id: str) -> None:
        self._news[job_id] = None

    def _progress(self, event: Progress) -> None:
        job = self._news[event.job] if event.job in self._news else self.jobs.get(event.job)
        if job is not None:
            job.progress = event
            self._news[job.id] = job

    def _show_news(self) -> None:
        if not self._news:
            return
        news, self._news = self._news, {}
        gone = [self.jobs[job_id] for job_id, job in news.items() if job is None and job_id in self.jobs]
        jobs = [job for job in news.values() if job is not None]
        for job in gone:
            self._drop(job)
        for job in jobs:
            self._put(job)
        self.model.update([job for job in jobs if self._in_view(job)], [job.id for job in gone])
        self._count()
        batches = {job.batch.id for job in (*gone, *jobs) if job.batch is not None and is_grouped(job)}
        if batches:
            self.batchesChanged.emit(batches)
        self.changed.emit()

    def _put(self, job: Job) -> None:
        before = self.jobs.get(job.id)
        if before is not None:
            self._tally[before.state] -= 1
        self._tally[job.state] += 1
        self.jobs[job.id] = job
        if job.batch is not None and is_grouped(job):
            self.batches.setdefault(job.batch.id, {})[job.id] = job

    def _drop(self, job: Job) -> None:
        self._tally[job.state] -= 1
        del self.jobs[job.id]
        if job.batch is not None and is_grouped(job):
            group = self.batches[job.batch.id]
            del group[job.id]
            if not group:
                del self.batches[job.batch.id]
                self._unfolded.discard(job.batch.id)

    def _in_view(self, job: Job) -> bool:
        return job.batch is None or not is_grouped(job) or job.batch.id in self._unfolded

    def _count(self) -> None:
        counts = {state.value: count for state, count in self._tally.items() if count}
        if counts != self.counts:
            self.counts = counts
            self.countsChanged.emit()

    def _queue_paused(self, paused: bool) -> None:
        self.paused = paused
        self.pausedChanged.emit(paused)

    # -- actions --------------------------------------------------------------------------------------------------

    def can_cancel(self, job: Job) -> bool:
        return job.state in (JobState.WAITING, JobState.RUNNING)

    def can_retry(self, job: Job) -> bool:
        return job.state in (JobState.FAILED, JobState.INTERRUPTED)

    def can_remove(self, job: Job) -> bool:
        return job.state in FINISHED

    def cancel(self, jobs: Iterable[Job]) -> None:
        """End those that wait or run; the others are left alone."""
        self.engine.cancel(*(job.id for job in jobs if self.can_cancel(job)))

    def retry(self, jobs: Iterable[Job]) -> None:
        """Put those that failed or were interrupted back into the queue, in this order."""
        self.engine.retry(*(job.id for job in jobs if self.can_retry(job)))

    def remove(self, jobs: Iterable[Job]) -> None:
        """Take those that have ended out of the list; their results stay."""
        self.engine.remove(*(job.id for job in jobs if self.can_remove(job)))

    def retry_interrupted(self) -> None:
        """Put every interrupted job back into the queue, in the order they had."""
        jobs = [j for j in self.jobs.values() if j.state is JobState.INTERRUPTED]
        self.retry(sorted(jobs, key=lambda j: j.position))

    def clear_finished(self) -> None:
        self.engine.clear_finished()

    def set_paused(self, paused: bool) -> None:
        self.engine.set_paused(paused)

    def restart_worker(self) -> None:
        self.engine.restart_workers()

    def move_by(self, jobs: Iterable[Job], step: int) -> None:
        """Move waiting jobs one place up (−1) or down (+1) among those in view; neighbours stay neighbours."""
        waiting = [j.id for j in self.model.jobs if j.state is JobState.WAITING]
        at = {job_id: place for place, job_id in enumerate(waiting)}
        chosen = {job.id for job in jobs} & at.keys()
        for job_id in sorted(chosen, key=lambda i: at[i], reverse=step > 0):
            place, other = at[job_id], at[job_id] + step
            if not 0 <= other < len(waiting) or waiting[other] in chosen:
                continue
            waiting[place], waiting[other] = waiting[other], job_id
            at[job_id], at[waiting[place]] = other, place
            self.engine.move(job_id, waiting[other + 1] if other + 1 < len(waiting) else None)

    def model_name(self, job: Job) -> str:
        """The name of the job's model, or its id when the library does not have it."""
        # What a default was when the job ended is not known here.
        model_id = self.studio.models.used_by(job.request) if job.state is JobState.RUNNING else job.request.model
        name = next((m.spec.name for m in self.studio.models.installed if m.spec.id == model_id), model_id)
        return QCoreApplication.translate("catalogue", name)
