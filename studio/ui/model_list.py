"""The models of the library by what they make: each with its tasks, its size and whether it is installed."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
)

from studio.core import additions, requests
from studio.core.models import ModelSpec
from studio.presenters.models_list import Install, ModelsPresenter
from studio.ui import addition_words, icons, theme, words
from studio.ui.base import Translated, name_tool, named, tool
from studio.ui.listing import listed

_ID = Qt.ItemDataRole.UserRole
_FACTS = Qt.ItemDataRole.UserRole + 1
_THERE = Qt.ItemDataRole.UserRole + 2
_HEIGHT, _HEADING = 44, 30
_TASKS = {"text": requests.TEXT_TASKS, "image": requests.IMAGE_TASKS, "audio": requests.AUDIO_TASKS}
FILTERS = {"": "models", "text": "text", "image": "image", "audio": "audio", "additions": "plus"}
"""What the list can be narrowed to, with the icons."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("ModelList", text)


class _Rows(QStyledItemDelegate):
    """A model in two lines: its name, and its tasks and size."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(120, _HEIGHT if index.data(_ID) else _HEADING)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        facts = index.data(_FACTS)
        if not facts:
            super().paint(painter, option, index)
            return
        plain = QStyleOptionViewItem(option)
        self.initStyleOption(plain, index)
        name, plain.text = plain.text, ""
        widget = plain.widget
        if widget is not None:
            widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, plain, painter, widget)
        rect: QRect = plain.rect
        device = painter.device()
        ratio = device.devicePixelRatioF() if device is not None else 1.0
        mark = ("check", "success") if index.data(_THERE) else ("download", "text2")
        painter.drawPixmap(rect.x() + 8, rect.y() + 6, icons.pixmap(mark[0], 16, mark[1], ratio))
        line = QRect(rect.x() + 32, rect.y() + 4, rect.width() - 40, 20)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        small = QFont(plain.font)
        small.setPixelSize(max(10, plain.font.pixelSize() - 1))
        painter.save()
        for font, token, text in ((plain.font, "text", name), (small, "text2", facts)):
            painter.setFont(font)
            painter.setPen(theme.color(token))
            shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, line.width())
            painter.drawText(line, flags, shown)
            line.translate(0, 17)
        painter.restore()


class ModelList(Translated):
    """``chosen`` comes when another model is current, or the current one may look otherwise."""

    chosen = Signal()

    def __init__(self, models: ModelsPresenter) -> None:
        super().__init__()
        self._models = models
        self._kind = ""
        self.search = QLineEdit(clearButtonEnabled=True)
        self.list = QListWidget()
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._delegate = _Rows()
        self.list.setItemDelegate(self._delegate)
        self.filters = QButtonGroup(self)
        self.chips = {}
        row = QHBoxLayout()
        row.setSpacing(2)
        for kind, icon in FILTERS.items():
            chip = self.chips[kind] = tool(icon, checkable=True)
            self.filters.addButton(chip)
            chip.clicked.connect(lambda _checked=False, k=kind: self._narrow(k))
            row.addWidget(chip)
        row.addStretch(1)
        self.chips[""].setChecked(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.search)
        layout.addLayout(row)
        layout.addWidget(self.list, 1)
        self.search.textChanged.connect(self.refresh)
        self.list.currentItemChanged.connect(lambda *_: self.chosen.emit())
        models.changed.connect(self.refresh)
        models.installChanged.connect(self._install_changed)
        theme.signals.changed.connect(self.refresh)
        self.retranslate()

    def refresh(self) -> None:
        """List the models anew: by kind, and in each those that are installed first."""
        current, needle = self.current_id(), self.search.text().casefold()
        self.list.blockSignals(True)
        self.list.clear()
        installed = [m.spec for m in self._models.installed]
        known = {s.id for s in installed}
        rest = sorted((s for s in self._models.catalogue if s.id not in known), key=lambda s: (not s.starter, s.size))
        shown = [s for s in (*installed, *rest) if _matches(s, needle)]
        for kind, tasks in _TASKS.items():
            if self._kind in ("", kind):
                found = [s for s in shown if not additions.is_addition(s) and set(tasks).intersection(s.tasks)]
                self._group(words.kind(kind), found, known)
        if self._kind in ("", "additions"):
            for kind in (*additions.KINDS, *additions.HELPERS):
                found = sorted(
                    (s for s in shown if kind in s.tasks), key=lambda s: (s.id not in known, s.name.casefold())
                )
                self._group(self.tr("Additions: {kind}").format(kind=addition_words.kind(kind)), found, known)
        self.list.blockSignals(False)
        self._choose(current)

    def _group(self, title: str, specs: list[ModelSpec], installed: set[str]) -> None:
        if not specs:
            return
        heading = QListWidgetItem(title)
        heading.setFlags(Qt.ItemFlag.NoItemFlags)
        font = heading.font()
        font.setBold(True)
        heading.setFont(font)
        heading.setForeground(theme.color("text2"))
        self.list.addItem(heading)
        for spec in specs:
            there = spec.id in installed
            item = QListWidgetItem(words.model_name(spec.name))
            item.setData(_THERE, there)
            item.setData(_ID, spec.id)
            state = self.tr("installed") if there else self.tr("can be installed")
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{words.model_name(spec.name)}, {state}")
            item.setToolTip(f"{words.model_name(spec.name)}\n{_tasks(spec)}\n{words.size_text(spec.size)} · {state}")
            self._say_facts(item, spec)
            self.list.addItem(item)

    def _say_facts(self, item: QListWidgetItem, spec: ModelSpec) -> None:
        install = self._models.installs.get(spec.id)
        size = words.size_text(spec.size)
        item.setData(_FACTS, install_text(install) if install is not None else f"{size} · {_tasks(spec)}")

    def select(self, model_id: str) -> None:
        """Show a model, whatever the list was narrowed to; "" keeps the one that is shown."""
        if model_id and model_id not in self._ids() and self._models.spec(model_id) is not None:
            self.chips[""].setChecked(True)
            self._kind = ""
            self.search.clear()
            self.refresh()
        self._choose(model_id or self.current_id())

    def current_id(self) -> str:
        item = self.list.currentItem()
        return str(item.data(_ID) or "") if item is not None else ""

    def _ids(self) -> list[str]:
        return [str(self.list.item(row).data(_ID) or "") for row in range(self.list.count())]

    def _choose(self, model_id: str) -> None:
        """Make a model current; the first one when it is not in the list."""
        ids = self._ids()
        row = ids.index(model_id) if model_id in ids and model_id else next((n for n, i in enumerate(ids) if i), -1)
        self.list.setCurrentRow(row)
        self.chosen.emit()

    def _narrow(self, kind: str) -> None:
        self._kind = kind
        self.refresh()

    def _install_changed(self, key: str) -> None:
        spec = self._models.spec(key)
        ids = self._ids()
        if spec is not None and key in ids:
            self._say_facts(self.list.item(ids.index(key)), spec)

    def retranslate(self) -> None:
        self.search.setPlaceholderText(self.tr("Search models and tasks"))
        named(self.search, self.tr("Search models and tasks"))
        named(self.list, self.tr("Models"))
        names = {"": self.tr("All models"), "additions": self.tr("Additions to picture models")}
        for kind, chip in self.chips.items():
            name_tool(chip, names.get(kind) or words.kind(kind))
        self.refresh()


def install_text(install: Install) -> str:
    """How far an install is: “34% · 32 MB of 93 MB”."""
    if install.cancelling:
        return _tr("Cancelling…")
    if install.fraction is None:
        return _tr("Starting…")
    done = _tr("{done} of {total}").format(done=words.size_text(install.done), total=words.size_text(install.total))
    return f"{install.fraction:.0%} · {done}"


def _matches(spec: ModelSpec, needle: str) -> bool:
    triggers = spec.options.get("trigger_words", "")
    names = f"{spec.name} {words.model_name(spec.name)} {spec.id}"
    text = f"{names} {_tasks(spec)} {' '.join(spec.tasks)} {spec.family} {triggers}"
    return needle in text.casefold()


def _tasks(spec: ModelSpec) -> str:
    if not additions.is_addition(spec):
        return listed(words.task(t) for t in spec.tasks)
    kinds = listed(addition_words.kind(t) for t in spec.tasks)
    return f"{kinds} · {addition_words.family(spec.family)}" if spec.family in additions.FAMILIES else kinds
