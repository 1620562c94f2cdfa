"""The small picture that shows what an addition does."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QLabel

from studio.presenters.studio import StudioPresenter
from studio.ui import icons, theme
from studio.ui.backdrop import on_checkerboard
from studio.ui.thumbnails import read_thumbnail


class Thumb(QLabel):
    """A square of ``edge`` pixels; an icon stands in for what has no picture."""

    def __init__(self, studio: StudioPresenter, icon: str, edge: int = 44) -> None:
        super().__init__()
        self._studio, self._icon, self._edge = studio, icon, edge
        self._path, self._image = "", QImage()
        self.setFixedSize(edge, edge)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        theme.signals.changed.connect(self._show)
        self._show()

    def set_path(self, path: str) -> None:
        """Read and show a picture file; "" for none."""
        if path == self._path:
            return
        self._path, self._image = path, QImage()
        self._show()
        if path:
            ratio = self.devicePixelRatioF()
            self._studio.background.run(
                lambda: read_thumbnail(path, round(self._edge * 2 * ratio)),
                lambda image: self._arrived(path, image, ratio),
                lambda _info: None,
            )

    def _arrived(self, path: str, image: QImage, ratio: float) -> None:
        if path == self._path and not image.isNull():
            size = round(self._edge * ratio)
            fill = Qt.AspectRatioMode.KeepAspectRatioByExpanding
            wide = image.scaled(size, size, fill, Qt.TransformationMode.SmoothTransformation)
            self._image = wide.copy((wide.width() - size) // 2, (wide.height() - size) // 2, size, size)
            self._image.setDevicePixelRatio(ratio)
            self._show()

    def _show(self) -> None:
        if self._image.isNull():
            self.setPixmap(icons.pixmap(self._icon, 20, "text2", self.devicePixelRatioF()))
        else:
            self.setPixmap(QPixmap.fromImage(on_checkerboard(self._image)))
