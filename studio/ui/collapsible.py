"""A part of a form that can be folded away under its heading."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.ui import icons
from studio.ui.base import button


class Collapsible(QWidget):
    """A heading that shows or hides its content."""

    toggled = Signal(bool)

    def __init__(self, content: QWidget, *, expanded: bool = False) -> None:
        super().__init__()
        self.content = content
        self.heading = button("", "collapse", self._toggle)
        self.heading.setIconSize(QSize(14, 14))
        self.heading.setCheckable(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.heading)
        layout.addWidget(content)
        self.set_expanded(expanded)

    def set_title(self, text: str) -> None:
        self.heading.setText(text)
        self.heading.setAccessibleName(text)

    @property
    def expanded(self) -> bool:
        return self.heading.isChecked()

    def set_expanded(self, expanded: bool) -> None:
        self.heading.setChecked(expanded)
        self.content.setVisible(expanded)
        icons.set_icon(self.heading, "chevron-down" if expanded else "chevron-right", "text2")

    def _toggle(self) -> None:
        self.set_expanded(self.heading.isChecked())
        self.toggled.emit(self.expanded)
