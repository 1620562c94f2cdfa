"""The queue as the panel shows it: every job of the project in order, and what can be done with each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from studio.core.errors import ErrorInfo
from studio.core.jobs import FINISHED, Job, JobState
from studio.core.messages import Progress

if TYPE_CHECKING:
    from studio.presenters.studio import StudioPresenter

JOB_ROLE = Qt.ItemDataRole.UserRole
MIME = "application/x-aigc-studio-job"
_GROUP = {JobState.RUNNING: 0, JobState.SAVING: 0, JobState.WAITING: 1}
"""Running jobs stand first, then the waiting ones in their order, then the finished ones, newest first."""


def order_key(job: Job) -> tuple[int, float]:
    group = _GROUP.get(job.state, 2)
    if group == 2:
        return group, -(job.ended or job.created)
    return group, (job.started or 0.0) if group == 0 else job.position


class QueueModel(QAbstractListModel):
    """Jobs as rows. Rows move singly, so that a view keeps its selection and its place."""

    moveRequested = Signal(str, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.jobs: list[Job] = []
        self._keys: list[tuple[int, float]] = []

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.jobs)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self.jobs):
            return None
        job = self.jobs[index.row()]
        if role == JOB_ROLE:
            return job
        if role == Qt.ItemDataRole.DisplayRole:
            return job.request.prompt
        return None

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if not index.isValid():
            return flags | Qt.ItemFlag.ItemIsDropEnabled
        if self.jobs[index.row()].state is JobState.WAITING:
            flags |= Qt.ItemFlag.ItemIsDragEnabled
        return flags

    # -- reordering by drag ---------------------------------------------------------------------------------------

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        return [MIME]

    def mimeData(self, indexes: Any) -> QMimeData:
        data = QMimeData()
        data.setData(MIME, ",".join(self.jobs[i.row()].id for i in indexes).encode())
        return data

    def dropMimeData(
        self,
        data: QMimeData,
        action: Qt.DropAction,
        row: int,
        column: int,
        parent: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        if not data.hasFormat(MIME):
            return False
        row = parent.row() if row < 0 and parent.isValid() else row
        before = self.waiting_at(row if row >= 0 else len(self.jobs))
        for job_id in bytes(data.data(MIME).data()).decode().split(","):
            self.moveRequested.emit(job_id, before)
        # The engine moves it and tells; answering True would make the view remove the row itself.
        return False

    def waiting_at(self, row: int) -> str | None:
        """The id of the waiting job that a job dropped at ``row`` comes before; None is the end."""
        return next((j.id for j in self.jobs[max(0, row) :] if j.state is JobState.WAITING), None)

    # -- changes --------------------------------------------------------------------------------------------------

    def replace(self, jobs: list[Job]) -> None:
        self.beginResetModel()
        self.jobs = sorted(jobs, key=order_key)
        self._keys = [order_key(j) for j in self.jobs]
        self.endResetModel()

    def row_of(self, job_id: str) -> int:
        return next((i for i, j in enumerate(self.jobs) if j.id == job_id), -1)

    def put(self, job: Job) -> None:
        """Insert a job, or change it and move it where it now belongs."""
        key = order_key(job)
        row = self.row_of(job.id)
        if row < 0:
            at = self._place(key)
            self.beginInsertRows(QModelIndex(), at, at)
            self.jobs.insert(at, job)
            self._keys.insert(at, key)
            self.endInsertRows()
            return
        if key != self._keys[row]:
            del self._keys[row]
            at = self._place(key)
            self._keys.insert(at, key)
            if at != row and self.beginMoveRows(QModelIndex(), row, row, QModelIndex(), at + (at > row)):
                self.jobs.insert(at, self.jobs.pop(row))
                self.endMoveRows()
            row = at
        self.jobs[row] = job
        self.touch(row)

    def _place(self, key: tuple[int, float]) -> int:
        from bisect import bisect_right

        return bisect_right(self._keys, key)

    def take(self, job_id: str) -> None:
        row = self.row_of(job_id)
        if row >= 0:
            self.beginRemoveRows(QModelIndex(), row, row)
            del self.jobs[row], self._keys[row]
            self.endRemoveRows()

    def touch(self, row: int) -> None:
        index = self.index(row)
        self.dataChanged.emit(index, index)


class QueuePresenter(QObject):
    """Joins the engine's signals to the model and the panel's actions to the engine."""

    countsChanged = Signal()
    pausedChanged = Signal(bool)
    workerChanged = Signal(str, object)

    def __init__(self, studio: StudioPresenter) -> None:
        super().__init__(studio)
        self.studio = studio
        self.engine = studio.engine
        self.model = QueueModel(self)
        self.model.moveRequested.connect(self.engine.move)
        self.paused = False
        self.counts: dict[str, int] = {}
        self._states: dict[str, JobState] = {}
        self.engine.jobChanged.connect(self._job_changed)
        self.engine.jobRemoved.connect(self._job_removed)
        self.engine.progress.connect(self._progress)
        self.engine.queuePaused.connect(self._queue_paused)
        studio.workerChanged.connect(self.workerChanged)
        studio.projectChanged.connect(self.reload)
        self.reload()

    @property
    def worker_state(self) -> tuple[str, ErrorInfo | None]:
        return self.studio.worker_state

    def reload(self) -> None:
        """Take the engine's list as it is now."""
        self.model.replace(self.engine.jobs())
        self._states = {j.id: j.state for j in self.model.jobs}
        self._count()
        self._queue_paused(self.engine.paused())

    def _job_changed(self, job: Job) -> None:
        self._states[job.id] = job.state
        self.model.put(job)
        self._count()

    def _job_removed(self, job_id: str) -> None:
        self._states.pop(job_id, None)
        self.model.take(job_id)
        self._count()

    def _progress(self, event: Progress) -> None:
        row = self.model.row_of(event.job)
        if row >= 0:
            self.model.jobs[row].progress = event
            self.model.touch(row)

    def _queue_paused(self, paused: bool) -> None:
        self.paused = paused
        self.pausedChanged.emit(paused)

    def _count(self) -> None:
        counts: dict[str, int] = {}
        for state in self._states.values():
            counts[state.value] = counts.get(state.value, 0) + 1
        if counts != self.counts:
            self.counts = counts
            self.countsChanged.emit()

    # -- actions --------------------------------------------------------------------------------------------------

    def can_cancel(self, job: Job) -> bool:
        return job.state in (JobState.WAITING, JobState.RUNNING)

    def can_retry(self, job: Job) -> bool:
        return job.state in (JobState.FAILED, JobState.INTERRUPTED)

    def can_remove(self, job: Job) -> bool:
        return job.state in FINISHED

    def cancel(self, job: Job) -> None:
        self.engine.cancel(job.id)

    def retry(self, job: Job) -> None:
        self.engine.retry(job.id)

    def remove(self, job: Job) -> None:
        self.engine.remove(job.id)

    def retry_interrupted(self) -> None:
        """Put every interrupted job back into the queue, in the order they had."""
        jobs = [j for j in self.model.jobs if j.state is JobState.INTERRUPTED]
        for job in sorted(jobs, key=lambda j: j.position):
            self.engine.retry(job.id)

    def clear_finished(self) -> None:
        self.engine.clear_finished()

    def set_paused(self, paused: bool) -> None:
        self.engine.set_paused(paused)

    def restart_worker(self) -> None:
        self.engine.restart_workers()

    def move_by(self, job: Job, step: int) -> None:
        """Move a waiting job one place up (−1) or down (+1) among the waiting ones."""
        waiting = [j.id for j in self.model.jobs if j.state is JobState.WAITING]
        if job.id not in waiting:
            return
        at = waiting.index(job.id)
        if step < 0 and at > 0:
            self.engine.move(job.id, waiting[at - 1])
        elif step > 0 and at + 1 < len(waiting):
            self.engine.move(job.id, waiting[at + 2] if at + 2 < len(waiting) else None)

    def model_name(self, job: Job) -> str:
        """The name of the job's model, or its id when the library does not have it."""
        model_id = job.request.model
        return next((m.spec.name for m in self.studio.models.installed if m.spec.id == model_id), model_id)
