"""The button beside Generate: ways to make many pictures at once."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtWidgets import QMenu, QToolButton

from studio.ui import icons
from studio.ui.base import name_tool

GRID_KEYS = "Ctrl+Shift+G"


class ManyButton(QToolButton):
    """``gridWanted`` asks for the grid dialog."""

    gridWanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setIconSize(QSize(16, 16))
        self.setFixedWidth(40)
        icons.set_icon(self, "grid", "text")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        self.grid = menu.addAction("", self.gridWanted.emit)
        icons.set_icon(self.grid, "grid", "text2")
        self.setMenu(menu)
        self._say()

    def _say(self) -> None:
        name_tool(self, self.tr("Many pictures at once"))
        self.grid.setText(f"{self.tr('Grid of pictures…')}\t{GRID_KEYS}")

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._say()
        super().changeEvent(event)
