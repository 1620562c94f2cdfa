"""The painter's tools: what pressing, moving and releasing do to the mask, and what is drawn over it meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from studio.ui.image.painter.stroke import Point, Stroke

if TYPE_CHECKING:
    from studio.ui.image.painter.mask import Mask
    from studio.ui.image.painter.settings import PainterSettings
    from studio.ui.viewport import Viewport

CLOSE_PIXELS = 10
"""Screen pixels around the first corner of a polygon in which a click closes it."""


class Tool:
    """One tool. ``erase`` in :meth:`press` is True for the eraser, the right button and the pen's other end."""

    name: ClassVar[str] = ""
    has_tip: ClassVar[bool] = False
    """Whether the brush's tip is shown at the pointer."""

    def __init__(self, settings: PainterSettings, viewport: Viewport) -> None:
        self.settings, self.viewport = settings, viewport

    @property
    def active(self) -> bool:
        """Something has begun that is not finished yet."""
        return False

    def press(self, mask: Mask, point: Point, *, erase: bool) -> None: ...

    def move(self, mask: Mask, point: Point) -> None: ...

    def release(self, mask: Mask, point: Point) -> None: ...

    def finish(self, mask: Mask) -> None:
        """Enter or a double click: close what is open."""

    def back(self) -> None:
        """Backspace: take the last corner back."""

    def cancel(self) -> None:
        """Escape: leave the mask as it was before."""

    def draw(self, painter: QPainter) -> None:
        """What is drawn over the canvas, in widget coordinates."""


class BrushTool(Tool):
    name, has_tip = "brush", True
    _erases = False

    def __init__(self, settings: PainterSettings, viewport: Viewport) -> None:
        super().__init__(settings, viewport)
        self._stroke: Stroke | None = None

    @property
    def active(self) -> bool:
        return self._stroke is not None

    def press(self, mask: Mask, point: Point, *, erase: bool) -> None:
        if self._stroke is None:
            self._stroke = Stroke(mask, self.settings.brush, point, erase=erase or self._erases)

    def move(self, mask: Mask, point: Point) -> None:
        if self._stroke is not None:
            self._stroke.move(point)

    def release(self, mask: Mask, point: Point) -> None:
        if self._stroke is not None:
            self._stroke.move(point)
            self._stroke.finish()
            self._stroke = None

    def cancel(self) -> None:
        if self._stroke is not None:
            self._stroke.cancel()
            self._stroke = None


class EraserTool(BrushTool):
    name = "eraser"
    _erases = True


class _Outline(Tool):
    """A tool that gathers corners and then fills what they go around."""

    def __init__(self, settings: PainterSettings, viewport: Viewport) -> None:
        super().__init__(settings, viewport)
        self.corners: list[QPointF] = []
        self._erase = False

    @property
    def active(self) -> bool:
        return bool(self.corners)

    def outline(self) -> list[QPointF]:
        """The corners of what would be filled now, in the picture."""
        return self.corners

    def finish(self, mask: Mask) -> None:
        mask.fill_polygon(self.outline(), self.settings.brush, erase=self._erase)
        self.corners = []

    def cancel(self) -> None:
        self.corners = []

    def draw(self, painter: QPainter) -> None:
        if len(self.corners) < 1:
            return
        polygon = QPolygonF([self.viewport.to_widget(p) for p in self.outline()])
        ants(painter, lambda: painter.drawPolyline(polygon))


class LassoTool(_Outline):
    name = "lasso"

    def press(self, mask: Mask, point: Point, *, erase: bool) -> None:
        self.corners, self._erase = [QPointF(point.x, point.y)], erase

    def move(self, mask: Mask, point: Point) -> None:
        if self.corners:
            self.corners.append(QPointF(point.x, point.y))

    def release(self, mask: Mask, point: Point) -> None:
        if self.corners:
            self.move(mask, point)
            self.finish(mask)


class PolygonTool(_Outline):
    name = "polygon"

    def __init__(self, settings: PainterSettings, viewport: Viewport) -> None:
        super().__init__(settings, viewport)
        self._pointer = QPointF()

    def press(self, mask: Mask, point: Point, *, erase: bool) -> None:
        place = QPointF(point.x, point.y)
        if not self.corners:
            self._erase = erase
        elif len(self.corners) > 2 and self._closes(place):
            self.finish(mask)
            return
        self.corners.append(place)
        self._pointer = place

    def move(self, mask: Mask, point: Point) -> None:
        self._pointer = QPointF(point.x, point.y)

    def back(self) -> None:
        self.corners = self.corners[:-1]

    def draw(self, painter: QPainter) -> None:
        if not self.corners:
            return
        points = [self.viewport.to_widget(p) for p in (*self.corners, self._pointer)]
        ants(painter, lambda: painter.drawPolyline(QPolygonF(points)))
        painter.setBrush(QColor("white"))
        painter.drawEllipse(points[0], 4, 4)

    def _closes(self, place: QPointF) -> bool:
        apart = self.viewport.to_widget(place) - self.viewport.to_widget(self.corners[0])
        return bool(apart.manhattanLength() <= CLOSE_PIXELS)


class RectangleTool(_Outline):
    name = "rectangle"

    def press(self, mask: Mask, point: Point, *, erase: bool) -> None:
        place = QPointF(point.x, point.y)
        self.corners, self._erase = [place, place], erase

    def move(self, mask: Mask, point: Point) -> None:
        if self.corners:
            self.corners[1] = QPointF(point.x, point.y)

    def release(self, mask: Mask, point: Point) -> None:
        if self.corners:
            self.move(mask, point)
            self.finish(mask)

    def outline(self) -> list[QPointF]:
        # Whole pixels: a rectangle has sharp edges.
        a, b = (QPointF(round(p.x()), round(p.y())) for p in self.corners)
        rect = QRectF(a, b).normalized()
        return [rect.topLeft(), rect.topRight(), rect.bottomRight(), rect.bottomLeft()]

    def draw(self, painter: QPainter) -> None:
        if self.corners:
            points = [self.viewport.to_widget(p) for p in self.outline()]
            ants(painter, lambda: painter.drawPolygon(QPolygonF(points)))


class FillTool(Tool):
    """``fill`` does the work: it takes a while, and the canvas knows the background."""

    name = "fill"

    def __init__(self, settings: PainterSettings, viewport: Viewport, fill: Callable[[Point, bool], None]) -> None:
        super().__init__(settings, viewport)
        self._fill = fill

    def press(self, mask: Mask, point: Point, *, erase: bool) -> None:
        self._fill(point, erase)


def ants(painter: QPainter, draw: Callable[[], None]) -> None:
    """Draw a line that is seen on any picture: white, with black dashes."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(255, 255, 255, 220), 1.5))
    draw()
    pen = QPen(QColor(0, 0, 0, 220), 1.5)
    pen.setDashPattern([4, 4])
    painter.setPen(pen)
    draw()
