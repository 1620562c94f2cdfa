"""The history of a tab's prompts: searched, starred, deleted, used again."""

from __future__ import annotations

import time

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from studio.presenters.prompt_history import PromptHistory
from studio.settings.prompts.history import Entry
from studio.ui import icons
from studio.ui.base import button, label, name_tool, named, role, tool

_ENTRY = Qt.ItemDataRole.UserRole
_LINE = 300
"""Characters of a prompt that its row gets; the preview below has more."""


class HistoryPopup(QFrame):
    """``used`` brings an entry that is to take the prompt's place, ``inserted`` a text for the cursor."""

    used = Signal(object)
    inserted = Signal(str)
    settingsWanted = Signal()

    def __init__(self, history: PromptHistory, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        role(self, "card")
        self._history = history
        self._removed: Entry | None = None
        self.search = QLineEdit(clearButtonEnabled=True)
        self.starred = tool("star", self._fill, checkable=True)
        self.list = QListWidget()
        self.list.setUniformItemSizes(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.preview = label(kind="caption", wrap=True)
        self.preview.setTextFormat(Qt.TextFormat.PlainText)
        self.preview.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.preview.setFixedHeight(68)
        self.empty = label(kind="hint", wrap=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.switch_on = button("", "link", self.settingsWanted.emit)
        self.use = button("check", "primary", self._use)
        self.insert = button("plus", "", self._insert)
        self.star = tool("star", self._star)
        self.delete = tool("trash", self._delete)
        self.undo = tool("undo", self._undo)
        self.clear = button("", "link", self._clear)
        self._build()
        self.search.textChanged.connect(self._fill)
        self.search.installEventFilter(self)
        self.list.installEventFilter(self)
        self.list.currentItemChanged.connect(self._show_current)
        self.list.itemActivated.connect(self._use)
        history.changed.connect(self._fill)

    def _build(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.search, 1)
        top.addWidget(self.starred)
        foot = QHBoxLayout()
        foot.setSpacing(4)
        foot.addWidget(self.use)
        foot.addWidget(self.insert)
        foot.addStretch(1)
        for widget in (self.undo, self.star, self.delete):
            foot.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 8)
        layout.setSpacing(8)
        layout.addLayout(top)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.empty, 1)
        layout.addWidget(self.preview)
        layout.addLayout(foot)
        layout.addWidget(self.clear, 0, Qt.AlignmentFlag.AlignRight)
        layout.addWidget(self.switch_on, 0, Qt.AlignmentFlag.AlignHCenter)

    def open_at(self, anchor: QWidget) -> None:
        """Show it above or below a widget, wherever the screen has room."""
        self.retranslate()
        self._removed = None
        self.search.clear()
        self._history.refresh()
        self._fill()
        self.resize(QSize(460, 420))
        room = anchor.screen().availableGeometry()
        place = anchor.mapToGlobal(QPoint(0, anchor.height() + 4))
        if place.y() + self.height() > room.bottom():
            place.setY(max(room.top(), anchor.mapToGlobal(QPoint(0, 0)).y() - self.height() - 4))
        place.setX(max(room.left(), min(place.x(), room.right() - self.width())))
        self.move(place)
        self.show()
        self.search.setFocus(Qt.FocusReason.PopupFocusReason)

    # -- showing ----------------------------------------------------------------------------------------------------

    def entry(self) -> Entry | None:
        """The entry that is chosen."""
        item = self.list.currentItem()
        entry = item.data(_ENTRY) if item is not None else None
        return entry if isinstance(entry, Entry) else None

    def _fill(self) -> None:
        current = self.entry()
        found = self._history.search(self.search.text(), only_starred=self.starred.isChecked())
        row = max(0, self.list.currentRow())
        self.list.clear()
        for entry in found:
            item = QListWidgetItem(" ".join(entry.prompt[:_LINE].split()))
            item.setData(_ENTRY, entry)
            item.setIcon(icons.icon("star-filled", "accent_text") if entry.starred else icons.icon("restore", "text2"))
            self.list.addItem(item)
        same = next((n for n, e in enumerate(found) if current is not None and e.key == current.key), row)
        self.list.setCurrentRow(min(same, len(found) - 1))
        self._show_current()
        on = self._history.on
        if not self._history.entries:
            text = self.tr("Prompts that you run are kept here.") if on else self.tr("Prompts are not kept at present.")
        else:
            text = self.tr("No prompt has these words.")
        self.empty.setText(text)
        self.empty.setVisible(not found)
        self.list.setVisible(bool(found))
        self.preview.setVisible(bool(found))
        self.switch_on.setVisible(not on)
        self.clear.setVisible(any(not e.starred for e in self._history.entries))
        self.undo.setVisible(self._removed is not None)

    def _show_current(self) -> None:
        entry = self.entry()
        for widget in (self.use, self.insert, self.star, self.delete):
            widget.setEnabled(entry is not None)
        if entry is None:
            self.preview.clear()
            return
        when = time.strftime("%Y-%m-%d %H:%M", time.localtime(entry.used))
        times = self.tr("run {count} times").format(count=entry.count) if entry.count > 1 else ""
        words = entry.prompt[:400] + ("…" if len(entry.prompt) > 400 else "")
        self.preview.setText("\n".join(p for p in (" · ".join(t for t in (when, times) if t), words) if p))
        self.preview.setAccessibleName(words)
        icons.set_icon(self.star, "star-filled" if entry.starred else "star", "text2")

    # -- doing ------------------------------------------------------------------------------------------------------

    def _use(self, *_item: object) -> None:
        entry = self.entry()
        if entry is not None:
            self.hide()
            self.used.emit(entry)

    def _insert(self) -> None:
        entry = self.entry()
        if entry is not None:
            self.hide()
            self.inserted.emit(entry.prompt)

    def _star(self) -> None:
        entry = self.entry()
        if entry is not None:
            self._history.star(entry, not entry.starred)

    def _delete(self) -> None:
        entry = self.entry()
        if entry is not None:
            self._removed = entry
            self._history.remove(entry)

    def _undo(self) -> None:
        if self._removed is not None:
            self._history.put_back(self._removed)
            self._removed = None

    def _clear(self) -> None:
        self._removed = None
        self._history.clear()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the search line the arrow keys move in the list; Enter uses, Del deletes."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._use()
            return True
        if watched is self.search and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            row = self.list.currentRow() + (1 if key == Qt.Key.Key_Down else -1)
            self.list.setCurrentRow(max(0, min(row, self.list.count() - 1)))
            return True
        if watched is self.list and key == Qt.Key.Key_Delete:
            self._delete()
            return True
        return False

    def retranslate(self) -> None:
        named(self, self.tr("Prompts run before"))
        self.search.setPlaceholderText(self.tr("Search your prompts"))
        named(self.search, self.tr("Search your prompts"))
        named(self.list, self.tr("Prompts run before, newest first"))
        name_tool(self.starred, self.tr("Only those with a star"))
        for widget, text in (
            (self.use, self.tr("Use")),
            (self.insert, self.tr("Insert")),
            (self.clear, self.tr("Forget all without a star")),
            (self.switch_on, self.tr("Settings…")),
        ):
            widget.setText(text)
            widget.setAccessibleName(text)
        self.use.setToolTip(self.tr("Put it in the place of the prompt (Enter)"))
        self.insert.setToolTip(self.tr("Insert it at the cursor"))
        name_tool(self.star, self.tr("Star: keep it for good"))
        name_tool(self.delete, self.tr("Delete from the history"), self.tr("Del"))
        name_tool(self.undo, self.tr("Bring the deleted prompt back"))
