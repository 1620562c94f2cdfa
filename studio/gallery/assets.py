"""Asset: one result in the gallery, as its row says; pages of them; and ids."""

from __future__ import annotations

import re

import msgspec

from studio.core.ids import new_id
from studio.core.recipes import Recipe
from studio.core.requests import Kind

__all__ = ["ID", "Asset", "Cursor", "Page", "made_at", "new_id"]


class Asset(msgspec.Struct, frozen=True, kw_only=True):
    """``path`` is relative to the project, with forward slashes. ``created`` and ``trashed`` are seconds since the
    epoch; ``seconds`` is the length of a sound; ``missing`` says that the file was not there when last looked for."""

    id: str
    kind: Kind
    path: str
    created: float
    title: str = ""
    prompt: str = ""
    excerpt: str = ""
    width: int = 0
    height: int = 0
    seconds: float = 0.0
    bytes: int = 0
    model: str = ""
    task: str = ""
    seed: int | None = None
    starred: bool = False
    trashed: float | None = None
    missing: bool = False
    thumbnail: str = ""
    recipe: Recipe = Recipe()
    parents: tuple[str, ...] = ()


class Cursor(msgspec.Struct, frozen=True, kw_only=True):
    """Where the next page begins: behind the row with this number."""

    row: int


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """Assets, newest first, and the cursor of the next page (None at the end)."""

    assets: tuple[Asset, ...]
    next: Cursor | None = None


ID = re.compile(r"[0-9a-f]{19}")
_LATEST = 0x3FFFFFFFFFF
"""Milliseconds since the epoch that an id is believed to hold: until the year 2109."""


def made_at(asset_id: str) -> float | None:
    """Seconds since the epoch at which an id was made; None for one that is not of :func:`new_id`."""
    if not ID.fullmatch(asset_id):
        return None
    milliseconds = int(asset_id[:11], 16)
    return milliseconds / 1000 if 0 < milliseconds <= _LATEST else None
