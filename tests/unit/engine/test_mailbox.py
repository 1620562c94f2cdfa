from __future__ import annotations

import threading
import time

from PySide6.QtCore import QEventLoop, QThread, QTimer
from pytestqt.qtbot import QtBot

from studio.engine.mailbox import Mailbox


def test_news_of_any_thread_comes_in_order_in_the_mailboxs_own(qtbot: QtBot) -> None:
    mailbox, told = Mailbox(), []
    here = QThread.currentThread()

    def tell(number: int) -> None:
        assert QThread.currentThread() is here
        told.append(number)

    def work() -> None:
        for number in range(2000):
            mailbox.post(lambda n=number: tell(n))

    thread = threading.Thread(target=work)
    thread.start()
    qtbot.waitUntil(lambda: len(told) == 2000, timeout=5000)
    thread.join()
    assert told == list(range(2000))


def test_the_event_loop_comes_round_while_much_waits(qtbot: QtBot) -> None:
    mailbox, slices, rounds = Mailbox(), [], []
    left = iter(range(299, -1, -1))
    waiting = [300]

    def busy() -> None:
        end = time.perf_counter() + 0.001
        while time.perf_counter() < end:
            pass
        waiting[0] = next(left)

    mailbox.delivered.connect(lambda: slices.append(waiting[0]))
    timer = QTimer(interval=0)
    timer.timeout.connect(lambda: rounds.append(waiting[0]))
    for _ in range(300):
        mailbox.post(busy)
    timer.start()
    qtbot.waitUntil(lambda: waiting[0] == 0, timeout=5000)
    timer.stop()
    # 300 ms of news in slices of 5 ms: with one queued event each, the timer would come before or behind all of them.
    assert len(slices) > 20 and len({n for n in rounds if 0 < n < 300}) > 20


def test_a_slot_with_an_event_loop_of_its_own_still_hears_news(qtbot: QtBot) -> None:
    mailbox, told = Mailbox(), []
    inner = QEventLoop()

    def ask() -> None:
        mailbox.post(lambda: told.append("answer"))
        mailbox.post(inner.quit)
        inner.exec()
        told.append("asked")

    mailbox.post(ask)
    qtbot.waitUntil(lambda: told == ["answer", "asked"], timeout=5000)


def test_a_call_that_raises_keeps_none_of_the_others(qtbot: QtBot) -> None:
    mailbox, told = Mailbox(), []
    mailbox.post(lambda: [].pop())
    mailbox.post(lambda: told.append(1))
    with qtbot.captureExceptions() as raised:
        qtbot.waitUntil(lambda: told == [1], timeout=5000)
    assert len(raised) == 1


def test_emptied_at_once() -> None:
    mailbox, told = Mailbox(), []
    for number in range(3):
        mailbox.post(lambda n=number: told.append(n))
    mailbox.empty()
    assert told == [0, 1, 2]


def test_cleared_it_tells_nothing_and_leaves_no_timer_running(qtbot: QtBot) -> None:
    mailbox, told = Mailbox(), []
    mailbox.post(lambda: told.append(1))
    mailbox.clear()
    thread = threading.Thread(target=lambda: mailbox.post(lambda: told.append(2)))
    thread.start()
    thread.join()
    mailbox.clear()
    qtbot.wait(20)
    assert told == [] and not any(timer.isActive() for timer in mailbox.findChildren(QTimer))
    mailbox.post(lambda: told.append(3))
    qtbot.waitUntil(lambda: told == [3], timeout=5000)
