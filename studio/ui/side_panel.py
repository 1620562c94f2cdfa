"""The right side of the window: the project's gallery and its queue."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from studio.ui import icons, theme
from studio.ui.base import Tabs, Translated, line, named, role

if TYPE_CHECKING:
    from studio.presenters.studio import StudioPresenter
    from studio.ui.gallery_view import GalleryView
    from studio.ui.queue_panel import QueuePanel


class SidePanel(Translated):
    """Filled after the window's first paint."""

    def __init__(self, studio: StudioPresenter) -> None:
        super().__init__()
        role(self, "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._studio = studio
        self.gallery: GalleryView | None = None
        self.queue: QueuePanel | None = None
        self.tabs = Tabs(expanding=False, drawBase=False)
        self.tabs.setIconSize(QSize(16, 16))
        for name in ("gallery", "queue"):
            self.tabs.addTab(icons.icon(name), "")
        self.stack = QStackedWidget()
        row = QHBoxLayout()
        row.setContentsMargins(8, 0, 8, 0)
        row.addWidget(self.tabs)
        row.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(row)
        layout.addWidget(line())
        layout.addWidget(self.stack, 1)
        self.setMinimumWidth(280)
        self.tabs.currentChanged.connect(self.stack.setCurrentIndex)
        theme.signals.changed.connect(self._tint)
        self.retranslate()

    def fill(self) -> None:
        """Make the gallery and the queue."""
        if self.gallery is not None:
            return
        from studio.presenters.gallery import GalleryPresenter
        from studio.presenters.queue import QueuePresenter
        from studio.ui.gallery_view import GalleryView
        from studio.ui.queue_panel import QueuePanel

        self.gallery = GalleryView(GalleryPresenter(self._studio))
        self.queue = QueuePanel(QueuePresenter(self._studio))
        self.stack.addWidget(self.gallery)
        self.stack.addWidget(self.queue)
        self.stack.setCurrentIndex(self.tabs.currentIndex())

    def leave_large(self) -> None:
        """Close the large view: something else of the window is wanted."""
        if self.gallery is not None:
            self.gallery.large.leave()

    def show_gallery(self) -> None:
        self.leave_large()
        self.show()
        self.tabs.setCurrentIndex(0)
        if self.gallery is not None:
            self.gallery.focus_search()

    def do(self, what: str, assets: list[Any]) -> None:
        """What another part of the window asks the gallery for: show, export, star, unstar or trash these assets."""
        if self.gallery is None:
            return
        presenter = self.gallery.presenter
        if what == "show":
            self.show_gallery()
            presenter.show_asset(assets[0].id)
        elif what == "export":
            self.gallery.export(assets)
        elif what == "trash":
            self.show()
            self.tabs.setCurrentIndex(0)
            presenter.trash(assets)
        else:
            presenter.star(assets, what == "star")

    def show_queue(self) -> None:
        self.leave_large()
        self.show()
        self.tabs.setCurrentIndex(1)

    def import_files(self, paths: list[Path]) -> None:
        if self.gallery is not None:
            self.show_gallery()
            self.gallery.import_files(paths)

    def retranslate(self) -> None:
        named(self.tabs, self.tr("Gallery or queue"))
        self.tabs.setTabText(0, self.tr("Gallery"))
        self.tabs.setTabText(1, self.tr("Queue"))

    def _tint(self) -> None:
        for index, name in enumerate(("gallery", "queue")):
            self.tabs.setTabIcon(index, icons.icon(name))
