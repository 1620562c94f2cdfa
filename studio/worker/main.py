"""The worker process: one thread reads commands, the main thread runs one job at a time.

Nothing heavy is imported before Ready has been sent; then the backends warm up one after another, and a job that
arrives meanwhile goes first.
"""

from __future__ import annotations

import contextlib
import gc
import logging
import os
import random
import sys
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable, Sequence
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

import msgspec

from studio.core.errors import ErrorInfo, ModelError, WorkerError, as_error_info, phrase, verbatim
from studio.core.messages import (
    PROTOCOL,
    CancelJob,
    Command,
    Configure,
    Event,
    Fault,
    Finished,
    Phase,
    Ready,
    Result,
    RunJob,
    Shutdown,
    Started,
    TextDelta,
    Unload,
    Warmed,
    decode_command,
    encode,
)
from studio.core.models import InstalledModel, none_for
from studio.core.requests import MAX_SEED, ImageRequest, Request
from studio.core.ring import Ring
from studio.worker import devices, grids, memory
from studio.worker.backends.base import Backend, Loaded
from studio.worker.backends.registry import Registry
from studio.worker.context import JobCancelled, JobContext, versions
from studio.worker.isolation import isolate, limit_threads
from studio.worker.residency import Residency

log = logging.getLogger(__name__)

LONGEST = 64 << 20
"""Bytes of a message at most: anything longer is not one."""


def run(connection: Connection, log_file: str, parent: int) -> None:
    """The entry of the child process. Never returns."""
    isolate(log_file, parent)
    status = 3
    try:
        logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
        Worker(connection).work()
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        leave(status)


def leave(status: int) -> None:
    """End the process now. Model runtimes are not torn down: that takes seconds and can crash."""
    with contextlib.suppress(Exception):
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(status)


class _Claim:
    """One job while it runs here. The flag belongs to the job, so that no cancel can hit another one."""

    def __init__(self, job: str) -> None:
        self.job = job
        self.cancelled = False


