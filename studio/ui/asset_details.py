"""The details of one asset: a large preview, its recipe, where it came from and what came of it, and actions."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QImage, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from studio.core import recipes
from studio.ui import words
from studio.ui.backdrop import on_checkerboard
from studio.ui.base import Translated, button, label, line, name_tool, named, role, tool
from studio.ui.pictures import load_picture
from studio.ui.player_bar import PlayerBar
from studio.ui.recipe_table import RecipeTable

if TYPE_CHECKING:
    from studio.presenters.background import Task
    from studio.presenters.gallery import GalleryPresenter
    from studio.presenters.gallery_words import Details

PREVIEW = 1024
"""Pixels of the longest side that a preview is loaded with."""


class _Picture(QLabel):
    """A picture that keeps its proportions and never grows beyond its pixels."""

    def __init__(self) -> None:
        super().__init__()
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setMinimumHeight(120)
        self._image = QImage()

    def show_image(self, image: QImage) -> None:
        self._image = image
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(80, 120)

    def sizeHint(self) -> QSize:
        return QSize(280, 220)

    def _fit(self) -> None:
        from PySide6.QtGui import QPixmap

        if self._image.isNull():
            self.clear()
            return
        ratio = self.devicePixelRatioF()
        size = self.size() * ratio
        image = self._image
        if image.width() > size.width() or image.height() > size.height():
            image = image.scaled(size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
        pixmap = QPixmap.fromImage(on_checkerboard(image))
        pixmap.setDevicePixelRatio(ratio)
        self.setPixmap(pixmap)


class AssetDetails(Translated):
    """Shows the asset it is given. What to do with it is asked of its owner by ``wanted`` with the action's name."""

    wanted = Signal(str)
    closed = Signal()

    def __init__(self, presenter: GalleryPresenter) -> None:
        super().__init__()
        self._presenter = presenter
        self.asset: Any = None
        self._tasks: list[Task] = []
        self.picture = _Picture()
        self.text = QPlainTextEdit(readOnly=True)
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(100)
        self.player = PlayerBar(presenter.studio, compact=True)
        self.preview = QStackedWidget()
        for widget in (self.picture, self.text, self.player):
            self.preview.addWidget(widget)
        self.title = QLineEdit()
        self.title.editingFinished.connect(self._rename)
        self.facts = label(kind="caption", wrap=True)
        self.table = RecipeTable()
        self.use = button("sparkle", "", lambda: self.wanted.emit("use"))
        self.open = tool("fit", lambda: self.wanted.emit("open"))
        self.star = tool("star", lambda: self.wanted.emit("star"), checkable=True)
        self.export = tool("export", lambda: self.wanted.emit("export"))
        self.more = tool("more", lambda: self.wanted.emit("menu"))
        self.trash = tool("trash", lambda: self.wanted.emit("trash"))
        self.copy = button("copy", "link", self._copy_recipe)
        self.close_button = tool("close", self.closed.emit)
        self.recipe_heading = label(kind="section")
        self.family_heading = label(kind="section")
        self.family = QWidget()
        self._family_rows = QVBoxLayout(self.family)
        self._family_rows.setContentsMargins(0, 0, 0, 0)
        self._family_rows.setSpacing(2)
        self._build()
        self.retranslate()

    def _build(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(4)
        top.addWidget(self.title, 1)
        top.addWidget(self.close_button)
        actions = QHBoxLayout()
        actions.setSpacing(2)
        actions.addWidget(self.use)
        actions.addStretch(1)
        for widget in (self.star, self.open, self.export, self.trash, self.more):
            actions.addWidget(widget)
        heading = QHBoxLayout()
        heading.addWidget(self.recipe_heading)
        heading.addStretch(1)
        heading.addWidget(self.copy)
        content = role(QWidget(), "scroll")
        column = QVBoxLayout(content)
        column.setContentsMargins(12, 4, 12, 12)
        column.setSpacing(8)
        column.addWidget(self.preview, 1)
        column.addWidget(self.facts)
        column.addLayout(actions)
        column.addWidget(line())
        column.addLayout(heading)
        column.addWidget(self.table)
        column.addWidget(self.family_heading)
        column.addWidget(self.family)
        self._scroll = scroll = QScrollArea(widgetResizable=True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(content)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(4)
        frame = QHBoxLayout()
        frame.setContentsMargins(12, 0, 8, 0)
        frame.addLayout(top)
        layout.addLayout(frame)
        layout.addWidget(scroll, 1)

    # -- showing --------------------------------------------------------------------------------------------------

    def show_asset(self, asset: Any) -> None:
        """Show an asset; what must be read from disk follows."""
        again = self.asset is not None and self.asset.id == asset.id
        self.asset = asset
        self.title.setText(asset.title)
        self.title.setCursorPosition(0)
        self.star.setChecked(asset.starred)
        self._say_facts()
        self.table.show_recipe(asset.recipe)
        self.use.setEnabled(asset.recipe.request is not None)
        if again:
            return
        self._scroll.verticalScrollBar().setValue(0)
        for task in self._tasks:
            task.cancel()
        self.player.unload()
        self._show_family([], [])
        path = self._presenter.studio.file_of(asset)
        if asset.kind == "image":
            self.preview.setCurrentWidget(self.picture)
            self.picture.show_image(QImage())
            background = self._presenter.studio.background
            self._tasks = [
                background.run(
                    lambda: load_picture(path, PREVIEW),
                    lambda image: self._arrived(asset.id, image),
                    lambda error: self._unreadable(asset.id),
                )
            ]
        elif asset.kind == "audio":
            self.preview.setCurrentWidget(self.player)
            self.player.load(path)
            self._tasks = []
        else:
            self.preview.setCurrentWidget(self.text)
            self.text.setPlainText(asset.excerpt)
            self._tasks = []
        self._tasks.append(self._presenter.details(asset, self._show_details))

    def clear(self) -> None:
        """Let go of the file that is shown: another program (or the trash) may want it."""
        for task in self._tasks:
            task.cancel()
        self.player.unload()
        self.asset = None

    def _arrived(self, asset_id: str, image: QImage) -> None:
        if self.asset is not None and self.asset.id == asset_id:
            self.picture.show_image(image)

    def _unreadable(self, asset_id: str) -> None:
        if self.asset is not None and self.asset.id == asset_id:
            self.picture.show_image(QImage())
            self.picture.setText(self.tr("The file is missing or cannot be read."))

    def _show_details(self, details: Details) -> None:
        if self.asset is None or details.asset.id != self.asset.id:
            return
        if self.asset.kind == "text":
            self.text.setPlainText(details.text or self.asset.excerpt)
        self._show_family(details.parents, details.children)

    def _show_family(self, parents: list[Any], children: list[Any]) -> None:
        while (item := self._family_rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for relation, assets in ((self.tr("From: {title}"), parents), (self.tr("Became: {title}"), children)):
            for asset in assets[:20]:
                row = button(asset.kind, "link")
                text = relation.format(title=asset.title or words.kind(asset.kind))
                row.setText(row.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, 260))
                named(row, text, text)
                row.clicked.connect(lambda _checked=False, i=asset.id: self._presenter.show_asset(i))
                self._family_rows.addWidget(row, 0, Qt.AlignmentFlag.AlignLeft)
        self.family_heading.setVisible(bool(parents or children))
        self.family.setVisible(bool(parents or children))

    def _say_facts(self) -> None:
        asset = self.asset
        parts = [words.kind(asset.kind)]
        if asset.width:
            parts.append(f"{asset.width} × {asset.height}")
        if asset.seconds:
            parts.append(words.duration_text(asset.seconds))
        parts += [words.size_text(asset.bytes), time.strftime("%Y-%m-%d %H:%M", time.localtime(asset.created))]
        self.facts.setText(" · ".join(parts))

    # -- doing ----------------------------------------------------------------------------------------------------

    def edit_title(self) -> None:
        self.title.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.title.selectAll()

    def _rename(self) -> None:
        if self.asset is not None:
            if self.title.text().strip():
                self._presenter.rename(self.asset, self.title.text())
            else:
                self.title.setText(self.asset.title)

    def _copy_recipe(self) -> None:
        if self.asset is not None:
            QGuiApplication.clipboard().setText(recipes.to_json(self.asset.recipe))
            self._presenter.studio.message.emit(self.tr("Recipe copied."))

    def retranslate(self) -> None:
        named(self.title, self.tr("Title of the asset"), self.tr("Rename: type and press Enter"))
        named(self.picture, self.tr("Preview of the picture"))
        named(self.text, self.tr("Text of the asset"))
        named(self.player, self.tr("Sound of the asset"))
        self.use.setText(self.tr("Use these settings"))
        named(self.use, self.use.text(), self.tr("Put this asset's recipe back into its tab"))
        name_tool(self.open, self.tr("Open in its program"))
        name_tool(self.star, self.tr("Star"), "Ctrl+B")
        name_tool(self.export, self.tr("Export…"), "Ctrl+E")
        name_tool(self.trash, self.tr("Move to the trash"), self.tr("Del"))
        name_tool(self.more, self.tr("More actions"))
        name_tool(self.close_button, self.tr("Close the details"))
        self.copy.setText(self.tr("Copy as JSON"))
        named(self.copy, self.copy.text())
        self.recipe_heading.setText(self.tr("Recipe"))
        self.family_heading.setText(self.tr("Lineage"))
        if self.asset is not None:
            self._say_facts()
            self.table.show_recipe(self.asset.recipe)
