"""Choosing what to do with a picture: three groups, and the tasks of the group in front as buttons."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from studio.ui import words
from studio.ui.base import Tabs, Translated, named, role

_COLUMNS = {"draw": 2, "finish": 3, "see": 3}


class TaskPicker(Translated):
    """A ChoiceField in another shape: ``value()``, ``set_value()`` and ``changed`` are a task's name.

    A click on a group goes to the task that was last used in it. The arrow keys move between the
    groups, and between the tasks of one.
    """

    changed = Signal(object)

    def __init__(self, groups: dict[str, tuple[str, ...]]) -> None:
        super().__init__()
        self._groups = groups
        self._last = {group: tasks[0] for group, tasks in groups.items()}
        self._value = next(iter(self._last.values()))
        self.bar = role(Tabs(), "segments")
        self.bar.setDrawBase(False)
        self.buttons: dict[str, QPushButton] = {}
        self._pages: dict[str, QWidget] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.bar)
        for group, tasks in groups.items():
            self.bar.addTab("")
            self._pages[group] = self._page(tasks, _COLUMNS.get(group, 3))
            layout.addWidget(self._pages[group])
        self.bar.currentChanged.connect(self._group_chosen)
        self.lead = self.bar
        self.set_value(self._value)
        self.retranslate()

    def value(self) -> str:
        return self._value

    def set_value(self, value: str) -> None:
        group = self._group_of(value)
        if not group:
            return
        self._value = self._last[group] = value
        with QSignalBlocker(self.bar):
            self.bar.setCurrentIndex(list(self._groups).index(group))
        for name, page in self._pages.items():
            page.setVisible(name == group)
        for task, button in self.buttons.items():
            button.setChecked(task == value)

    def set_choices(self, _choices: list[tuple[str, str]]) -> None:
        """The choices are the groups' tasks; their words come at every retranslation."""
        self.retranslate()

    def set_name(self, name: str) -> None:
        self.setAccessibleName(name)

    def retranslate(self) -> None:
        self.setAccessibleName(words.setting("task"))
        named(self.bar, self.tr("Kind of task"))
        for index, group in enumerate(self._groups):
            self.bar.setTabText(index, words.task_group(group))
        for task, button in self.buttons.items():
            button.setText(words.task(task))
            named(button, words.task(task), words.task_hint(task))
            button.setAccessibleDescription(words.task_hint(task))

    # -- inside ---------------------------------------------------------------------------------------------------

    def _page(self, tasks: tuple[str, ...], columns: int) -> QWidget:
        page = QWidget()
        grid = QGridLayout(page)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(4)
        for number, task in enumerate(tasks):
            button = role(QPushButton(), "option")
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False, t=task: self._choose(t))
            self.buttons[task] = button
            grid.addWidget(button, number // columns, number % columns)
        for column in range(columns):
            grid.setColumnStretch(column, 1)
        return page

    def _group_of(self, task: str) -> str:
        return next((group for group, tasks in self._groups.items() if task in tasks), "")

    def _group_chosen(self, index: int) -> None:
        self._choose(self._last[list(self._groups)[index]])

    def _choose(self, task: str) -> None:
        changed = task != self._value
        # Also when it is the same: a click must not take the mark away.
        self.set_value(task)
        if changed:
            self.changed.emit(task)
