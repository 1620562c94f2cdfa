"""A part's content with the way back to its defaults below it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.ui.base import Translated, button


class ResetRow(Translated):
    """``clicked`` asks for the defaults; the button shows only while there is something to take back."""

    clicked = Signal()

    def __init__(self, *contents: QWidget) -> None:
        super().__init__()
        self.button = button("undo", "link", self.clicked.emit)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for content in contents:
            layout.addWidget(content)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.set_needed(False)
        self.retranslate()

    def set_needed(self, needed: bool) -> None:
        # Hiding it would move what stands below while a slider is dragged.
        self.button.setEnabled(needed)

    def retranslate(self) -> None:
        self.button.setText(self.tr("Reset"))
        self.button.setAccessibleName(self.button.text())
