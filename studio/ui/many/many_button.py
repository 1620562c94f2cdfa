"""The button beside Generate: ways to make many pictures at once."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtWidgets import QMenu, QToolButton

from studio.ui import icons
from studio.ui.base import name_tool

GRID_KEYS, BATCH_KEYS = "Ctrl+Shift+G", "Ctrl+Shift+B"


class ManyButton(QToolButton):
    """``gridWanted`` and ``batchWanted`` ask for the dialogs."""

    gridWanted = Signal()
    batchWanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setIconSize(QSize(16, 16))
        self.setFixedWidth(40)
        icons.set_icon(self, "grid", "text")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        self.grid = menu.addAction("", self.gridWanted.emit)
        icons.set_icon(self.grid, "grid", "text2")
        self.batch = menu.addAction("", self.batchWanted.emit)
        icons.set_icon(self.batch, "batch", "text2")
        self.setMenu(menu)
        self._say()

    def _say(self) -> None:
        name_tool(self, self.tr("Many pictures at once"))
        self.batch.setText(f"{self.tr('Batch…')}\t{BATCH_KEYS}")
        self.grid.setText(f"{self.tr('Grid of pictures…')}\t{GRID_KEYS}")

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._say()
        super().changeEvent(event)
