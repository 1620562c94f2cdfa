from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from studio.core.jobs import Job, JobState, new_job
from studio.core.requests import TextRequest
from studio.engine.queue import JobQueue

S = JobState
REQUEST = TextRequest(prompt="x")


def full(count: int) -> tuple[JobQueue, list[str]]:
    queue = JobQueue()
    jobs = [new_job(REQUEST) for _ in range(count)]
    for job in jobs:
        queue.add(job)
    return queue, [job.id for job in jobs]


def order(queue: JobQueue) -> list[str]:
    return [job.id for job in queue.waiting()]


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_moves_do_what_a_list_would(data: st.DataObject) -> None:
    queue, ids = full(data.draw(st.integers(1, 6)))
    expected = list(ids)
    for _ in range(data.draw(st.integers(0, 40))):
        moved = data.draw(st.sampled_from(ids))
        before = data.draw(st.sampled_from([None, *ids]))
        queue.move(moved, before)
        if moved != before:
            expected.remove(moved)
            expected.insert(expected.index(before) if before else len(expected), moved)
        assert order(queue) == expected
        # The order must survive being written down and read again.
        again = JobQueue([Job(id=j.id, request=REQUEST, position=j.position, created=j.created) for j in queue.jobs()])
        assert order(again) == expected


def test_endless_moves_between_two_keep_room() -> None:
    queue, (a, b, c) = full(3)
    for _ in range(300):
        last = order(queue)[-1]
        queue.move(last, order(queue)[1])
    assert sorted(order(queue)) == sorted([a, b, c])
    positions = [job.position for job in queue.waiting()]
    assert positions == sorted(set(positions))


def test_only_waiting_jobs_are_moved_and_edited() -> None:
    queue, (a, b) = full(2)
    job = queue.get(a)
    assert job is not None
    job.move_to(S.RUNNING)
    assert queue.move(a, None) == [] and queue.move(b, a) == [] and queue.move(b, "gone") == []
    assert queue.edit(a, REQUEST) is None and not queue.remove(a) and not queue.again(job)
    assert queue.next() is queue.get(b)
    job.move_to(S.FAILED)
    assert queue.again(job) and order(queue) == [b, a]
    queue.paused = True
    assert queue.next() is None and len(queue) == 2
    assert queue.remove(a) and not queue.remove(a)


def test_thousands_of_finished_jobs_do_not_slow_the_search_for_the_next() -> None:
    jobs = [Job(id=str(n), request=REQUEST, state=S.DONE, position=float(n)) for n in range(20_000)]
    queue = JobQueue(jobs)
    queue.waiting()
    assert not queue._open


def test_added_behind_all_others_also_where_moves_have_numbered_anew() -> None:
    queue, ids = full(6)
    for _ in range(120):
        queue.move(order(queue)[-1], order(queue)[1])
    late = Job(id="late", request=REQUEST)
    queue.add(late)
    assert order(queue)[-1] == "late" and sorted(order(queue)) == sorted([*ids, "late"])
