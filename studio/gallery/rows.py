"""Assets to rows and back, and the pages of the gallery by keyset."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from msgspec.structs import replace

from studio.core import recipes
from studio.core.errors import StudioError
from studio.core.recipes import Recipe
from studio.core.requests import ImageRequest
from studio.gallery.assets import Asset, Cursor, Page
from studio.gallery.database import Database
from studio.gallery.words import indexed, query

_COLUMNS = (
    "id, kind, path, created, title, prompt, excerpt, width, height, seconds, bytes, model, task, seed, starred, "
    "trashed, thumbnail, missing, recipe"
)
COUNT_CAP = 10_000
"""A count stops here: nobody reads on, and counting everything would cost a scan."""


def insert(db: sqlite3.Connection, asset: Asset, body: str = "") -> None:
    """A new row with its search words and parents. ``body`` is the whole text of a text asset."""
    values = (
        asset.id, asset.kind, asset.path, asset.created, asset.title, asset.prompt, asset.excerpt, asset.width,
        asset.height, asset.seconds, asset.bytes, asset.model, asset.task, _small(asset.seed), int(asset.starred),
        asset.trashed, asset.thumbnail, int(asset.missing), recipes.to_json(asset.recipe),
    )  # fmt: skip
    marks = ", ".join("?" * len(values))
    row = db.execute(f"INSERT INTO asset ({_COLUMNS}) VALUES ({marks})", values).lastrowid
    _index(db, row, asset, body)
    db.executemany("INSERT OR IGNORE INTO parent VALUES (?, ?)", [(asset.id, parent) for parent in asset.parents])


def _small(number: int | None) -> int | None:
    """A forged recipe may hold a number that SQLite cannot."""
    return number if number is not None and abs(number) < 2**63 else None


def _index(db: sqlite3.Connection, row: int | None, asset: Asset, body: str) -> None:
    request = asset.recipe.request
    run = request.run_prompts[:1] if isinstance(request, ImageRequest) else ()
    text = indexed(asset.title, asset.prompt, *run, body or asset.excerpt, asset.model)
    # Words that a lost row left behind under this number would otherwise be in the way.
    db.execute("INSERT OR REPLACE INTO words (rowid, text) VALUES (?, ?)", (row, text))


def retitle(db: sqlite3.Connection, asset: Asset, title: str, body: str) -> None:
    row = db.execute("SELECT row FROM asset WHERE id = ?", (asset.id,)).fetchone()["row"]
    db.execute("UPDATE asset SET title = ? WHERE row = ?", (title, row))
    _index(db, row, replace(asset, title=title), body)


def delete(db: sqlite3.Connection, asset_id: str) -> None:
    db.execute("DELETE FROM words WHERE rowid = (SELECT row FROM asset WHERE id = ?)", (asset_id,))
    db.execute("DELETE FROM parent WHERE child = ?", (asset_id,))
    db.execute("DELETE FROM asset WHERE id = ?", (asset_id,))


def _source(kind: str, text: str, trashed: bool, starred: bool | None) -> tuple[str, str, list[object]]:
    """The tables to read, the conditions and their values. FTS5 walks its matches in the order of their row numbers,
    so a reader that wants only some of them stops early; that is why ``words`` comes first in the join."""
    conditions = ["trashed IS NOT NULL" if trashed else "trashed IS NULL"]
    values: list[object] = []
    source = "asset"
    if text.strip():
        source = "words CROSS JOIN asset ON asset.row = words.rowid"
        conditions.insert(0, "words MATCH ?")
        values.append(query(text))
    if kind:
        conditions.append("kind = ?")
        values.append(kind)
    if starred is not None:
        conditions.append("starred" if starred else "NOT starred")
    return source, " AND ".join(conditions), values


def page(
    database: Database, *, kind: str, text: str, after: Cursor | None, limit: int, trashed: bool, starred: bool | None
) -> Page:
    """Keyset pagination: the cost of a page does not grow with its depth."""
    if text.strip() and not query(text):
        return Page(assets=())  # nothing in it could be a word
    source, where, values = _source(kind, text, trashed, starred)
    order = "words.rowid" if text.strip() else "asset.row"
    if after is not None:
        where += f" AND {order} < ?"
        values.append(after.row)
    sql = f"SELECT asset.row, {_COLUMNS} FROM {source} WHERE {where} ORDER BY {order} DESC LIMIT ?"
    rows = database.read(sql, (*values, limit + 1))
    found = assets(database, rows[:limit])
    return Page(assets=tuple(found), next=Cursor(row=rows[limit - 1]["row"]) if len(rows) > limit else None)


def count(database: Database, *, kind: str, text: str, trashed: bool, starred: bool | None) -> int:
    """How many there are, at most :data:`COUNT_CAP`."""
    if text.strip() and not query(text):
        return 0
    source, where, values = _source(kind, text, trashed, starred)
    if text.strip() and starred is None and not (kind and trashed):
        # The narrow index answers it; looking every match up in the table itself takes three times as long.
        index = "asset_trash" if trashed else "asset_kind" if kind else "asset_order"
        source = source.replace(" ON ", f" INDEXED BY {index} ON ")
    sql = f"SELECT count(*) AS n FROM (SELECT 1 FROM {source} WHERE {where} LIMIT {COUNT_CAP})"
    return int(database.read(sql, tuple(values))[0]["n"])


def by_id(database: Database, ids: Iterable[str]) -> list[Asset]:
    """The assets with these ids that exist, in the order of the ids."""
    wanted = list(ids)
    rows: list[sqlite3.Row] = []
    for start in range(0, len(wanted), 500):
        part = wanted[start : start + 500]
        marks = ", ".join("?" * len(part))
        rows += database.read(f"SELECT row, {_COLUMNS} FROM asset WHERE id IN ({marks})", tuple(part))
    found = {asset.id: asset for asset in assets(database, rows)}
    return [found[asset_id] for asset_id in wanted if asset_id in found]


def assets(database: Database, rows: list[sqlite3.Row]) -> list[Asset]:
    parents: dict[str, list[str]] = {}
    ids = [row["id"] for row in rows]
    for start in range(0, len(ids), 500):
        part = ids[start : start + 500]
        marks = ", ".join("?" * len(part))
        for pair in database.read(f"SELECT child, parent FROM parent WHERE child IN ({marks})", tuple(part)):
            parents.setdefault(pair["child"], []).append(pair["parent"])
    return [_asset(row, tuple(parents.get(row["id"], ()))) for row in rows]


def _asset(row: sqlite3.Row, parents: tuple[str, ...]) -> Asset:
    values = {name: row[name] for name in Asset.__struct_fields__ if name not in ("recipe", "parents")}
    values["starred"], values["missing"] = bool(row["starred"]), bool(row["missing"])
    return Asset(**values, recipe=_recipe(row["recipe"], row["kind"]), parents=parents)


def _recipe(text: str, kind: str) -> Recipe:
    try:
        return recipes.from_json(text)
    except StudioError:
        # A row that a later version wrote: the asset is shown all the same.
        return Recipe(kind=kind, source="imported")  # type: ignore[arg-type]
