"""An engine in a thread for tests: a job table and a saver in memory, and a listener that remembers."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from studio.core.errors import ErrorInfo
from studio.core.jobs import FINISHED, Job, JobState
from studio.core.messages import Configure, Preview, Progress, Residency, Result, TextDelta
from studio.core.models import InstalledModel, ModelSpec
from studio.core.requests import Request
from studio.engine.channel import Channel, Saved, WorkerState
from studio.engine.ledger import copy_of
from studio.engine.loop import EngineLoop
from studio.engine.supervisor import Limits

MODEL = InstalledModel(spec=ModelSpec(id="tiny", name="Tiny", backend="test", format="native"), folder="/", sha256="ab")
QUICK = Limits(cancel_grace=0.3, terminate_grace=0.5, stop_grace=1.0, save_grace=0.4, backoff=0.02, backoff_most=0.1)


class MemoryStore:
    """A JobStore. Set ``error`` to have every write fail."""

    def __init__(self, jobs: list[Job] | None = None) -> None:
        self.kept = {job.id: copy_of(job) for job in jobs or []}
        self.is_paused = False
        self.error: Exception | None = None
        self.writes = 0

    def load(self) -> list[Job]:
        return sorted((copy_of(job) for job in self.kept.values()), key=lambda job: job.position)

    def put(self, *jobs: Job) -> None:
        if self.error is not None:
            raise self.error
        self.writes += 1
        self.kept.update((job.id, job) for job in jobs)

    def remove(self, *job_ids: str) -> None:
        if self.error is not None:
            raise self.error
        for job_id in job_ids:
            self.kept.pop(job_id, None)

    def paused(self) -> bool:
        return self.is_paused

    def set_paused(self, paused: bool) -> None:
        self.is_paused = paused


@dataclass
class SavedAsset:
    id: str
    content: bytes


class MemorySaver:
    """A ResultSaver that reads the file at once. Set ``hold`` to keep it waiting, ``error`` to have it fail."""

    def __init__(self) -> None:
        self.assets: dict[tuple[str, int], SavedAsset] = {}
        self.error: ErrorInfo | None = None
        self.hold = False
        self.held: list[Callable[[], None]] = []

    def save(self, job: Job, result: Result, done: Saved) -> None:
        def act() -> None:
            if self.error is not None:
                done(None, self.error)
                return
            asset = SavedAsset(f"{job.id}-{result.take}", Path(result.path).read_bytes())
            self.assets[job.id, result.take] = asset
            done(asset, None)

        if self.hold:
            self.held.append(act)
        else:
            act()

    def release(self) -> None:
        self.hold = False
        for act in self.held:
            act()
        self.held.clear()


class Recorder:
    """An EngineListener that keeps all it is told."""

    def __init__(self) -> None:
        self.loaded: list[Job] = []
        self.changes: list[Job] = []
        self.removed: list[str] = []
        self.events: list[Any] = []
        self.previews: list[bytes] = []
        self.saved: list[tuple[str, int, Any]] = []
        self.workers: list[tuple[WorkerState, ErrorInfo | None]] = []
        self.pauses: list[bool] = []

    def jobs_loaded(self, jobs: list[Job]) -> None:
        self.loaded = jobs

    def job_changed(self, job: Job) -> None:
        self.changes.append(job)

    def job_removed(self, job_id: str) -> None:
        self.removed.append(job_id)

    def progress(self, event: Progress) -> None:
        self.events.append(event)

    def text(self, event: TextDelta) -> None:
        self.events.append(event)

    def preview(self, event: Preview, rgb: bytes) -> None:
        self.previews.append(rgb)

    def asset_saved(self, job_id: str, take: int, asset: Any) -> None:
        self.saved.append((job_id, take, asset))

    def worker_changed(self, state: WorkerState, error: ErrorInfo | None) -> None:
        self.workers.append((state, error))

    def residency(self, event: Residency) -> None:
        self.events.append(event)

    def queue_paused(self, paused: bool) -> None:
        self.pauses.append(paused)

    def states(self, job_id: str) -> list[JobState]:
        """The states a job went through, without repetitions."""
        found: list[JobState] = []
        for job in self.changes:
            if job.id == job_id and job.state not in found[-1:]:
                found.append(job.state)
        return found


class Bench:
    """An engine at work in a thread, with everything around it."""

    def __init__(self, factory: Callable[[int], Channel], folder: Path, **options: Any) -> None:
        self.store = options.pop("store", None) or MemoryStore()
        self.saver = options.pop("saver", None) or MemorySaver()
        self.seen = Recorder()
        options.setdefault("limits", QUICK)
        options.setdefault("resolve", lambda request: (request, (MODEL,)))
        options.setdefault("configure", Configure(warm=False))
        self.channels: list[Channel] = list(options.get("channels", ()))

        def make(index: int) -> Channel:
            self.channels.append(factory(index))
            return self.channels[-1]

        self.loop = EngineLoop(
            channel_factory=make,
            store=self.store,
            saver=self.saver,
            jobs_folder=folder,
            listener=self.seen,
            **options,
        )
        self.thread = threading.Thread(target=self.loop.run, name="test engine")

    def submit(self, request: Request) -> str:
        return self.loop.submit(request)

    def job(self, job_id: str) -> Job:
        return next(job for job in self.loop.jobs() if job.id == job_id)

    def until(self, condition: Callable[[], object], seconds: float = 10.0, what: str = "") -> None:
        """Wait for a condition; fails with what the engine did."""
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                states = [(job.id[:6], str(job.state), str(job.error or "")) for job in self.loop.jobs()]
                raise AssertionError(f"not within {seconds} s: {what} jobs {states} workers {self.seen.workers[-5:]}")
            time.sleep(0.002)

    def until_state(self, job_id: str, *states: JobState, seconds: float = 10.0) -> Job:
        self.until(
            lambda: any(job.id == job_id and job.state in states for job in self.loop.jobs()), seconds, f"{states}"
        )
        return self.job(job_id)

    def until_over(self, job_id: str, seconds: float = 20.0) -> Job:
        return self.until_state(job_id, *FINISHED, seconds=seconds)


@contextmanager
def running(factory: Callable[[int], Channel], folder: Path, **options: Any) -> Iterator[Bench]:
    """A :class:`Bench` whose loop runs within the block and has ended after it."""
    bench = Bench(factory, folder, **options)
    bench.thread.start()
    try:
        yield bench
    finally:
        bench.loop.stop()
        bench.thread.join(20)
        assert not bench.thread.is_alive(), "the engine did not end"
