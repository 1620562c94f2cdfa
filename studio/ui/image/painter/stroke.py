"""From the points that a mouse or pen reports to an even, smooth row of brush tips on the mask."""

from __future__ import annotations

import math
from dataclasses import dataclass

from studio.ui.image.painter.brush import Brush, Dab, along, dab, spacing
from studio.ui.image.painter.mask import Mask


@dataclass(frozen=True)
class Point:
    """A place in the picture and how hard the pen is pressed (0–1; a mouse presses fully)."""

    x: float
    y: float
    pressure: float = 1.0

    def half_way(self, other: Point) -> Point:
        return Point((self.x + other.x) / 2, (self.y + other.y) / 2, (self.pressure + other.pressure) / 2)


class Stroke:
    """One stroke, from pressing to releasing: one step of the mask's history.

    The line goes through the middles of the reported points as a chain of quadratic Bézier curves, which takes the
    corners off without leaving the hand's way.
    """

    def __init__(self, mask: Mask, brush: Brush, start: Point, *, erase: bool = False) -> None:
        self._mask, self._brush, self._erase = mask, brush, erase
        self._last = self._end = start
        self._left = 0.0
        mask.begin()
        self._set_down([dab(brush, start.x, start.y, start.pressure)])

    def move(self, point: Point) -> None:
        if (point.x, point.y) == (self._last.x, self._last.y):
            return
        middle = self._last.half_way(point)
        self._curve(self._end, self._last, middle)
        self._last, self._end = point, middle

    def finish(self) -> None:
        self._curve(self._end, self._end.half_way(self._last), self._last)
        self._mask.end()

    def cancel(self) -> None:
        self._mask.cancel()

    def _curve(self, start: Point, control: Point, end: Point) -> None:
        tips: list[Dab] = []
        x, y = start.x, start.y
        for t in along((start.x, start.y), (control.x, control.y), (end.x, end.y)):
            a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t * t
            new_x = a * start.x + b * control.x + c * end.x
            new_y = a * start.y + b * control.y + c * end.y
            pressure = a * start.pressure + b * control.pressure + c * end.pressure
            self._left += math.hypot(new_x - x, new_y - y)
            x, y = new_x, new_y
            if self._left >= spacing(self._brush, pressure):
                self._left = 0.0
                tips.append(dab(self._brush, x, y, pressure))
        self._set_down(tips)

    def _set_down(self, tips: list[Dab]) -> None:
        if tips:
            self._mask.set_down(tips, erase=self._erase)
