"""Rows from files: orphans found when a project is opened, and the whole database made again."""

from __future__ import annotations

import contextlib
import logging
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from studio.core.errors import StudioError
from studio.core.jobs import Job
from studio.core.recipes import PROJECT_INPUTS, Recipe
from studio.gallery import importing, rows
from studio.gallery.assets import ID, Asset, made_at, new_id
from studio.gallery.database import Database
from studio.metadata import reading

if TYPE_CHECKING:
    from studio.gallery.store import AssetStore

log = logging.getLogger(__name__)
FOLDERS = ("assets", "trash")
_ID_END = re.compile(rf"(?:^|-)({ID.pattern})$")


class Kept(NamedTuple):
    """What only a row knows of an asset."""

    title: str
    starred: bool
    created: float


def asset_files(folder: Path) -> Iterator[str]:
    """Relative paths of every file that may be an asset's, without unfinished ones."""
    for name in FOLDERS:
        for path in sorted((folder / name).rglob("*")):
            if path.is_file() and path.suffix != ".part" and not path.name.startswith("."):
                yield path.relative_to(folder).as_posix()


def sweep(store: AssetStore) -> int:
    """Set right what an interruption left behind; how many assets were found again.

    Unfinished files are removed, files without a row get one, rows whose file is gone are marked.
    """
    known = {row["path"]: row["id"] for row in store.database.read("SELECT path, id FROM asset")}
    present = set(asset_files(store.folder))
    for name in (*FOLDERS, PROJECT_INPUTS):
        for part in (store.folder / name).rglob("*.part"):
            part.unlink(missing_ok=True)
    found = 0
    by_id = {asset_id: path for path, asset_id in known.items()}
    for relative in sorted(present - known.keys()):
        found += _adopt(store, relative, by_id)
    gone = [(asset_id,) for asset_id, path in by_id.items() if path not in present]
    with store.database.transaction() as db:
        db.execute("UPDATE asset SET missing = 0 WHERE missing")
        db.executemany("UPDATE asset SET missing = 1 WHERE id = ?", gone)
    return found


def _adopt(store: AssetStore, relative: str, by_id: dict[str, str]) -> int:
    """Give a file a row; 1 when it was an asset nobody knew of."""
    asset, body = read_file(store, relative)
    if asset is None:
        return 0
    old = by_id.get(asset.id)
    if old is not None:
        if (store.folder / old).exists():
            # A copy made by hand beside the original: an asset of its own.
            asset = msgspec.structs.replace(asset, id=new_id())
        else:
            # Moved between assets and trash, but the row was not written any more.
            with store.database.transaction() as db:
                db.execute("UPDATE asset SET path = ?, trashed = ? WHERE id = ?", (relative, asset.trashed, asset.id))
            by_id[asset.id] = relative
            return 0
    with store.database.transaction() as db:
        rows.insert(db, asset, body)
    by_id[asset.id] = relative
    return 1


def read_file(store: AssetStore, relative: str) -> tuple[Asset | None, str]:
    """The row that a file in place deserves, and its text. None for what is no asset (a stranger's file)."""
    path = store.folder / relative
    try:
        facts = importing.inspect(path)
        found = reading.read(path)
    except (StudioError, OSError) as error:
        log.info("%s is left alone: %s", relative, error)
        return None, ""
    recipe = found.recipe or Recipe(kind=facts.kind, source="imported")
    named = _ID_END.search(path.stem)
    # Files come from strangers, too: an id becomes a part of paths, so only one of our own making is taken.
    asset_id = named[1] if named else recipe.asset if ID.fullmatch(recipe.asset) else new_id()
    recipe = msgspec.structs.replace(recipe, asset=asset_id, kind=facts.kind)
    request = recipe.request
    created = made_at(asset_id) or path.stat().st_mtime
    stem = _ID_END.sub("", path.stem).replace("-", " ")
    prompt = request.prompt if request is not None else str(found.settings.get("prompt", ""))
    title = next((line.strip()[:120] for line in prompt.splitlines() if line.strip()), "") or stem or path.stem
    asset = store._asset_of(relative, recipe.asset, created, recipe, facts, title=title, prompt=prompt)
    if relative.startswith("trash/"):
        asset = msgspec.structs.replace(asset, trashed=path.stat().st_ctime)
    return asset, facts.body


def salvage_rows(database: Database) -> dict[str, Kept]:
    """Titles, stars and times by asset id, from as many rows as can be read."""
    kept: dict[str, Kept] = {}
    with contextlib.suppress(Exception):  # whatever is wrong with the rows, the files are enough
        for row in database.connection.execute("SELECT id, title, starred, created FROM asset"):
            kept[row["id"]] = Kept(str(row["title"]), bool(row["starred"]), float(row["created"]))
    return kept


def salvage_jobs(database: Database) -> list[Job]:
    """As many jobs as can be read, each on its own: one damaged page does not lose the others."""
    jobs: list[Job] = []
    with contextlib.suppress(Exception):
        for row in database.connection.execute("SELECT data FROM job"):
            with contextlib.suppress(msgspec.MsgspecError):
                jobs.append(msgspec.json.decode(row["data"], type=Job))
    return jobs


def rebuild(store: AssetStore, kept: dict[str, Kept] | None = None) -> int:
    """All rows again from the files, oldest first; titles, stars and times of readable old rows are kept."""
    kept = salvage_rows(store.database) if kept is None else kept
    found: list[tuple[Asset, str]] = []
    seen: set[str] = set()
    for relative in asset_files(store.folder):
        asset, body = read_file(store, relative)
        if asset is None:
            continue
        if asset.id in seen:
            asset = msgspec.structs.replace(asset, id=new_id())
        seen.add(asset.id)
        if asset.id in kept:
            asset = msgspec.structs.replace(asset, **kept[asset.id]._asdict())
        found.append((asset, body))
    with store.database.transaction() as db:
        db.execute("DELETE FROM words")
        db.execute("DELETE FROM parent")
        db.execute("DELETE FROM asset")
        for asset, body in sorted(found, key=lambda pair: (pair[0].created, pair[0].id)):
            rows.insert(db, asset, body)
    return len(found)


def clear_job_folders(folder: Path, keep: set[str]) -> None:
    """Remove folders of jobs that are not in the table any more or have ended."""
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.name in keep:
            continue
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
