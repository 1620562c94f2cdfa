"""A grid's pictures in rows and columns; headings stay in sight, plus, minus and 0 change the size."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from studio.presenters.takes import Take, TakeState
from studio.ui import icons, theme
from studio.ui.image.grid.model import CAPTION_ROLE, PICTURE_ROLE, TAKE_ROLE, GridModel

SMALLEST, LARGEST = 64, 320
"""Pixels of the side of a place."""
STEP = 1.25
_GAP, _CAPTION = 6, 34
_HEAD = 160

_Index = QModelIndex | QPersistentModelIndex


class _Places(QStyledItemDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        take: Take | None = index.data(TAKE_ROLE)
        if take is None:
            return
        box: QRect = option.rect.adjusted(_GAP // 2, _GAP // 2, -_GAP // 2, -_GAP // 2)
        caption = index.data(CAPTION_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if caption:
            words = QRect(box.left(), box.bottom() - _CAPTION + 2, box.width(), _CAPTION)
            painter.setPen(theme.color("text2"))
            flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
            painter.drawText(words, flags, caption)
            box.setBottom(box.bottom() - _CAPTION)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("panel"))
        painter.drawRoundedRect(box, 4, 4)
        picture = index.data(PICTURE_ROLE)
        if picture is not None:
            size = picture.size().scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatio)
            spot = QRect(0, 0, size.width(), size.height())
            spot.moveCenter(box.center())
            painter.drawImage(spot, picture)
        else:
            name, token = {
                TakeState.FAILED: ("error", "danger"),
                TakeState.STOPPED: ("error", "danger"),
                TakeState.RUNNING: ("sparkle", "accent_text"),
                TakeState.DONE: ("image", "text2"),
            }.get(take.state, ("queue", "text2"))
            device = painter.device()
            ratio = device.devicePixelRatioF() if device is not None else 1.0
            painter.drawPixmap(box.center().x() - 10, box.center().y() - 10, icons.pixmap(name, 20, token, ratio))
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(QPen(theme.color("accent"), 3))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 4, 4)
        painter.restore()


class GridTable(QTableView):
    """``taken`` brings the take of the place that was chosen, ``opened`` the one to look at alone.

    Until the user changes the size, all columns fit into the width.
    """

    taken = Signal(object)
    opened = Signal(object)
    edgeChanged = Signal(int)

    def __init__(self, model: GridModel) -> None:
        super().__init__()
        self._model = model
        self._edge, self._fitted = 128, True
        self.setModel(model)
        self.setItemDelegate(_Places(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setStyleSheet("QTableView { border: none; border-radius: 0; }")
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            header.setSectionsClickable(False)
            header.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            header.setHighlightSections(False)
            header.setMinimumSectionSize(SMALLEST)
            header.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
        self.verticalHeader().setMaximumWidth(_HEAD)
        model.modelReset.connect(self._reset)
        self.selectionModel().currentChanged.connect(self._moved)
        self.doubleClicked.connect(lambda index: self._open(index))

    def edge(self) -> int:
        return self._edge

    def set_edge(self, edge: float, *, fitted: bool = False) -> None:
        """Pixels of a place's side."""
        self._fitted = fitted
        self._edge = round(min(LARGEST, max(SMALLEST, edge)))
        caption = _CAPTION if self._model.wrapped else 0
        self.horizontalHeader().setDefaultSectionSize(self._edge)
        self.verticalHeader().setDefaultSectionSize(self._edge + caption)
        self.edgeChanged.emit(self._edge)

    def fit(self) -> None:
        """As large as all columns and rows have room, but not too small to see something."""
        across, down = max(1, self._model.columnCount()), max(1, self._model.rowCount())
        side = self.verticalHeader().sizeHint().width() if self.verticalHeader().isVisible() else 0
        head = self.horizontalHeader().sizeHint().height() if self.horizontalHeader().isVisible() else 0
        caption = _CAPTION if self._model.wrapped else 0
        wide = (self.width() - min(side, _HEAD) - 16) / across
        high = (self.height() - head - 8) / down - caption
        self.set_edge(max(96.0, min(wide, high)) if down * across > 1 else min(wide, high), fitted=True)

    def select_take(self, take: Take) -> None:
        """Mark the place of a take that was chosen elsewhere."""
        index = self.currentIndex()
        if index.isValid() and index.data(TAKE_ROLE) is take:
            return
        place = self._model.place_of(take)
        blocked = self.selectionModel().blockSignals(True)
        self.setCurrentIndex(place)
        self.selectionModel().blockSignals(blocked)
        self.viewport().update()

    def _reset(self) -> None:
        self.horizontalHeader().setVisible(not self._model.wrapped)
        rows = self._model.headerData(0, Qt.Orientation.Vertical)
        self.verticalHeader().setVisible(bool(rows))
        self.fit()

    def _moved(self, index: QModelIndex, _before: QModelIndex) -> None:
        take = index.data(TAKE_ROLE)
        if take is not None:
            self.taken.emit(take)

    def _open(self, index: QModelIndex) -> None:
        take = index.data(TAKE_ROLE)
        if take is not None and take.state is TakeState.DONE:
            self.opened.emit(take)

    # -- events ---------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._open(self.currentIndex())
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.set_edge(self._edge * STEP)
        elif key == Qt.Key.Key_Minus:
            self.set_edge(self._edge / STEP)
        elif key == Qt.Key.Key_0:
            self.fit()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.angleDelta().y():
            self.set_edge(self._edge * (STEP if event.angleDelta().y() > 0 else 1 / STEP))
            event.accept()
        else:
            super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fitted:
            self.fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 120)
