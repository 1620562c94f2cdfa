"""The parent's side of the process that draws and traces."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import msgspec

from studio.core.errors import InputError, StudioError, phrase, verbatim
from studio.vector import CHILD_WORD
from studio.vector.child import Answer, Task, receive, send

_MODULE = "studio.vector.child"
_PAUSE = 0.05
"""Seconds between looks at whether the work is still wanted."""


class Cancelled(Exception):
    """The work is not wanted any more."""


class Helper:
    """One child, started at its first task and kept for the next until :meth:`close` (or a task that is cut short).

    Tasks come one after the other; :meth:`close` may be called from any thread."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._gate = threading.Lock()

    def run(self, task: Task, *, name: str, cancelled: Callable[[], bool] = lambda: False) -> Answer:
        """The answer to a task. ``name`` is the file's for error messages.

        Raises :class:`Cancelled`, and :class:`InputError` ``input-unreadable`` for what cannot be done within the limits
        of time and memory.
        """
        process = self._started()
        found: list[bytes | None] = []
        worker = threading.Thread(target=lambda: found.append(_exchange(process, task)), name="vector-exchange")
        worker.daemon = True
        worker.start()
        while worker.is_alive():
            worker.join(_PAUSE)
            if worker.is_alive() and cancelled():
                self._end(process)
                worker.join()
                raise Cancelled
        data = found[0] if found else None
        if data is None:
            self._end(process)
            if cancelled():
                raise Cancelled
            raise InputError("input-unreadable", name=name, expected=phrase("a picture that can be worked through"))
        answer = msgspec.msgpack.decode(data, type=Answer)
        if answer.error:
            raise InputError(
                "input-unreadable",
                detail=answer.error,
                name=name,
                expected=phrase("a picture that can be worked through"),
            )
        return answer

    def close(self) -> None:
        """End the child, also amid a task."""
        with self._gate:
            process = self._process
        if process is not None:
            self._end(process)

    def __enter__(self) -> Helper:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def _started(self) -> subprocess.Popen[bytes]:
        with self._gate:
            if self._process is None or self._process.poll() is not None:
                self._process = _spawn()
            return self._process

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        with self._gate:
            if self._process is process:
                self._process = None
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError, ValueError):
                if pipe is not None:
                    pipe.close()


def _spawn() -> subprocess.Popen[bytes]:
    root = str(Path(__file__).resolve().parents[2])
    path = os.pathsep.join(p for p in (root, os.environ.get("PYTHONPATH", "")) if p)
    command = [sys.executable, CHILD_WORD] if getattr(sys, "frozen", False) else [sys.executable, "-P", "-m", _MODULE]
    try:
        return subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path, "PYTHONUTF8": "1"},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError as error:
        raise StudioError(
            "internal", reason=verbatim(f"the process that draws vectors cannot be started: {error}")
        ) from error


def _exchange(process: subprocess.Popen[bytes], task: Task) -> bytes | None:
    """The child's answer, or None when it ended instead."""
    assert process.stdin is not None and process.stdout is not None
    try:
        send(process.stdin, msgspec.msgpack.encode(task))
        return receive(process.stdout)
    except (OSError, ValueError):
        return None
