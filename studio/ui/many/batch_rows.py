"""The rows of a batch as a table: what each would do, and what is wrong with it."""

from __future__ import annotations

from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from studio.core.batches import Batch
from studio.core.errors import ErrorInfo
from studio.core.requests import Request
from studio.core.tables import Row
from studio.ui import icons, theme, words
from studio.ui.translations import error_text

COLUMNS = ("row", "name", "does", "check")
_Index = QModelIndex | QPersistentModelIndex


class Line(NamedTuple):
    """One row; ``error`` is None for one that can be run."""

    row: Row
    request: Request | None
    error: ErrorInfo | None


def _tr(text: str) -> str:
    return QCoreApplication.translate("BatchRows", text)


class BatchRows(QAbstractTableModel):
    """Rows that cannot be run come first: they are what must be looked at."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[Line] = []

    def show_batch(self, batch: Batch | None) -> None:
        self.beginResetModel()
        self.lines = []
        if batch is not None:
            self.lines = [Line(p.row, None, p.error) for p in batch.problems]
            self.lines += [Line(i.row, i.request, None) for i in batch.items]
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self.lines):
            return None
        line, column = self.lines[index.row()], COLUMNS[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._text(line, column)
        if role == Qt.ItemDataRole.ForegroundRole and column == "check":
            return QColor(theme.color("danger" if line.error is not None else "success"))
        if role == Qt.ItemDataRole.ForegroundRole and column == "row":
            return QColor(theme.color("text2"))
        if role == Qt.ItemDataRole.DecorationRole and column == "check":
            failed = line.error is not None
            return icons.pixmap("error" if failed else "check", 14, "danger" if failed else "success")
        return None

    def _text(self, line: Line, column: str) -> str:
        if column == "row":
            return str(line.row.number)
        if column == "name":
            return line.row.name or (line.row.inputs["source"].name if "source" in line.row.inputs else "")
        if column == "check":
            return " ".join(error_text(line.error)).strip() if line.error is not None else _tr("Can be run")
        return self._does(line)

    def _does(self, line: Line) -> str:
        """The prompt, or the task where there is none, and what else the row sets."""
        values = dict(line.row.values)
        prompt = values.pop("prompt", "")
        task = values.pop("task", line.request.task if line.request is not None else "")
        set_here = [f"{words.setting(name)}: {value}" for name, value in values.items()]
        return " · ".join(part for part in (prompt or words.task(task), *set_here) if part)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return {"row": "#", "name": _tr("Name"), "does": _tr("What it does"), "check": _tr("Check")}[
                COLUMNS[section]
            ]
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None
