"""What the painter is set to: tool, brush, the film's colour. Kept while the window is open."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from studio.ui.image.painter.brush import LEAST_SIZE, MOST_SIZE, Brush
from studio.ui.image.painter.overlay import COLOURS

TOOLS = ("brush", "eraser", "lasso", "polygon", "rectangle", "fill")


class PainterSettings(QObject):
    """``changed`` comes after every change; brush sizes are pixels of the picture."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.tool = TOOLS[0]
        self.brush = Brush()
        self.colour = COLOURS[0]
        self.shown = True

    def set_tool(self, name: str) -> None:
        if name != self.tool:
            self.tool = name
            self.changed.emit()

    def set_brush(self, **values: Any) -> None:
        """Change some of the brush's numbers; they are brought into their ranges."""
        brush = replace(self.brush, **values)
        brush = Brush(
            size=min(MOST_SIZE, max(LEAST_SIZE, brush.size)),
            hardness=min(1.0, max(0.0, brush.hardness)),
            opacity=min(1.0, max(0.01, brush.opacity)),
        )
        if brush != self.brush:
            self.brush = brush
            self.changed.emit()

    def grow_brush(self, steps: int) -> None:
        """Larger by a tenth for each step (smaller when negative), at least a pixel."""
        size = self.brush.size
        for _ in range(abs(steps)):
            size = max(size * 1.1, size + 1) if steps > 0 else min(size / 1.1, size - 1)
        self.set_brush(size=round(size))

    def set_colour(self, colour: str) -> None:
        self.colour = colour
        self.changed.emit()

    def set_shown(self, shown: bool) -> None:
        self.shown = shown
        self.changed.emit()
