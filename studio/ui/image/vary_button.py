"""Makes pictures close to the take in view."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QToolButton

from studio.presenters.image_tab import ImageTabPresenter
from studio.presenters.takes import Take
from studio.ui.base import name_tool, role
from studio.ui.icons import set_icon


class VaryButton(QToolButton):
    def __init__(self, presenter: ImageTabPresenter) -> None:
        super().__init__()
        role(self, "quiet")
        self.setIconSize(QSize(16, 16))
        set_icon(self, "vary", "text2")
        self._presenter = presenter
        self.clicked.connect(self._vary)
        self._say()

    def show_take(self, take: Take | None) -> None:
        """The take that would be varied."""
        self.setEnabled(self._presenter.can_vary(take))

    def _vary(self) -> None:
        if self._presenter.current is not None:
            self._presenter.vary(self._presenter.current)

    def _say(self) -> None:
        self.setText(self.tr("Vary"))
        name_tool(self, self.tr("Vary: pictures close to this one, with its seed"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._say()
        super().changeEvent(event)
