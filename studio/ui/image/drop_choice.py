"""A picture dropped on the image tab: its input, or the settings that are in it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu, QWidget

from studio.metadata import reading
from studio.presenters.image_tab import ImageTabPresenter
from studio.ui import icons
from studio.ui.file_drop import look


def _tr(text: str) -> str:
    return QCoreApplication.translate("DropChoice", text)


def offer(path: str, presenter: ImageTabPresenter, parent: QWidget) -> None:
    """Use the picture as the input; when there are settings in it, ask first what is wanted."""

    def has_settings() -> bool:
        found = reading.read(Path(path))
        return bool(found.settings) or (found.recipe is not None and found.recipe.request is not None)

    def answer(there: bool) -> None:
        if there:
            menu(path, presenter, parent).popup(QCursor.pos())
        else:
            use_picture(path, presenter)

    # Whether it can be worked on is another question, with an answer of its own.
    presenter.studio.background.run(has_settings, answer, lambda _info: use_picture(path, presenter))


def use_picture(path: str, presenter: ImageTabPresenter) -> None:
    """Make the picture the input once it was looked at; the one before stays where it is refused."""
    presenter.studio.background.run(
        lambda: look(path), lambda _found: presenter.take_as_input(path), presenter.raise_error
    )


def menu(path: str, presenter: ImageTabPresenter, parent: QWidget) -> QMenu:
    """The two things that can be done with a picture that has settings."""
    found = QMenu(parent)
    found.setAccessibleName(_tr("What to do with the picture"))
    use = found.addAction(_tr("Use as input picture"))
    icons.set_icon(use, "image", "text2")
    use.triggered.connect(lambda: use_picture(path, presenter))
    take = found.addAction(_tr("Take its settings…"))
    icons.set_icon(take, "sparkle", "text2")
    take.triggered.connect(lambda: presenter.studio.take_settings(path))
    found.aboutToHide.connect(found.deleteLater)
    return found
