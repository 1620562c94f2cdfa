"""The jobs of a project in its database, so that a crash loses none (the JobStore of ``core.jobs``)."""

from __future__ import annotations

import logging

import msgspec

from studio.core.jobs import Job
from studio.gallery.database import Database

log = logging.getLogger(__name__)


class SqliteJobStore:
    """Durable when a call returns. Usable from any thread."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def load(self) -> list[Job]:
        """Every job by position. A row that cannot be read (a newer version's) stays in the table and is left out."""
        jobs = []
        for row in self._database.read("SELECT id, data FROM job ORDER BY position, id"):
            try:
                jobs.append(msgspec.json.decode(row["data"], type=Job))
            except (msgspec.MsgspecError, RecursionError) as error:
                log.info("job %s cannot be read and is left alone: %s", row["id"], error)
        return jobs

    def put(self, *jobs: Job) -> None:
        rows = [
            (
                job.id,
                job.position,
                str(job.state),
                msgspec.json.encode(msgspec.structs.replace(job, progress=None)).decode(),
            )
            for job in jobs
        ]
        with self._database.transaction(durable=True) as db:
            db.executemany(
                "INSERT INTO job VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
                "position = excluded.position, state = excluded.state, data = excluded.data",
                rows,
            )

    def remove(self, *job_ids: str) -> None:
        with self._database.transaction() as db:
            db.executemany("DELETE FROM job WHERE id = ?", ((job_id,) for job_id in job_ids))

    def paused(self) -> bool:
        return any(self._database.read("SELECT 1 FROM meta WHERE name = 'paused' AND value = '1'"))

    def set_paused(self, paused: bool) -> None:
        with self._database.transaction() as db:
            db.execute("INSERT OR REPLACE INTO meta VALUES ('paused', ?)", (str(int(paused)),))
