"""The gallery's grid: it paints only what is in sight, so that its cost does not grow with the number of assets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QContextMenuEvent,
    QDragEnterEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QToolTip, QWidget

from studio.ui import theme
from studio.ui.grid_drag import drag_files
from studio.ui.grid_keys import step_from
from studio.ui.grid_layout import MARGIN, GridLayout
from studio.ui.grid_painter import CellPainter
from studio.ui.grid_selection import Selection
from studio.ui.thumbnails import Thumbnails

NEAR_END_ROWS = 6
"""Rows before the end at which more are asked for."""


class ThumbnailGrid(QAbstractScrollArea):
    """Shows a list of assets that its owner keeps. Selection is by id, so it survives what comes and goes."""

    selectionChanged = Signal()
    currentChanged = Signal(object)
    activated = Signal(object)
    menuWanted = Signal(QPoint)
    nearEnd = Signal()
    allWanted = Signal()
    """The reader asks for the very end (End, Ctrl+A), which may not be fetched yet."""
    topChanged = Signal(bool)
    filesDropped = Signal(list)
    keyPressed = Signal(object)

    def __init__(
        self,
        thumbnails: Thumbnails,
        describe: Callable[[Any, int, int, bool], str],
        url_of: Callable[[Any], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.assets: Sequence[Any] = ()
        self.selection = Selection()
        self._thumbnails, self._describe, self._url_of = thumbnails, describe, url_of
        self._layout = GridLayout(320, 0)
        self._painter: CellPainter | None = None
        self._hover = -1
        self._pressed = QPoint()
        self._pressed_on = -1
        self._band: QRect | None = None
        self._before_band: set[str] = set()
        self._at_top = True
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.viewport().setMouseTracking(True)
        self.setAcceptDrops(True)
        self.viewport().setAcceptDrops(True)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        thumbnails.arrived.connect(self._thumbnail_arrived)
        theme.signals.changed.connect(self.viewport().update)

    # -- content --------------------------------------------------------------------------------------------------

    def set_assets(self, assets: Sequence[Any], *, keep_selection: bool = False) -> None:
        """Show another list, from its top."""
        self.assets = assets
        if not keep_selection:
            self.selection.clear()
        self._relayout()
        self.verticalScrollBar().setValue(0)
        self.selectionChanged.emit()
        self.tell_current()

    def assets_changed(self, assets: Sequence[Any], gone: set[str] | None = None) -> None:
        """A list that differs little from the one before: the reader stays where she is."""
        before, self.assets = self.assets, assets
        if gone:
            self.selection.drop(gone, before, assets)
        self._relayout()
        if gone:
            self.selectionChanged.emit()
            self.tell_current()

    def asset_changed(self, index: int) -> None:
        self.viewport().update(self._on_screen(index))

    @property
    def current(self) -> Any | None:
        index = self.selection.current_index(self.assets)
        return self.assets[index] if index >= 0 else None

    def selected(self) -> list[Any]:
        """The selected assets in their order."""
        return self.selection.of(self.assets)

    def select_index(self, index: int) -> None:
        """Select one and bring it into view."""
        if 0 <= index < len(self.assets):
            self.selection.only(self.assets[index].id, index)
            self.scroll_to(index)
            self._selected()

    def select_all(self) -> None:
        self.selection.all(self.assets)
        self._selected()

    def clear_selection(self) -> None:
        self.selection.clear()
        self._selected()

    def scroll_to(self, index: int) -> None:
        rect, bar = self._layout.rect(index), self.verticalScrollBar()
        height = self.viewport().height()
        # A cell that is higher than the view shows its top: the picture says more than the caption.
        if rect.top() - MARGIN < bar.value() or rect.height() + 2 * MARGIN > height:
            bar.setValue(rect.top() - MARGIN)
        elif rect.bottom() + MARGIN > bar.value() + height:
            bar.setValue(rect.bottom() + MARGIN - height)

    def _selected(self) -> None:
        self.viewport().update()
        self.selectionChanged.emit()
        self.tell_current()

    def tell_current(self) -> None:
        """Assistive technology hears what the current item is: the grid is one widget to it."""
        index = self.selection.current_index(self.assets)
        asset = self.assets[index] if index >= 0 else None
        text = ""
        if asset is not None:
            text = self._describe(asset, index + 1, len(self.assets), asset.id in self.selection.ids)
        if text != self.accessibleDescription():
            self.setAccessibleDescription(text)
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
        self.currentChanged.emit(asset)

    # -- geometry -------------------------------------------------------------------------------------------------

    def _relayout(self) -> None:
        self._layout = GridLayout(self.viewport().width(), len(self.assets))
        bar = self.verticalScrollBar()
        height = self.viewport().height()
        bar.setRange(0, max(0, self._layout.height - height))
        bar.setPageStep(height)
        bar.setSingleStep(max(24, self._layout.row_height // 3))
        self.viewport().update()
        self._ask_for_more()

    def _scrolled(self) -> None:
        self._hover = -1
        self.viewport().update()
        self._ask_for_more()
        at_top = self.verticalScrollBar().value() == 0
        if at_top != self._at_top:
            self._at_top = at_top
            self.topChanged.emit(at_top)

    def _ask_for_more(self) -> None:
        bar = self.verticalScrollBar()
        if bar.value() + NEAR_END_ROWS * self._layout.row_height >= bar.maximum():
            self.nearEnd.emit()

    def _on_screen(self, index: int) -> QRect:
        return self._layout.rect(index).translated(0, -self.verticalScrollBar().value())

    def _index_at(self, point: QPoint) -> int:
        return self._layout.at(point.x(), point.y() + self.verticalScrollBar().value())

    def resizeEvent(self, event: QResizeEvent) -> None:
        bar = self.verticalScrollBar()
        first = next(iter(self._layout.between(bar.value(), bar.value() + 1)), 0)
        before = self._layout.columns, self._layout.cell
        self._relayout()
        if (self._layout.columns, self._layout.cell) != before and bar.value():
            bar.setValue(self._layout.rect(first).top() - MARGIN)

    def sizeHint(self) -> QSize:
        return QSize(340, 420)

    # -- painting -------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        ratio = self.devicePixelRatioF()
        if self._painter is None or self._painter.ratio != ratio:
            self._painter = CellPainter(self.font(), ratio)
        offset = self.verticalScrollBar().value()
        current = self.selection.current if self.hasFocus() and len(self.selection.ids) != 1 else ""
        band = event.rect().translated(0, offset)
        for index in self._layout.between(band.top(), band.bottom()):
            asset = self.assets[index]
            rect = self._layout.rect(index).translated(0, -offset)
            self._painter.paint(
                painter,
                rect,
                asset,
                None if asset.kind == "text" else self._thumbnails.get(asset),
                selected=asset.id in self.selection.ids,
                current=asset.id == current,
                hover=index == self._hover,
            )
        if self._band is not None:
            painter.setPen(QPen(theme.color("accent"), 1))
            fill = theme.color("accent")
            fill.setAlpha(40)
            painter.setBrush(fill)
            painter.drawRect(self._band.translated(0, -offset).normalized())

    def _thumbnail_arrived(self, asset_id: str) -> None:
        bar = self.verticalScrollBar()
        for index in self._layout.between(bar.value(), bar.value() + self.viewport().height()):
            if index < len(self.assets) and self.assets[index].id == asset_id:
                self.viewport().update(self._on_screen(index))
                return

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._painter = None
        super().changeEvent(event)

    # -- mouse ----------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = event.position().toPoint()
        self._pressed_on = index = self._index_at(self._pressed)
        keys = event.modifiers()
        if index < 0:
            if event.button() == Qt.MouseButton.LeftButton:
                extend = keys & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
                self._before_band = set(self.selection.ids) if extend else set()
                if not extend:
                    self.clear_selection()
            return
        asset_id = self.assets[index].id
        if event.button() == Qt.MouseButton.RightButton:
            if asset_id not in self.selection.ids:
                self.selection.only(asset_id, index)
        elif keys & Qt.KeyboardModifier.ShiftModifier:
            self.selection.to(index, self.assets, add=bool(keys & Qt.KeyboardModifier.ControlModifier))
        elif keys & Qt.KeyboardModifier.ControlModifier:
            self.selection.toggle(asset_id, index)
        elif asset_id not in self.selection.ids:
            # A press on one of several selected ones may begin a drag of them all; the release decides.
            self.selection.only(asset_id, index)
        self._selected()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        if not event.buttons() & Qt.MouseButton.LeftButton:
            hover = self._index_at(point)
            if hover != self._hover:
                for index in (self._hover, hover):
                    if 0 <= index < len(self.assets):
                        self.viewport().update(self._on_screen(index))
                self._hover = hover
            return
        if self._band is None and (point - self._pressed).manhattanLength() < QApplication.startDragDistance():
            return
        if self._pressed_on >= 0:
            self._drag()
            return
        offset = self.verticalScrollBar().value()
        if self._band is None:
            self._band = QRect(self._pressed + QPoint(0, offset), self._pressed + QPoint(0, offset))
        self._band.setBottomRight(point + QPoint(0, offset))
        touched = self._layout.touched(self._band.normalized())
        self.selection.band(self._before_band, touched, self.assets)
        self._selected()
        if point.y() < 0 or point.y() > self.viewport().height():
            step = point.y() if point.y() < 0 else point.y() - self.viewport().height()
            self.verticalScrollBar().setValue(offset + step // 2)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._band is not None:
            self._band = None
            self.viewport().update()
        elif event.button() == Qt.MouseButton.LeftButton and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            index = self._index_at(event.position().toPoint())
            if index >= 0 and index == self._pressed_on and len(self.selection.ids) > 1:
                self.selection.only(self.assets[index].id, index)
                self._selected()
        self._pressed_on = -1

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self._index_at(event.position().toPoint())
        if index >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self.activated.emit(self.assets[index])

    def leaveEvent(self, event: QEvent) -> None:
        self._hover = -1
        self.viewport().update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        point = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            index = self.selection.current_index(self.assets)
            where = self._on_screen(index).center() if index >= 0 else self.viewport().rect().center()
            point = self.viewport().mapToGlobal(where)
        self.menuWanted.emit(point)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            index = self._index_at(event.pos())  # type: ignore[attr-defined]
            text = self.assets[index].title if index >= 0 else ""
            QToolTip.showText(event.globalPos(), text, self.viewport())  # type: ignore[attr-defined]
            return True
        return super().viewportEvent(event)

    # -- drag and drop --------------------------------------------------------------------------------------------

    def _drag(self) -> None:
        assets = self.selected()
        if assets:
            self._pressed_on = -1
            drag_files(self, [self._url_of(a) for a in assets], self._thumbnails.get(assets[0]))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() and event.source() is not self:
            event.acceptProposedAction()

    def dragMoveEvent(self, event: Any) -> None:
        self.dragEnterEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        files = [u.toLocalFile() for u in event.mimeData().urls() if u.isLocalFile()]
        if files and event.source() is not self:
            event.acceptProposedAction()
            self.filesDropped.emit(files)

    # -- keyboard -------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._navigate(event):
            self.keyPressed.emit(event)
            if not event.isAccepted():
                super().keyPressEvent(event)

    def _navigate(self, event: QKeyEvent) -> bool:
        count, keys, key = len(self.assets), event.modifiers(), Qt.Key(event.key())
        control = bool(keys & Qt.KeyboardModifier.ControlModifier)
        if key == Qt.Key.Key_A and control:
            self.allWanted.emit()
            self.select_all()
            return True
        if not count:
            return False
        at = self.selection.current_index(self.assets)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and at >= 0 and not control:
            self.activated.emit(self.assets[at])
            return True
        if key == Qt.Key.Key_Space and control and at >= 0:
            self.selection.toggle(self.assets[at].id, at)
            self._selected()
            return True
        columns = self._layout.columns
        page = max(1, self.viewport().height() // self._layout.row_height) * columns
        target = step_from(at, key, count, columns, page)
        if target is None or keys & Qt.KeyboardModifier.AltModifier:
            return False
        if key == Qt.Key.Key_End:
            self.allWanted.emit()
        if keys & Qt.KeyboardModifier.ShiftModifier:
            self.selection.to(target, self.assets)
        elif control:
            self.selection.move_current(self.assets[target].id)
        else:
            self.selection.only(self.assets[target].id, target)
        self.scroll_to(target)
        self._selected()
        return True

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.assets and self.selection.current_index(self.assets) < 0:
            self.selection.move_current(self.assets[0].id)
            self.tell_current()
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()
