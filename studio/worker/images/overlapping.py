"""Overlapping tiles that fade into one another: each is worked on by itself, and no border shows in the whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Indices = NDArray[np.intp]


@dataclass(frozen=True)
class Axis:
    """How one side of ``length`` pixels is cut: tiles of ``side`` pixels that begin at ``starts``. With ``wrap`` the side
    is a ring, and a tile may go over its end to its beginning."""

    length: int
    side: int
    starts: tuple[int, ...]
    wrap: bool = False

    def indices(self, start: int, unit: int = 1) -> Indices:
        """Where the tile that begins at ``start`` lies, in steps of ``unit`` pixels."""
        return (start // unit + np.arange(self.side // unit)) % (self.length // unit)

    def weights(self, start: int) -> Floats:
        """How much each pixel of a tile counts: it fades out to every side on which another tile goes on."""
        weights = np.ones(self.side, np.float32)
        if len(self.starts) == 1:
            return weights
        overlap = self.side - max(_gaps(self.starts, self.length, wrap=self.wrap))
        ramp = (np.arange(overlap, dtype=np.float32) + 0.5) / overlap
        if self.wrap or start > 0:
            weights[:overlap] = ramp
        if self.wrap or start + self.side < self.length:
            weights[-overlap:] = np.minimum(weights[-overlap:], ramp[::-1])
        return weights


def axis(length: int, side: int, overlap: int, multiple: int, *, wrap: bool = False) -> Axis:
    """Cuts ``length`` pixels (a multiple of ``multiple``) into as few tiles of at most ``side`` as overlap by at least
    ``overlap``; every tile begins at a multiple of ``multiple``."""
    side = min(side // multiple * multiple, length)
    if side >= length:
        return Axis(length, length, (0,), wrap)
    # What rounding to multiples may take from an overlap is added beforehand.
    step = max(multiple, side - overlap - multiple)
    if wrap:
        count = -(-length // step)
        starts = [round(length * n / count / multiple) * multiple for n in range(count)]
    else:
        count = 1 + -(-(length - side) // step)
        starts = [round((length - side) * n / (count - 1) / multiple) * multiple for n in range(count)]
    return Axis(length, side, tuple(starts), wrap)


def _gaps(starts: tuple[int, ...], length: int, *, wrap: bool) -> Iterator[int]:
    ends = (*starts[1:], starts[0] + length) if wrap else starts[1:]
    return (end - start for start, end in zip(starts, ends, strict=False))


class Blend:
    """Gathers tiles (height × width × 3, uint8) of a picture and mixes them where they overlap."""

    def __init__(self, across: Axis, down: Axis, picture: NDArray[np.uint8]) -> None:
        """``picture`` is what is seen where no tile has been laid yet."""
        self._across, self._down = across, down
        self._below = picture
        self._sum = np.zeros(picture.shape, np.float32)
        self._weight = np.zeros(picture.shape[:2], np.float32)

    def tiles(self) -> list[tuple[int, int]]:
        """(left, top) of every tile, row by row."""
        return [(left, top) for top in self._down.starts for left in self._across.starts]

    def cut(self, left: int, top: int) -> NDArray[np.uint8]:
        """The picture below a tile."""
        return self._below[self._where(left, top)]

    def lay(self, left: int, top: int, tile: NDArray[np.uint8]) -> None:
        weight = self._down.weights(top)[:, None] * self._across.weights(left)[None, :]
        where = self._where(left, top)
        self._sum[where] += tile * weight[..., None]
        self._weight[where] += weight

    def result(self) -> NDArray[np.uint8]:
        """The picture as far as tiles have been laid."""
        laid = self._weight > 0
        mixed = self._below.astype(np.float32)
        mixed[laid] = self._sum[laid] / self._weight[laid][:, None]
        return np.rint(mixed).astype(np.uint8)

    def _where(self, left: int, top: int) -> tuple[Indices, Indices]:
        return self._down.indices(top)[:, None], self._across.indices(left)[None, :]
