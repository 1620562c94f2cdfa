"""The gallery: search and filters, the grid, the details of what is selected."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
)

from studio.ui import icons, theme
from studio.ui.asset_details import AssetDetails
from studio.ui.base import Translated, button, label, name_tool, named, role, tool
from studio.ui.gallery_actions import GalleryActions
from studio.ui.gallery_empty import GalleryEmpty
from studio.ui.gallery_news import GalleryNews, describe
from studio.ui.large_view import LargeView
from studio.ui.selection_bar import SelectionBar
from studio.ui.snackbar import Snackbar
from studio.ui.thumbnail_grid import ThumbnailGrid
from studio.ui.thumbnails import Thumbnails

if TYPE_CHECKING:
    from studio.presenters.gallery import GalleryPresenter

SEARCH_DELAY_MS = 180
WIDE = 720
"""Pixels of width from which the details stand beside the grid instead of below it."""
ALL_PAGE = 5000
FILTERS = ("", "text", "image", "audio", "starred", "trash")
_ICONS = {"": "gallery", "text": "text", "image": "image", "audio": "audio", "starred": "star", "trash": "trash"}


class GalleryView(Translated):
    """The whole gallery of the open project, from 280 px of width up."""

    def __init__(self, presenter: GalleryPresenter) -> None:
        super().__init__()
        self.presenter = presenter
        self.thumbnails = Thumbnails(presenter.thumbnail_file, self)
        self.grid = ThumbnailGrid(self.thumbnails, describe, presenter.studio.file_of)
        self.details = AssetDetails(presenter)
        self.details.hide()
        self.actions_ = GalleryActions(self)
        self.search = QLineEdit(clearButtonEnabled=True)
        self._search_icon = QAction(self.search)
        icons.set_icon(self._search_icon, "search", "text2")
        self.search.addAction(self._search_icon, QLineEdit.ActionPosition.LeadingPosition)
        clear = self.search.findChild(QToolButton, "_q_qlineeditclearbutton")
        if isinstance(clear, QToolButton):
            icons.set_icon(clear, "close", "text2")
        self._search_timer = QTimer(self, singleShot=True, interval=SEARCH_DELAY_MS)
        self._search_timer.timeout.connect(self._search_now)
        self.filters = QButtonGroup(self)
        self._chips = {}
        for name in FILTERS:
            chip = tool(_ICONS[name], checkable=True)
            self.filters.addButton(chip)
            self._chips[name] = chip
            chip.clicked.connect(lambda _checked=False, n=name: self._choose(n))
        self._chips[""].setChecked(True)
        self.import_button = tool("import", self.import_dialog)
        self.count = label(kind="caption")
        self.new_button = button("arrow-up", "primary", self._to_top)
        self.new_button.hide()
        self.empty_trash = button("trash", "link", self.actions_.empty_trash)
        self.empty = GalleryEmpty(self._empty_action)
        self.selection_bar = SelectionBar()
        self.snackbar = Snackbar(self, above=self.selection_bar)
        self.news = GalleryNews(presenter, self._snackbar, self)
        self.large = LargeView(self)
        # A message that leaves hands the focus back to it.
        self.lead = self.grid
        self._build()
        self._connect()
        self.retranslate()
        presenter.reload()

    def _build(self) -> None:
        search = QHBoxLayout()
        search.setSpacing(4)
        search.addWidget(self.search, 1)
        search.addWidget(self.import_button)
        chips = QHBoxLayout()
        chips.setSpacing(2)
        for chip in self._chips.values():
            chips.addWidget(chip)
        chips.addStretch(1)
        chips.addWidget(self.count)
        chips.addWidget(self.empty_trash)
        # The row is as high in the trash as elsewhere.
        self.empty_trash.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Preferred)
        head = QVBoxLayout()
        head.setContentsMargins(12, 10, 12, 4)
        head.setSpacing(6)
        head.addLayout(search)
        head.addLayout(chips)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.grid)
        self.pages.addWidget(self.empty)
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self.splitter.addWidget(self.pages)
        self.splitter.addWidget(self.details)
        self.splitter.setCollapsible(0, False)
        self.splitter.setStretchFactor(0, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.splitter, 1)
        layout.addWidget(self.selection_bar)
        over = QVBoxLayout(self.grid.viewport())
        over.setContentsMargins(0, 8, 0, 0)
        over.addWidget(self.new_button, 0, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        role(self, "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAcceptDrops(True)

    def _connect(self) -> None:
        presenter, grid = self.presenter, self.grid
        presenter.reset.connect(self._reset)
        presenter.appended.connect(self._rows_added)
        presenter.inserted.connect(self._rows_added)
        presenter.removed.connect(self._rows_changed)
        presenter.changed.connect(self._changed)
        presenter.stateChanged.connect(self._state_changed)
        presenter.selectRequested.connect(self._select)
        presenter.studio.projectChanged.connect(self._project_changed)
        self.search.textChanged.connect(lambda _text: self._search_timer.start())
        self.search.returnPressed.connect(self._search_now)
        grid.nearEnd.connect(presenter.fetch_more)
        grid.allWanted.connect(lambda: presenter.fetch_more(ALL_PAGE))
        grid.topChanged.connect(self._top_changed)
        grid.selectionChanged.connect(self._selection_changed)
        grid.activated.connect(self.large.open)
        grid.menuWanted.connect(self.actions_.menu)
        grid.filesDropped.connect(self.import_files)
        grid.keyPressed.connect(self._key)
        self.details.closed.connect(self.hide_details)
        self.details.wanted.connect(self.actions_.run)
        self.selection_bar.wanted.connect(self.actions_.run)
        undo = QShortcut(QKeySequence.StandardKey.Undo, self.grid)
        undo.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        undo.activated.connect(presenter.undo)
        theme.signals.changed.connect(self._tint)
        self.destroyed.connect(self.thumbnails.close)
        # The application may end without this widget being deleted first.
        presenter.destroyed.connect(self.thumbnails.close)

    # -- what the window calls ------------------------------------------------------------------------------------

    def focus_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def import_files(self, files: Iterable[str | Path]) -> None:
        self.presenter.import_files(files)

    def import_dialog(self) -> None:
        """Choose files and copy them into the project."""
        dialog = QFileDialog(self.window(), self.tr("Import files"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(self.import_files)
        dialog.open()

    def export_selected(self) -> None:
        """Open the export dialog for what is selected."""
        assets = self.grid.selected()
        if not assets:
            self.snackbar.say(lambda: self.tr("Select what to export first."))
            return
        self.export(assets)

    def export(self, assets: list[Any]) -> None:
        """Open the export dialog for assets, whether they are in view or not."""
        from studio.presenters.export import ExportPresenter
        from studio.ui.export_dialog import ExportDialog

        dialog = ExportDialog(ExportPresenter(self.presenter.studio, assets), self.window())
        dialog.open()

    def show_details(self, asset: Any) -> None:
        first = self.details.isHidden()
        self.details.show()
        self.details.show_asset(asset)
        if first:
            self._arrange(force=True)
            index = self.presenter.index_of(asset.id)
            if index >= 0:
                QTimer.singleShot(0, self.grid, lambda: self.grid.scroll_to(index))

    def hide_details(self) -> None:
        if not self.details.isHidden():
            self.grid.setFocus()
        self.details.clear()
        self.details.hide()

    # -- the list -------------------------------------------------------------------------------------------------

    def _reset(self) -> None:
        self.grid.set_assets(self.presenter.assets)
        self.large.follow(anew=True)

    def _rows_added(self, _count: int) -> None:
        self._rows_changed()

    def _rows_changed(self, gone: set[str] | None = None) -> None:
        self.grid.assets_changed(self.presenter.assets, gone)
        self.large.follow()

    def _changed(self, asset: Any) -> None:
        index = self.presenter.index_of(asset.id)
        if index >= 0:
            self.grid.asset_changed(index)
        if self.details.asset is not None and self.details.asset.id == asset.id:
            self.details.show_asset(asset)
        if asset.id in self.grid.selection.ids:
            self._show_selection()
        self.large.follow()

    def _project_changed(self) -> None:
        self.large.leave()
        self.thumbnails.forget()
        self.hide_details()

    def _top_changed(self, top: bool) -> None:
        self.presenter.hold_new = not top
        if top and self.presenter.pending:
            self.presenter.show_pending()

    def _to_top(self) -> None:
        self.grid.verticalScrollBar().setValue(0)
        self.grid.setFocus()

    def _selection_changed(self) -> None:
        chosen = self._show_selection()
        if self.details.asset is None:
            return
        # The details are of one: those of several have the bar instead.
        self.details.setVisible(len(chosen) == 1)
        if len(chosen) == 1:
            self.details.show_asset(chosen[0])
        elif not chosen:
            self.details.clear()

    def _show_selection(self) -> list[Any]:
        chosen = self.grid.selected()
        self.selection_bar.show_selection(chosen, trash=self.presenter.filter.shelf == "trash")
        return chosen

    def _snackbar(self) -> Snackbar:
        return self.large.snackbar() or self.snackbar

    def _select(self, asset_id: str) -> None:
        index = self.presenter.index_of(asset_id)
        if index >= 0:
            self.grid.select_index(index)
        self.presenter.fetch(asset_id, self.show_details)

    def _state_changed(self) -> None:
        presenter = self.presenter
        empty = not presenter.assets and not presenter.loading
        self.pages.setCurrentIndex(1 if empty else 0)
        if empty:
            self._say_empty()
        waiting = len(presenter.pending)
        self.new_button.setVisible(waiting > 0)
        self.new_button.setText(self.tr("New: {count}").format(count=waiting))
        named(self.new_button, self.new_button.text())
        self.empty_trash.setVisible(presenter.filter.shelf == "trash" and bool(presenter.assets))
        self._say_count()
        self.large.follow()

    def _say_count(self) -> None:
        total = self.presenter.total
        if total is not None and self.presenter.assets:
            text = f"{total:,}" + ("+" if total >= 10_000 and not self.presenter.complete else "")
            self.count.setText(text)
        else:
            self.count.setText("")

    # -- filters --------------------------------------------------------------------------------------------------

    def _choose(self, name: str) -> None:
        if name in ("starred", "trash"):
            self.presenter.set_filter(kind="", shelf=name)
        else:
            self.presenter.set_filter(kind=name, shelf="all")

    def _search_now(self) -> None:
        self._search_timer.stop()
        self.presenter.set_filter(text=self.search.text())

    def _show_filter(self) -> None:
        wanted = self.presenter.filter
        name = wanted.shelf if wanted.shelf != "all" else wanted.kind
        self._chips[name].setChecked(True)
        if self.search.text() != wanted.text:
            self.search.setText(wanted.text)

    def _say_empty(self) -> None:
        wanted = self.presenter.filter
        self._show_filter()
        self.empty.say(wanted)

    def _empty_action(self) -> None:
        if self.presenter.filter.text:
            self.search.clear()
            self._search_now()
        else:
            self.import_dialog()

    # -- keyboard and layout --------------------------------------------------------------------------------------

    def _key(self, event: QKeyEvent) -> None:
        actions = self.actions_
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        plain = {
            Qt.Key.Key_Delete: actions.trash,
            Qt.Key.Key_Backspace: actions.trash,
            Qt.Key.Key_F2: actions.rename,
            Qt.Key.Key_Space: self._toggle_details,
        }
        with_control = {Qt.Key.Key_C: actions.copy, Qt.Key.Key_B: actions.star, Qt.Key.Key_E: self.export_selected}
        action = (with_control if control else plain).get(Qt.Key(event.key()))
        event.setAccepted(action is not None)
        if action is not None:
            action()

    def _toggle_details(self) -> None:
        if not self.details.isHidden():
            self.hide_details()
        elif self.grid.current is not None:
            self.show_details(self.grid.current)

    def _arrange(self, *, force: bool = False) -> None:
        wide = self.width() >= WIDE
        orientation = Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical
        if self.splitter.orientation() != orientation or force:
            self.splitter.setOrientation(orientation)
            if wide:
                self.splitter.setSizes([self.width() - 360, 360])
            else:
                self.splitter.setSizes([self.height() * 2 // 5, self.height() * 3 // 5])

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()
        super().resizeEvent(event)

    def dragEnterEvent(self, event: Any) -> None:
        if event.mimeData().hasUrls() and event.source() is not self.grid:
            event.acceptProposedAction()

    def dropEvent(self, event: Any) -> None:
        self.grid.dropEvent(event)

    def _tint(self) -> None:
        if self.pages.currentIndex() == 1:
            self._say_empty()

    def retranslate(self) -> None:
        named(self, self.tr("Gallery"))
        named(self.grid, self.tr("Assets of the project"))
        named(self.search, self.tr("Search the gallery"))
        self.search.setPlaceholderText(self.tr("Search prompts and texts"))
        name_tool(self.import_button, self.tr("Import files…"), "Ctrl+I")
        titles = {
            "": self.tr("All"),
            "text": self.tr("Text"),
            "image": self.tr("Pictures"),
            "audio": self.tr("Sound"),
            "starred": self.tr("Starred"),
            "trash": self.tr("Trash"),
        }
        for name, chip in self._chips.items():
            name_tool(chip, titles[name])
        self._say_empty()
        self.empty_trash.setText(self.tr("Empty"))
        named(self.empty_trash, self.tr("Empty the trash"))
        self._state_changed()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.grid.viewport().update()
            self.grid.tell_current()
