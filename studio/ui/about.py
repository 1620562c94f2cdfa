"""Help: first steps, and what this program is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from studio import version
from studio.ui import icons
from studio.ui.base import label
from studio.ui.help_dialog import HelpDialog

if TYPE_CHECKING:
    from studio.ui.main_window import MainWindow


def first_steps(window: MainWindow) -> HelpDialog:
    """The first five minutes in a few sentences."""
    return _show(HelpDialog(window, lambda: QCoreApplication.translate("Help", "First steps"), _steps, QSize(520, 440)))


def _steps() -> QWidget:
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
    return content


def about(window: MainWindow) -> HelpDialog:
    """The version, what the program is for, its licence."""
    return _show(HelpDialog(window, lambda: "AIGC Studio", _about, QSize(440, 360)))


def _about() -> QWidget:
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
        QCoreApplication.translate("Help", "The Inter typeface comes under the SIL Open Font License 1.1."),
    ):
        column.addWidget(label(text, wrap=True))
    column.addStretch()
    return content


def _show(dialog: HelpDialog) -> HelpDialog:
    dialog.show()
    return dialog
