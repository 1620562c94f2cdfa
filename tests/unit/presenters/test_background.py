from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from studio.core.errors import ErrorInfo, InputError
from studio.presenters.background import Background


@pytest.fixture
def background(qapp: object) -> Iterator[Background]:
    made = Background()
    yield made
    made.close()


def test_callbacks_come_in_the_gui_thread(background: Background, qtbot: QtBot) -> None:
    seen: list[object] = []
    background.run(lambda: threading.current_thread().name, lambda n: seen.append((n, threading.current_thread())))
    qtbot.waitUntil(lambda: bool(seen))
    ((name, thread),) = seen  # type: ignore[misc]
    assert name.startswith("studio-background")
    assert thread is threading.main_thread()


def test_errors_arrive_typed(background: Background, qtbot: QtBot) -> None:
    seen: list[ErrorInfo] = []

    def fail() -> None:
        raise InputError("prompt-empty")

    background.run(fail, None, seen.append)
    qtbot.waitUntil(lambda: bool(seen))
    assert seen[0].code == "prompt-empty"
    assert "InputError" in seen[0].detail


def test_a_cancelled_task_stays_silent(background: Background, qtbot: QtBot) -> None:
    gate, seen = threading.Event(), []
    task = background.run(lambda: gate.wait(5), seen.append)
    task.cancel()
    gate.set()
    after: list[bool] = []
    background.run(lambda: True, after.append)
    qtbot.waitUntil(lambda: bool(after))
    qtbot.wait(20)
    assert seen == []


def test_progress_is_coalesced_and_the_newest_wins(background: Background, qtbot: QtBot) -> None:
    shown: list[int] = []
    done: list[str] = []

    def work(progress: object, cancelled: object) -> str:
        for n in range(10_000):
            progress(n)  # type: ignore[operator]
        return "end"

    background.run_long(work, done.append, None, shown.append)
    qtbot.waitUntil(lambda: bool(done))
    assert done == ["end"]
    assert shown == sorted(shown)
    assert len(shown) < 5_000


def test_long_work_hears_of_cancel_and_reports_its_end(background: Background, qtbot: QtBot) -> None:
    done: list[str] = []

    def work(progress: object, cancelled: object) -> str:
        while not cancelled():  # type: ignore[operator]
            threading.Event().wait(0.002)
        return "stopped"

    task = background.run_long(work, done.append)
    task.cancel()
    qtbot.waitUntil(lambda: bool(done))
    assert done == ["stopped"]


def test_nothing_is_called_after_close(qapp: object, qtbot: QtBot) -> None:
    background, seen = Background(), []
    background.run(lambda: 1, seen.append)
    background.close()
    qtbot.wait(20)
    background.run(lambda: 2, seen.append)
    assert seen == []


def test_a_deleted_receiver_is_no_trouble(background: Background, qtbot: QtBot) -> None:
    import shiboken6

    receiver, done = QObject(), []
    background.run(lambda: 1, receiver.setObjectName)
    shiboken6.delete(receiver)
    background.run(lambda: 1, done.append)
    qtbot.waitUntil(lambda: bool(done))
