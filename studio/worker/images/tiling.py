"""Large pictures through a network in tiles that leave no seams."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Tile:
    """``inner`` is what the tile contributes and ``outer`` what is read for it, context included:
    (left, top, right, bottom) in pixels of the input."""

    inner: tuple[int, int, int, int]
    outer: tuple[int, int, int, int]


def tiles(width: int, height: int, size: int, margin: int) -> list[Tile]:
    """Tiles of at most ``size`` pixels a side, as even as can be, covering ``width`` × ``height`` exactly once.

    Each reads ``margin`` pixels more on every side that has them. When the margin is at least the reach of the
    network (its receptive field's radius), the result is the same as without tiles.
    """
    return [
        Tile(
            (x0, y0, x1, y1),
            (max(0, x0 - margin), max(0, y0 - margin), min(width, x1 + margin), min(height, y1 + margin)),
        )
        for y0, y1 in _spans(height, size)
        for x0, x1 in _spans(width, size)
    ]


def _spans(length: int, size: int) -> Iterator[tuple[int, int]]:
    count = max(1, -(-length // size))
    for index in range(count):
        yield length * index // count, length * (index + 1) // count


BLEND = 8
"""Pixels of the input on either side of a border between tiles over which one fades into the other."""


def run_tiled(
    image: Floats,
    run: Callable[[Floats], Floats],
    *,
    scale: int,
    size: int,
    margin: int,
    step: Callable[[int, int], None] = lambda done, total: None,
) -> Floats:
    """``run`` over the tiles of ``image`` (channels × height × width); ``run`` returns its input × ``scale``.

    Networks that reach further than ``margin`` would leave a faint line at the borders, so neighbouring tiles fade
    into one another there. ``step(done, total)`` is called before each tile and after the last; it may raise to stop.
    """
    channels, height, width = image.shape
    out = np.zeros((channels, height * scale, width * scale), np.float32)
    parts = tiles(width, height, size, margin)
    blend = min(
        BLEND, margin, *(side // 2 for t in parts for side in (t.inner[2] - t.inner[0], t.inner[3] - t.inner[1]))
    )
    for index, tile in enumerate(parts):
        step(index, len(parts))
        left, top, right, bottom = tile.outer
        done = run(np.ascontiguousarray(image[:, top:bottom, left:right]))
        x0, x1, across = _fade(tile.inner[0], tile.inner[2], width, blend, scale)
        y0, y1, down = _fade(tile.inner[1], tile.inner[3], height, blend, scale)
        part = done[:, y0 - top * scale : y1 - top * scale, x0 - left * scale : x1 - left * scale]
        out[:, y0:y1, x0:x1] += part * (down[:, None] * across[None, :])
    step(len(parts), len(parts))
    return out


def _fade(start: int, end: int, length: int, blend: int, scale: int) -> tuple[int, int, Floats]:
    """Where a tile writes along one axis (in pixels of the output) and with which weights: those of neighbours add up
    to one, and at the picture's own edges nothing fades."""
    low = start - (blend if start > 0 else 0)
    high = end + (blend if end < length else 0)
    weights = np.ones((high - low) * scale, np.float32)
    ramp = (np.arange(2 * blend * scale, dtype=np.float32) + 0.5) / max(1, 2 * blend * scale)
    if start > 0:
        weights[: len(ramp)] = ramp
    if end < length:
        weights[len(weights) - len(ramp) :] = ramp[::-1]
    return low * scale, high * scale, weights
