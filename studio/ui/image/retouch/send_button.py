"""Sends the take in view to another task of the tab."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton

from studio.presenters.image_tab import NEEDS_PICTURE, TASK_GROUPS, ImageTabPresenter
from studio.presenters.takes import Take, TakeState, is_picture
from studio.ui import words
from studio.ui.base import name_tool, role
from studio.ui.icons import set_icon


class SendButton(QToolButton):
    """A menu of the tasks that work on a picture, those that finish it first."""

    def __init__(self, presenter: ImageTabPresenter) -> None:
        super().__init__()
        role(self, "quiet")
        # The arrow of its menu stands behind the words.
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        set_icon(self, "chevron-down", "text2")
        self._presenter = presenter
        self._take: Take | None = None
        self._actions: dict[str, QAction] = {}
        menu = QMenu(self)
        for group in ("finish", "draw", "see"):
            for task in TASK_GROUPS[group]:
                if task in NEEDS_PICTURE:
                    self._actions[task] = menu.addAction("", partial(self._send, task))
            menu.addSeparator()
        self.setMenu(menu)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.show_take(None)
        self._say()

    def show_take(self, take: Take | None) -> None:
        """The take that would be sent."""
        self._take = take
        picture = take is not None and take.state is TakeState.DONE and is_picture(take.path)
        self.setEnabled(picture)

    def _send(self, task: str) -> None:
        take = self._take
        if take is not None and take.path:
            self._presenter.send_to(task, take.path, take.asset.id if take.asset else "")

    def _say(self) -> None:
        self.setText(self.tr("Send to"))
        name_tool(self, self.tr("Send to another task"))
        for task, action in self._actions.items():
            action.setText(words.task(task))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._say()
        super().changeEvent(event)
