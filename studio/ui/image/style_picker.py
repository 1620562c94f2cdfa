"""Choosing styles: those in use as chips, all of them in a list that can be searched."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout

from studio.settings.prompts.items import Style
from studio.settings.prompts.shelves import Item, Items, key
from studio.ui.base import Translated, button, named
from studio.ui.flow_layout import Flow

_NAME = Qt.ItemDataRole.UserRole
_SEARCHED = Qt.ItemDataRole.UserRole + 1
LIST_HEIGHT = 176


class _List(QListWidget):
    deleteWanted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.deleteWanted.emit()
        else:
            super().keyPressEvent(event)


class StylePicker(Translated):
    """``changed`` brings the names of the chosen styles in the order in which they were chosen."""

    changed = Signal(tuple)
    editWanted = Signal(str)
    deleteWanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._styles: Items[Style] | None = None
        self._language = "en"
        self._chosen: tuple[str, ...] = ()
        self.chips = Flow(spacing=4)
        self.search = QLineEdit(clearButtonEnabled=True)
        self.list = _List()
        self.list.setFixedHeight(LIST_HEIGHT)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for part in (self.chips, self.search, self.list):
            layout.addWidget(part)
        self.search.textChanged.connect(self._filter)
        self.list.itemChanged.connect(self._ticked)
        self.list.itemDoubleClicked.connect(lambda item: self.editWanted.emit(item.data(_NAME) or ""))
        self.list.deleteWanted.connect(lambda: self.deleteWanted.emit(self.current()))
        self.retranslate()

    def current(self) -> str:
        """The name of the style that the list's cursor is on, or ""."""
        item = self.list.currentItem()
        return str(item.data(_NAME) or "") if item is not None else ""

    def set_styles(self, styles: Items[Style], language: str) -> None:
        """What there is to choose from, under the headings of its groups."""
        self._styles, self._language = styles, language
        with QSignalBlocker(self.list):
            self.list.clear()
            groups: dict[str, list[Item[Style]]] = {}
            for item in styles.values():
                groups.setdefault(item.value.group, []).append(item)
            # The user's own first: those without a group.
            for group in sorted(groups, key=lambda name: (bool(name), name.casefold())):
                if group:
                    self._heading(self._group_name(group))
                for item in groups[group]:
                    self._row(item.value)
        self._filter()
        self.set_chosen(self._chosen)

    def set_chosen(self, names: tuple[str, ...]) -> None:
        self._chosen = names
        chosen = {key(name) for name in names}
        with QSignalBlocker(self.list):
            for row in range(self.list.count()):
                item = self.list.item(row)
                if name := item.data(_NAME):
                    item.setCheckState(Qt.CheckState.Checked if key(name) in chosen else Qt.CheckState.Unchecked)
        self.chips.set_widgets([self._chip(name) for name in names])

    def _heading(self, text: str) -> None:
        item = QListWidgetItem(text)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        self.list.addItem(item)

    def _row(self, style: Style) -> None:
        item = QListWidgetItem(style.label(self._language))
        item.setData(_NAME, style.name)
        item.setData(_SEARCHED, key(" ".join((style.name, *style.labels.values(), style.group, style.prompt))))
        item.setToolTip("\n".join(part for part in (style.prompt, style.negative) if part))
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
        self.list.addItem(item)

    def _chip(self, name: str) -> Translated:
        style = self._styles.get(name) if self._styles is not None else None
        text = style.value.label(self._language) if style is not None else self.tr("{name} (missing)").format(name=name)
        chip = button("close", "chip", lambda: self._choose(tuple(n for n in self._chosen if n != name)))
        chip.setText(text)
        named(chip, self.tr("Take the style away: {name}").format(name=text), style.value.prompt if style else "")
        return chip  # type: ignore[return-value]

    def _choose(self, names: tuple[str, ...]) -> None:
        self.set_chosen(names)
        self.changed.emit(names)

    def _ticked(self, item: QListWidgetItem) -> None:
        name = item.data(_NAME)
        others = tuple(n for n in self._chosen if key(n) != key(name))
        self._choose((*others, name) if item.checkState() == Qt.CheckState.Checked else others)

    def _filter(self) -> None:
        words = key(self.search.text()).split()
        for row in range(self.list.count()):
            item = self.list.item(row)
            searched = item.data(_SEARCHED)
            item.setHidden(bool(words) if searched is None else not all(word in searched for word in words))

    def _group_name(self, group: str) -> str:
        known = {
            "Painting": self.tr("Painting"),
            "Drawing": self.tr("Drawing"),
            "Print": self.tr("Print"),
            "Illustration": self.tr("Illustration"),
            "3D": self.tr("3D"),
            "Photograph": self.tr("Photograph"),
        }
        return known.get(group, group)

    def retranslate(self) -> None:
        self.search.setPlaceholderText(self.tr("Search styles"))
        named(self.search, self.tr("Search styles"))
        named(self.list, self.tr("Styles"))
        if self._styles is not None:
            self.set_styles(self._styles, self._language)
