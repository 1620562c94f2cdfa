"""Sets the worker process apart: output into a log file, no network, no terminal signals, no life without its parent.

Everything here must happen before a model runtime is imported, and imports nothing heavy.
"""

from __future__ import annotations

import contextlib
import errno
import faulthandler
import multiprocessing
import os
import signal
import socket
import sys
from typing import Any

OFFLINE = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_DATASETS_OFFLINE": "1",
    "DIFFUSERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
    "TOKENIZERS_PARALLELISM": "false",  # it warns after a fork and competes with torch for the cores
}

_PR_SET_PDEATHSIG = 1
_NICENESS = 5


def isolate(log: str, parent: int) -> None:
    """``log`` is the file for stdout and stderr ("" = leave them), ``parent`` the process id to live with."""
    _ignore_terminal()
    _die_with(parent)
    _step_back()
    if log:
        _redirect(log)
    faulthandler.enable()
    os.environ.update(OFFLINE)
    _own_no_semaphores()
    _block_network()


def _own_no_semaphores() -> None:
    """A progress bar library makes a lock for processes when it is imported. Of the spawn kind it has a name that only an
    orderly end removes, and a worker ends at once; of the fork kind it has none. Nothing is ever forked here."""
    if sys.platform.startswith("linux"):
        multiprocessing.set_start_method("fork", force=True)


def limit_threads(threads: int) -> int:
    """Set the number of threads of every numeric library that is imported later; 0 means cores − 1. At least 1."""
    threads = threads or max(1, free_cores() - 1)
    for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMEXPR_NUM_THREADS"):
        os.environ[name] = str(threads)
    return threads


def free_cores() -> int:
    """The cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _ignore_terminal() -> None:
    """Ctrl-C in a terminal reaches the whole group; the parent decides what becomes of the worker."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        # The parent blocked it for the time of the start.
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def _die_with(parent: int) -> None:
    """On Linux the kernel ends this process with the thread that started it, even amid a long native call.

    Elsewhere the end of the channel does it (see worker.main)."""
    if not sys.platform.startswith("linux"):
        return
    import ctypes

    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it was gone before
        os._exit(0)


def _step_back() -> None:
    """The window goes first where both want the processor; with a free core this changes nothing."""
    import psutil

    with contextlib.suppress(psutil.Error, OSError):
        psutil.Process().nice(psutil.BELOW_NORMAL_PRIORITY_CLASS if sys.platform == "win32" else _NICENESS)


def _redirect(log: str) -> None:
    """Put the log file in the place of file descriptors 1 and 2, so that C libraries write there too."""
    file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError, AttributeError):
            stream.flush()
    for number in (1, 2):
        os.dup2(file, number)
    if file > 2:
        os.close(file)
    out = open(1, "w", encoding="utf-8", errors="backslashreplace", buffering=1, closefd=False)  # noqa: SIM115
    err = open(2, "w", encoding="utf-8", errors="backslashreplace", buffering=1, closefd=False)  # noqa: SIM115
    sys.stdout = sys.__stdout__ = out  # type: ignore[misc]
    sys.stderr = sys.__stderr__ = err  # type: ignore[misc]


def _block_network() -> None:
    """A worker runs on what is on the disk. Whatever would connect elsewhere fails at once instead of after minutes."""

    here = (None, "", "127.0.0.1", "::1", "localhost")
    look_up = socket.getaddrinfo

    def check(family: int, address: Any) -> None:
        if family in (socket.AF_INET, socket.AF_INET6) and address[0] not in here:
            raise OSError(errno.ENETUNREACH, "a worker has no network")

    def look_up_here(host: Any, *arguments: Any, **options: Any) -> Any:
        check(socket.AF_INET, (host,))
        return look_up(host, *arguments, **options)

    class Socket(socket.socket):
        def connect(self, address: Any) -> None:
            check(self.family, address)
            super().connect(address)

        def connect_ex(self, address: Any) -> int:
            try:
                check(self.family, address)
            except OSError as error:
                return error.errno or errno.ENETUNREACH
            return super().connect_ex(address)

    socket.socket = Socket  # type: ignore[misc]
    socket.getaddrinfo = look_up_here
