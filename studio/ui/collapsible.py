"""A part of a form that can be folded away under its heading."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from studio.ui import icons
from studio.ui.base import button
from studio.ui.elided import ElidedLabel


class Collapsible(QWidget):
    """A heading that shows or hides its content."""

    toggled = Signal(bool)

    def __init__(self, content: QWidget, *, expanded: bool = False) -> None:
        super().__init__()
        self.content = content
        self.heading = button("", "collapse", self._toggle)
        self.heading.setIconSize(QSize(14, 14))
        self.heading.setCheckable(True)
        self.summary = ElidedLabel("caption")
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.heading)
        row.addWidget(self.summary, 1)
        self.summary.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(row)
        layout.addWidget(content)
        self.set_expanded(expanded)

    def set_title(self, text: str) -> None:
        self.heading.setText(text)
        self.heading.setAccessibleName(text)

    def set_summary(self, text: str) -> None:
        """What is inside, in one line beside the heading while it is folded away; "" for nothing worth saying."""
        self.summary.setText(text)
        self.heading.setAccessibleDescription(text)
        self._show_summary()

    def _show_summary(self) -> None:
        shown = bool(self.summary.text()) and not self.expanded
        self.summary.setVisible(shown)
        self.summary.setToolTip(self.summary.text())
        # Without a summary all of the row can be clicked.
        wide = QSizePolicy.Policy.Maximum if shown else QSizePolicy.Policy.Minimum
        self.heading.setSizePolicy(wide, QSizePolicy.Policy.Fixed)

    @property
    def expanded(self) -> bool:
        return self.heading.isChecked()

    def set_expanded(self, expanded: bool) -> None:
        self.heading.setChecked(expanded)
        self.content.setVisible(expanded)
        self._show_summary()
        icons.set_icon(self.heading, "chevron-down" if expanded else "chevron-right", "text2")

    def _toggle(self) -> None:
        self.set_expanded(self.heading.isChecked())
        self.toggled.emit(self.expanded)
