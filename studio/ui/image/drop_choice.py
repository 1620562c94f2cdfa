"""A picture dropped on the image tab: its input, or the settings that are in it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu, QWidget

from studio.metadata import reading
from studio.presenters.image_tab import ImageTabPresenter
from studio.ui import icons


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
            presenter.take_as_input(path)

    # A file that cannot be read is told by the field that shows the input.
    presenter.studio.background.run(has_settings, answer, lambda _info: presenter.take_as_input(path))


def menu(path: str, presenter: ImageTabPresenter, parent: QWidget) -> QMenu:
    """The two things that can be done with a picture that has settings."""
    found = QMenu(parent)
    found.setAccessibleName(_tr("What to do with the picture"))
    use = found.addAction(_tr("Use as input picture"))
    icons.set_icon(use, "image", "text2")
    use.triggered.connect(lambda: presenter.take_as_input(path))
    take = found.addAction(_tr("Take its settings…"))
    icons.set_icon(take, "sparkle", "text2")
    take.triggered.connect(lambda: presenter.studio.take_settings(path))
    found.aboutToHide.connect(found.deleteLater)
    return found
