"""The model library: what is installed, what can be, and all that a designer wants to know before installing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from studio.core import additions
from studio.core.errors import ErrorInfo
from studio.core.models import ModelSpec
from studio.ui import addition_words, icons, theme, words
from studio.ui.base import button, label, line, named, role
from studio.ui.error_banner import ErrorBanner
from studio.ui.file_drop import dropped_files
from studio.ui.model_details import ModelDetails
from studio.ui.notice_line import NoticeLine

if TYPE_CHECKING:
    from studio.presenters.studio import StudioPresenter

_ID = Qt.ItemDataRole.UserRole


class ModelsDialog(QDialog):
    """Not modal: one can go on working while a model is installed."""

    def __init__(self, studio: StudioPresenter, parent: QWidget) -> None:
        super().__init__(parent)
        self._models = studio.models
        self.setAcceptDrops(True)
        self.search = QLineEdit(clearButtonEnabled=True)
        self.list = QListWidget()
        self.list.setIconSize(QSize(16, 16))
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.details = ModelDetails(studio.models)
        self.banner = ErrorBanner()
        self.notice = NoticeLine()
        self.import_file = button("import", "", self.choose_file)
        self.import_folder = button("folder", "", self.choose_folder)
        self.space = label(kind="caption")
        left = role(QFrame(), "panel")
        left.setFixedWidth(296)
        column = QVBoxLayout(left)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(self.search)
        column.addWidget(self.list, 1)
        imports = QHBoxLayout()
        imports.setSpacing(8)
        imports.addWidget(self.import_file, 1)
        imports.addWidget(self.import_folder, 1)
        column.addLayout(imports)
        column.addWidget(self.space)
        right = QVBoxLayout()
        right.setContentsMargins(24, 16, 24, 16)
        right.setSpacing(8)
        right.addWidget(self.banner)
        right.addWidget(self.notice)
        right.addWidget(self.details, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(left)
        layout.addWidget(line(vertical=True))
        layout.addLayout(right, 1)
        self.search.textChanged.connect(self.refresh)
        self.list.currentItemChanged.connect(self._show_current)
        self._models.changed.connect(self.refresh)
        self._models.installChanged.connect(self._install_changed)
        self._models.failed.connect(self._failed)
        self._models.verified.connect(self._verified)
        theme.signals.changed.connect(self.refresh)
        self.setMinimumSize(720, 480)
        self.resize(QSize(900, 620))
        self.retranslate()
        self._models.refresh()

    # -- list -----------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """List the models anew: installed first, then those that can be installed."""
        chosen, needle = self.current_id(), self.search.text().casefold()
        self.list.blockSignals(True)
        self.list.clear()
        installed = [m.spec for m in self._models.installed]
        known = {s.id for s in installed}
        shown = [s for s in installed if _matches(s, needle)]
        self._group(self.tr("Installed"), [s for s in shown if not additions.is_addition(s)], "check")
        for kind in (*additions.KINDS, *additions.HELPERS):
            beside = sorted((s for s in shown if kind in s.tasks), key=lambda s: s.name.casefold())
            self._group(self.tr("Additions: {kind}").format(kind=addition_words.kind(kind)), beside, "plus")
        rest = [s for s in self._models.catalogue if s.id not in known and _matches(s, needle)]
        self._group(self.tr("Can be installed"), sorted(rest, key=lambda s: (not s.starter, s.size)), "download")
        self.list.blockSignals(False)
        self.select(chosen)
        free = words.size_text(self._models.free_bytes)
        self.space.setText(self.tr("{free} free in the model folder").format(free=free) if self._models.loaded else "")

    def _group(self, title: str, specs: list[ModelSpec], icon: str) -> None:
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
            item = QListWidgetItem(
                icons.icon(icon, "text2" if icon == "download" else "success"), words.model_name(spec.name)
            )
            item.setData(_ID, spec.id)
            tasks = _tasks(spec)
            item.setToolTip(f"{tasks} · {words.size_text(spec.size)}")
            self.list.addItem(item)

    def select(self, model_id: str) -> None:
        """Show a model; the first one when it is not known."""
        rows = [r for r in range(self.list.count()) if self.list.item(r).data(_ID)]
        row = next((r for r in rows if self.list.item(r).data(_ID) == model_id), rows[0] if rows else -1)
        self.list.setCurrentRow(row)
        self._show_current()

    def current_id(self) -> str:
        item = self.list.currentItem()
        return str(item.data(_ID) or "") if item is not None else ""

    def _show_current(self) -> None:
        self.details.show_model(self.current_id())

    # -- changes --------------------------------------------------------------------------------------------------

    def choose_file(self) -> None:
        """Ask for a model file."""
        pattern = self.tr("Models") + " (*.gguf *.safetensors)"
        path, _ = QFileDialog.getOpenFileName(self, self.tr("Import a model file"), "", pattern)
        if path:
            self._models.import_path(Path(path))

    def choose_folder(self) -> None:
        """Ask for a model folder (diffusers or transformers)."""
        path = QFileDialog.getExistingDirectory(self, self.tr("Import a model folder"))
        if path:
            self._models.import_path(Path(path))

    def _install_changed(self, key: str) -> None:
        if key == self.current_id():
            self.details.show_model(key)
        elif key not in self._models.installs:
            self.notice.hide()
        elif self._models.spec(key) is None:
            self.notice.say(lambda: self.tr("Importing {name}…").format(name=Path(key).name))

    def _failed(self, _key: str, info: ErrorInfo) -> None:
        self.banner.show_error(info)

    def _verified(self, model_id: str, problems: list[str]) -> None:
        spec = self._models.spec(model_id)
        name = words.model_name(spec.name) if spec else model_id
        if problems:
            said = ", ".join(problems)
            self.notice.say(
                lambda: self.tr("{model} is damaged: {problems}. Remove it and install it again.").format(
                    model=name, problems=said
                ),
                warn=True,
            )
        else:
            self.notice.say(
                lambda: self.tr("{model} is whole: every checksum is right.").format(model=name), brief=True
            )

    # -- events ---------------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        for path in dropped_files(event.mimeData()):
            self._models.import_path(Path(path))
        event.acceptProposedAction()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Model library"))
        self.search.setPlaceholderText(self.tr("Search models and tasks"))
        named(self.search, self.tr("Search models and tasks"))
        named(self.list, self.tr("Models"))
        self.import_file.setText(self.tr("Import file…"))
        self.import_folder.setText(self.tr("Folder…"))
        named(self.import_file, self.tr("Import a model file"), self.tr("GGUF or safetensors"))
        named(
            self.import_folder,
            self.tr("Import a model folder"),
            self.tr("A diffusers or transformers folder with safetensors files"),
        )
        self.refresh()


def _matches(spec: ModelSpec, needle: str) -> bool:
    triggers = spec.options.get("trigger_words", "")
    text = f"{spec.name} {words.model_name(spec.name)} {spec.id} {_tasks(spec)} {' '.join(spec.tasks)} {spec.family} {triggers}"
    return needle in text.casefold()


def _tasks(spec: ModelSpec) -> str:
    if not additions.is_addition(spec):
        return ", ".join(words.task(t) for t in spec.tasks)
    kinds = ", ".join(addition_words.kind(t) for t in spec.tasks)
    return f"{kinds} · {addition_words.family(spec.family)}" if spec.family in additions.FAMILIES else kinds
