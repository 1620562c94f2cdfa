"""A worker in a process of this machine, as a Channel."""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import os
import queue
import signal
import sys
import threading
import time
import types
from collections import deque
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import msgspec

from studio.core.errors import Phrase, phrase
from studio.core.messages import Command, Configure, Event, Preview, Shutdown, decode_event, encode
from studio.core.paths import log_dir
from studio.core.ring import Ring
from studio.engine.channel import ChannelClosed
from studio.engine.exits import exit_words
from studio.engine.wakeup import WakeUp
from studio.worker.main import LONGEST, run

log = logging.getLogger(__name__)

_LOGS_KEPT = 20
_OUTPUT_LINES, _OUTPUT_BYTES = 40, 16_384
_start_lock = threading.Lock()


class ProcessChannel:
    """Spawned by its own thread, which then reads what the worker says; a second thread writes commands.

    So a worker that hangs, stops reading or sends half a message never blocks the engine. On Linux a child asks to die
    with the *thread* that started it: that thread lives exactly as long as the child is wanted.
    """

    def __init__(self, index: int = 0, *, log_folder: Path | None = None, previews: bool = True) -> None:
        """``index`` is the worker's number. Raises nothing: what goes wrong in :meth:`start` ends the channel."""
        self._index, self._log_folder, self._previews = index, log_folder, previews
        self._events: deque[Event] = deque()
        self._commands: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._wake = WakeUp()
        self._spawned, self._over = threading.Event(), threading.Event()
        self._process: BaseProcess | None = None
        self._pid: int | None = None
        self._reason: Phrase | None = None
        self._ring: Ring | None = None
        self._log: Path | None = None
        self._thread = threading.Thread(target=self._live, name=f"worker {index} reader", daemon=True)
        self._writer: threading.Thread | None = None

    # ---- what the engine calls

    def start(self) -> None:
        if self._previews:
            try:
                self._ring = Ring()
            except (OSError, ValueError):
                log.info("no shared memory for previews", exc_info=True)
        self._thread.start()

    def send(self, command: Command) -> None:
        if self._over.is_set():
            raise ChannelClosed(str(self._reason or ""))
        if isinstance(command, Configure) and self._ring is not None:
            command = msgspec.structs.replace(command, ring=self._ring.name)
        self._commands.put(encode(command))

    def receive(self) -> list[Event]:
        # In this order: what happens after the first line wakes again, and nothing is added after the end.
        self._wake.clear()
        over = self._over.is_set()
        events = []
        while self._events:
            events.append(self._events.popleft())
        if over:
            if not events:
                raise ChannelClosed(str(self._reason or ""))
            self._wake.set()
        return events

    def waitables(self) -> list[Any]:
        return [self._wake.waitable]

    def stop(self, grace: float) -> None:
        if self._thread.ident is None:
            self._release()
            return
        if grace > 0 and not self._over.is_set():
            self._commands.put(encode(Shutdown()))
            self._over.wait(grace)
        for end in (self.terminate, self.kill):
            if not self._over.is_set():
                end()
                self._over.wait(1.0)
        self._thread.join(5.0)
        self._release()

    def terminate(self) -> None:
        self._spawned.wait(5.0)
        if self._process is not None:
            with contextlib.suppress(OSError, ValueError):  # it has ended meanwhile
                self._process.terminate()

    def kill(self) -> None:
        self._spawned.wait(5.0)
        if self._process is not None:
            with contextlib.suppress(OSError, ValueError):
                self._process.kill()

    @property
    def alive(self) -> bool:
        return self._thread.is_alive() and not self._over.is_set()

    @property
    def pid(self) -> int | None:
        """The worker's process id once it has been spawned."""
        return self._pid

    def last_output(self) -> str:
        if self._log is None:
            return ""
        try:
            with self._log.open("rb") as file:
                file.seek(max(0, self._log.stat().st_size - _OUTPUT_BYTES))
                lines = file.read().decode("utf-8", errors="replace").splitlines()
        except OSError:
            return ""
        return "\n".join(lines[-_OUTPUT_LINES:])

    @property
    def exit_reason(self) -> Phrase | None:
        return self._reason

    def preview(self, event: Preview) -> bytes | None:
        if self._ring is None:
            return None
        return self._ring.read(event.slot, event.serial, event.width, event.height)

    # ---- its threads

    def _live(self) -> None:
        ours: Connection | None = None
        try:
            self._log = self._new_log()
            ours = self._spawn()
            self._writer = threading.Thread(target=self._write, args=(ours,), name=f"worker {self._index} writer")
            self._writer.daemon = True
            self._writer.start()
            self._spawned.set()
            self._read(ours)
        except Exception:
            log.info("the channel of worker %s failed", self._index, exc_info=True)
            self._reason = self._reason or phrase("it could not be started")
        finally:
            self._bury(ours)

    def _spawn(self) -> Connection:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe(duplex=True)
        process = context.Process(
            target=run,
            args=(theirs, str(self._log or ""), os.getpid()),
            name=f"aigc-studio worker {self._index}",
            daemon=True,
        )
        with _start_lock, _terminal_blocked(), _no_main_module():
            process.start()
        theirs.close()  # else the end of the child would not be the end of the channel
        self._process, self._pid = process, process.pid
        return ours

    def _read(self, connection: Connection) -> None:
        assert self._process is not None
        while True:
            ready = wait([connection, self._process.sentinel])
            if connection not in ready and not connection.poll(0):
                return  # it has ended, and all it said has been read
            try:
                self._events.append(decode_event(connection.recv_bytes(LONGEST)))
            except EOFError:
                return
            except (OSError, msgspec.MsgspecError) as error:
                if self._process.is_alive() and not isinstance(error, ConnectionError):
                    log.info("worker %s sent something that is not a message", self._index, exc_info=True)
                    self._reason = phrase("it sent something that is not a message")
                    self._process.kill()
                return
            self._wake.set()

    def _write(self, connection: Connection) -> None:
        while (data := self._commands.get()) is not None:
            try:
                connection.send_bytes(data)
            except (OSError, ValueError):
                return  # the reader notices the end as well, and says why

    def _bury(self, connection: Connection | None) -> None:
        process = self._process
        if process is not None:
            process.join(2.0)
            if process.is_alive():
                process.kill()  # it closed its end of the channel but lives on
                process.join()
            self._reason = self._reason or exit_words(process.exitcode)
            process.close()
        self._commands.put(None)
        if self._writer is not None:
            self._writer.join(5.0)
        if connection is not None:
            connection.close()
        self._spawned.set()
        self._over.set()
        self._wake.set()

    def _release(self) -> None:
        if self._ring is not None:
            self._ring.close()
            self._ring = None
        self._wake.close()

    def _new_log(self) -> Path | None:
        """A fresh file for the worker's output; the oldest ones go. None when there is nowhere to write."""
        folder = self._log_folder or log_dir()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            old = sorted(folder.glob("worker-*.log"), key=lambda path: path.stat().st_mtime)
            for path in old[: -_LOGS_KEPT + 1]:
                path.unlink(missing_ok=True)
            path = folder / f"worker-{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}-{self._index}-{id(self) % 9973}.log"
            path.touch(mode=0o600)
        except OSError:
            log.info("the worker's output is not kept", exc_info=True)
            return None
        return path


@contextlib.contextmanager
def _terminal_blocked() -> Any:
    """The child begins with Ctrl-C blocked (masks are inherited) until it ignores it itself."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextlib.contextmanager
def _no_main_module() -> Any:
    """Spawn without the parent's main module: the child would import it once more (Qt, pytest, a user's script)."""
    real = sys.modules.get("__main__")
    sys.modules["__main__"] = types.ModuleType("__main__")
    try:
        yield
    finally:
        if real is not None:
            sys.modules["__main__"] = real
