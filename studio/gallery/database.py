"""The project's SQLite database: WAL, one connection a thread, errors sorted into those a user can mend and bugs."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

from studio.core.errors import ProjectError, ResourceError, phrase

BUSY_MS = 10_000


class DamagedDatabase(ProjectError):
    """The file is not a database, or one that is damaged. Opening the project for writing mends it."""

    default_code = "project-damaged"

    def __init__(self, path: Path, reason: object) -> None:
        super().__init__(detail=str(reason), name=path.parent.name)


class Database:
    """Connections to one file. Usable from any thread; every thread has its own connection.

    WAL with ``synchronous = NORMAL``: a killed process loses nothing, a power cut at most the last transactions, and
    neither damages the file. A result's file is on disk (fsync) before its row is written, so even then it is found
    again by the sweep when the project is opened. What has no file to be found again by, the jobs, is written with
    ``transaction(durable=True)``: that waits for the disk, and everything committed before is then safe as well.
    """

    def __init__(self, path: Path, *, write: bool = True) -> None:
        self.path, self.writable = path, write
        self._local = threading.local()
        self._all: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        self._closed = False

    @property
    def connection(self) -> sqlite3.Connection:
        """This thread's connection. Raises :class:`DamagedDatabase`, ResourceError, ProjectError."""
        found: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if found is None:
            with translated(self.path):
                found = self._connect()
            self._local.connection = found
        return found

    def _connect(self) -> sqlite3.Connection:
        if self._closed:
            raise ProjectError("project-missing", path=self.path.parent)
        if self.writable:
            return self._connect_as("mode=rwc")
        try:
            return self._connect_as("mode=ro")
        except sqlite3.OperationalError:
            # Even a reader of a WAL database writes its index beside it; on a read-only medium nobody writes, so the
            # file can be read as it stands.
            if not self.path.exists() or os.access(self.path.parent, os.W_OK):
                raise
            return self._connect_as("immutable=1")

    def _connect_as(self, mode: str) -> sqlite3.Connection:
        connection = sqlite3.connect(
            f"{self.path.as_uri()}?{mode}", uri=True, isolation_level=None, check_same_thread=False
        )
        try:
            connection.row_factory = sqlite3.Row
            connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
            connection.execute("PRAGMA foreign_keys = ON")
            if self.writable:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except BaseException:
            connection.close()
            raise
        with self._lock:
            self._all.append(connection)
        return connection

    @contextlib.contextmanager
    def transaction(self, *, durable: bool = False) -> Iterator[sqlite3.Connection]:
        """All or nothing; nested calls join the outer one. ``durable``: a power cut right after loses nothing."""
        connection = self.connection
        if connection.in_transaction:
            yield connection
            return
        with translated(self.path):
            if durable:
                connection.execute("PRAGMA synchronous = FULL")
            try:
                connection.execute("BEGIN IMMEDIATE")
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                with contextlib.suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")
                raise
            finally:
                if durable:
                    with contextlib.suppress(sqlite3.Error):
                        connection.execute("PRAGMA synchronous = NORMAL")

    def read(self, sql: str, values: tuple[object, ...] = ()) -> list[sqlite3.Row]:
        with translated(self.path):
            return self.connection.execute(sql, values).fetchall()

    def healthy(self) -> bool:
        """Whether SQLite's quick check finds nothing wrong."""
        try:
            return str(self.connection.execute("PRAGMA quick_check(1)").fetchone()[0]) == "ok"
        except sqlite3.DatabaseError:
            return False

    def close(self) -> None:
        self._closed = True
        with self._lock:
            for connection in self._all:
                with contextlib.suppress(sqlite3.Error):
                    if self.writable and connection is self._all[-1]:
                        connection.execute("PRAGMA optimize")
                        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                connection.close()
            self._all.clear()


@contextlib.contextmanager
def translated(path: Path) -> Iterator[None]:
    """SQLite's errors in the user's words; those that can only be bugs pass unchanged (see SQLite's result codes)."""
    try:
        yield
    except sqlite3.Error as error:
        code = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
        if code == sqlite3.SQLITE_FULL:
            raise ResourceError("disk-full", path=path.parent) from error
        if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_CANTOPEN):
            raise ResourceError("folder-readonly", path=path.parent) from error
        if code == sqlite3.SQLITE_IOERR:
            raise ResourceError(
                "folder-failing", str(error), path=path.parent, reason=phrase("the disk reports an error")
            ) from error
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise ProjectError("project-locked", name=path.parent.name) from error
        if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise DamagedDatabase(path, error) from error
        raise
