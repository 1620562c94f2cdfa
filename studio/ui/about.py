"""Help: first steps, keyboard shortcuts, and what this program is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QLabel, QVBoxLayout, QWidget

from studio import version
from studio.ui import icons
from studio.ui.base import label, named, scroll_area

if TYPE_CHECKING:
    from studio.ui.main_window import MainWindow


class HelpDialog(QDialog):
    """A heading over content that scrolls, closed with Esc."""

    def __init__(self, parent: QWidget, title: str, content: QWidget, size: QSize) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        scroll = scroll_area(content)
        named(scroll, title)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.close)
        close = buttons.button(QDialogButtonBox.StandardButton.Close)
        close.setText(QCoreApplication.translate("Help", "Close"))
        named(close, close.text())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(12)
        layout.addWidget(label(title, "title"))
        layout.addWidget(scroll, 1)
        layout.addWidget(buttons)
        self.resize(size)


def shortcuts(window: MainWindow) -> HelpDialog:
    """Every shortcut of the window, as the menus declare them, and those of the picture and the waveform."""
    rows = [
        (
            action.text().replace("&", ""),
            list(dict.fromkeys(k.toString(QKeySequence.SequenceFormat.NativeText) for k in action.shortcuts())),
        )
        for action in window.menus.actions
        if action.shortcuts()
    ]
    rows += [
        (QCoreApplication.translate("Help", "Prompt: more or less weight for a word (pictures)"), ["Ctrl+↑", "Ctrl+↓"]),
        (QCoreApplication.translate("Help", "Prompt: the one run before, the one after"), ["Alt+↑", "Alt+↓"]),
        (QCoreApplication.translate("Help", "Picture: zoom in, zoom out, fit, actual size"), ["+", "−", "0", "1"]),
        (QCoreApplication.translate("Help", "Picture: move"), ["←", "→", "↑", "↓"]),
        (QCoreApplication.translate("Help", "Waveform: back and forth by one second (with Shift: five)"), ["←", "→"]),
        (QCoreApplication.translate("Help", "Waveform: beginning, end, play or pause"), ["Home", "End", "Space"]),
    ]
    content = QWidget()
    grid = QGridLayout(content)
    grid.setContentsMargins(0, 0, 8, 0)
    grid.setVerticalSpacing(8)
    grid.setColumnStretch(0, 1)
    for row, (text, keys) in enumerate(rows):
        grid.addWidget(label(text, wrap=True), row, 0)
        key = label("   ".join(keys), "hint")
        key.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(key, row, 1)
    return _show(HelpDialog(window, QCoreApplication.translate("Help", "Keyboard shortcuts"), content, QSize(520, 620)))


def first_steps(window: MainWindow) -> HelpDialog:
    """The first five minutes in six sentences."""
    steps = (
        QCoreApplication.translate("Help", "Choose Text, Image or Audio at the top."),
        QCoreApplication.translate(
            "Help", "Write what you would like to get, or click one of the examples. Ctrl+Enter starts it."
        ),
        QCoreApplication.translate(
            "Help", "Watch it being made. Esc stops it. Regenerate makes another take; the takes stay side by side."
        ),
        QCoreApplication.translate(
            "Help", "Every result is kept in the project's gallery on the right, with the recipe that made it."
        ),
        QCoreApplication.translate(
            "Help", "Drop your own pictures and sounds on the window to upscale, restyle, transcribe or clean them."
        ),
        QCoreApplication.translate("Help", "Select results in the gallery and export them in the format you deliver."),
        QCoreApplication.translate(
            "Help", "More models wait in the model library. Everything runs on this machine; nothing is sent anywhere."
        ),
    )
    content = QWidget()
    grid = QGridLayout(content)
    grid.setContentsMargins(0, 0, 8, 0)
    grid.setVerticalSpacing(12)
    grid.setHorizontalSpacing(12)
    grid.setColumnStretch(1, 1)
    for row, text in enumerate(steps):
        number = label(str(row + 1), "heading")
        number.setAlignment(Qt.AlignmentFlag.AlignTop)
        grid.addWidget(number, row, 0)
        grid.addWidget(label(text, wrap=True), row, 1)
    grid.setRowStretch(len(steps), 1)
    return _show(HelpDialog(window, QCoreApplication.translate("Help", "First steps"), content, QSize(520, 440)))


def about(window: MainWindow) -> HelpDialog:
    content = QWidget()
    column = QVBoxLayout(content)
    column.setContentsMargins(0, 0, 8, 0)
    column.setSpacing(12)
    logo = QLabel()
    logo.setPixmap(icons.app_icon().pixmap(QSize(64, 64)))
    column.addWidget(logo)
    column.addWidget(label(QCoreApplication.translate("Help", "Version {version}").format(version=version()), "hint"))
    for text in (
        QCoreApplication.translate("Help", "Drafts of text, pictures and sound from models on your own machine."),
        QCoreApplication.translate(
            "Help", "Licensed under the Apache License 2.0. Each model has its own licence, shown in the model library."
        ),
    ):
        column.addWidget(label(text, wrap=True))
    column.addStretch()
    return _show(HelpDialog(window, "AIGC Studio", content, QSize(440, 320)))


def _show(dialog: HelpDialog) -> HelpDialog:
    dialog.show()
    return dialog
