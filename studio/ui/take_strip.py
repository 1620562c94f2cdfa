"""The takes of a tab in a row, newest last; the arrow keys walk through them."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QPoint, QRect, QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QIcon,
    QImage,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from studio.presenters.takes import Take, TakeState
from studio.ui import icons, theme, words
from studio.ui.backdrop import fill_backdrop
from studio.ui.base import role
from studio.ui.strip_delegate import CELL, PICTURE, StripDelegate

_CELL = PICTURE
_TAKE = Qt.ItemDataRole.UserRole


class TakeStrip(QListWidget):
    """Shows takes as small pictures; ``chosen`` brings the take that the user wants to see.

    With ``several`` more than one can be selected (Ctrl, Shift). ``menuWanted`` brings the take under the pointer and the
    place on the screen, ``copyWanted`` comes with Ctrl+C."""

    chosen = Signal(object)
    menuWanted = Signal(object, QPoint)
    copyWanted = Signal()
    pictureWanted = Signal(object)
    """A finished take is shown whose small picture is not known yet."""

    def __init__(self, kind_icon: str, *, several: bool = False) -> None:
        super().__init__()
        role(self, "strip")
        self.setProperty("ring", False)
        self._kind_icon = kind_icon
        self._pictures: dict[int, QImage] = {}
        self.setFlow(QListWidget.Flow.LeftToRight)
        self.setWrapping(False)
        self.setIconSize(QSize(_CELL, _CELL))
        self.setItemDelegate(StripDelegate(self))
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setSpacing(2)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        # Room for the scroll bar below the cells: it must not cut them.
        self.setFixedHeight(CELL + 26)
        if several:
            self.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)
        self.currentItemChanged.connect(self._current_changed)
        theme.signals.changed.connect(self._tint)

    def set_takes(self, takes: list[Take], current: Take | None) -> None:
        """Show these takes; their small pictures are kept."""
        added: list[QListWidgetItem] = []
        with QSignalBlocker(self):
            self._drop_all_but(takes)
            for number, take in enumerate(takes, 1):
                item = self.item(number - 1)
                if number > self.count():
                    item = QListWidgetItem()
                    item.setData(_TAKE, take)
                    item.setSizeHint(QSize(CELL, CELL))
                    self.addItem(item)
                    added.append(item)
                item.setToolTip(_describe(number, take))
                item.setData(Qt.ItemDataRole.AccessibleTextRole, _describe(number, take))
        # Outside the block: one that has no small picture yet asks for it.
        for item in added:
            self._draw(item)
        known = {id(t) for t in takes}
        self._pictures = {k: p for k, p in self._pictures.items() if k in known}
        self.setVisible(len(takes) > 1)
        self.set_current(current)

    def _drop_all_but(self, takes: list[Take]) -> None:
        """Keep the items that stay as they are: jobs of a batch follow one another, and drawing all anew takes long."""
        known = {id(t) for t in takes}
        for row in reversed(range(self.count())):
            if id(self.item(row).data(_TAKE)) not in known:
                self.takeItem(row)
        kept = [self.item(row).data(_TAKE) for row in range(self.count())]
        if any(a is not b for a, b in zip(kept, takes, strict=False)):
            self.clear()

    def set_current(self, take: Take | None) -> None:
        item = self._item(take)
        if item is not None and item is self.currentItem():
            # It comes from here: what is selected beside it stays.
            return
        with QSignalBlocker(self):
            self.setCurrentRow(-1 if item is None else self.row(item), QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self._reveal()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._reveal()

    def _reveal(self) -> None:
        """The whole of the current take in view: Qt's own way leaves its last pixel out."""
        item = self.currentItem()
        if item is not None:
            self.executeDelayedItemsLayout()
            self.scrollToItem(item)
            beyond = self.visualItemRect(item).right() + 2 - self.viewport().width()
            if beyond > 0:
                self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() + beyond)

    def selected_takes(self) -> list[Take]:
        """The selected takes in their order."""
        rows = sorted(self.row(item) for item in self.selectedItems())
        return [self.item(row).data(_TAKE) for row in rows]

    def take_changed(self, take: Take) -> None:
        item = self._item(take)
        if item is not None:
            text = _describe(self.row(item) + 1, take)
            item.setToolTip(text)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, text)
            self._draw(item)

    def set_thumbnail(self, take: Take, image: QImage) -> None:
        self._pictures[id(take)] = image
        self.take_changed(take)

    def step(self, by: int) -> None:
        """Go to the next or previous take."""
        row = self.currentRow() + by
        if 0 <= row < self.count():
            self.setCurrentRow(row, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _item(self, take: Take | None) -> QListWidgetItem | None:
        return next((self.item(i) for i in range(self.count()) if self.item(i).data(_TAKE) is take), None)

    def _current_changed(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(item.data(_TAKE))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """By mouse at the pointer, by keyboard at the current take."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        item = self.currentItem() if by_key else self.itemAt(event.pos())
        if item is not None:
            place = self.visualItemRect(item).center() if by_key else event.pos()
            self.menuWanted.emit(item.data(_TAKE), self.viewport().mapToGlobal(place))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            # Qt would copy the item's text, and there is none.
            self.copyWanted.emit()
        else:
            super().keyPressEvent(event)

    def _tint(self) -> None:
        for row in range(self.count()):
            self._draw(self.item(row))

    def _draw(self, item: QListWidgetItem) -> None:
        take: Take = item.data(_TAKE)
        picture = self._pictures.get(id(take))
        if picture is None and take.state is TakeState.DONE:
            self.pictureWanted.emit(take)
        cell = self._cell(take, picture)
        icon = QIcon(cell)
        # Without a pixmap of its own a selected picture would be tinted.
        icon.addPixmap(cell, QIcon.Mode.Selected)
        item.setIcon(icon)

    def _cell(self, take: Take, picture: QImage | None) -> QPixmap:
        ratio = self.devicePixelRatioF()
        cell = QPixmap(round(_CELL * ratio), round(_CELL * ratio))
        cell.setDevicePixelRatio(ratio)
        cell.fill(Qt.GlobalColor.transparent)
        painter = QPainter(cell)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.current().canvas))
        painter.drawRoundedRect(0, 0, _CELL, _CELL, 4, 4)
        if picture is not None:
            size = picture.size().scaled(_CELL, _CELL, Qt.AspectRatioMode.KeepAspectRatio)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            x, y = (_CELL - size.width()) // 2, (_CELL - size.height()) // 2
            place = QRect(x, y, size.width(), size.height())
            if picture.hasAlphaChannel() and self._kind_icon == "image":
                fill_backdrop(painter, QRectF(place), "checker")
            painter.drawImage(place, picture)
        else:
            name, token = {
                TakeState.FAILED: ("error", "danger"),
                TakeState.STOPPED: ("stop", "text2"),
                TakeState.RUNNING: ("sparkle", "accent_text"),
                TakeState.WAITING: ("queue", "text2"),
            }.get(take.state, ("text" if take.request.task == "transcribe" else self._kind_icon, "text2"))
            painter.drawPixmap((_CELL - 20) // 2, (_CELL - 20) // 2, icons.pixmap(name, 20, token, ratio))
        painter.end()
        return cell


def _describe(number: int, take: Take) -> str:
    parts = [f"{number}", words.state(take.state)]
    if take.seed is not None:
        parts.append(f"{words.setting('seed')} {take.seed}")
    return " · ".join(parts)
