"""One writer a project: a lock the operating system lets go of when its holder dies, so that none is ever stale."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from studio.core.errors import ProjectError, as_error_info

if sys.platform == "win32":
    import msvcrt

    def _take(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


class ProjectLock:
    """Held from :meth:`acquire` to :meth:`release`. Its file says whether the last holder ended in order."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None
        self.was_clean = True

    def acquire(self) -> None:
        """Raises :class:`ProjectError` ``project-locked`` when another window or command holds it, or OSError."""
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            _take(descriptor)
        except OSError as error:
            os.close(descriptor)
            if as_error_info(error).code == "folder-readonly" and sys.platform != "win32":
                raise
            raise ProjectError("project-locked", name=self._path.parent.name) from error
        self._descriptor = descriptor
        # The first byte is what Windows locks; the state is behind it.
        self.was_clean = os.pread(descriptor, 4, 1) != b"open" if hasattr(os, "pread") else True
        self._note(b" open")

    def _note(self, state: bytes) -> None:
        assert self._descriptor is not None
        os.ftruncate(self._descriptor, 0)
        os.lseek(self._descriptor, 0, os.SEEK_SET)
        os.write(self._descriptor, state)

    def release(self) -> None:
        if self._descriptor is None:
            return
        try:
            self._note(b"")
        finally:
            os.close(self._descriptor)
            self._descriptor = None
