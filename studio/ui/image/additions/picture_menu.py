"""Where a picture can come from besides a file: the picture to work on, the take in view, the gallery."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QMenu, QToolButton

from studio.presenters.image_tab import ImageTabPresenter
from studio.ui import icons
from studio.ui.base import name_tool, role
from studio.ui.thumbnails import read_thumbnail

MOST = 12
"""Pictures of the gallery that the menu has: the newest. Others can be dragged from it."""
_EDGE = 32


class PictureMenu(QToolButton):
    """``chosen`` brings a path and the id of its asset, ``sourceChosen`` that the picture to work on is wanted."""

    chosen = Signal(str, str)
    sourceChosen = Signal()

    def __init__(self, presenter: ImageTabPresenter, title: Callable[[], str], *, source: bool = False) -> None:
        super().__init__()
        self._presenter, self._title, self._source = presenter, title, source
        role(self, "quiet")
        icons.set_icon(self, "gallery", "text2")
        self.setIconSize(QSize(16, 16))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = role(QMenu(self), "pictures")
        menu.aboutToShow.connect(self.fill)
        self.setMenu(menu)
        self._say()

    def fill(self) -> None:
        """Make the menu anew; it does so by itself before it is shown. The gallery's pictures come a moment later."""
        menu, presenter = self.menu(), self._presenter
        menu.clear()
        if self._source:
            source = menu.addAction(self.tr("The picture to work on"), self.sourceChosen.emit)
            source.setEnabled(presenter.input() is not None)
        take = presenter.current
        done = take is not None and bool(take.path) and take.asset is not None and take.asset.kind == "image"
        view = menu.addAction(self.tr("The take in view"))
        view.setEnabled(done)
        if take is not None and done:
            view.triggered.connect(lambda: self.chosen.emit(take.path, take.asset.id))
        menu.addSection(self.tr("From the gallery"))
        store, studio = presenter.studio.services.project.store, presenter.studio

        def newest() -> list[Any]:
            found = store.page(kind="image", limit=MOST).assets
            return [(a, str(store.file(a)), read_thumbnail(str(store.thumbnail(a) or ""), _EDGE * 2)) for a in found]

        studio.background.run(newest, self._arrived, studio.notice.emit)

    def _arrived(self, found: list[Any]) -> None:
        menu = self.menu()
        for asset, path, image in found:
            title = asset.title or asset.prompt or asset.id
            action = menu.addAction(title[:40].replace("&", "&&"))
            if not image.isNull():
                action.setIcon(QIcon(QPixmap.fromImage(image)))
            action.triggered.connect(lambda _checked=False, p=path, i=asset.id: self.chosen.emit(p, i))
        if not found:
            menu.addAction(self.tr("There is no picture yet.")).setEnabled(False)

    def _say(self) -> None:
        name_tool(self, self._title())

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._say()
        super().changeEvent(event)
