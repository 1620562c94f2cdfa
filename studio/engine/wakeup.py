"""Wakes a thread that waits on several things at once, without polling and without losing a call."""

from __future__ import annotations

import threading
from multiprocessing.connection import Connection, Pipe


class WakeUp:
    """``set`` makes :attr:`waitable` ready until ``clear``. Clear first and look for news afterwards: then none is
    missed."""

    def __init__(self) -> None:
        # A Connection rather than a bare pipe: multiprocessing's wait() takes it on every platform.
        self._reader, self._writer = Pipe(duplex=False)
        self._lock = threading.Lock()
        self._is_set = False
        self._closed = False

    @property
    def waitable(self) -> Connection:
        return self._reader  # type: ignore[return-value, unused-ignore]

    def set(self) -> None:
        """May be called from any thread, also after :meth:`close`."""
        with self._lock:
            if not self._is_set and not self._closed:
                self._is_set = True
                self._writer.send_bytes(b"!")

    def clear(self) -> None:
        with self._lock:
            if self._is_set and not self._closed:
                self._reader.recv_bytes()
                self._is_set = False

    def close(self) -> None:
        with self._lock:
            if not self._closed:
                self._closed = True
                self._reader.close()
                self._writer.close()
