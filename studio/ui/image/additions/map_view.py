"""The map of a control unit as a small picture, while its settings change."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.presenters.map_preview import MapFrame
from studio.ui import theme

HEIGHT = 168


class MapView(QWidget):
    """Shows a picture as large as its place allows, or a line of text in its stead."""

    def __init__(self) -> None:
        super().__init__()
        self._pixmap = QPixmap()
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.signals.changed.connect(self.update)

    @property
    def empty(self) -> bool:
        return self._pixmap.isNull()

    def show_frame(self, frame: MapFrame) -> None:
        image = QImage(frame.data, frame.width, frame.height, frame.width * 3, QImage.Format.Format_RGB888)
        self._pixmap, self._text = QPixmap.fromImage(image), ""
        self.updateGeometry()
        self.update()

    def say(self, text: str) -> None:
        """No map: why not."""
        self._pixmap, self._text = QPixmap(), text
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, HEIGHT if not self.empty else 44)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self.empty:
            painter.setPen(theme.color("text2"))
            words = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(self.rect(), int(words), self._text)
        else:
            room = QSize(self.size())
            size = self._pixmap.size().scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
            place = QRectF(
                (room.width() - size.width()) / 2, (room.height() - size.height()) / 2, size.width(), size.height()
            )
            painter.fillRect(self.rect(), theme.color("canvas"))
            painter.drawPixmap(place, self._pixmap, QRectF(self._pixmap.rect()))
        painter.end()
