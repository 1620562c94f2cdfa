"""A thousand jobs at once: what the window does for them does not grow with their number."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from studio.core.batches import Batch, Item
from studio.core.jobs import JobState
from studio.core.messages import RunJob
from studio.core.requests import ImageRequest
from studio.core.tables import Row
from studio.presenters import queue_batches
from studio.presenters.takes import Take
from studio.ui.main_window import MainWindow
from studio.ui.take_strip import TakeStrip
from tests.support.scripted_channel import ScriptedChannel, nothing
from tests.ui.gallery_world import Watchdog, World, draw_picture

MANY = 1000


def batch_of(count: int) -> Batch:
    items = (Item(Row(n, {}, {}), ImageRequest(prompt=f"纸船 boat {n}", seed=n), "") for n in range(count))
    return Batch("船 boats", tuple(items), ())


def test_a_thousand_jobs_come_end_and_go_without_a_stall(
    open_window: Callable[..., tuple[World, MainWindow]],
) -> None:
    left, picture = [30], io.BytesIO()
    draw_picture(1).save(picture, "PNG")

    def script(channel: ScriptedChannel, command: RunJob) -> None:
        if left[0]:
            left[0] -= 1
            channel.result(command, 0, picture.getvalue(), ".png", width=320, height=240)
            channel.finish(command)

    world, window = open_window(script)
    window.show_tab("image")
    window.side.show_queue()
    panel = window.side.queue
    assert panel is not None
    queue, told = panel.presenter, Counter[str]()
    for name, signal in (
        ("counts", queue.countsChanged),
        ("takes", world.studio.image.takesChanged),
        ("texts", world.studio.text.takesChanged),
    ):
        signal.connect(lambda n=name: told.update([n]))
    world.wait(lambda: world.studio.worker_state[0] == "ready")
    world.settle(0.3)
    with Watchdog() as idle:
        world.settle(0.3)
    with Watchdog() as dog:
        world.engine.submit_jobs(batch_of(MANY).jobs())
        world.wait(lambda: queue.counts.get("done") == 30 and queue.counts.get("running") == 1)
        (batch,) = queue.batches
        panel.batches.refresh()
        panel.batches.cards[batch].fold.click()
        panel.list.selectAll()
        world.settle(0.05)
        told.clear()
        queue_batches.cancel(queue, batch)
        world.wait(lambda: queue.counts == {"done": 30, "cancelled": MANY - 30})
        panel.clear.click()
        world.wait(lambda: not queue.jobs)
    # Told once for each slice of the engine's news; the tabs only of takes that they show.
    assert told["counts"] < 60 and told["takes"] < 10 and told["texts"] == 0, told
    # It was nine seconds when each job was a piece of work of its own; the machine may be busy with other things.
    assert dog.longest < 0.5 + 3 * idle.longest, (dog.longest, idle.longest)


def test_a_thousand_jobs_are_written_down_at_once(open_world: Callable[..., World]) -> None:
    world = open_world(nothing)
    writes: list[int] = []
    database = world.services.project.database
    begin = database.transaction

    def counted(**how: Any) -> Any:
        writes.append(1)
        return begin(**how)

    database.transaction = counted  # type: ignore[method-assign]
    world.engine.set_paused(True)
    world.start_engine()
    jobs = batch_of(MANY).jobs()
    world.engine.submit_jobs(jobs)
    world.wait(lambda: len(world.engine.jobs()) == MANY)
    world.engine.cancel(*(job.id for job in jobs))
    world.wait(lambda: all(job.state is JobState.CANCELLED for job in world.engine.jobs()))
    assert [job.state for job in world.services.project.jobs.load()] == [JobState.CANCELLED] * MANY
    world.engine.clear_finished()
    world.wait(lambda: not world.engine.jobs() and not world.services.project.jobs.load())
    assert len(writes) <= 4


def test_a_project_with_thousands_of_ended_jobs_is_told_once(open_world: Callable[..., World], tmp_path: Path) -> None:
    jobs = batch_of(5000).jobs()
    for job in jobs:
        job.state, job.ended = JobState.DONE, 1.0
    world = open_world(nothing)
    world.services.project.jobs.put(*jobs)
    told = Counter[str]()
    world.engine.jobChanged.connect(lambda _job: told.update(["changed"]))
    world.engine.jobsLoaded.connect(lambda loaded: told.update({"loaded": len(loaded)}))
    world.start_engine()
    world.wait(lambda: told["loaded"])
    world.settle()
    assert told == {"loaded": 5000}


def test_the_strip_draws_only_the_takes_that_are_new(qapp: object, monkeypatch: Any) -> None:
    strip = TakeStrip("image", several=True)
    drawn: list[Take] = []
    cell = TakeStrip._cell
    monkeypatch.setattr(TakeStrip, "_cell", lambda self, take, picture: drawn.append(take) or cell(self, take, picture))
    takes = [Take(job=f"{n}", index=0, request=ImageRequest(prompt="x")) for n in range(62)]

    def shown() -> list[Take]:
        return [strip.item(row).data(256) for row in range(strip.count())]

    strip.set_takes(takes[:60], takes[59])
    assert drawn == takes[:60]
    for row in (3, 59):
        strip.item(row).setSelected(True)
    strip.set_takes(takes[1:61], takes[59])
    assert drawn[60:] == [takes[60]] and shown() == takes[1:61]
    assert strip.selected_takes() == [takes[3], takes[59]]
    assert strip.item(0).toolTip().startswith("1 ·") and strip.item(59).toolTip().startswith("60 ·")
    # In another order, and one in the middle that is new.
    for order in ([takes[5], takes[3], takes[4]], [takes[5], takes[61], takes[3]], []):
        strip.set_takes(order, order[0] if order else None)
        assert shown() == order
    strip.deleteLater()
