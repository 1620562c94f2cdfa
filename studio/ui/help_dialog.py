"""The frame of every page of help: a heading over content that scrolls, closed with Esc."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from studio.ui.base import label, named, scroll_area


class HelpDialog(QDialog):
    """Title and content are given as what makes them: they are made anew when the language is switched."""

    def __init__(self, parent: QWidget, title: Callable[[], str], content: Callable[[], QWidget], size: QSize) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._make = title, content
        self._title = label(kind="title")
        self._scroll = scroll_area(QWidget())
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self._buttons.rejected.connect(self.close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(12)
        layout.addWidget(self._title)
        layout.addWidget(self._scroll, 1)
        layout.addWidget(self._buttons)
        self.resize(size)
        self.retranslate()

    def retranslate(self) -> None:
        title, content = self._make
        self.setWindowTitle(title())
        self._title.setText(title())
        inside = content()
        inside.setProperty("role", "scroll")
        self._scroll.setWidget(inside)
        named(self._scroll, title())
        close = self._buttons.button(QDialogButtonBox.StandardButton.Close)
        close.setText(QCoreApplication.translate("Help", "Close"))
        named(close, close.text())

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
