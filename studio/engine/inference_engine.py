"""The engine as the window sees it: a thread of Qt around the Qt-free loop, and typed signals."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal

from studio.core.errors import ErrorInfo
from studio.core.jobs import BatchPlace, Job
from studio.core.messages import Configure, Preview, Progress, Residency, TextDelta
from studio.core.requests import Request
from studio.engine.channel import Channel, WorkerState
from studio.engine.loop import EngineLoop
from studio.engine.mailbox import Mailbox


class _Signals:
    """The EngineListener that has every call become a signal in the window's thread."""

    def __init__(self, engine: InferenceEngine, mailbox: Mailbox) -> None:
        self._engine, self._post = engine, mailbox.post

    def jobs_loaded(self, jobs: list[Job]) -> None:
        self._post(partial(self._engine.jobsLoaded.emit, jobs))

    def job_changed(self, job: Job) -> None:
        self._post(partial(self._engine.jobChanged.emit, job))

    def job_removed(self, job_id: str) -> None:
        self._post(partial(self._engine.jobRemoved.emit, job_id))

    def progress(self, event: Progress) -> None:
        self._post(partial(self._engine.progress.emit, event))

    def text(self, event: TextDelta) -> None:
        self._post(partial(self._engine.text.emit, event))

    def preview(self, event: Preview, rgb: bytes) -> None:
        self._post(partial(self._engine.preview.emit, event, rgb))

    def asset_saved(self, job_id: str, take: int, asset: Any) -> None:
        self._post(partial(self._engine.assetSaved.emit, job_id, take, asset))

    def worker_changed(self, state: WorkerState, error: ErrorInfo | None) -> None:
        self._post(partial(self._engine.workerChanged.emit, state.value, error))

    def residency(self, event: Residency) -> None:
        self._post(partial(self._engine.residency.emit, event))

    def queue_paused(self, paused: bool) -> None:
        self._post(partial(self._engine.queuePaused.emit, paused))


class InferenceEngine(QThread):
    """Runs an :class:`EngineLoop`. Make it, build the loop with :attr:`listener`, :meth:`attach` it, :meth:`start`.

    All signals come in the thread that made it, a few milliseconds' worth at a time; ``delivered`` ends each such slice:
    work that many jobs need once is done there.
    """

    jobsLoaded = Signal(object)  # list[Job]: the project's queue as it was when it was opened
    jobChanged = Signal(object)  # Job
    jobRemoved = Signal(str)
    progress = Signal(object)  # Progress
    text = Signal(object)  # TextDelta
    preview = Signal(object, bytes)  # Preview, RGB888 rows
    assetSaved = Signal(str, int, object)  # job id, take, asset
    workerChanged = Signal(str, object)  # WorkerState, ErrorInfo or None
    residency = Signal(object)  # Residency
    queuePaused = Signal(bool)
    delivered = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("inference engine")
        self._mailbox = Mailbox(self)
        self._mailbox.delivered.connect(self.delivered)
        self.listener = _Signals(self, self._mailbox)
        self._loop: EngineLoop | None = None

    def attach(self, loop: EngineLoop) -> None:
        """The loop to run, built with :attr:`listener`. Only while the thread does not run."""
        if self.isRunning():
            raise RuntimeError("the engine runs; stop it first")
        # What the last loop had to say must not come as news of this one.
        self._mailbox.empty()
        self._loop = loop

    @property
    def loop(self) -> EngineLoop:
        if self._loop is None:
            raise RuntimeError("no loop is attached to the engine")
        return self._loop

    def run(self) -> None:
        self.loop.run()

    def stop(self, wait_ms: int = 15_000) -> bool:
        """End the loop and its workers and wait for the thread, in the window's. True when it has ended."""
        ended = True
        if self._loop is not None and self.isRunning():
            self._loop.stop()
            ended = self.wait(wait_ms)
        self._mailbox.clear()
        return ended

    def detach(self, wait_ms: int = 15_000) -> list[Channel]:
        """End the loop but keep its workers, for the loop of another project."""
        if self._loop is None:
            return []
        channels = self._loop.detach_channels()
        self.wait(wait_ms)
        self._loop = None
        return channels

    def submit(self, request: Request, *, title: str = "", batch: BatchPlace | None = None) -> str:
        return self.loop.submit(request, title=title, batch=batch)

    def submit_jobs(self, jobs: Sequence[Job]) -> None:
        self.loop.submit_jobs(jobs)

    def cancel(self, *job_ids: str) -> None:
        self.loop.cancel(*job_ids)

    def cancel_all(self) -> None:
        self.loop.cancel_all()

    def retry(self, *job_ids: str) -> None:
        self.loop.retry(*job_ids)

    def remove(self, *job_ids: str) -> None:
        self.loop.remove(*job_ids)

    def clear_finished(self) -> None:
        self.loop.clear_finished()

    def move(self, job_id: str, before: str | None) -> None:
        self.loop.move(job_id, before)

    def edit(self, job_id: str, request: Request) -> None:
        self.loop.edit(job_id, request)

    def set_paused(self, paused: bool) -> None:
        self.loop.set_paused(paused)

    def restart_workers(self) -> None:
        self.loop.restart_workers()

    def start_worker(self) -> None:
        self.loop.start_worker()

    def unload(self, model: str = "") -> None:
        self.loop.unload(model)

    def reconfigure(self, configure: Configure) -> None:
        self.loop.reconfigure(configure)

    def jobs(self) -> list[Job]:
        return self.loop.jobs()

    def paused(self) -> bool:
        return self.loop.paused()

    def idle(self) -> bool:
        return self.loop.idle()
