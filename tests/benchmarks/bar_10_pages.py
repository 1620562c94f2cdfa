"""Bar 10: the deepest gallery page at 100,000 rows costs as much as the first, and a three-hundredth of OFFSET SQL."""

from __future__ import annotations

import time
from statistics import median
from typing import Any

from studio.gallery.assets import Cursor
from studio.gallery.database import Database
from studio.gallery.store import AssetStore
from tests.benchmarks import many_rows

TARGET = 1.5
TARGET_OFFSET = 1 / 300
PAGE = 60
"""Rows: what a full screen of thumbnails takes."""


def _offset(database: Database) -> None:
    """The usual way: a LIKE filter, counted, and a page found by its distance from the start."""
    where = "trashed IS NULL AND (prompt LIKE ? OR title LIKE ?)"
    values = ("%a%", "%a%")
    total = database.read(f"SELECT count(*) FROM asset WHERE {where}", values)[0][0]
    sql = f"SELECT * FROM asset WHERE {where} ORDER BY created DESC, id DESC LIMIT ? OFFSET ?"
    assert len(database.read(sql, (*values, PAGE, total - PAGE))) == PAGE


def _seconds(call: Any, repeat: int = 1) -> float:
    start = time.perf_counter()
    for _ in range(repeat):
        call()
    return (time.perf_counter() - start) / repeat


def measure(rounds: int) -> dict[str, Any]:
    with many_rows.database() as database:
        store = AssetStore(database.path.parent, database)
        deep = Cursor(row=PAGE + 1)
        assert len(store.page(after=deep, limit=PAGE).assets) == PAGE
        firsts, deeps, offsets = [], [], []
        for _ in range(rounds or 15):
            firsts.append(_seconds(lambda: store.page(limit=PAGE), 10))
            deeps.append(_seconds(lambda: store.page(after=deep, limit=PAGE), 10))
            offsets.append(_seconds(lambda: _offset(database)))
    first, last, offset = median(firsts), median(deeps), median(offsets)
    return {
        "name": "bar_10_pages",
        "what": f"deepest page of {PAGE} at {many_rows.ROWS:,} rows / first page; and / OFFSET + COUNT + LIKE",
        "ratio": last / first,
        "target": TARGET,
        "met": last / first <= TARGET and last / offset <= TARGET_OFFSET,
        "baseline_s": first,
        "studio_s": last,
        "offset_s": offset,
        "ratio_to_offset": last / offset,
        "target_to_offset": TARGET_OFFSET,
    }
