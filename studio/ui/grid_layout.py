"""Where the cells of the grid stand: pure arithmetic, the same cost for ten and for a hundred thousand."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect

GAP = 8
MARGIN = 12
CAPTION = 40
"""Pixels under the picture for title and facts."""
LEAST = 132
"""Narrowest cell; cells grow evenly to fill the row."""


@dataclass(frozen=True)
class GridLayout:
    """Cells in rows for a given width and number of items. Coordinates are of the whole content."""

    width: int
    count: int
    least: int = LEAST

    @property
    def columns(self) -> int:
        return max(1, (self.width - 2 * MARGIN + GAP) // (self.least + GAP))

    @property
    def cell(self) -> int:
        """Width of a cell; the picture's part of it is square."""
        return max(48, (self.width - 2 * MARGIN - (self.columns - 1) * GAP) // self.columns)

    @property
    def row_height(self) -> int:
        return self.cell + CAPTION + GAP

    @property
    def rows(self) -> int:
        return -(-self.count // self.columns)

    @property
    def height(self) -> int:
        return 2 * MARGIN + max(0, self.rows * self.row_height - GAP)

    def rect(self, index: int) -> QRect:
        row, column = divmod(index, self.columns)
        x = MARGIN + column * (self.cell + GAP)
        return QRect(x, MARGIN + row * self.row_height, self.cell, self.cell + CAPTION)

    def at(self, x: int, y: int) -> int:
        """The item at a point, or −1."""
        column, over_x = divmod(x - MARGIN, self.cell + GAP)
        row, over_y = divmod(y - MARGIN, self.row_height)
        index = row * self.columns + column
        inside = over_x < self.cell and over_y < self.cell + CAPTION and 0 <= column < self.columns and row >= 0
        return index if inside and 0 <= index < self.count else -1

    def between(self, top: int, bottom: int) -> range:
        """The items that a band of the content shows any of."""
        first = max(0, (top - MARGIN) // self.row_height) * self.columns
        last = (max(0, bottom - MARGIN) // self.row_height + 1) * self.columns
        return range(min(first, self.count), min(last, self.count))

    def touched(self, area: QRect) -> list[int]:
        """The items that a rubber band touches."""
        return [i for i in self.between(area.top(), area.bottom()) if self.rect(i).intersects(area)]
