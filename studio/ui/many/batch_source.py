"""Where a batch's rows come from: a folder or file that is dropped or chosen."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout

from studio.ui.base import Translated, button, label, named, role, set_styled
from studio.ui.elided import ElidedLabel
from studio.ui.file_drop import dropped_files


class BatchSource(Translated):
    """``chosen`` brings the path."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        role(self, "drop")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setObjectName("batch-source")
        self.setAcceptDrops(True)
        self._path: Path | None = None
        self.title = ElidedLabel("heading")
        self.hint = label(kind="caption", wrap=True)
        self.folder = button("folder", "", self.choose_folder)
        self.file = button("text", "", self.choose_file)
        text = QVBoxLayout()
        text.setSpacing(2)
        text.addWidget(self.title)
        text.addWidget(self.hint)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 10, 10, 10)
        layout.setSpacing(8)
        layout.addLayout(text, 1)
        layout.addWidget(self.folder)
        layout.addWidget(self.file)
        self.retranslate()

    def set_path(self, path: Path) -> None:
        self._path = path
        self.retranslate()

    def choose_folder(self) -> None:
        dialog = QFileDialog(self, self.tr("Folder of pictures"), self._start())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        self._ask(dialog)

    def choose_file(self) -> None:
        files = f"{self.tr('Tables and prompts')} (*.csv *.tsv *.txt *.md)"
        dialog = QFileDialog(self, self.tr("Table or text of prompts"), self._start(), files)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        self._ask(dialog)

    def _ask(self, dialog: QFileDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda path: self.chosen.emit(Path(path)))
        dialog.open()

    def _start(self) -> str:
        return str(self._path.parent) if self._path is not None else ""

    # -- drops ----------------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if len(dropped_files(event.mimeData())) == 1:
            self._highlight(True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._highlight(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._highlight(False)
        files = dropped_files(event.mimeData())
        if files:
            event.acceptProposedAction()
            self.chosen.emit(Path(files[0]))

    def _highlight(self, active: bool) -> None:
        set_styled(self, "active", active)

    # -- words ----------------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        named(self, self.tr("Where the rows come from"))
        if self._path is None:
            self.title.setText(self.tr("Drop a folder, a table or a text here"))
            self.hint.setText(
                self.tr(
                    "A folder: each of its pictures. A CSV table: each of its rows; its headings are settings, as prompt,"
                    " input, seed, steps, width, name. A text: each of its lines is a prompt."
                )
            )
        else:
            self.title.setText(self._path.name or str(self._path))
            self.hint.setText(str(self._path.parent))
        self.folder.setText(self.tr("Folder…"))
        self.file.setText(self.tr("File…"))
        named(self.folder, self.tr("Choose a folder of pictures"))
        named(self.file, self.tr("Choose a table or a text of prompts"))
