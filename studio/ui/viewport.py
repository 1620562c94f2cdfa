"""Where a picture lies in a view: scale, centre, and the way between picture and widget coordinates."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, QRectF, QSize, QSizeF, Signal

LEAST, MOST = 0.02, 32.0
"""Screen pixels per picture pixel."""
MARGIN = 16


class Viewport(QObject):
    """One place and zoom; several views can share it and then move together.

    ``changed`` comes at every move, ``scaleChanged`` with the new scale in screen pixels per picture pixel.
    """

    changed = Signal()
    scaleChanged = Signal(float)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.size = QSize()
        self.window = QSizeF(1, 1)
        self.scale = 1.0
        self.centre = QPointF()
        self.fitted = True

    def set_size(self, size: QSize) -> None:
        """The picture's size in pixels. One of the same size keeps zoom and place, so that takes can be compared."""
        if size != self.size:
            self.size = size
            self.fit()

    def move_to(self, size: QSize, centre: QPointF) -> None:
        """Another size and place at the same zoom."""
        self.size, self.centre = size, centre
        self._keep_inside()
        self.changed.emit()

    def set_window(self, size: QSizeF) -> None:
        """The size of the view; a fitted picture stays fitted."""
        self.window = size
        if self.fitted:
            self.fit()

    def fit(self) -> None:
        """The whole picture, never larger than twice its pixels."""
        self.fitted = True
        if self.size.isEmpty():
            return
        wide = max(1.0, self.window.width() - 2 * MARGIN) / self.size.width()
        high = max(1.0, self.window.height() - 2 * MARGIN) / self.size.height()
        self.centre = QPointF(self.size.width() / 2, self.size.height() / 2)
        # Icons and small drafts are enlarged, so that they can be judged.
        most = 8.0 if max(self.size.width(), self.size.height()) <= 128 else 2.0
        self._set_scale(min(wide, high, most))
        self.changed.emit()

    def zoom_to(self, scale: float, anchor: QPointF | None = None) -> None:
        """Zoom so that the picture's point under ``anchor`` (widget coordinates, None: the middle) stays where it is."""
        if self.size.isEmpty():
            return
        self.fitted = False
        anchor = anchor if anchor is not None else self._middle()
        before = self.to_picture(anchor)
        self._set_scale(min(MOST, max(LEAST, scale)))
        self.centre = self.centre + before - self.to_picture(anchor)
        self._keep_inside()
        self.changed.emit()

    def pan(self, delta: QPointF) -> None:
        """Move the picture by ``delta`` widget pixels."""
        self.fitted = False
        self.centre = self.centre - delta / self.scale
        self._keep_inside()
        self.changed.emit()

    def show_point(self, point: QPointF, margin: float = 24.0) -> None:
        """Move just as far as needed for a point of the picture to be in view."""
        place = self.to_widget(point)
        x = min(max(place.x(), margin), max(margin, self.window.width() - margin))
        y = min(max(place.y(), margin), max(margin, self.window.height() - margin))
        if (x, y) != (place.x(), place.y()):
            self.pan(QPointF(x - place.x(), y - place.y()))

    def to_picture(self, point: QPointF) -> QPointF:
        return self.centre + (point - self._middle()) / self.scale

    def to_widget(self, point: QPointF) -> QPointF:
        return self._middle() + (point - self.centre) * self.scale

    def target(self) -> QRectF:
        """The picture's rectangle in widget coordinates."""
        return QRectF(self.to_widget(QPointF(0, 0)), QSizeF(self.size) * self.scale)

    def _middle(self) -> QPointF:
        return QPointF(self.window.width() / 2, self.window.height() / 2)

    def _set_scale(self, scale: float) -> None:
        if scale != self.scale:
            self.scale = scale
            self.scaleChanged.emit(scale)

    def _keep_inside(self) -> None:
        x = min(max(self.centre.x(), 0.0), float(self.size.width()))
        y = min(max(self.centre.y(), 0.0), float(self.size.height()))
        self.centre = QPointF(x, y)
