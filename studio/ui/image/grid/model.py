"""A grid's pictures as a table: every place has a take, several may share one."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QImage

from studio.core.grids import Heading, Plan
from studio.presenters.takes import Take
from studio.ui import words

TAKE_ROLE = Qt.ItemDataRole.UserRole
PICTURE_ROLE = Qt.ItemDataRole.UserRole + 1
CAPTION_ROLE = Qt.ItemDataRole.UserRole + 2

_Index = QModelIndex | QPersistentModelIndex


def heading_text(heading: Heading) -> str:
    """A heading in one line a label; parts that were left out stand in brackets, as “(no …)” would be said."""
    return "\n".join(f"– {label.text}" if label.struck else label.text for label in heading)


class GridModel(QAbstractTableModel):
    """One long axis without rows is wrapped, and its headings become captions."""

    def __init__(self) -> None:
        super().__init__()
        self._plan: Plan | None = None
        self._takes: list[Take] = []
        self._across = 0
        self._pictures: dict[int, QImage] = {}

    @property
    def wrapped(self) -> bool:
        """Whether the headings stand as captions below the pictures."""
        return self._plan is not None and self._across != len(self._plan.columns)

    def set_grid(self, plan: Plan, takes: list[Take]) -> None:
        """Show another grid; ``takes`` are those of its job in their order, the sheet last."""
        self.beginResetModel()
        self._plan, self._takes = plan, takes
        self._across = plan.across
        self._pictures.clear()
        self.endResetModel()

    def place_of(self, take: Take) -> QModelIndex:
        """The first place of a take; invalid when it has none."""
        if self._plan is not None and take in self._takes:
            number = self._takes.index(take)
            for at, cell in enumerate(self._plan.cells):
                if cell.take == number:
                    return self.index(at // self._across, at % self._across)
        return QModelIndex()

    def set_picture(self, take: Take, picture: QImage) -> None:
        self._pictures[id(take)] = picture
        self.touch(take)

    def has_picture(self, take: Take) -> bool:
        return id(take) in self._pictures

    def touch(self, take: Take) -> None:
        """A take is another now: paint its places anew."""
        if self._plan is None or take not in self._takes:
            return
        number = self._takes.index(take)
        for at, cell in enumerate(self._plan.cells):
            if cell.take == number:
                index = self.index(at // self._across, at % self._across)
                self.dataChanged.emit(index, index)

    # -- Qt -------------------------------------------------------------------------------------------------------

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return (
            0
            if parent.isValid() or not self._across or self._plan is None
            else -(-len(self._plan.cells) // self._across)
        )

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self._across

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        at = index.row() * self._across + index.column()
        if self._plan is None or not index.isValid() or at >= len(self._plan.cells):
            return None
        cell = self._plan.cells[at]
        take = self._takes[cell.take] if cell.take < len(self._takes) else None
        if role == TAKE_ROLE:
            return take
        if role == PICTURE_ROLE:
            return self._pictures.get(id(take))
        if role == CAPTION_ROLE:
            return heading_text(self._plan.columns[cell.column]) if self.wrapped else ""
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            state = words.state(take.state) if take is not None else ""
            return " · ".join(part for part in (self._plan.name(cell.take), state) if part)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if self._plan is None or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        shown = self._plan.rows if orientation == Qt.Orientation.Vertical else self._plan.columns
        if self.wrapped and orientation == Qt.Orientation.Horizontal:
            return ""
        return heading_text(shown[section]) if section < len(shown) else ""

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if self.data(index, TAKE_ROLE) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
