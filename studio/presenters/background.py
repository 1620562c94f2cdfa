"""Work off the GUI thread, its outcome back in it. Everything a presenter reads or writes goes through here."""

from __future__ import annotations

import logging
import queue
import threading
import traceback
from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from studio.core.errors import ErrorInfo, as_error_info

log = logging.getLogger(__name__)
T = TypeVar("T")
Progress = Callable[[Any], None]
Cancelled = Callable[[], bool]
_THREADS = 3


class Task:
    """One piece of background work. :meth:`cancel` asks it to end; its callbacks are then no longer called,
    but for ``on_error`` and ``on_done`` of long work, whose end the caller needs to know."""

    def __init__(self, *, silent: bool) -> None:
        self._cancelled = threading.Event()
        self._silent = silent
        self._latest: list[Any] = []
        self.finished = False

    def cancel(self) -> None:
        self._cancelled.set()

    @property
    def cancelled(self) -> bool:
        return self._cancelled.is_set()

    @property
    def mute(self) -> bool:
        """Whether its callbacks are dropped."""
        return self._silent and self.cancelled


class Background(QObject):
    """A few threads for short work, one thread for each long work; callbacks run in the thread that owns this object."""

    _deliver = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._deliver.connect(self._call, Qt.ConnectionType.QueuedConnection)
        self._queue: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._long: dict[Task, threading.Thread] = {}
        self._closed = False

    def run(
        self,
        fn: Callable[[], T],
        on_done: Callable[[T], None] | None = None,
        on_error: Callable[[ErrorInfo], None] | None = None,
    ) -> Task:
        """Call ``fn`` on one of the short-work threads."""
        task = Task(silent=True)
        if self._closed:
            return task
        if len(self._threads) < _THREADS:
            thread = threading.Thread(target=self._work, name=f"studio-background-{len(self._threads)}", daemon=True)
            self._threads.append(thread)
            thread.start()
        self._queue.put(lambda: None if task.cancelled else self._run(task, fn, on_done, on_error))
        return task

    def run_long(
        self,
        fn: Callable[[Progress, Cancelled], T],
        on_done: Callable[[T], None] | None = None,
        on_error: Callable[[ErrorInfo], None] | None = None,
        on_progress: Progress | None = None,
    ) -> Task:
        """Call ``fn(progress, cancelled)`` on a thread of its own. Only the newest progress that the GUI thread has
        not seen yet is delivered, so it can be called any number of times."""
        task = Task(silent=False)
        if self._closed:
            return task

        def progress(value: Any) -> None:
            if on_progress is None:
                return
            pending = bool(task._latest)
            task._latest[:] = [value]
            if not pending:
                self.post(lambda: self._show_progress(task, on_progress))

        def body() -> None:
            self._run(task, lambda: fn(progress, lambda: task.cancelled), on_done, on_error)
            self.post(lambda: self._long.pop(task, None))

        thread = threading.Thread(target=body, name="studio-long-work", daemon=True)
        self._long[task] = thread
        thread.start()
        return task

    def post(self, call: Callable[[], Any]) -> None:
        """Run ``call`` in the owning thread soon; from any thread."""
        if not self._closed:
            self._deliver.emit(call)

    def close(self, wait: float = 10.0) -> None:
        """Cancel long work, let short work end, drop every callback that is still under way."""
        self._closed = True
        for task in self._long:
            task.cancel()
        for _ in self._threads:
            self._queue.put(None)
        for thread in [*self._threads, *self._long.values()]:
            thread.join(wait)
        self._threads.clear()
        self._long.clear()

    def _work(self) -> None:
        while (job := self._queue.get()) is not None:
            job()

    def _run(
        self,
        task: Task,
        fn: Callable[[], T],
        on_done: Callable[[T], None] | None,
        on_error: Callable[[ErrorInfo], None] | None,
    ) -> None:
        try:
            value = fn()
        except Exception as error:
            info = as_error_info(error, traceback.format_exc())
            log.debug("background work failed", exc_info=True)
            if on_error is not None:
                self.post(lambda: self._end(task, on_error, info))
            elif not task.mute:
                log.error("background work failed: %s", info, exc_info=True)
        else:
            self.post(lambda: self._end(task, on_done, value))

    @staticmethod
    def _end(task: Task, callback: Callable[[Any], None] | None, value: Any) -> None:
        task.finished = True
        if callback is not None and not task.mute:
            callback(value)

    @staticmethod
    def _show_progress(task: Task, on_progress: Progress) -> None:
        if task._latest and not task.finished:
            on_progress(task._latest.pop())

    @Slot(object)
    def _call(self, call: Callable[[], Any]) -> None:
        if self._closed:
            return
        owner = getattr(call, "__self__", None)
        if isinstance(owner, QObject) and not _alive(owner):
            return
        try:
            call()
        except RuntimeError as error:
            # A widget can be deleted while its answer is on the way.
            if "already deleted" not in str(error) and "source has been deleted" not in str(error):
                raise


def _alive(owner: QObject) -> bool:
    import shiboken6

    return bool(shiboken6.isValid(owner))
