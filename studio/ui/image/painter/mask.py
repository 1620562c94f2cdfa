"""The mask while it is painted: one byte a pixel, white (255) where the picture is to be drawn anew."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPolygonF

from studio.ui.image.painter.brush import Brush, Dab
from studio.ui.image.painter.history import History, Later, Recorder

Pixels = NDArray[np.uint8]


class Mask(QObject):
    """The pixels and their history. Every change of pixels goes through here, in the GUI thread.

    ``changed`` brings the rectangle that must be shown anew, ``edited`` comes once after every step, undo and redo.
    """

    changed = Signal(QRect)
    edited = Signal()

    def __init__(self, size: QSize, later: Later | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.size = size
        self.data: Pixels = np.zeros((size.height(), size.width()), np.uint8)
        self.history = History(later)
        self.version = 0
        """Another number after every change."""
        self._recorder: Recorder | None = None

    @property
    def whole(self) -> QRect:
        return QRect(0, 0, self.size.width(), self.size.height())

    def is_empty(self) -> bool:
        return not self.data.any()

    # -- steps ----------------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """A step begins: everything up to :meth:`end` is undone together."""
        if self._recorder is None:
            self._recorder = Recorder(self.data)

    def end(self) -> None:
        recorder, self._recorder = self._recorder, None
        if recorder is not None:
            self.history.push(recorder.patch())
            self.edited.emit()

    def cancel(self) -> None:
        """End a step and take it back."""
        recorder, self._recorder = self._recorder, None
        if recorder is not None:
            self._changed(self._put_back(recorder))

    @property
    def busy(self) -> bool:
        """A step is under way."""
        return self._recorder is not None

    def undo(self) -> bool:
        return self._step(self.history.undo)

    def redo(self) -> bool:
        return self._step(self.history.redo)

    def _step(self, step: Callable[[Pixels], QRect]) -> bool:
        if self.busy:
            return False
        rect = step(self.data)
        if rect.isEmpty():
            return False
        self._changed(rect)
        self.edited.emit()
        return True

    def _put_back(self, recorder: Recorder) -> QRect:
        patch = recorder.patch()
        patch.swap(self.data)
        return patch.rect

    # -- painting -------------------------------------------------------------------------------------------------

    def set_down(self, tips: Sequence[Dab], *, erase: bool = False) -> None:
        """Put brush tips on the mask: it takes the larger of both values, or loses the tip's when erasing."""
        dirty = QRect()
        for tip in tips:
            dirty = dirty.united(self._blend(tip.x, tip.y, tip.pixels, erase=erase))
        self._changed(dirty)

    def put(self, x: int, y: int, pixels: Pixels, *, erase: bool = False) -> None:
        """Put any small mask on this one, at a place, as one step."""
        self.begin()
        self._changed(self._blend(x, y, pixels, erase=erase))
        self.end()

    def fill_polygon(self, points: Sequence[QPointF], brush: Brush, *, erase: bool = False) -> None:
        """Fill the inside of a closed line (odd-even at crossings), smooth-edged, with the brush's opacity."""
        polygon = QPolygonF(list(points))
        rect = polygon.boundingRect().toAlignedRect().adjusted(-1, -1, 1, 1).intersected(self.whole)
        if rect.isEmpty() or len(points) < 3:
            return
        picture = QImage(rect.size(), QImage.Format.Format_Grayscale8)
        picture.fill(0)
        level = round(255 * brush.opacity)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(level, level, level))
        painter.translate(-rect.topLeft())
        painter.drawPolygon(polygon, Qt.FillRule.OddEvenFill)
        painter.end()
        self.put(rect.x(), rect.y(), pixels_of(picture), erase=erase)

    def clear(self) -> None:
        if not self.is_empty():
            self._replace(lambda data: data.fill(0))

    def invert(self) -> None:
        self._replace(lambda data: np.subtract(255, data, out=data))

    def load(self, pixels: Pixels) -> None:
        """Take over a whole mask of the same size, as one step."""
        if not np.array_equal(pixels, self.data):
            self._replace(lambda data: np.copyto(data, pixels))

    def _replace(self, change: Callable[[Pixels], object]) -> None:
        recorder = Recorder(self.data)
        recorder.touch(self.whole)
        change(self.data)
        self.history.push(recorder.patch(all_changed=True))
        self._changed(self.whole)
        self.edited.emit()

    def _blend(self, x: int, y: int, pixels: Pixels, *, erase: bool) -> QRect:
        height, width = pixels.shape
        rect = QRect(x, y, width, height).intersected(self.whole)
        if rect.isEmpty():
            return rect
        if self._recorder is not None:
            self._recorder.touch(rect)
        left, top = rect.x() - x, rect.y() - y
        part = pixels[top : top + rect.height(), left : left + rect.width()]
        here = self.data[rect.y() : rect.y() + rect.height(), rect.x() : rect.x() + rect.width()]
        if erase:
            np.minimum(here, 255 - part, out=here)
        else:
            np.maximum(here, part, out=here)
        return rect

    def _changed(self, rect: QRect) -> None:
        if not rect.isEmpty():
            self.version += 1
            self.changed.emit(rect)


def pixels_of(image: QImage) -> Pixels:
    """The bytes of a grey picture (8 bit) as an array of its own, height × width."""
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    # A copy: the picture's memory goes with the picture.
    return rows[:, : image.width()].copy()


def image_of(pixels: Pixels) -> QImage:
    """A grey picture with its own copy of the bytes; from any thread."""
    height, width = pixels.shape
    return QImage(np.ascontiguousarray(pixels).tobytes(), width, height, width, QImage.Format.Format_Grayscale8).copy()


def png_of(pixels: Pixels) -> bytes:
    """The mask as a grey PNG file; from any thread. The same pixels give the same bytes."""
    import io

    from PIL import Image

    buffer = io.BytesIO()
    # Masks are mostly flat: a low level is as small and ten times as fast.
    Image.fromarray(pixels).save(buffer, "PNG", compress_level=2)
    return buffer.getvalue()
