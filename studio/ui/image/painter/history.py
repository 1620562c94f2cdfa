"""Undo and redo of what was painted, tile by tile: only what a step has touched is kept, and that compressed."""

from __future__ import annotations

import zlib
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect

Pixels = NDArray[np.uint8]
Later = Callable[[Callable[[], "dict[Place, Kept]"], Callable[["dict[Place, Kept]"], None]], object]
"""Does something in the background and brings its value back."""
Place = tuple[int, int]
"""Row and column of a tile."""
Kept = int | bytes | Pixels
"""A tile of one value, a compressed one, or one that is not compressed yet."""

TILE = 256
STEPS = 50
"""Steps that are always kept."""
BUDGET = 64 * 1024 * 1024
"""Bytes beyond which older steps than those are forgotten."""
_MANY = 4
"""Tiles from which they are compressed in the background."""


def tiles_of(rect: QRect, shape: tuple[int, ...]) -> list[Place]:
    """The tiles that a rectangle of the picture touches."""
    rect = rect.intersected(QRect(0, 0, shape[1], shape[0]))
    if rect.isEmpty():
        return []
    rows = range(rect.top() // TILE, rect.bottom() // TILE + 1)
    columns = range(rect.left() // TILE, rect.right() // TILE + 1)
    return [(row, column) for row in rows for column in columns]


def tile(data: Pixels, place: Place) -> Pixels:
    """A tile of the mask itself, no copy."""
    y, x = place[0] * TILE, place[1] * TILE
    return data[y : y + TILE, x : x + TILE]


class Patch:
    """What some tiles held at one time. ``rect`` is where they lie in the picture."""

    def __init__(self, tiles: dict[Place, Kept], shape: tuple[int, ...]) -> None:
        self.tiles = tiles
        whole = QRect(0, 0, shape[1], shape[0])
        self.rect = QRect()
        for row, column in tiles:
            self.rect = self.rect.united(QRect(column * TILE, row * TILE, TILE, TILE))
        self.rect = self.rect.intersected(whole)

    @property
    def bytes(self) -> int:
        return sum(_size(kept) for kept in self.tiles.values())

    def packed(self) -> dict[Place, Kept]:
        """The same tiles in less memory; from any thread."""
        return {place: _packed(kept) for place, kept in self.tiles.items()}

    def swap(self, data: Pixels) -> Patch:
        """Put the kept content into ``data``; a patch of what was there before."""
        before: dict[Place, Kept] = {}
        for place, kept in self.tiles.items():
            here = tile(data, place)
            before[place] = here.copy()
            here[:] = _unpacked(kept, here.shape)
        return Patch(before, data.shape)


class Recorder:
    """Keeps what is about to be painted over, each tile once."""

    def __init__(self, data: Pixels) -> None:
        self._data = data
        self._whole = QRect(0, 0, data.shape[1], data.shape[0])
        self._tiles: dict[Place, Kept] = {}

    def touch(self, rect: QRect) -> None:
        """Call it before the pixels of ``rect`` are changed."""
        places = tiles_of(rect, self._data.shape)
        if not self._tiles and len(places) == len(tiles_of(self._whole, self._data.shape)):
            # All of it at once: one copy is much quicker than one for each tile.
            copy = self._data.copy()
            self._tiles = {place: tile(copy, place) for place in places}
            return
        for place in places:
            if place not in self._tiles:
                self._tiles[place] = tile(self._data, place).copy()

    def patch(self, *, all_changed: bool = False) -> Patch:
        """What was there, without the tiles that are the same after all (looked for unless ``all_changed``)."""
        if not all_changed:
            self._tiles = {p: k for p, k in self._tiles.items() if not np.array_equal(k, tile(self._data, p))}
        return Patch(self._tiles, self._data.shape)


class History:
    """The steps of one mask. ``later`` compresses large steps in the background; without it they are at once."""

    def __init__(self, later: Later | None = None) -> None:
        self._later = later
        self._done: list[Patch] = []
        self._undone: list[Patch] = []

    @property
    def can_undo(self) -> bool:
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        return bool(self._undone)

    @property
    def steps(self) -> int:
        return len(self._done)

    @property
    def bytes(self) -> int:
        """What the steps hold in memory."""
        return sum(patch.bytes for patch in (*self._done, *self._undone))

    def push(self, patch: Patch) -> None:
        """Remember a step; what was undone is gone. A step that changed nothing is none."""
        if not patch.tiles:
            return
        self._undone.clear()
        self._done.append(patch)
        self._pack(patch)
        while len(self._done) > STEPS and self.bytes > BUDGET:
            self._done.pop(0)

    def undo(self, data: Pixels) -> QRect:
        """Take the newest step back; the rectangle that changed, empty when there is none."""
        return self._swap(self._done, self._undone, data)

    def redo(self, data: Pixels) -> QRect:
        return self._swap(self._undone, self._done, data)

    def _swap(self, source: list[Patch], target: list[Patch], data: Pixels) -> QRect:
        if not source:
            return QRect()
        patch = source.pop().swap(data)
        target.append(patch)
        self._pack(patch)
        return patch.rect

    def _pack(self, patch: Patch) -> None:
        if self._later is None or len(patch.tiles) < _MANY:
            patch.tiles = patch.packed()
        else:
            self._later(patch.packed, lambda tiles: setattr(patch, "tiles", tiles))


def _size(kept: Kept) -> int:
    if isinstance(kept, bytes):
        return len(kept)
    return 8 if isinstance(kept, int) else kept.nbytes


def _packed(kept: Kept) -> Kept:
    if isinstance(kept, int | bytes):
        return kept
    low = int(kept.min())
    return low if low == int(kept.max()) else zlib.compress(kept.tobytes(), 1)


def _unpacked(kept: Kept, shape: tuple[int, ...]) -> Pixels | int:
    return np.frombuffer(zlib.decompress(kept), np.uint8).reshape(shape) if isinstance(kept, bytes) else kept
