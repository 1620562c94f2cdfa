"""Why a process ended, in words a user can use."""

from __future__ import annotations

import signal
import sys

from studio.core.errors import Phrase, phrase

_SIGNALS = {
    "SIGKILL": phrase("it was ended from outside (SIGKILL); the system does that when memory runs out"),
    "SIGTERM": phrase("it was asked to end (SIGTERM)"),
    "SIGSEGV": phrase("it crashed in native code (SIGSEGV)"),
    "SIGBUS": phrase("it lost access to a file or to memory (SIGBUS); perhaps the disk is full or a drive was removed"),
    "SIGABRT": phrase("native code gave up (SIGABRT)"),
    "SIGILL": phrase("it met an instruction this processor does not have (SIGILL)"),
    "SIGFPE": phrase("native code met an arithmetic error (SIGFPE)"),
}

_WINDOWS = {
    0xC0000005: phrase("it crashed in native code (access violation)"),
    0xC00000FD: phrase("it crashed in native code (stack overflow)"),
    0xC000001D: phrase("it met an instruction this processor does not have"),
    0xC0000135: phrase("a library it needs is missing"),
    0xC0000017: phrase("memory ran out"),
}


def exit_words(code: int | None) -> Phrase:
    """``code`` as ``multiprocessing.Process.exitcode``: negative for a signal."""
    if code is None:
        return phrase("it did not end")
    if code == 0:
        return phrase("it ended by itself")
    if code < 0:
        try:
            name = signal.Signals(-code).name
        except ValueError:
            name = f"SIG{-code}"
        return _SIGNALS.get(name, phrase("it was ended by {signal}", signal=name))
    if sys.platform == "win32" and (words := _WINDOWS.get(code & 0xFFFFFFFF)):
        return words
    return phrase("it ended with status {code}", code=code)
