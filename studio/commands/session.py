"""A queue run from the terminal: the engine's loop in a thread, its news in the order they came."""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from studio.core.errors import ErrorInfo
from studio.core.jobs import Job
from studio.core.messages import Preview, Progress, Residency, TextDelta
from studio.engine.channel import WorkerState
from studio.services import Services


@dataclass(frozen=True)
class News:
    """One thing the engine said: ``what`` is job, progress, text, asset, worker or ended."""

    what: str
    value: Any
    job: str = ""
    take: int = 0


class Listener:
    """The engine's listener that puts what matters at a terminal into a queue."""

    def __init__(self) -> None:
        self.news: queue.SimpleQueue[News] = queue.SimpleQueue()

    def jobs_loaded(self, jobs: list[Job]) -> None:
        pass

    def job_changed(self, job: Job) -> None:
        self.news.put(News("job", job, job.id))

    def job_removed(self, job_id: str) -> None:
        pass

    def progress(self, event: Progress) -> None:
        self.news.put(News("progress", event, event.job, event.take))

    def text(self, event: TextDelta) -> None:
        self.news.put(News("text", event, event.job, event.take))

    def preview(self, event: Preview, rgb: bytes) -> None:
        pass

    def asset_saved(self, job_id: str, take: int, asset: Any) -> None:
        self.news.put(News("asset", asset, job_id, take))

    def worker_changed(self, state: WorkerState, error: ErrorInfo | None) -> None:
        self.news.put(News("worker", (state.value, str(error or ""))))

    def residency(self, event: Residency) -> None:
        pass

    def queue_paused(self, paused: bool) -> None:
        pass


class Session:
    """Services with their loop running."""

    def __init__(self, services: Services, listener: Listener) -> None:
        self.services, self.listener = services, listener
        self._thread = threading.Thread(target=self._run, name="engine", daemon=True)

    def _run(self) -> None:
        try:
            self.services.loop.run()
        finally:
            self.listener.news.put(News("ended", None))

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        if self._thread.is_alive():
            self.services.loop.stop()
            self._thread.join()
        self.services.close()

    def next(self) -> News:
        """The next news; the wait is cut into pieces so that Ctrl-C is felt on every platform."""
        while (news := self.poll()) is None:
            pass
        return news

    def poll(self) -> News | None:
        """The next news, or None when there was none for a while."""
        try:
            return self.listener.news.get(timeout=0.2)
        except queue.Empty:
            return None


@contextlib.contextmanager
def session(folder: Path, *, new_jobs_only: bool = False) -> Iterator[Session]:
    """Open the project's services for the length of a ``with`` block; the loop starts with :meth:`Session.start`."""
    listener = Listener()
    services = Services.open(folder)
    services.make_loop(listener, new_jobs_only=new_jobs_only)
    running = Session(services, listener)
    try:
        yield running
    finally:
        running.stop()
