"""A worker as a child process: spawned, spoken to over a pipe, ended gracefully or for certain."""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import os
import signal
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import msgspec

from studio.core.messages import Command, Configure, Event, Preview, Shutdown, decode_event, encode
from studio.core.ring import Ring
from studio.engine import spawner
from studio.engine.channel import ChannelClosed
from studio.worker.main import run

log = logging.getLogger(__name__)

OUTPUT_TAIL = 4000
"""Bytes of a worker's output that explain its death."""
_BATCH = 500
"""Events taken at once: a flood must not keep the engine from its other work."""
_GONE_S = 2.0

_SIGNALS = {
    "SIGKILL": "it was killed, perhaps by the system for lack of memory",
    "SIGTERM": "it was ended by the system",
    "SIGSEGV": "it crashed in a model runtime (invalid memory access)",
    "SIGABRT": "it crashed in a model runtime (aborted)",
    "SIGBUS": "it crashed in a model runtime (a file it was reading changed or the memory ran out)",
    "SIGILL": "it crashed in a model runtime (this processor lacks an instruction)",
    "SIGFPE": "it crashed in a model runtime (arithmetic error)",
}


class ProcessChannel:
    """The engine's end of a worker process; all methods but the constructor belong to the engine's thread."""

    def __init__(self, number: int = 0, *, log_folder: Path | None = None) -> None:
        """``log_folder`` takes the worker's output as ``worker-<number>.log``; None leaves it on the terminal."""
        self._number, self._log_folder = number, log_folder
        self._log: Path | None = None
        self._process: Any = None
        self._connection: Connection | None = None
        self._ring: Ring | None = None
        self._closed = False

    def start(self) -> None:
        """Raises OSError when the process cannot be started."""
        self._log = self._fresh_log()
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        try:
            self._ring = Ring()
        except (OSError, ValueError):
            log.info("no previews: the shared memory cannot be made", exc_info=True)
        arguments = (theirs, str(self._log or ""), os.getpid())
        self._process = context.Process(target=run, args=arguments, name=f"aigc-studio worker {self._number}", daemon=True)
        try:
            spawner.call(self._process.start)
        finally:
            # The child has its own copy; with ours open its end would never be noticed.
            theirs.close()

    def _fresh_log(self) -> Path | None:
        """An empty log file; the one before is kept as ``.1``."""
        if self._log_folder is None:
            return None
        path = self._log_folder / f"worker-{self._number}.log"
        try:
            self._log_folder.mkdir(parents=True, exist_ok=True)
            if path.exists():
                path.replace(path.with_name(path.name + ".1"))
            path.touch()
        except OSError:
            log.info("the worker's output is not kept: %s cannot be written", path, exc_info=True)
            return None
        return path

    def send(self, command: Command) -> None:
        if isinstance(command, Configure) and self._ring is not None:
            command = msgspec.structs.replace(command, ring=self._ring.name)
        if self._connection is None:
            raise ChannelClosed
        try:
            self._connection.send_bytes(encode(command))
        except (OSError, ValueError) as error:
            raise ChannelClosed from error

    def receive(self) -> list[Event]:
        events: list[Event] = []
        if self._connection is None or self._closed:
            raise ChannelClosed
        # Asked before reading: what it wrote up to its end is then certain to be in the pipe.
        ended = not self.alive
        try:
            while len(events) < _BATCH and self._connection.poll():
                events.append(decode_event(self._connection.recv_bytes()))
        except (EOFError, OSError):
            self._closed = True
        except msgspec.MsgspecError as error:
            # Whatever wrote this is not a worker any more.
            log.info("worker %s sent what is no event: %s", self._number, error)
            self._closed = True
            self.kill()
        else:
            if ended and len(events) < _BATCH:
                self._closed = True
        if self._closed and not events:
            self._process.join(_GONE_S)
            if self.alive:
                self.kill()
                self._process.join(_GONE_S)
            raise ChannelClosed
        return events

    def waitables(self) -> list[Any]:
        if self._connection is None:
            return []
        return [self._process.sentinel] if self._closed else [self._connection, self._process.sentinel]

    def stop(self, grace: float) -> None:
        if self._process is not None and self._process.pid is not None:
            if self.alive and grace > 0:
                with contextlib.suppress(ChannelClosed):
                    self.send(Shutdown())
                self._process.join(grace)
            if self.alive and grace > 0:
                self._process.terminate()
                self._process.join(grace)
            if self.alive:
                self._process.kill()
            self._process.join()
            self._process.close()
            self._process = None
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        if self._ring is not None:
            self._ring.close()
            self._ring = None

    def terminate(self) -> None:
        if self.alive:
            self._process.terminate()

    def kill(self) -> None:
        if self.alive:
            self._process.kill()

    @property
    def alive(self) -> bool:
        return self._process is not None and self._process.is_alive()

    @property
    def pid(self) -> int | None:
        """The process id, or None before the start and after the stop."""
        return self._process.pid if self._process is not None else None

    def last_output(self) -> str:
        if self._log is None:
            return ""
        try:
            with self._log.open("rb") as file:
                file.seek(0, os.SEEK_END)
                file.seek(max(0, file.tell() - OUTPUT_TAIL))
                return file.read().decode("utf-8", errors="replace").strip()
        except OSError:
            return ""

    @property
    def exit_reason(self) -> str:
        code = None if self._process is None or self.alive else self._process.exitcode
        if code is None:
            return ""
        if code < 0:
            try:
                name = signal.Signals(-code).name
            except ValueError:
                name = f"signal {-code}"
            return _SIGNALS.get(name, f"it was ended by {name}")
        return "it ended by itself" if code == 0 else f"it ended with status {code}"

    def preview(self, event: Preview) -> bytes | None:
        return self._ring.read(event.slot, event.serial, event.width, event.height) if self._ring else None
