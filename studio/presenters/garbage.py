"""Python's cyclic garbage, collected in the GUI thread alone.

Python collects in whichever thread happens to allocate. Where that is not the GUI thread, a widget or timer that is
part of a cycle dies in a thread not its own, and Qt ends the program.
"""

from __future__ import annotations

import gc
import time

from PySide6.QtCore import QObject, QTimer

INTERVAL_MS = 500
FULL_SHARE = 0.02
"""At most so much of the time goes into full collections."""


class Collector(QObject):
    """Collects as often as Python would, between :meth:`start` and :meth:`stop`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, interval=INTERVAL_MS)
        self._timer.timeout.connect(self.collect_due)
        self._not_before = 0.0

    def start(self) -> None:
        gc.disable()
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()
        gc.enable()

    def freeze(self) -> None:
        """Look no more at what there is now: modules and the window live to the end, and looking takes longer than a
        frame."""
        gc.freeze()

    def collect_due(self) -> None:
        """Collect the generations that are full."""
        counts, limits = gc.get_count(), gc.get_threshold()
        if counts[2] > limits[2] and time.monotonic() >= self._not_before:
            began = time.monotonic()
            gc.collect()
            ended = time.monotonic()
            self._not_before = ended + (ended - began) / FULL_SHARE
        elif counts[1] > limits[1]:
            gc.collect(1)
        elif counts[0] > limits[0]:
            gc.collect(0)
