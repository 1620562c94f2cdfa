"""The queue panel over a real engine with a scripted worker."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from studio.core.errors import ErrorInfo, WorkerError
from studio.core.jobs import Job, JobState
from studio.core.messages import Phase, Progress
from studio.core.requests import ImageRequest, TextRequest
from studio.presenters.queue import QueuePresenter
from studio.ui.queue_delegate import second_line, title_of
from studio.ui.queue_panel import QueuePanel
from tests.support.scripted_channel import nothing
from tests.ui.gallery_world import Watchdog, World, destroy, world


@pytest.fixture
def place(qtbot: QtBot, tmp_path: Path) -> Iterator[World]:
    with world(tmp_path, nothing) as made:
        made.start_engine()
        yield made


@pytest.fixture
def panel(place: World) -> Iterator[QueuePanel]:
    made = QueuePanel(QueuePresenter(place.studio))
    made.resize(340, 600)
    made.show()
    yield made
    destroy(made)


def states(panel: QueuePanel) -> list[str]:
    return [j.state.value for j in panel.presenter.model.jobs]


def prompts(panel: QueuePanel) -> list[str]:
    return [j.request.prompt for j in panel.presenter.model.jobs]


def choose(panel: QueuePanel, prompt: str) -> Job:
    row = prompts(panel).index(prompt)
    panel.list.setCurrentIndex(panel.presenter.model.index(row))
    job = panel.current()
    assert job is not None
    return job


def submit(place: World, panel: QueuePanel, *names: str) -> None:
    for name in names:
        place.engine.submit(TextRequest(prompt=name))
    place.wait(lambda: len(panel.presenter.model.jobs) >= len(names) and "running" in states(panel))


def test_empty_then_running_with_progress_then_done(place: World, panel: QueuePanel) -> None:
    assert panel.empty.isVisible() and not panel.list.isVisible()
    submit(place, panel, "一首诗")
    assert panel.list.isVisible() and not panel.empty.isVisible()
    channel = place.channels[0]
    place.wait(lambda: panel.presenter.worker_state[0] in ("busy", "ready"))
    channel.progress(channel.job, 0.5, Phase.GENERATING, eta=12.0)
    place.wait(lambda: panel.presenter.model.jobs[0].progress is not None)
    assert "50%" in second_line(panel.presenter.model.jobs[0], "") and panel.list.grab()
    channel.result(channel.job)
    channel.finish(channel.job)
    place.wait(lambda: states(panel) == ["done"])


def test_failed_tells_the_next_step_and_can_be_tried_again(place: World, panel: QueuePanel) -> None:
    submit(place, panel, "too large")
    channel = place.channels[0]
    channel.finish(channel.job, "failed", ErrorInfo(code="out-of-memory"))
    place.wait(lambda: states(panel) == ["failed"])
    choose(panel, "too large")
    assert "Choose a smaller size" in panel.box_error.text()
    assert "out of memory" in second_line(panel.presenter.model.jobs[0], "")
    panel.list.setFocus()
    QTest.keyClick(panel.list, Qt.Key.Key_R)
    place.wait(lambda: states(panel) == ["running"])


def test_the_focus_stays_in_the_list_when_a_button_has_done_its_work(place: World, panel: QueuePanel) -> None:
    submit(place, panel, "first")
    place.channels[0].finish(place.channels[0].job, "failed", WorkerError("worker-died").info)
    place.wait(lambda: states(panel) == ["failed"])
    choose(panel, "first")
    panel.buttons["retry"].setFocus()
    panel.buttons["retry"].click()
    place.wait(lambda: states(panel) == ["running"])
    assert panel.list.hasFocus()


def test_reorder_by_keyboard(place: World, panel: QueuePanel) -> None:
    submit(place, panel, "first", "a", "b", "c")
    place.wait(lambda: prompts(panel) == ["first", "a", "b", "c"])
    choose(panel, "c")
    QTest.keyClick(panel.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    place.wait(lambda: prompts(panel) == ["first", "a", "c", "b"])
    assert panel.current() is not None and panel.current().request.prompt == "c"  # type: ignore[union-attr]
    QTest.keyClick(panel.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    place.wait(lambda: prompts(panel) == ["first", "c", "a", "b"])
    QTest.keyClick(panel.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(panel.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    place.wait(lambda: prompts(panel)[-1] == "b" or prompts(panel)[-1] == "c")


def test_reorder_by_drag(place: World, panel: QueuePanel) -> None:
    submit(place, panel, "first", "a", "b", "c")
    place.wait(lambda: prompts(panel) == ["first", "a", "b", "c"])
    model = panel.presenter.model
    data = model.mimeData([model.index(3)])
    model.dropMimeData(data, Qt.DropAction.MoveAction, 1, 0, model.index(-1))
    place.wait(lambda: prompts(panel) == ["first", "c", "a", "b"])
    # Dropped before the running one it still comes after it.
    model.dropMimeData(model.mimeData([model.index(3)]), Qt.DropAction.MoveAction, 0, 0, model.index(-1))
    place.wait(lambda: prompts(panel) == ["first", "b", "c", "a"])


def test_cancel_remove_and_clear(place: World, panel: QueuePanel) -> None:
    submit(place, panel, "first", "second", "third")
    place.wait(lambda: len(states(panel)) == 3)
    choose(panel, "second")
    QTest.keyClick(panel.list, Qt.Key.Key_Delete)
    place.wait(lambda: states(panel) == ["running", "waiting", "cancelled"])
    choose(panel, "second")
    QTest.keyClick(panel.list, Qt.Key.Key_Delete)
    place.wait(lambda: states(panel) == ["running", "waiting"])
    row = panel.list.visualRect(panel.presenter.model.index(1))
    QTest.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(row.right() - 26, row.top() + 18))
    place.wait(lambda: states(panel) == ["running", "cancelled"])
    panel.clear.click()
    place.wait(lambda: states(panel) == ["running"])


def test_pause_and_resume(place: World, panel: QueuePanel) -> None:
    panel.pause.click()
    place.wait(lambda: panel.presenter.paused)
    assert panel.worker.text() == "Queue is paused"
    place.engine.submit(TextRequest(prompt="waits"))
    place.wait(lambda: states(panel) == ["waiting"])
    place.settle()
    assert states(panel) == ["waiting"]
    panel.pause.click()
    place.wait(lambda: states(panel) == ["running"])


def test_interrupted_jobs_go_back_with_one_click(qtbot: QtBot, tmp_path: Path) -> None:
    with world(tmp_path, nothing) as place:
        for number in range(3):
            job = Job(
                id=f"j{number}", request=TextRequest(prompt=f"p{number}"), position=float(number + 1), created=1.0
            )
            job.move_to(JobState.RUNNING)
            place.services.project.jobs.put(job)
        loop = place.services.make_loop(place.engine.listener)
        place.engine.attach(loop)
        panel = QueuePanel(QueuePresenter(place.studio))
        panel.show()
        place.start_engine()
        place.wait(lambda: states(panel) == ["interrupted"] * 3)
        assert panel.interrupted.isVisible() and "3" in panel.interrupted.text()
        panel.interrupted.click()
        place.wait(lambda: states(panel) == ["running", "waiting", "waiting"])
        assert prompts(panel) == ["p0", "p1", "p2"] and not panel.interrupted.isVisible()
        destroy(panel)


def test_a_worker_that_failed_can_be_restarted(place: World, panel: QueuePanel) -> None:
    place.studio._worker_changed("failed", WorkerError("worker-gave-up", count=5).info)
    assert panel.restart.isVisible() and panel.worker.text() == "Worker has failed"
    assert "stopped 5 times in a row" in panel.worker.toolTip()


def test_five_thousand_jobs(place: World, panel: QueuePanel) -> None:
    jobs = [
        Job(id=f"{n}", request=ImageRequest(prompt=f"prompt {n}"), position=float(n), state=JobState.WAITING)
        for n in range(5000)
    ]
    listener = place.engine.listener
    begin = time.perf_counter()
    listener.jobs_loaded(jobs)
    place.wait(lambda: panel.presenter.counts == {"waiting": 5000})
    panel.list.grab()
    opened = time.perf_counter() - begin
    with Watchdog() as dog:
        for n in range(0, 4000, 100):
            listener.job_changed(Job(id=f"{n}", request=jobs[n].request, state=JobState.DONE, ended=n + 1.0))
            listener.progress(Progress(job="4500", phase=Phase.DENOISING, fraction=n / 4000))
            place.settle(0.002)
    assert opened < 1.0, opened
    assert dog.longest < 0.25, dog.longest
    assert panel.presenter.counts == {"waiting": 4960, "done": 40}
    assert panel.presenter.jobs["4500"].progress is not None


def test_several_jobs_move_together_and_keep_their_order(place: World, panel: QueuePanel) -> None:
    submit(place, panel, "first", "a", "b", "c", "d")
    place.wait(lambda: prompts(panel) == ["first", "a", "b", "c", "d"])

    def move(step: int, *names: str) -> None:
        panel.presenter.move_by([job for job in panel.presenter.jobs.values() if job.request.prompt in names], step)

    move(-1, "b", "c")
    place.wait(lambda: prompts(panel) == ["first", "b", "c", "a", "d"])
    move(-1, "b", "c")
    move(1, "b", "a")
    place.wait(lambda: prompts(panel) == ["first", "c", "b", "d", "a"])
    move(1, "first", "d", "a")
    place.settle()
    assert prompts(panel) == ["first", "c", "b", "d", "a"]


def test_home_and_end_go_to_the_first_and_the_last_job(place: World, panel: QueuePanel) -> None:
    submit(place, panel, "first", "a", "b")
    place.wait(lambda: prompts(panel) == ["first", "a", "b"])
    choose(panel, "a")
    QTest.keyClick(panel.list, Qt.Key.Key_End)
    assert [job.request.prompt for job in panel.selected()] == ["b"]
    QTest.keyClick(panel.list, Qt.Key.Key_Home)
    assert [job.request.prompt for job in panel.selected()] == ["first"]


def test_titles_of_tasks_without_a_prompt() -> None:
    from studio.core.requests import InputRef

    request = ImageRequest(task="upscale", inputs=(InputRef(path="C:\\图\\brief.png"),))
    assert title_of(Job(id="1", request=request)) == "Upscale · brief.png"


def test_everything_has_a_name(place: World, panel: QueuePanel) -> None:
    submit(place, panel, "x")
    choose(panel, "x")
    for widget in panel.findChildren(QWidget):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            assert widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text()), widget
