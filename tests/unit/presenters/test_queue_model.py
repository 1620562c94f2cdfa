"""The rows of the queue: their order, what follows them, and how little a view is told."""

from __future__ import annotations

from random import Random

from PySide6.QtCore import QPersistentModelIndex
from PySide6.QtTest import QAbstractItemModelTester

from studio.core.jobs import Job, JobState
from studio.core.requests import AudioRequest
from studio.presenters.queue_model import MOVED_SINGLY, QueueModel, order_key

REQUEST = AudioRequest(prompt="x")


def waiting(number: int) -> Job:
    return Job(id=f"{number}", request=REQUEST, position=float(number))


def ended(number: int) -> Job:
    return Job(id=f"{number}", request=REQUEST, position=float(number), state=JobState.CANCELLED, ended=1e6 + number)


class Told:
    """How often a view is told of what."""

    def __init__(self, model: QueueModel) -> None:
        self.count = dict.fromkeys(("rowsInserted", "rowsRemoved", "rowsMoved", "layoutChanged", "dataChanged"), 0)
        for name in self.count:
            getattr(model, name).connect(lambda *_, n=name: self._add(n))
        model.modelReset.connect(lambda: self._add("dataChanged"))

    def _add(self, name: str) -> None:
        self.count[name] += 1

    def taken(self) -> dict[str, int]:
        found = {name: count for name, count in self.count.items() if count}
        self.count = dict.fromkeys(self.count, 0)
        return found


def test_whatever_comes_the_order_holds_and_views_can_follow() -> None:
    model, random, now = QueueModel(), Random(7), 0.0
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    held: dict[str, QPersistentModelIndex] = {}
    there: dict[str, Job] = {}
    for _ in range(300):
        changed = {}
        for _ in range(random.choice((1, 3, 40))):
            now += 1.0
            job = Job(
                id=str(random.randrange(60)),
                request=REQUEST,
                state=random.choice(list(JobState)),
                position=random.random(),
                created=now,
                started=now,
                ended=random.random() * 100,
            )
            changed[job.id] = job
        gone = {str(random.randrange(60)) for _ in range(random.choice((0, 2, 20)))} - changed.keys()
        model.update(list(changed.values()), gone)
        there = {job_id: job for job_id, job in {**there, **changed}.items() if job_id not in gone}
        assert model.jobs == sorted(there.values(), key=order_key)
        assert [model.row_of(job.id) for job in model.jobs] == list(range(len(model.jobs)))
        for job_id, index in held.items():
            if job_id in there and index.isValid():
                assert model.jobs[index.row()].id == job_id
            else:
                assert not index.isValid()
        held = {job.id: QPersistentModelIndex(model.index(model.row_of(job.id))) for job in model.jobs[::3]}
    del tester


def test_a_thousand_changes_are_a_few_to_a_view() -> None:
    model = QueueModel()
    told = Told(model)
    model.update([waiting(n) for n in range(1000)])
    assert told.taken() == {"rowsInserted": 1}
    model.update([ended(n) for n in range(500)])
    assert told.taken() == {"layoutChanged": 1}
    model.update([waiting(n) for n in range(1000, 1010)], [f"{n}" for n in range(1000)])
    assert sum(told.taken().values()) <= 3 and len(model.jobs) == 10


def test_few_rows_move_one_by_one() -> None:
    model = QueueModel()
    model.update([waiting(n) for n in range(20)])
    told = Told(model)
    model.update([ended(n) for n in range(MOVED_SINGLY)])
    assert told.taken() == {"rowsMoved": MOVED_SINGLY}
    model.update([ended(0)])
    assert told.taken() == {"dataChanged": 1}
