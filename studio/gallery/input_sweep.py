"""Input files that nothing needs any more: masks of assets that were deleted for good, pictures pasted and never used."""

from __future__ import annotations

import logging
import re
import time
from pathlib import Path

from studio.gallery.database import Database

log = logging.getLogger(__name__)

DAY = 24 * 60 * 60.0
KEPT = {"mask": DAY, "pasted": 30 * DAY}
"""Seconds that a file of each kind stays though nothing names it: what was painted or pasted may be wanted yet. Files of
other kinds, and of other names, are left alone."""

NAME = re.compile(rf"({'|'.join(KEPT)})-[0-9a-f]{{24}}\.[a-z0-9]{{1,5}}")
"""The names of :meth:`studio.gallery.input_files.InputStore.keep`."""


def sweep(folder: Path, database: Database, wanted: str = "", now: float | None = None) -> list[str]:
    """Delete them; the names of those that went. Call it when no job runs and nothing is being painted.

    What names a file: any recipe (of trashed and missing assets too), any job of the queue, whatever became of it, and
    the text ``wanted``."""
    now = time.time() if now is None else now
    old = {path.name: path for path in _files(folder) if now - path.stat().st_mtime > KEPT[_kind(path.name)]}
    if not old:
        return []
    needed = {match[0] for match in NAME.finditer(wanted)}
    for table, column in (("asset", "recipe"), ("job", "data")):
        # As text: a row that this version cannot read counts as well.
        for row in database.read(f"SELECT {column} FROM {table}"):
            needed.update(match[0] for match in NAME.finditer(row[column]))
    gone = sorted(old.keys() - needed)
    for name in gone:
        log.info("%s belongs to nothing any more and is removed", name)
        old[name].unlink(missing_ok=True)
    return gone


def _files(folder: Path) -> list[Path]:
    return [p for p in folder.iterdir() if NAME.fullmatch(p.name) and p.is_file()] if folder.is_dir() else []


def _kind(name: str) -> str:
    return name.partition("-")[0]
