"""A part of the brief whose setting is a list: a card for each entry, a way to add one, and one to take back a removal."""

from __future__ import annotations

from typing import Any, ClassVar, Protocol

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.presenters import beside, units
from studio.presenters.image_tab import ImageTabPresenter
from studio.ui.image.additions.needed import Needed
from studio.ui.image.part import Part
from studio.ui.undo_line import UndoLine


class Row(Protocol):
    """What a card offers its part."""

    def show_item(self, number: int, item: Any) -> None:
        """The entry and its place in the list; only this changes, the card stays."""

    def refresh(self) -> None:
        """Prompt, pictures, models or task are others."""


class ListPart(Part):
    """``setting`` is the list's name; ``watched`` are other values that the cards show something of."""

    setting: ClassVar[str] = ""
    watched: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, presenter: ImageTabPresenter, add: QWidget) -> None:
        content = QWidget()
        super().__init__(presenter, content)
        self.rows: list[Any] = []
        self._keys: list[object] = []
        self.add = add
        self.needed = Needed()
        self.undone = UndoLine()
        self._cards = QVBoxLayout()
        self._cards.setSpacing(8)
        layout = QVBoxLayout(content)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(self._cards)
        for widget in (self.needed, self.undone):
            layout.addWidget(widget)
        layout.addWidget(add, 0, Qt.AlignmentFlag.AlignLeft)
        self.needed.importWanted.connect(lambda: self.modelsWanted.emit(""))

    # -- what a part says of itself -------------------------------------------------------------------------------

    def make_row(self) -> QWidget:
        """A new card: a :class:`Row`."""
        raise NotImplementedError

    def key_of(self, item: Any) -> object:
        """What makes an entry another one; while the keys stay the same so do the cards."""
        raise NotImplementedError

    def name_of(self, item: Any) -> str:
        """What an entry is called where it is said that it was removed."""
        raise NotImplementedError

    def summary(self) -> str:
        """The entries in one line."""
        return ", ".join(self.name_of(item) for item in self.items())

    def explain(self) -> str:
        """What is said where nothing that fits is installed; "" while something does."""
        return ""

    def lacking(self, tasks: tuple[str, ...], nothing: str, unfit: str) -> str:
        """``nothing`` while no addition of these tasks is installed, so that there is none to add; ``unfit``, which may
        name the ``{family}`` of the model, while none of them fits; "" while one does."""
        if not self.studio.models.loaded:
            return ""
        found = beside.choices(self.presenter, tasks)
        self.add.setVisible(bool(found))
        if not found:
            return nothing
        return "" if any(choice.fits for choice in found) else unfit.format(family=beside.family(self.presenter))

    # -- the list -------------------------------------------------------------------------------------------------

    def items(self) -> tuple[Any, ...]:
        return tuple(self.presenter.values[self.setting])

    def append(self, item: Any) -> None:
        self.presenter.set_value(self.setting, (*self.items(), item))
        self.unfold()
        if self.rows:
            self.rows[-1].setFocus()

    def change(self, number: int, **values: Any) -> None:
        items = list(self.items())
        items[number] = msgspec.structs.replace(items[number], **values)
        self.presenter.set_value(self.setting, tuple(items))

    def remove(self, number: int) -> None:
        """Take an entry away, with its picture where it has one of its own."""
        values = self.presenter.values
        before = {name: values[name] for name in (self.setting, "inputs")}
        name = self.name_of(self.items()[number])
        for setting, value in units.removed(values, self.setting, number).items():
            self.presenter.set_value(setting, value)
        self.undone.say(lambda: self.tr("“{name}” is taken away.").format(name=name), lambda: self._bring_back(before))
        self.add.setFocus()

    def _bring_back(self, before: dict[str, Any]) -> None:
        # Pictures first: the cards that come back show them.
        for name in ("inputs", self.setting):
            self.presenter.set_value(name, before[name])

    # -- shown ----------------------------------------------------------------------------------------------------

    def show_value(self, name: str, value: object) -> None:
        if name == self.setting:
            self.show_list()
            if self.items():
                self.unfold()
        elif name in self.watched:
            self._refresh()

    def show_task(self) -> None:
        self._refresh()

    def show_list(self) -> None:
        items = self.items()
        keys = [self.key_of(item) for item in items]
        if keys != self._keys:
            self._keys = keys
            self._make_rows(len(items))
        for number, (row, item) in enumerate(zip(self.rows, items, strict=True)):
            row.show_item(number, item)
        self._refresh()

    def _make_rows(self, count: int) -> None:
        while len(self.rows) > count:
            row = self.rows.pop()
            self._cards.removeWidget(row)
            row.hide()
            row.deleteLater()
        while len(self.rows) < count:
            row = self.make_row()
            self.rows.append(row)
            self._cards.addWidget(row)

    def _refresh(self) -> None:
        for row in self.rows:
            row.refresh()
        self.set_summary(self.summary())
        self.needed.say(self.explain())
