"""The painter's tools as a column of buttons, and what is done to the whole mask."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QToolButton, QVBoxLayout

from studio.ui import icons
from studio.ui.base import Translated, line, name_tool, role, tool
from studio.ui.image.painter.settings import TOOLS, PainterSettings

KEYS = {"brush": "B", "eraser": "E", "lasso": "L", "polygon": "P", "rectangle": "R", "fill": "G"}
"""The letter that takes each tool."""


class ToolStrip(Translated):
    """``wanted`` brings ``undo``, ``redo``, ``invert`` or ``clear``."""

    wanted = Signal(str)

    def __init__(self, settings: PainterSettings) -> None:
        super().__init__()
        self._settings = settings
        role(self, "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.tools: dict[str, QToolButton] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 8, 4, 8)
        layout.setSpacing(2)
        for name in TOOLS:
            self.tools[name] = tool(name, lambda n=name: self._choose(n), checkable=True)  # type: ignore[misc]
            layout.addWidget(self.tools[name])
        self.undo, self.redo = (tool(n, lambda n=n: self.wanted.emit(n)) for n in ("undo", "redo"))  # type: ignore[misc]
        self.invert = tool("invert", lambda: self.wanted.emit("invert"))
        self.clear = tool("trash", lambda: self.wanted.emit("clear"))
        self.shown = tool("eye", self._toggle, checkable=True)
        for widget in (line(), self.undo, self.redo, line(), self.invert, self.clear, self.shown):
            layout.addWidget(widget)
        layout.addStretch(1)
        settings.changed.connect(self._show)
        self.retranslate()
        self._show()

    def show_history(self, *, can_undo: bool, can_redo: bool) -> None:
        self.undo.setEnabled(can_undo)
        self.redo.setEnabled(can_redo)

    def retranslate(self) -> None:
        names = {
            "brush": self.tr("Brush: paint what is to be drawn anew"),
            "eraser": self.tr("Eraser"),
            "lasso": self.tr("Lasso: draw around an area"),
            "polygon": self.tr("Polygon: click its corners, Enter closes it"),
            "rectangle": self.tr("Rectangle"),
            "fill": self.tr("Fill an enclosed area"),
        }
        for name, button in self.tools.items():
            name_tool(button, names[name], KEYS[name])
        name_tool(self.undo, self.tr("Undo"), "Ctrl+Z")
        name_tool(self.redo, self.tr("Redo"), "Ctrl+Shift+Z")
        name_tool(self.invert, self.tr("Invert what is painted"), "I")
        name_tool(self.clear, self.tr("Clear the mask"), "Del")
        self._show()

    def _choose(self, name: str) -> None:
        self._settings.set_tool(name)
        # Also when it was in hand already: a click must not take the mark away.
        self._show()

    def _toggle(self) -> None:
        self._settings.set_shown(not self._settings.shown)

    def _show(self) -> None:
        for name, button in self.tools.items():
            button.setChecked(name == self._settings.tool)
        shown = self._settings.shown
        self.shown.setChecked(shown)
        icons.set_icon(self.shown, "eye" if shown else "eye-off", "text2")
        name_tool(self.shown, self.tr("Hide the mask") if shown else self.tr("Show the mask"), "O")
