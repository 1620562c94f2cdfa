"""What every foldable part of the image tab's brief has in common."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.presenters.image_tab import ImageTabPresenter
from studio.ui.base import Translated
from studio.ui.collapsible import Collapsible


class Part(Translated):
    """Some related settings under a heading. It is shown while the chosen task uses one of its ``fields``.

    A part reads ``presenter.values`` in :meth:`show_value` and writes with ``presenter.set_value``; it says its texts in
    :meth:`retranslate` (the heading with :meth:`set_title`).
    """

    modelsWanted = Signal(str)
    """The model library is wanted, with the id of the model to show."""
    fields: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, presenter: ImageTabPresenter, content: QWidget) -> None:
        super().__init__()
        self.presenter = presenter
        self.studio = presenter.studio
        self._fold = Collapsible(content)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._fold)

    def set_title(self, text: str) -> None:
        self._fold.set_title(text)

    def set_summary(self, text: str) -> None:
        """What is in use, in one line that is seen while the part is folded away."""
        self._fold.set_summary(text)

    def unfold(self) -> None:
        """Show what is inside: something in it is in use."""
        self._fold.set_expanded(True)

    def show_value(self, name: str, value: object) -> None:
        """A value of the presenter was set; also called once for each at the start."""

    def show_task(self) -> None:
        """The task or the model is another: choices may differ."""
