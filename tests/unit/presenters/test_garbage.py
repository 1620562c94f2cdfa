"""Garbage that needs a collection dies in the GUI thread, whichever thread allocates."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from pytestqt.qtbot import QtBot

from studio.presenters import garbage
from studio.presenters.garbage import Collector


@pytest.fixture
def collector(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Collector]:
    monkeypatch.setattr(garbage, "INTERVAL_MS", 5)
    was_enabled = gc.isenabled()
    gc.enable()
    made = Collector()
    made.start()
    yield made
    made.stop()
    assert gc.isenabled()
    if not was_enabled:
        gc.disable()


class _Ring:
    """Can only be collected, not counted away."""

    def __init__(self, died_in: list[threading.Thread]) -> None:
        self._me, self._died_in = self, died_in

    def __del__(self) -> None:
        self._died_in.append(threading.current_thread())


def _allocate_elsewhere() -> None:
    def work() -> None:
        for _ in range(50):
            kept = [[n] for n in range(2_000)]
            del kept

    thread = threading.Thread(target=work, name="allocates")
    thread.start()
    thread.join()


def test_objects_die_in_the_gui_thread(collector: Collector, qtbot: QtBot) -> None:
    died_in: list[threading.Thread] = []
    for _ in range(1000):
        _Ring(died_in)
    _allocate_elsewhere()
    assert died_in == []
    qtbot.waitUntil(lambda: len(died_in) == 1000)
    assert set(died_in) == {threading.main_thread()}


def test_full_collections_take_little_of_the_time(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    clock = iter((100.0, 100.0, 100.1, 104.0, 106.0, 106.0, 106.1))
    collecting = SimpleNamespace(
        get_count=lambda: (0, 0, 11), get_threshold=gc.get_threshold, collect=lambda: asked.append(2)
    )
    monkeypatch.setattr(garbage, "gc", collecting)
    monkeypatch.setattr(garbage, "time", SimpleNamespace(monotonic=lambda: next(clock)))
    still = Collector()
    for _ in range(3):
        still.collect_due()
    assert asked == [2, 2]
