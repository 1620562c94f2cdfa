"""What the gallery says when there is nothing to show, and the way on."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from studio.presenters.gallery_words import Filter
from studio.ui import icons
from studio.ui.base import button, label, named


class GalleryEmpty(QWidget):
    """One page for every empty view of the gallery."""

    def __init__(self, act: Callable[[], None]) -> None:
        super().__init__()
        self._icon = QLabel()
        self.title = label(kind="heading", wrap=True)
        self._hint = label(kind="hint", wrap=True)
        self.button = button("import", "", act)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.addStretch(2)
        for text in (self._icon, self.title, self._hint):
            text.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(text)
        column.addSpacing(8)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    def say(self, wanted: Filter) -> None:
        """Why a view with this filter is empty."""
        if wanted.text:
            texts = self.tr("Nothing found"), self.tr("No asset here has these words."), self.tr("Clear the search")
            icon = "search"
        elif wanted.shelf == "trash":
            texts = self.tr("The trash is empty"), self.tr("What you delete waits here and can be restored."), ""
            icon = "trash"
        elif wanted.shelf == "starred":
            texts = self.tr("Nothing starred yet"), self.tr("Press Ctrl+B on an asset to find it here again."), ""
            icon = "star"
        else:
            texts = (
                self.tr("Nothing here yet"),
                self.tr("What you generate appears here by itself. You can also drop files in."),
                self.tr("Import files…"),
            )
            icon = wanted.kind or "gallery"
        self.title.setText(texts[0])
        self._hint.setText(texts[1])
        self.button.setText(texts[2])
        named(self.button, texts[2] or self.tr("Import files…"))
        self.button.setVisible(bool(texts[2]))
        icons.set_icon(self.button, "close" if wanted.text else "import")
        self._icon.setPixmap(icons.pixmap(icon, 36, "text2", self.devicePixelRatioF()))
