"""What is said where nothing that fits is installed, with the way to the model library."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout

from studio.ui.base import Translated, button, label


class Needed(Translated):
    """Hidden while it has nothing to say."""

    importWanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.text = label(kind="caption", wrap=True)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.button = button("import", "link", self.importWanted.emit)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.text)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.retranslate()
        self.say("")

    def say(self, text: str) -> None:
        self.text.setText(text)
        self.setVisible(bool(text))

    def retranslate(self) -> None:
        self.button.setText(self.tr("Import in the model library…"))
        self.button.setAccessibleName(self.button.text())
