"""The shape of the database as a list of named steps that is only ever appended to.

Before the first step is applied to a database that has rows, a copy is put beside it. A database with a step this
program does not know was made by a newer one and is refused.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

from studio import version
from studio.core.errors import ProjectError
from studio.gallery.database import Database, translated
from studio.gallery.words import indexed


def _assets(db: sqlite3.Connection) -> None:
    db.execute(
        """CREATE TABLE asset (
            row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, path TEXT NOT NULL,
            created REAL NOT NULL, title TEXT NOT NULL, prompt TEXT NOT NULL, excerpt TEXT NOT NULL,
            width INTEGER NOT NULL, height INTEGER NOT NULL, seconds REAL NOT NULL, bytes INTEGER NOT NULL,
            model TEXT NOT NULL, task TEXT NOT NULL, seed INTEGER, starred INTEGER NOT NULL DEFAULT 0,
            trashed REAL, thumbnail TEXT NOT NULL, recipe TEXT NOT NULL)"""
    )
    db.execute("CREATE INDEX asset_order ON asset (row DESC) WHERE trashed IS NULL")
    db.execute("CREATE INDEX asset_kind ON asset (kind, row DESC) WHERE trashed IS NULL")
    db.execute("CREATE INDEX asset_star ON asset (row DESC) WHERE starred AND trashed IS NULL")
    db.execute("CREATE INDEX asset_trash ON asset (row DESC) WHERE trashed IS NOT NULL")
    db.execute(
        "CREATE TABLE parent (child TEXT NOT NULL, parent TEXT NOT NULL, PRIMARY KEY (child, parent)) WITHOUT ROWID"
    )
    db.execute("CREATE INDEX parent_children ON parent (parent)")
    db.execute("CREATE VIRTUAL TABLE words USING fts5 (text, prefix='2 3')")


def _jobs(db: sqlite3.Connection) -> None:
    db.execute(
        "CREATE TABLE job (id TEXT PRIMARY KEY, position REAL NOT NULL, state TEXT NOT NULL, data TEXT NOT NULL)"
    )
    db.execute("CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID")


def _missing_files(db: sqlite3.Connection) -> None:
    """Files that a user moved away are marked instead of being asked for at every start."""
    db.execute("ALTER TABLE asset ADD COLUMN missing INTEGER NOT NULL DEFAULT 0")


def _titles_in_search(db: sqlite3.Connection) -> None:
    """Search finds titles and model names as well as prompts."""
    db.execute("DELETE FROM words")
    for row in db.execute("SELECT row, title, prompt, excerpt, model FROM asset").fetchall():
        text = indexed(row["title"], row["prompt"], row["excerpt"], row["model"])
        db.execute("INSERT INTO words (rowid, text) VALUES (?, ?)", (row["row"], text))


STEPS: dict[str, Callable[[sqlite3.Connection], None]] = {
    "assets": _assets,
    "jobs": _jobs,
    "missing files": _missing_files,
    "titles in search": _titles_in_search,
}


def migrate(database: Database) -> Path | None:
    """Bring the database to today's shape; the path of the copy that was made before, if one was.

    Raises :class:`ProjectError` ``project-newer`` for a database with steps from the future.
    """
    if not database.writable:
        _refuse_newer(database.path, _applied(database.connection))
        return None
    with translated(database.path):
        connection = database.connection
        connection.execute(
            "CREATE TABLE IF NOT EXISTS step (name TEXT PRIMARY KEY, applied TEXT NOT NULL, version TEXT NOT NULL)"
        )
        done = _applied(connection)
    _refuse_newer(database.path, done)
    missing = [name for name in STEPS if name not in done]
    if not missing:
        return None
    copy = _back_up(database) if done else None
    for name in missing:
        with database.transaction() as connection:
            STEPS[name](connection)
            now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
            connection.execute("INSERT INTO step VALUES (?, ?, ?)", (name, now, version()))
    return copy


def _applied(connection: sqlite3.Connection) -> dict[str, str]:
    try:
        return {row["name"]: row["version"] for row in connection.execute("SELECT name, version FROM step")}
    except sqlite3.OperationalError:
        return {}


def _refuse_newer(path: Path, done: dict[str, str]) -> None:
    unknown = [name for name in done if name not in STEPS]
    if unknown:
        raise ProjectError("project-newer", name=path.parent.name, version=done[unknown[0]])


def _back_up(database: Database) -> Path:
    copy = database.path.with_name(f"project.db.before-{time.strftime('%Y%m%d-%H%M%S')}")
    target = sqlite3.connect(copy)
    try:
        with translated(database.path):
            database.connection.backup(target)
    finally:
        target.close()
    return copy
