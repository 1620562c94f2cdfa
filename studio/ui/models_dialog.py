"""The model library: what is installed, what can be, and all that a designer wants to know before installing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from studio.core.errors import ErrorInfo
from studio.ui import words
from studio.ui.base import button, label, line, named, role
from studio.ui.error_banner import ErrorBanner
from studio.ui.file_drop import dropped_files
from studio.ui.model_details import ModelDetails
from studio.ui.model_list import ModelList
from studio.ui.notice_line import NoticeLine

if TYPE_CHECKING:
    from studio.presenters.studio import StudioPresenter


class ModelsDialog(QDialog):
    """Not modal: one can go on working while a model is installed."""

    def __init__(self, studio: StudioPresenter, parent: QWidget) -> None:
        super().__init__(parent)
        self._models = studio.models
        self.setAcceptDrops(True)
        self.models = ModelList(studio.models)
        self.search, self.list = self.models.search, self.models.list
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
        column.addWidget(self.models, 1)
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
        self.models.chosen.connect(self._show_current)
        self._models.changed.connect(self._say_space)
        self._models.installChanged.connect(self._install_changed)
        self._models.failed.connect(self._failed)
        self._models.verified.connect(self._verified)
        self.setMinimumSize(720, 480)
        self.resize(QSize(900, 620))
        self.retranslate()
        self._models.refresh()

    # -- list -----------------------------------------------------------------------------------------------------

    def select(self, model_id: str) -> None:
        """Show a model; "" keeps the one that is shown."""
        self.models.select(model_id)

    def current_id(self) -> str:
        return self.models.current_id()

    def _say_space(self) -> None:
        free = words.size_text(self._models.free_bytes)
        self.space.setText(self.tr("{free} free in the model folder").format(free=free) if self._models.loaded else "")

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
        self.import_file.setText(self.tr("Import file…"))
        self.import_folder.setText(self.tr("Folder…"))
        named(self.import_file, self.tr("Import a model file"), self.tr("GGUF or safetensors"))
        named(
            self.import_folder,
            self.tr("Import a model folder"),
            self.tr("A diffusers or transformers folder with safetensors files"),
        )
        self._say_space()
