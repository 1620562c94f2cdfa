"""Why a process ended, in words a user can use."""

from __future__ import annotations

import signal
import sys

_SIGNALS = {
    "SIGKILL": "it was ended from outside (SIGKILL); the system does that when memory runs out",
    "SIGTERM": "it was asked to end (SIGTERM)",
    "SIGSEGV": "it crashed in native code (SIGSEGV)",
    "SIGBUS": "it lost access to a file or to memory (SIGBUS); perhaps the disk is full or a drive was removed",
    "SIGABRT": "native code gave up (SIGABRT)",
    "SIGILL": "it met an instruction this processor does not have (SIGILL)",
    "SIGFPE": "native code met an arithmetic error (SIGFPE)",
}

_WINDOWS = {
    0xC0000005: "it crashed in native code (access violation)",
    0xC00000FD: "it crashed in native code (stack overflow)",
    0xC000001D: "it met an instruction this processor does not have",
    0xC0000135: "a library it needs is missing",
    0xC0000017: "memory ran out",
}


def exit_words(code: int | None) -> str:
    """``code`` as ``multiprocessing.Process.exitcode``: negative for a signal."""
    if code is None:
        return "it did not end"
    if code == 0:
        return "it ended by itself"
    if code < 0:
        try:
            name = signal.Signals(-code).name
        except ValueError:
            name = f"signal {-code}"
        return _SIGNALS.get(name, f"it was ended by {name}")
    if sys.platform == "win32" and (words := _WINDOWS.get(code & 0xFFFFFFFF)):
        return words
    return f"it ended with status {code}"
