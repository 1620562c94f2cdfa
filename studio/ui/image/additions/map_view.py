"""The map of a control unit as a small picture, while its settings change."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
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
        self._small, self._small_for = QPixmap(), QSize()
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.signals.changed.connect(self.update)

    @property
    def empty(self) -> bool:
        return self._pixmap.isNull()

    def show_frame(self, frame: MapFrame) -> None:
        image = QImage(frame.data, frame.width, frame.height, frame.width * 3, QImage.Format.Format_RGB888)
        self._pixmap, self._text = QPixmap.fromImage(image), ""
        self._small = QPixmap()
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
        if self.empty:
            painter.setPen(theme.color("text2"))
            words = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(self.rect(), int(words), self._text)
        else:
            scaled = self._scaled()
            ratio = scaled.devicePixelRatioF()
            left = round((self.width() - scaled.width() / ratio) / 2)
            top = round((self.height() - scaled.height() / ratio) / 2)
            painter.fillRect(self.rect(), theme.color("canvas"))
            painter.drawPixmap(left, top, scaled)
        painter.end()

    def _scaled(self) -> QPixmap:
        """The map at the size of its place, averaged: lines that are one pixel thin stay whole."""
        ratio = self.devicePixelRatioF()
        room = self.size() * ratio
        if self._small.isNull() or self._small_for != room:
            fit, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            self._small, self._small_for = self._pixmap.scaled(room, fit, smooth), room
            self._small.setDevicePixelRatio(ratio)
        return self._small
