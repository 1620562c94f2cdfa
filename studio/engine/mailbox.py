"""Brings news from any thread into the window's, a few milliseconds' worth at a time."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal, Slot

SLICE_S = 0.005
"""A third of a frame: thousands of jobs that change at once must not keep the window from painting."""


class Mailbox(QObject):
    """Calls what is posted, in order, in the thread it was made in; ``delivered`` follows each slice.

    A queued signal for each piece of news would not do: Qt delivers all that wait before it looks at anything else.
    """

    delivered = Signal()
    _posted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._news: deque[Callable[[], None]] = deque()
        self._woken = False
        # Fires once each time round the event loop, behind input and painting.
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._deliver)
        self._posted.connect(self._soon)

    def post(self, call: Callable[[], None]) -> None:
        """From any thread."""
        self._news.append(call)
        if not self._woken:
            self._woken = True
            self._posted.emit()

    @Slot()
    def _soon(self) -> None:
        if not self._news:
            # Whoever posts from here on wakes again; whoever posted before is seen in the next line.
            self._woken = False
        if self._news:
            self._timer.start()

    def empty(self) -> None:
        """Deliver all that waits, now."""
        self._deliver(None)

    def clear(self) -> None:
        """Forget what waits. A timer that runs must not be left to whichever thread collects garbage."""
        self._woken = False
        self._news.clear()
        self._timer.stop()

    def _deliver(self, most: float | None = SLICE_S) -> None:
        # Before the first call: what is posted from now on wakes again, also a slot's own event loop.
        self._woken = False
        end = None if most is None else time.perf_counter() + most
        try:
            while self._news and (end is None or time.perf_counter() < end):
                self._news.popleft()()
        finally:
            if self._news:
                self._timer.start()
        self.delivered.emit()
