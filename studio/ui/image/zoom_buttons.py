"""The buttons that zoom the view in front, and how far it is zoomed."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout

from studio.ui.base import Translated, button, line, name_tool, named, tool
from studio.ui.zoom_view import ZoomView


class ZoomButtons(Translated):
    """Hidden while there is no view to zoom. ``out`` and ``into`` may give way: the wheel and the keys zoom as well."""

    def __init__(self) -> None:
        super().__init__()
        self._view: ZoomView | None = None
        self.scale = button("", "quiet", lambda: self._tell("actual_size"))
        self.scale.setMinimumWidth(56)
        self.out = tool("zoom-out", lambda: self._tell("zoom_out"))
        self.into = tool("zoom-in", lambda: self._tell("zoom_in"))
        self.fit = tool("fit", lambda: self._tell("fit"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for widget in (line(vertical=True), self.out, self.scale, self.into, self.fit):
            row.addWidget(widget)
        self.hide()
        self.retranslate()

    def follow(self, view: ZoomView | None) -> None:
        """Zoom this view from now on."""
        if self._view is not None:
            self._view.zoomChanged.disconnect(self._show_scale)
        self._view = view
        self.setVisible(view is not None)
        if view is not None:
            view.zoomChanged.connect(self._show_scale)
            self._show_scale(view.scale())

    def _tell(self, what: str) -> None:
        if self._view is not None:
            getattr(self._view, what)()

    def _show_scale(self, scale: float) -> None:
        self.scale.setText(f"{scale:.0%}")

    def retranslate(self) -> None:
        name_tool(self.out, self.tr("Zoom out"))
        name_tool(self.into, self.tr("Zoom in"))
        name_tool(self.fit, self.tr("Fit into the window"))
        named(self.scale, self.tr("Show at actual size"), self.tr("Show at actual size"))
