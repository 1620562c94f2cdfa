"""How an install, import or verification tells how far it is, and how it is stopped."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import msgspec


class InstallProgress(msgspec.Struct, frozen=True, kw_only=True):
    """Bytes done of all that one operation has to move. ``phase``: ``downloading``, ``unpacking``, ``copying``,
    ``checking`` or ``done``; ``file`` is what is in hand now."""

    model: str
    file: str
    done_bytes: int
    total_bytes: int
    phase: str


OnProgress: TypeAlias = Callable[[InstallProgress], None]
Cancelled: TypeAlias = Callable[[], bool]


class InstallCancelled(Exception):
    """The user stopped the operation. What was downloaded and verified stays for the next time."""


def ignore(progress: InstallProgress) -> None:
    """The listener for those who do not listen."""


def never() -> bool:
    """The question "cancelled?" of those who cannot cancel."""
    return False


class Meter:
    """Counts the bytes of one operation, reports them, and raises :class:`InstallCancelled` when asked to stop."""

    def __init__(self, model: str, total: int, on_progress: OnProgress = ignore, cancelled: Cancelled = never) -> None:
        self._model, self._total = model, max(1, total)
        self._on_progress, self._cancelled = on_progress, cancelled
        self._done = 0

    def check(self) -> None:
        if self._cancelled():
            raise InstallCancelled

    def at(self, phase: str, file: str, extra: int = 0) -> None:
        """Report the bytes done, and ``extra`` of a file that is not finished yet."""
        self.check()
        done = min(self._done + max(0, extra), self._total)
        self._on_progress(
            InstallProgress(model=self._model, file=file, done_bytes=done, total_bytes=self._total, phase=phase)
        )

    def add(self, count: int, phase: str, file: str) -> None:
        self._done += count
        self.at(phase, file)

    def finish(self, file: str = "") -> None:
        self._on_progress(
            InstallProgress(model=self._model, file=file, done_bytes=self._total, total_bytes=self._total, phase="done")
        )
