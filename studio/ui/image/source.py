"""The picture that the image tab works on, read once for every mode of its stage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from studio.ui.pictures import read_exactly

if TYPE_CHECKING:
    from studio.presenters.background import Task
    from studio.presenters.image_tab import ImageTabPresenter


class SourcePicture(QObject):
    """``image`` is null while there is none; ``changed`` comes whenever another is there, or none any more."""

    changed = Signal()

    def __init__(self, presenter: ImageTabPresenter, parent: QObject) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._watched = False
        self._task: Task | None = None
        self.path = ""
        self.image = QImage()
        presenter.valueChanged.connect(self._value_changed)

    def watch(self) -> None:
        """Read it from now on: nothing is read while nobody looks."""
        if not self._watched:
            self._watched = True
            self._load()

    def _value_changed(self, name: str, _value: object) -> None:
        if name == "inputs" and self._watched:
            self._load()

    def _load(self) -> None:
        source = self._presenter.input()
        path = source.path if source is not None else ""
        if path == self.path:
            return
        if self._task is not None:
            self._task.cancel()
        self.path = path
        if not path:
            self._show(QImage())
            return
        self._task = self._presenter.studio.background.run(
            lambda: read_exactly(path), self._show, self._presenter.raise_error
        )

    def _show(self, image: QImage) -> None:
        self.image = image
        self.changed.emit()
