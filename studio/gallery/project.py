"""Project: a folder the user owns, with ``project.db``, the asset files, thumbnails, the trash and job folders."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
import uuid
from pathlib import Path

from studio.core.errors import ErrorInfo, ProjectError, ResourceError, as_error_info
from studio.core.jobs import FINISHED, JobState
from studio.core.requests import Request
from studio.gallery import input_sweep, migrations, recovery
from studio.gallery.database import DamagedDatabase, Database
from studio.gallery.input_files import with_paths
from studio.gallery.inputs import locate
from studio.gallery.jobs import SqliteJobStore
from studio.gallery.lock import ProjectLock
from studio.gallery.store import AssetStore

DATABASE, LOCK, JOBS = "project.db", ".lock", ".jobs"
SWEEP_LIMIT = 5000
"""With more assets than this the files are compared with the rows only after an end that was not in order."""


class Project:
    """An open project. ``notices`` are what the user should be told about its opening."""

    def __init__(self, folder: Path, database: Database, lock: ProjectLock | None) -> None:
        self.folder = folder
        self.name = folder.name
        self.database = database
        self.store = AssetStore(folder, database)
        self.inputs = self.store.inputs
        self.jobs = SqliteJobStore(database)
        self.jobs_folder = folder / JOBS
        self.notices: list[ErrorInfo] = []
        self.writable = database.writable
        self.id = ""
        """Stays the same when the folder is moved or renamed; "" where the project is only read."""
        self._lock = lock

    @classmethod
    def create(cls, folder: Path, name: str = "") -> Project:
        """A new project in ``folder`` (or in its subfolder ``name``), which may exist but may not be a project.

        Raises :class:`ProjectError`, :class:`ResourceError` ``folder-readonly``.
        """
        folder = (folder / name if name else folder).absolute()
        if (folder / DATABASE).exists():
            return cls.open(folder)
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ResourceError("folder-readonly", path=folder) from error
        return cls._open(folder, write=True)

    @classmethod
    def open(cls, folder: Path, *, write: bool = True, wanted: str = "") -> Project:
        """``wanted`` is a text with the names of input files that stay though nothing in the project needs them.

        Raises :class:`ProjectError` (missing, locked, newer) or :class:`ResourceError` (not writable, disk full).

        A damaged database is kept aside and made again from the files; ``notices`` says so.
        """
        folder = folder.absolute()
        if not folder.is_dir() or not ((folder / DATABASE).exists() or (folder / "assets").is_dir()):
            raise ProjectError("project-missing", path=folder)
        return cls._open(folder, write=write, wanted=wanted)

    @classmethod
    def _open(cls, folder: Path, *, write: bool, wanted: str = "") -> Project:
        if not write:
            return cls._open_for_reading(folder)
        lock = ProjectLock(folder / LOCK)
        try:
            if not os.access(folder, os.W_OK):
                raise ResourceError("folder-readonly", path=folder)
            lock.acquire()
        except OSError as error:
            raise ResourceError(as_error_info(error).code, path=folder) from error
        database = Database(folder / DATABASE)
        try:
            project = cls(folder, database, lock)
            project._prepare(clean=lock.was_clean, wanted=wanted)
        except BaseException:
            database.close()
            lock.release()
            raise
        return project

    @classmethod
    def _open_for_reading(cls, folder: Path) -> Project:
        database = Database(folder / DATABASE, write=False)
        try:
            migrations.migrate(database)
            database.read("SELECT count(*) FROM asset WHERE row = 0")
        except sqlite3.OperationalError as error:
            # An older shape cannot be brought up to date by someone who only reads.
            database.close()
            raise ProjectError("project-older", name=folder.name) from error
        except BaseException:
            database.close()
            raise
        return cls(folder, database, None)

    def _prepare(self, *, clean: bool, wanted: str) -> None:
        existed = self.database.path.exists()
        try:
            copy = migrations.migrate(self.database)
            if existed and not clean and not self.database.healthy():
                raise DamagedDatabase(self.database.path, "the quick check failed")
        except (DamagedDatabase, sqlite3.DatabaseError) as error:
            self._start_again(error)
            return
        for name in ("assets", "thumbnails", "trash", JOBS):
            (self.folder / name).mkdir(exist_ok=True)
        if copy is not None:
            self.notices.append(ErrorInfo(code="project-migrated", params={"name": self.name, "kept": copy.name}))
        if not existed:
            recovery.rebuild(self.store)
        elif not clean or self._small():
            recovery.sweep(self.store)
            # After it: files found again bring back the recipes that name them.
            input_sweep.sweep(self.inputs.folder, self.database, wanted)
        self._sweep_jobs()
        self._know_itself()

    def _know_itself(self) -> None:
        with self.database.transaction() as db:
            db.execute("INSERT OR IGNORE INTO meta VALUES ('id', ?)", (uuid.uuid4().hex,))
        self.id = str(self.database.read("SELECT value FROM meta WHERE name = 'id'")[0]["value"])

    def _small(self) -> bool:
        return not self.database.read("SELECT 1 FROM asset LIMIT 1 OFFSET ?", (SWEEP_LIMIT,))

    def _start_again(self, error: Exception) -> None:
        """Keep the damaged database aside and make a new one from the files, with the jobs that can still be read."""
        jobs, kept_rows = recovery.salvage_jobs(self.database), recovery.salvage_rows(self.database)
        self.database.close()
        kept = self.folder / f"{DATABASE}.damaged-{time.strftime('%Y%m%d-%H%M%S')}"
        self.database.path.replace(kept)
        for suffix in ("-wal", "-shm"):
            with contextlib.suppress(FileNotFoundError):
                path = self.database.path.with_name(DATABASE + suffix)
                path.replace(kept.with_name(kept.name + suffix))
        database = Database(self.folder / DATABASE)
        lock, self._lock = self._lock, None
        self.__init__(self.folder, database, lock)  # type: ignore[misc]
        migrations.migrate(database)
        for name in ("assets", "thumbnails", "trash", JOBS):
            (self.folder / name).mkdir(exist_ok=True)
        with database.transaction(durable=True):
            for job in jobs:
                self.jobs.put(job)
        recovery.rebuild(self.store, kept_rows)
        self._know_itself()
        self.notices.append(
            ErrorInfo(code="project-corrupt", params={"name": self.name, "kept": kept.name}, detail=str(error))
        )

    def _sweep_jobs(self) -> None:
        """Folders of jobs that may still be of use stay: those that wait, ran or failed."""
        ended = FINISHED - {JobState.FAILED, JobState.INTERRUPTED}
        recovery.clear_job_folders(self.jobs_folder, {job.id for job in self.jobs.load() if job.state not in ended})

    def located(self, request: Request) -> Request:
        """The request with the paths of its inputs as they are now: assets by their id, files of the input folder by
        their name, also when the project was moved. What cannot be found keeps its path."""
        paths = {item: found for item in request.inputs if (found := locate(item, self.store)) not in ("", item.path)}
        return with_paths(request, paths) if paths else request

    def close(self) -> None:
        """Let go of the database and the lock; may be called twice."""
        self.database.close()
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def __enter__(self) -> Project:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()
