"""The engine: gives the jobs of the queue to workers and hears what becomes of them. Pure Python, one thread."""

from __future__ import annotations

import logging
import shutil
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from functools import partial
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any

import msgspec

from studio.core import grids
from studio.core.errors import as_error_info
from studio.core.grids import Resolve
from studio.core.jobs import BatchPlace, Job, JobState, JobStore, new_job
from studio.core.messages import (
    Configure,
    Event,
    Finished,
    GridCell,
    Preview,
    Progress,
    Residency,
    Result,
    RunJob,
    TextDelta,
    Unload,
)
from studio.core.models import InstalledModel
from studio.core.recipes import STOPPED
from studio.core.requests import ImageRequest, Request
from studio.engine.channel import Channel, EngineListener, ResultSaver, WorkerState
from studio.engine.desk import JobDesk
from studio.engine.ledger import told
from studio.engine.supervisor import Death, Limits, Supervisor
from studio.engine.wakeup import WakeUp

log = logging.getLogger(__name__)


class EngineLoop:
    """Everything but :meth:`run` may be called from any thread and returns at once."""

    def __init__(
        self,
        *,
        channel_factory: Callable[[int], Channel],
        store: JobStore,
        saver: ResultSaver,
        resolve: Resolve,
        jobs_folder: Path,
        listener: EngineListener,
        configure: Configure | None = None,
        check: Callable[[Request], object] | None = None,
        observe: Callable[[Result], object] | None = None,
        workers: int = 1,
        devices: Sequence[str] = (),
        channels: Sequence[Channel] = (),
        limits: Limits | None = None,
    ) -> None:
        """``resolve`` fills in the default model and finds the models' files; ``check`` refuses a request. Both run
        in the engine's thread right before the job and may raise StudioError. ``observe`` hears of every finished take,
        in that thread too. With several ``devices`` there is a worker for each, unless ``configure`` names one device
        for all. ``channels`` are live workers of an earlier loop (:meth:`detach_channels`)."""
        self._resolve, self._check, self._observe, self._listener = resolve, check, observe, listener
        self._limits = limits or Limits()
        self._wake = WakeUp()
        self._inbox: deque[Callable[[], None]] = deque()
        self._desk = JobDesk(store, saver, jobs_folder, listener, self._post)
        self._began = self._ending = False
        self._detached: list[Channel] | None = None
        self._ended = threading.Event()
        self._busy = True  # until the job table has been read
        configure = configure or Configure()
        self._devices = tuple(devices) if len(devices) > 1 and not configure.device else ()
        self._workers = [
            Supervisor(
                partial(channel_factory, index),
                self._for_worker(configure, index),
                self._limits,
                partial(told, listener.worker_changed),
                channels[index] if index < len(channels) else None,
            )
            for index in range(max(1, workers, len(self._devices)))
        ]

    # ---- from any thread

    def submit(self, request: Request, *, title: str = "", batch: BatchPlace | None = None) -> str:
        """Queue a request; gives the job's id. ``title`` names its results."""
        job = new_job(request, title=title, batch=batch)
        self.submit_jobs([job])
        return job.id

    def submit_jobs(self, jobs: Sequence[Job]) -> None:
        """Queue new jobs, the engine's own from now on: all are written down at once, or none is."""
        self._post(partial(self._desk.add, jobs))

    def cancel(self, *job_ids: str) -> None:
        """End waiting and running jobs as cancelled; takes that are saved stay."""
        self._post(partial(self._cancel, job_ids))

    def cancel_all(self) -> None:
        self._post(self._cancel_all)

    def retry(self, *job_ids: str) -> None:
        """Queue failed or interrupted jobs once more."""
        self._post(partial(self._desk.retry, job_ids))

    def remove(self, *job_ids: str) -> None:
        """Forget jobs that wait or have ended; assets stay."""
        self._post(partial(self._desk.remove, job_ids))

    def clear_finished(self) -> None:
        self._post(self._desk.clear_finished)

    def move(self, job_id: str, before: str | None) -> None:
        """Put a waiting job before another waiting one, or at the end (None)."""
        self._post(partial(self._desk.move, job_id, before))

    def edit(self, job_id: str, request: Request) -> None:
        """Replace the request of a waiting job."""
        self._post(partial(self._desk.edit, job_id, request))

    def set_paused(self, paused: bool) -> None:
        """A paused queue starts no job; the running one goes on."""
        self._post(partial(self._desk.set_paused, paused))

    def start_worker(self) -> None:
        """Start the workers ahead of the first job, for example after the window's first paint."""
        self._post(self._start_workers)

    def restart_workers(self) -> None:
        """End the workers and start them anew, also those given up; running jobs become interrupted."""
        self._post(self._restart_workers)

    def unload(self, model: str = "") -> None:
        """Drop a model ("" = all) from the workers' memory."""
        self._post(partial(self._send_all, Unload(model=model)))

    def reconfigure(self, configure: Configure) -> None:
        """Use other settings: idle workers are restarted now, busy ones after their job."""
        self._post(partial(self._reconfigure, configure))

    def jobs(self) -> list[Job]:
        """Copies of all jobs in order, as of now."""
        return self._desk.jobs()

    def paused(self) -> bool:
        return self._desk.queue.paused

    def idle(self) -> bool:
        """True when nothing runs, is being saved or could be started (also when no worker will start again)."""
        return not self._busy and not self._inbox

    def stop(self) -> None:
        """End :meth:`run`: the running job becomes interrupted, waiting ones stay, workers end."""
        self._post(self._end)

    def detach_channels(self, timeout: float = 30.0) -> list[Channel]:
        """End :meth:`run` but keep the workers and the models they hold; gives those that can be used at once.

        Waits for the loop's end, which takes as long as the running job needs to stop (cancel's grace at most)."""
        if not self._began:
            return []
        self._post(self._detach)
        self._ended.wait(timeout)
        return self._detached or []

    def _post(self, action: Callable[[], None]) -> None:
        self._inbox.append(action)
        self._wake.set()

    # ---- the loop

    def run(self) -> None:
        """Work until :meth:`stop`. Call it once, in the thread that is to be the engine's."""
        self._began = True
        try:
            error = self._desk.open()
            if error is not None:
                told(self._listener.worker_changed, WorkerState.STOPPED, error)
            while not self._ending:
                self._turn()
                if not self._ending:
                    self._wait()
        finally:
            self._close()

    def _wait(self, most: float | None = None) -> None:
        """Sleep until there is news, a deadline, or ``most`` seconds have passed."""
        now = time.monotonic()
        times = [worker.deadline - now for worker in self._workers if worker.deadline is not None]
        if most is not None:
            times.append(most)
        waitables = [w for worker in self._workers for w in worker.waitables()]
        wait([self._wake.waitable, *waitables], max(0.0, min(times)) if times else None)
        self._wake.clear()

    def _turn(self) -> None:
        self._serve_inbox()
        self._serve_workers()
        if not self._ending:
            while self._guarded(self._dispatch):
                pass
        hopeless = all(worker.state is WorkerState.FAILED for worker in self._workers)
        self._busy = bool(self._desk.running) or (self._desk.queue.next() is not None and not hopeless)

    def _serve_inbox(self) -> None:
        while self._inbox:
            # Busy before the action leaves the inbox: idle() must not find neither.
            self._busy = True
            self._guarded(self._inbox.popleft())

    def _serve_workers(self) -> None:
        for worker in self._workers:
            self._guarded(worker.tick)
            events, death = worker.poll()
            for event in events:
                self._guarded(self._heard, worker, event)
            if death is not None:
                self._guarded(self._died, death)

    def _guarded(self, action: Callable[..., Any], *arguments: Any) -> Any:
        try:
            return action(*arguments)
        except Exception:
            log.exception("the engine met a bug and goes on")
            return None

    # ---- jobs and workers

    def _dispatch(self) -> bool:
        """Give the next job to a free worker; True when there may be another to give."""
        job = self._desk.queue.next()
        if job is None:
            return False
        self._start_workers()
        free = [worker for worker in self._workers if worker.free]
        if not free:
            return False
        running = self._desk.begin(job)
        if running.error is None:
            try:
                command = self._command(job)
            except Exception as error:
                running.fail(as_error_info(error))
        if running.error is not None:
            self._desk.end(running, JobState.FAILED)
            return True
        wanted = {model.spec.id for model in command.models}
        # A worker that has the model in memory already is quicker.
        next((worker for worker in free if wanted & worker.models), free[0]).run(command)
        return True

    def _command(self, job: Job) -> RunJob:
        """Raises StudioError or OSError when the job cannot run."""
        if self._check is not None:
            self._check(job.request)
        request: Request
        models: Sequence[InstalledModel]
        cells: tuple[GridCell, ...] = ()
        if isinstance(job.request, ImageRequest) and job.request.grid is not None:
            request, models, cells = grids.resolved(job.request, self._resolve)
        else:
            request, models = self._resolve(job.request)
        folder = self._desk.folder(job.id)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True, exist_ok=True)
        return RunJob(job=job.id, request=request, folder=str(folder), models=tuple(models), cells=cells)

    def _heard(self, worker: Supervisor, event: Event) -> None:
        if isinstance(event, Residency):
            told(self._listener.residency, event)
            return
        running = self._desk.running.get(getattr(event, "job", ""))
        if running is None or worker.job != running.job.id:
            return  # about a job that has ended here already
        if isinstance(event, Progress):
            self._desk.progress(running, event)
        elif isinstance(event, TextDelta):
            told(self._listener.text, event)
        elif isinstance(event, Preview):
            rgb = worker.preview(event)
            if rgb is not None:
                told(self._listener.preview, event, rgb)
        elif isinstance(event, Result):
            self._desk.save(running, event)
            if self._observe is not None:
                self._guarded(self._observe, event)
        elif isinstance(event, Finished):
            worker.finished()
            self._desk.finished(running, event)

    def _died(self, death: Death) -> None:
        running = self._desk.running.get(death.job)
        if running is None:
            return
        if running.cancel:
            self._desk.end(running, JobState.CANCELLED)
        else:
            self._desk.end(running, JobState.FAILED, death.error)

    def _cancel(self, job_ids: Sequence[str]) -> None:
        self._desk.cancel_waiting([job_id for job_id in job_ids if job_id not in self._desk.running])
        for running in [running for job_id in job_ids if (running := self._desk.running.get(job_id))]:
            running.cancel = True
            for worker in self._workers:
                if worker.job == running.job.id:
                    worker.cancel()

    def _cancel_all(self) -> None:
        self._cancel([job.id for job in self._desk.queue.jobs()])

    def _start_workers(self) -> None:
        for worker in self._workers:
            worker.start()

    def _send_all(self, command: Unload) -> None:
        for worker in self._workers:
            worker.send(command)

    def _restart_workers(self) -> None:
        for worker in self._workers:
            self._interrupt(worker)
            worker.stop()
            worker.revive()

    def _reconfigure(self, configure: Configure) -> None:
        for index, worker in enumerate(self._workers):
            worker.reconfigure(self._for_worker(configure, index))

    def _for_worker(self, configure: Configure, index: int) -> Configure:
        """The configuration with a worker's own device, where there is one for each and the user named none."""
        if configure.device or index >= len(self._devices):
            return configure
        return msgspec.structs.replace(configure, device=self._devices[index])

    def _interrupt(self, worker: Supervisor) -> None:
        running = self._desk.running.get(worker.job)
        worker.job = ""
        if running is not None:
            self._desk.end(running, JobState.INTERRUPTED)

    # ---- the end

    def _end(self) -> None:
        self._ending = True

    def _detach(self) -> None:
        self._detached = []
        self._ending = True

    def _close(self) -> None:
        if self._detached is not None:
            self._guarded(self._calm_workers)
        for worker in self._workers:
            channel = worker.release() if self._detached is not None else None
            self._guarded(self._interrupt, worker)
            if channel is not None and self._detached is not None:
                self._detached.append(channel)
            else:
                self._guarded(worker.stop)
        end = time.monotonic() + self._limits.save_grace
        while self._desk.saving and (left := end - time.monotonic()) > 0:
            wait([self._wake.waitable], left)
            self._wake.clear()
            self._serve_inbox()
        self._guarded(self._desk.interrupt_all)
        self._busy = False
        self._ended.set()
        self._wake.close()

    def _calm_workers(self) -> None:
        """Have the running jobs stop, so that their workers can be kept."""
        for worker in self._workers:
            if worker.job:
                worker.cancel()
        end = time.monotonic() + self._limits.cancel_grace
        while any(worker.job for worker in self._workers) and (left := end - time.monotonic()) > 0:
            self._wait(left)
            self._serve_inbox()
            for worker in self._workers:
                events, death = worker.poll()
                for event in events:
                    if isinstance(event, Finished) and event.outcome != "done" and event.job == worker.job:
                        # The user did not cancel it: the change of project cut it off.
                        self._interrupt(worker)
                        worker.finished()
                    elif not (isinstance(event, Result) and str(STOPPED) in event.recipe.notes):
                        # Half a text is not kept either: the job can be queued again.
                        self._guarded(self._heard, worker, event)
                if death is not None and death.job in self._desk.running:
                    self._desk.end(self._desk.running[death.job], JobState.INTERRUPTED)
