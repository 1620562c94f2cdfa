"""Assets leaving the gallery as files, by drag."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDrag, QPixmap
from PySide6.QtWidgets import QWidget


def drag_files(source: QWidget, paths: Sequence[str], pixmap: QPixmap | None) -> None:
    """Drag copies of files to wherever the user drops them; returns when she did."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(p) for p in paths])
    drag = QDrag(source)
    drag.setMimeData(data)
    if pixmap is not None:
        drag.setPixmap(
            pixmap.scaled(96, 96, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
        )
    drag.exec(Qt.DropAction.CopyAction)
