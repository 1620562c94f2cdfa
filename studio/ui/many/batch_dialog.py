"""The batch dialog: many rows with one wish, every row checked before any is queued."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSignalBlocker, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QProgressBar,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from studio.core.requests import IMAGE_TASKS
from studio.presenters.batch import BatchPresenter, Checked
from studio.ui import words
from studio.ui.base import button, label, named, set_role
from studio.ui.fields import ChoiceField, Form
from studio.ui.many.batch_rows import COLUMNS, BatchRows
from studio.ui.many.batch_source import BatchSource
from studio.ui.translations import error_text

if TYPE_CHECKING:
    from studio.presenters.image_tab import ImageTabPresenter


class BatchDialog(QDialog):
    """Modal over its window. The tab's settings hold for every row that does not say otherwise."""

    def __init__(self, tab: ImageTabPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.presenter = presenter = BatchPresenter(tab, self)
        self._tab = tab
        self.source = BatchSource()
        self.task = ChoiceField()
        self.prompt = QLineEdit(tab.values["prompt"].replace("\n", " "))
        self.form = Form()
        self.form.add("task", self.task)
        self.form.add("prompt", self.prompt, lambda: self.tr("Prompt"))
        self.rows = BatchRows()
        self.table = QTableView()
        self.empty = label(kind="hint", wrap=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.pages = QStackedWidget()
        self.bar = QProgressBar(textVisible=False)
        self.bar.setRange(0, 0)
        self.count = label(kind="heading", wrap=True)
        self.cost = label(kind="caption", wrap=True)
        self.skip = QCheckBox()
        self.start = button("batch", "primary", self._start)
        self.start.setDefault(True)
        self.cancel = button("", "", self.reject)
        # A file is dropped anywhere on the dialog; its address is no prompt.
        self.setAcceptDrops(True)
        self.prompt.setAcceptDrops(False)
        self._build()
        self.source.chosen.connect(self.choose)
        self.task.changed.connect(lambda task: tab.set_value("task", task))
        self.prompt.textChanged.connect(lambda text: tab.set_value("prompt", text))
        self.skip.toggled.connect(lambda _on: self._show())
        tab.valueChanged.connect(self._value_changed)
        presenter.checking.connect(self._checking)
        presenter.checked.connect(lambda _found: self._checked())
        presenter.submitted.connect(self._submitted)
        self.finished.connect(lambda _result: presenter.close())
        self.retranslate()
        self._value_changed("task", tab.values["task"])
        self._show()
        self.resize(880, 640)
        self.source.folder.setFocus()

    def _build(self) -> None:
        table = self.table
        table.setModel(self.rows)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        for column, width in zip(COLUMNS, (48, 150, 300, 200), strict=True):
            table.setColumnWidth(COLUMNS.index(column), width)
        header.setSectionResizeMode(COLUMNS.index("check"), QHeaderView.ResizeMode.Stretch)
        self.pages.addWidget(self.empty)
        self.pages.addWidget(table)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.skip)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.start)
        told = QVBoxLayout()
        told.setSpacing(4)
        told.addWidget(self.count)
        told.addWidget(self.cost)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(self.source)
        layout.addWidget(self.form)
        layout.addWidget(self.pages, 1)
        layout.addWidget(self.bar)
        layout.addLayout(told)
        layout.addLayout(buttons)
        self.bar.hide()

    # -- from the user --------------------------------------------------------------------------------------------

    def choose(self, path: Path) -> None:
        """Use a folder or file."""
        self.source.set_path(path)
        self.skip.setChecked(False)
        self.presenter.choose(path)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self.source.dragEnterEvent(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.source.dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self.source.dropEvent(event)

    def _start(self) -> None:
        self.start.setEnabled(False)
        self.presenter.submit()

    # -- from the presenter ---------------------------------------------------------------------------------------

    def _value_changed(self, name: str, value: object) -> None:
        if name == "task":
            self.task.set_value(value)
            used = "prompt" in self._tab.fields()
            self.form.show_only(frozenset({"task", "prompt"} if used else {"task"}))
        elif name == "prompt" and value != self.prompt.text():
            with QSignalBlocker(self.prompt):
                self.prompt.setText(str(value).replace("\n", " "))

    def _checking(self) -> None:
        self.bar.show()
        self.start.setEnabled(False)

    def _checked(self) -> None:
        self.bar.hide()
        self.rows.show_batch(self.presenter.outcome.batch)
        self._show()

    def _show(self) -> None:
        found = self.presenter.outcome
        batch = found.batch
        good = len(batch.items) if batch is not None else 0
        bad = len(batch.problems) if batch is not None else 0
        self.pages.setCurrentWidget(self.table if batch is not None else self.empty)
        self.skip.setVisible(bad > 0 and good > 0)
        self.skip.setText(self.tr("Leave out the rows that cannot be run ({count})").format(count=f"{bad:,}"))
        self.start.setEnabled(good > 0 and (bad == 0 or self.skip.isChecked()))
        text = self.tr("Queue the batch") if not good else self.tr("Queue {count} jobs").format(count=f"{good:,}")
        self.start.setText(text)
        named(self.start, text)
        set_role(self.count, "danger" if found.error is not None else "heading")
        self.count.setText(self._count_text(found, good, bad))
        self.count.setVisible(bool(self.count.text()))
        self.cost.setText(self._cost_text(found))
        self.cost.setVisible(bool(self.cost.text()))

    def _count_text(self, found: Checked, good: int, bad: int) -> str:
        if found.error is not None:
            return " ".join(error_text(found.error)).strip()
        if found.batch is None:
            return ""
        if bad:
            text = self.tr("{good} of {total} rows can be run; the others are listed first with what is wrong")
            return text.format(good=f"{good:,}", total=f"{good + bad:,}")
        return self.tr("All {count} rows can be run").format(count=f"{good:,}")

    def _cost_text(self, found: Checked) -> str:
        if found.batch is None or not found.batch.items:
            return ""
        takes = sum(item.request.takes for item in found.batch.items)
        parts = [self.tr("{count} results").format(count=f"{takes:,}")]
        if found.estimate is not None and found.estimate.seconds is not None:
            parts.append(self.tr("about {time}").format(time=words.duration_text(found.estimate.seconds)))
        elif found.estimate is not None:
            parts.append(self.tr("the time is known after the first run of the model"))
        return " · ".join(parts)

    def _submitted(self, count: int) -> None:
        self._tab.studio.message.emit(self.tr("{count} jobs are in the queue.").format(count=f"{count:,}"))
        self.accept()

    # -- words ----------------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Batch"))
        self.task.set_choices([(task, words.task(task)) for task in IMAGE_TASKS])
        self.task.set_value(self._tab.values["task"])
        self.prompt.setPlaceholderText(self.tr("For every row that has no prompt of its own"))
        self.empty.setText(
            self.tr(
                "Nothing is queued before you have seen every row here.\n"
                "The settings of the image tab hold for each row that does not say otherwise."
            )
        )
        named(self.table, self.tr("Rows of the batch"))
        named(self.table.horizontalHeader(), self.tr("Headings of the rows"))
        named(self.table.verticalHeader(), self.tr("Numbers of the rows"))
        named(self.bar, self.tr("Checking the rows"))
        named(self.skip, self.tr("Leave out the rows that cannot be run"))
        self.cancel.setText(self.tr("Cancel"))
        named(self.cancel, self.cancel.text())
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