class Worker:
    """The child's side of the channel."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._sending = threading.Lock()
        self._inbox: deque[Command] = deque()
        self._news = threading.Condition()
        self._claim: _Claim | None = None
        self._registry = Registry()
        self._devices: dict[bool, devices.DeviceInfo] = {}
        self._wanted_device = ""
        self._threads = 1
        self._ring: Ring | None = None

    def work(self) -> None:
        """Serve commands until the engine ends it."""
        threading.Thread(target=self._read, name="commands", daemon=True).start()
        configure = self._take(None)
        if not isinstance(configure, Configure) or configure.protocol != PROTOCOL:
            raise WorkerError(
                "internal",
                reason=verbatim(f"the engine speaks another protocol: {configure!r:.200}"),
            )
        self._configure(configure)
        cold = deque(self._registry.names() if configure.warm else ())
        began, warming = time.monotonic(), True
        while True:
            if warming and not cold:
                warming = False
                self._send(Warmed(device=self._device_id(), seconds=time.monotonic() - began))
            command = self._take(0.0 if cold else None)
            if command is not None:
                self._serve(command)
            elif cold:
                self._warm(cold.popleft())

    # ---- commands

    def _read(self) -> None:
        """The reader thread: cancels at once, ends the process with the channel, leaves the rest to the main thread."""
        while True:
            try:
                command = decode_command(self._connection.recv_bytes(LONGEST))
            except msgspec.MsgspecError as error:
                self._send(Fault(error=WorkerError("internal", reason=verbatim(f"unknown command: {error}")).info))
                leave(3)
            except (EOFError, OSError):
                leave(0)
            if isinstance(command, Shutdown):
                leave(0)
            with self._news:
                if isinstance(command, CancelJob):
                    self._cancel(command.job)
                else:
                    self._inbox.append(command)
                    self._news.notify()

    def _cancel(self, job: str) -> None:
        if self._claim is not None and self._claim.job == job:
            self._claim.cancelled = True
        for command in [c for c in self._inbox if isinstance(c, RunJob) and c.job == job]:
            self._inbox.remove(command)
            self._send(Finished(job=job, outcome="cancelled"))

    def _take(self, timeout: float | None) -> Command | None:
        """The next command; a RunJob is claimed in the same step, so that a cancel finds it here or there."""
        with self._news:
            self._claim = None
            self._news.wait_for(lambda: bool(self._inbox), timeout)
            command = self._inbox.popleft() if self._inbox else None
            if isinstance(command, RunJob):
                self._claim = _Claim(command.job)
            return command

    def _send(self, event: Event) -> None:
        data = encode(event)
        with self._sending:
            try:
                self._connection.send_bytes(data)
            except OSError:
                leave(0)  # the engine is gone

    def _serve(self, command: Command) -> None:
        if isinstance(command, RunJob) and self._claim is not None:
            self._send(self._run(command, self._claim))
            gc.collect()
        elif isinstance(command, Unload):
            self._residency.drop(command.model)

    def _configure(self, configure: Configure) -> None:
        self._threads = limit_threads(configure.threads)
        self._wanted_device = configure.device
        self._residency = Residency(self._send, configure.memory_budget)
        if configure.ring:
            try:
                self._ring = Ring(configure.ring)
            except (OSError, ValueError):
                log.exception("no previews: the shared memory cannot be opened")
        self._send(Ready(pid=os.getpid(), versions=versions()))

    def _warm(self, name: str) -> None:
        try:
            self._registry.get(name).warm()
        except Exception:
            log.exception("the backend %s cannot be warmed", name)
        if "torch" in sys.modules:
            self._choose_device(short_formats=True)

    # ---- jobs

    def _device_id(self) -> str:
        """The device chosen so far, "" before the first."""
        return next((device.id for device in self._devices.values()), "")

    def _choose_device(self, *, short_formats: bool) -> devices.DeviceInfo:
        if short_formats not in self._devices:
            device = devices.choose(self._wanted_device, self._threads, short_formats=short_formats)
            self._devices[short_formats] = device
            log.info("device: %s", device)
            self._residency.use(device)
        return self._devices[short_formats]

    def _run(self, command: RunJob, claim: _Claim) -> Finished:
        """Run a job to its end, whatever that is."""
        self._send(Started(job=command.job))
        try:
            self._attempt(command, claim)
            return Finished(job=command.job, outcome="done")
        except JobCancelled:
            return Finished(job=command.job, outcome="cancelled")
        except BaseException as error:
            log.info("the job %s failed", command.job, exc_info=True)
            if claim.cancelled:
                return Finished(job=command.job, outcome="cancelled")
            info = ErrorInfo(code="out-of-memory") if memory.is_shortage(error) else as_error_info(error)
            detail = info.detail or traceback.format_exc()[-4000:]
            return Finished(job=command.job, outcome="failed", error=msgspec.structs.replace(info, detail=detail))

    def _attempt(self, command: RunJob, claim: _Claim) -> None:
        request = _with_seeds(command.request)
        if not command.models:
            raise none_for(request.task)
        folder = Path(command.folder)
        if isinstance(request, ImageRequest) and request.grid is not None:
            job = self._context(claim, request, command.models, folder, self._send)
            grids.run(job, command.cells, partial(self._run_one, claim))
            job.finish()
        else:
            self._run_one(claim, request, command.models, folder, self._send)

    def _context(
        self,
        claim: _Claim,
        request: Request,
        models: Sequence[InstalledModel],
        folder: Path,
        send: Callable[[Event], None],
        make_room: Callable[[], bool] = lambda: False,
    ) -> JobContext:
        backend = self._registry.get(models[0].spec.backend)
        return JobContext(
            job=claim.job,
            request=request,
            folder=folder,
            send=send,
            models=models,
            device=self._choose_device(short_formats=bool(getattr(backend, "short_formats", False))),
            threads=self._threads,
            is_cancelled=lambda: claim.cancelled,
            ring=self._ring,
            make_room=make_room,
        )

    def _run_one(
        self,
        claim: _Claim,
        request: Request,
        models: Sequence[InstalledModel],
        folder: Path,
        send: Callable[[Event], None],
    ) -> None:
        """Run a request without a grid: a whole job, or one cell of one."""
        model = models[0]
        backend = self._registry.get(model.spec.backend)
        if request.task not in backend.tasks:
            hint = phrase("one that can. This one is for: {tasks}.", tasks=", ".join(sorted(backend.tasks)))
            raise ModelError("model-wrong-kind", model=model.spec.name, task=request.task, hint=hint)
        takes: set[int] = set()
        told = False

        def hear(event: Event) -> None:
            nonlocal told
            if isinstance(event, Result):
                takes.add(event.take)
            told = told or isinstance(event, (Result, TextDelta))
            send(event)

        loaded: Loaded | None = None

        def make_room() -> bool:
            return loaded is not None and self._residency.drop_others(loaded)

        ctx = self._context(claim, request, models, folder, hear, make_room)
        ctx.check_cancelled()
        ctx.phase(Phase.LOADING)
        loaded = self._residency.get(backend, model, ctx)
        ctx.check_cancelled()
        try:
            self._run_backend(backend, loaded, ctx)
        except Exception as error:
            # Other models may hold the memory that is lacking; nothing has been shown yet, so start anew without them.
            if told or not memory.is_shortage(error) or not self._residency.drop_others(loaded):
                raise
            self._run_backend(backend, loaded, self._context(claim, request, models, folder, hear, make_room))
        missing = sorted(set(range(request.takes)) - takes)
        if missing:
            raise WorkerError(
                "result-invalid",
                reason=phrase("take {take} of {takes} is missing", take=missing[0] + 1, takes=request.takes),
            )

    def _run_backend(self, backend: Backend, loaded: Loaded, ctx: JobContext) -> None:
        ctx.begin()
        try:
            backend.run(loaded, ctx)
            ctx.finish()
        finally:
            ctx.close()


def _with_seeds(request: Request) -> Request:
    """The request with those seeds chosen that it leaves open."""
    chance = random.SystemRandom()
    if request.seed is None:
        request = msgspec.structs.replace(request, seed=chance.randint(0, MAX_SEED))
    if isinstance(request, ImageRequest) and request.variation and request.variation_seed is None:
        request = msgspec.structs.replace(request, variation_seed=chance.randint(0, MAX_SEED))
    return request
