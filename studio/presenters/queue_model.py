"""Jobs as the rows of a list: those that run first, then those that wait, then those that have ended."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QPersistentModelIndex, Qt, Signal

from studio.core.jobs import Job, JobState

JOB_ROLE = Qt.ItemDataRole.UserRole
MIME = "application/x-aigc-studio-job"
MOVED_SINGLY = 8
"""Rows that move one by one in one update; more are sorted at once, for each move costs a view all that is selected."""
_GROUP = {JobState.RUNNING: 0, JobState.SAVING: 0, JobState.WAITING: 1}

Key = tuple[int, float, float, str]


def order_key(job: Job) -> Key:
    """What rows are sorted by: running jobs, then the waiting ones in their order, then the finished ones, newest first.
    No two jobs have the same."""
    group = _GROUP.get(job.state, 2)
    if group == 2:
        return group, -(job.ended or job.created), -job.position, job.id
    if group == 1:
        return group, job.position, job.created, job.id
    return group, job.started or 0.0, job.position, job.id


class QueueModel(QAbstractListModel):
    """The jobs in view. :meth:`update` takes many changes at once and keeps the view's selection and place."""

    moveRequested = Signal(str, object)

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.jobs: list[Job] = []
        self._keys: list[Key] = []
        self._key_of: dict[str, Key] = {}

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
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
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

    def replace(self, jobs: Collection[Job]) -> None:
        self.beginResetModel()
        self._sort({order_key(job): job for job in jobs})
        self.endResetModel()

    def row_of(self, job_id: str) -> int:
        key = self._key_of.get(job_id)
        return -1 if key is None else bisect_left(self._keys, key)

    def update(self, changed: Collection[Job], gone: Collection[str] = ()) -> None:
        """Jobs that are new or changed, put where they belong, and the ids of those that leave the list."""
        self._take(gone)
        moved: list[Job] = []
        for job in changed:
            if (row := self.row_of(job.id)) < 0:
                continue
            if self._keys[row] == order_key(job):
                self.jobs[row] = job
                index = self.index(row)
                self.dataChanged.emit(index, index)
            else:
                moved.append(job)
        if len(moved) > MOVED_SINGLY:
            self._sort_again(moved)
        else:
            for job in moved:
                self._move(job)
        self._insert([job for job in changed if job.id not in self._key_of])

    def _insert(self, jobs: Sequence[Job]) -> None:
        new = {order_key(job): job for job in jobs}
        keys = sorted(new)
        # From the end, as many at once as come between the same two rows.
        while keys:
            at = bisect_left(self._keys, keys[-1])
            first = bisect_left(keys, self._keys[at - 1]) if at else 0
            some, keys = keys[first:], keys[:first]
            self.beginInsertRows(QModelIndex(), at, at + len(some) - 1)
            self.jobs[at:at] = [new[key] for key in some]
            self._keys[at:at] = some
            self._key_of.update((key[-1], key) for key in some)
            self.endInsertRows()

    def _take(self, job_ids: Collection[str]) -> None:
        rows = sorted(row for job_id in job_ids if (row := self.row_of(job_id)) >= 0)
        for first, last in _runs_from_the_end(rows):
            self.beginRemoveRows(QModelIndex(), first, last)
            for job in self.jobs[first : last + 1]:
                del self._key_of[job.id]
            del self.jobs[first : last + 1], self._keys[first : last + 1]
            self.endRemoveRows()

    def _move(self, job: Job) -> None:
        row, key = self.row_of(job.id), order_key(job)
        at = bisect_left(self._keys, key)
        moves = at not in (row, row + 1)
        if moves:
            self.beginMoveRows(QModelIndex(), row, row, QModelIndex(), at)
        at -= at > row
        del self.jobs[row], self._keys[row]
        self.jobs.insert(at, job)
        self._keys.insert(at, key)
        self._key_of[job.id] = key
        if moves:
            self.endMoveRows()
        else:
            self.dataChanged.emit(self.index(at), self.index(at))

    def _sort_again(self, changed: Sequence[Job]) -> None:
        self.layoutAboutToBeChanged.emit()
        held = self.persistentIndexList()
        ids = [self.jobs[index.row()].id for index in held]
        by_key = dict(zip(self._keys, self.jobs, strict=True))
        for job in changed:
            del by_key[self._key_of[job.id]]
        by_key.update((order_key(job), job) for job in changed)
        self._sort(by_key)
        self.changePersistentIndexList(held, [self.index(self.row_of(job_id)) for job_id in ids])
        self.layoutChanged.emit()

    def _sort(self, by_key: dict[Key, Job]) -> None:
        self._keys = sorted(by_key)
        self.jobs = [by_key[key] for key in self._keys]
        self._key_of = {key[-1]: key for key in self._keys}


def _runs_from_the_end(rows: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First and last of each row of neighbours in a sorted list, the last one first."""
    end = len(rows) - 1
    while end >= 0:
        begin = end
        while begin and rows[begin - 1] == rows[begin] - 1:
            begin -= 1
        yield rows[begin], rows[end]
        end = begin - 1
