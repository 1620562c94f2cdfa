"""The export dialog: formats, sizes and names on the left; what will be written and what it tells on the right."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QProgressBar,
    QSlider,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from studio.core.errors import ErrorInfo
from studio.exports.names import FIELDS
from studio.exports.options import LEVELS, LOSSY, Manifest, Plan, Resize
from studio.ui import files
from studio.ui.base import button, label, named, set_role, tool
from studio.ui.translations import error_text, phrase_text

if TYPE_CHECKING:
    from studio.presenters.export import ExportPresenter

SHOWN = 200
"""Names shown of a long plan."""
_LABELS = {"txt": "TXT", "md": "Markdown", "docx": "DOCX", "pdf": "PDF", "webp": "WebP", "jpeg": "JPEG", "ogg": "OGG"}
_KIND_OPTIONS = {"text": "text_format", "image": "image_format", "audio": "audio_format"}
_MODES = ("original", "fit", "exact")


class ExportDialog(QDialog):
    """Modal over its window; nothing is written before Export is pressed."""

    def __init__(self, presenter: ExportPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.presenter = presenter
        options = presenter.options
        self.formats: dict[str, QComboBox] = {}
        for kind in ("text", "image", "audio"):
            if kind in presenter.kinds:
                box = QComboBox()
                for name in presenter.formats(kind):
                    box.addItem(_LABELS.get(name, name.upper()), name)
                box.setCurrentIndex(box.findData(options.format_for(kind)))
                box.currentIndexChanged.connect(lambda _i, k=kind: self._format_changed(k))
                self.formats[kind] = box
        self.quality = QSlider(Qt.Orientation.Horizontal)
        self.quality.setRange(1, 100)
        self.quality.setValue(options.quality)
        self.quality_text = QLabel(str(options.quality))
        self.quality_text.setMinimumWidth(28)
        self.quality.valueChanged.connect(self._quality_changed)
        self.mode = QComboBox()
        for mode in _MODES:
            self.mode.addItem("", mode)
        self.mode.currentIndexChanged.connect(lambda _i: self._resize_changed())
        self.wide = QSpinBox(minimum=0, maximum=16_384, value=1920, suffix=" px")
        self.high = QSpinBox(minimum=0, maximum=16_384, value=1080, suffix=" px")
        for spin in (self.wide, self.high):
            spin.valueChanged.connect(lambda _v: self._resize_changed())
        self.scales = {n: QCheckBox(f"@{n}x") for n in (1, 2, 3)}
        self.scales[1].setChecked(True)
        for check in self.scales.values():
            check.toggled.connect(lambda _on: self._resize_changed())
        self.dpi = QComboBox()
        for value in (0, 72, 96, 150, 300, 600):
            self.dpi.addItem(str(value), value)
        self.dpi.currentIndexChanged.connect(lambda _i: presenter.set(dpi=self.dpi.currentData()))
        self.srgb = QCheckBox()
        self.srgb.toggled.connect(lambda on: presenter.set(srgb=on))
        self.name = QLineEdit(options.name)
        self.name.textChanged.connect(lambda text: presenter.set(name=text))
        self.fields = button("plus", "", self._show_fields)
        self.folder = QLineEdit(str(options.folder))
        self.folder.textChanged.connect(self._folder_typed)
        self.browse = tool("folder", self._browse)
        self.level = QComboBox()
        for level in LEVELS:
            self.level.addItem("", level)
        self.level.setCurrentIndex(LEVELS.index(options.level))
        self.level.currentIndexChanged.connect(lambda _i: self._level_changed())
        self.overwrite = QCheckBox()
        self.overwrite.toggled.connect(lambda on: presenter.set(overwrite=on))
        self.manifest = QCheckBox()
        self.manifest.setChecked(options.manifest)
        self.manifest.toggled.connect(lambda on: presenter.set(manifest=on))
        self.plan_heading = label(kind="section")
        self.list = QListWidget()
        self.told_heading = label(kind="section")
        self.told = QPlainTextEdit(readOnly=True)
        self.told.setTabChangesFocus(True)
        self.status = label(wrap=True)
        self.bar = QProgressBar(textVisible=False)
        self.bar.hide()
        self.start = button("export", "primary", presenter.start)
        self.close_button = button("", "", self.reject)
        self.show_folder = button("folder", "", lambda: files.open_file(str(presenter.options.folder)))
        self.show_folder.hide()
        self.start.setDefault(True)
        self._rows: list[tuple[QLabel, str]] = []
        self._build()
        presenter.changed.connect(lambda: self.start.setEnabled(not presenter.running))
        presenter.planned.connect(self._planned)
        presenter.invalid.connect(self._invalid)
        presenter.started.connect(self._started)
        presenter.progress.connect(self._progress)
        presenter.finished.connect(self._finished)
        presenter.failed.connect(self._failed)
        self.finished.connect(lambda _result: presenter.close())
        self.retranslate()
        self._level_changed()
        self._format_changed("")
        presenter.refresh()
        self.resize(880, 620)

    def _build(self) -> None:
        form = QFormLayout()
        form.setSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.DontWrapRows)
        self._form = form
        for kind, box in self.formats.items():
            self._row(kind, box)
        self._row("quality", _beside(self.quality, self.quality_text))
        if "image" in self.formats:
            self._row("size", self.mode)
            self._row("pixels", _beside(self.wide, QLabel("×"), self.high))
            self._row("scales", _beside(*self.scales.values(), stretch=True))
            self._row("dpi", self.dpi)
            self._row("", self.srgb)
        self._row("name", _beside(self.name, self.fields))
        self._row("folder", _beside(self.folder, self.browse))
        self._row("level", self.level)
        self._row("", self.manifest)
        self._row("", self.overwrite)
        left = QVBoxLayout()
        left.addLayout(form)
        left.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(6)
        right.addWidget(self.plan_heading)
        right.addWidget(self.list, 3)
        right.addWidget(self.told_heading)
        right.addWidget(self.told, 2)
        columns = QHBoxLayout()
        columns.setSpacing(20)
        columns.addLayout(left, 5)
        columns.addLayout(right, 5)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.status, 1)
        buttons.addWidget(self.show_folder)
        buttons.addWidget(self.close_button)
        buttons.addWidget(self.start)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        layout.addLayout(columns, 1)
        layout.addWidget(self.bar)
        layout.addLayout(buttons)

    def _row(self, key: str, field: QWidget) -> None:
        caption = QLabel()
        self._rows.append((caption, key))
        self._form.addRow(caption, field)

    # -- options --------------------------------------------------------------------------------------------------

    def _format_changed(self, kind: str) -> None:
        if kind:
            self.presenter.set(**{_KIND_OPTIONS[kind]: self.formats[kind].currentData()})
        lossy = any(box.currentData() in LOSSY for box in self.formats.values())
        self._show_row("quality", lossy)
        self._show_row("pixels", self.mode.currentData() != "original")

    def _show_row(self, key: str, shown: bool) -> None:
        for row, (_caption, name) in enumerate(self._rows):
            if name == key:
                self._form.setRowVisible(row, shown)

    def _quality_changed(self, value: int) -> None:
        self.quality_text.setText(str(value))
        self.presenter.set(quality=value)

    def _resize_changed(self) -> None:
        self._show_row("pixels", self.mode.currentData() != "original")
        scales = tuple(n for n, check in self.scales.items() if check.isChecked())
        resize = Resize(
            mode=self.mode.currentData(), width=self.wide.value(), height=self.high.value(), scales=scales or (1,)
        )
        self.presenter.set(resize=resize)

    def _level_changed(self) -> None:
        self.presenter.set(level=self.level.currentData())
        said = self.presenter.disclosure()
        self.told.setPlainText(said or self.tr("Nothing: the files say nothing about how they were made."))

    def _show_fields(self) -> None:
        from PySide6.QtWidgets import QMenu

        menu = QMenu(self)
        for field in (*FIELDS, "n:03"):
            text = f"{{{field}}}"
            menu.addAction(text, partial(self.name.insert, text))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.fields.mapToGlobal(self.fields.rect().bottomLeft()))

    def _folder_typed(self, text: str) -> None:
        from pathlib import Path

        self.presenter.set(folder=Path(text.strip()).expanduser())

    def _browse(self) -> None:
        dialog = QFileDialog(self, self.tr("Export to"), str(self.presenter.options.folder))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.folder.setText)
        dialog.open()

    # -- plan -----------------------------------------------------------------------------------------------------

    def _planned(self, plan: Plan) -> None:
        self.list.clear()
        for planned in plan.files[:SHOWN]:
            text = planned.path.name
            item = QListWidgetItem(self.tr("{name}: exists already").format(name=text) if planned.exists else text)
            item.setToolTip(str(planned.path))
            self.list.addItem(item)
        if len(plan.files) > SHOWN:
            self.list.addItem(self.tr("and {count} more").format(count=f"{len(plan.files) - SHOWN:,}"))
        if plan.manifest is not None:
            self.list.addItem(plan.manifest.name)
        self.plan_heading.setText(self.tr("Files to write: {count}").format(count=f"{len(plan.files):,}"))
        clashes = len(plan.existing)
        blocked = clashes > 0 and not plan.options.overwrite
        if blocked:
            info = ErrorInfo(code="export-exists", params={"count": str(clashes), "folder": plan.options.folder.name})
            self._say(" ".join(error_text(info)), danger=True)
        elif not self.presenter.running:
            self._say("")
        if not plan.files or blocked or self.presenter.running:
            self._disable_start(self.overwrite)
        else:
            self.start.setEnabled(True)

    def _invalid(self, error: ErrorInfo) -> None:
        self.list.clear()
        self.plan_heading.setText(self.tr("Files to write: {count}").format(count=0))
        self._disable_start(self.folder)
        self._say(" ".join(error_text(error)), danger=True)

    def _disable_start(self, focus: QWidget) -> None:
        """``focus`` gets the focus where the button had it: Qt would give it to any field."""
        if self.start.hasFocus():
            focus.setFocus()
        self.start.setEnabled(False)

    def _say(self, text: str, *, danger: bool = False) -> None:
        set_role(self.status, "danger" if danger else "hint")
        self.status.setText(text)

    # -- running --------------------------------------------------------------------------------------------------

    def _started(self) -> None:
        self._disable_start(self.close_button)
        self.show_folder.hide()
        self.bar.setRange(0, 0)
        self.bar.show()
        self.close_button.setText(self.tr("Stop"))

    def _progress(self, done: int, total: int, name: str) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self._say(self.tr("Writing {name}").format(name=name) if name else "")

    def _finished(self, manifest: Manifest) -> None:
        self._ended()
        count = len(manifest.files)
        if manifest.cancelled:
            self._say(self.tr("Stopped. Files written: {count}").format(count=count))
        elif manifest.failures:
            first = manifest.failures[0]
            text = self.tr("Files written: {count}, not written: {failed}.").format(
                count=count, failed=len(manifest.failures)
            )
            self._say(f"{text} {first.path.name}: {' '.join(error_text(first.error))}", danger=True)
        else:
            notes = " ".join(phrase_text(n) for f in manifest.files for n in f.notes)
            self._say(f"{self.tr('Files written: {count}').format(count=count)} {notes}".strip())
        self.show_folder.setVisible(count > 0)
        self.start.setEnabled(False)

    def _failed(self, error: ErrorInfo) -> None:
        self._ended()
        self._say(" ".join(error_text(error)), danger=True)
        self.start.setEnabled(True)

    def _ended(self) -> None:
        self.bar.hide()
        self.close_button.setText(self.tr("Close"))

    def reject(self) -> None:
        if self.presenter.running:
            self.presenter.cancel()
        else:
            super().reject()

    # -- words ----------------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Export"))
        texts = {
            "text": self.tr("Text as"),
            "image": self.tr("Pictures as"),
            "audio": self.tr("Sound as"),
            "quality": self.tr("Quality"),
            "size": self.tr("Size"),
            "pixels": self.tr("Width × height"),
            "scales": self.tr("Densities"),
            "dpi": self.tr("DPI"),
            "name": self.tr("Names"),
            "folder": self.tr("Folder"),
            "level": self.tr("Tell how it was made"),
            "": "",
        }
        for caption, key in self._rows:
            caption.setText(texts[key])
        for kind, box in self.formats.items():
            named(box, texts[kind])
        for index, text in enumerate((self.tr("As it is"), self.tr("Fit within"), self.tr("Fill exactly"))):
            self.mode.setItemText(index, text)
        levels = self.tr("The whole recipe"), self.tr("Only that a model made it"), self.tr("Nothing")
        for index, text in enumerate(levels):
            self.level.setItemText(index, text)
        self.dpi.setItemText(0, self.tr("Not set"))
        named(self.quality, texts["quality"])
        named(self.mode, texts["size"])
        named(self.wide, self.tr("Width"), self.tr("0 means no limit"))
        named(self.high, self.tr("Height"), self.tr("0 means no limit"))
        for number, check in self.scales.items():
            named(check, self.tr("Also {number} times the pixels").format(number=number))
        named(self.dpi, texts["dpi"])
        self.srgb.setText(self.tr("Embed an sRGB profile"))
        named(self.name, self.tr("Naming template"))
        self.fields.setText(self.tr("Field"))
        named(self.fields, self.tr("Insert a field into the naming template"))
        named(self.folder, self.tr("Folder to export to"))
        named(self.browse, self.tr("Choose the folder"), self.tr("Choose the folder"))
        named(self.level, texts["level"])
        self.overwrite.setText(self.tr("Overwrite files that exist"))
        self.manifest.setText(self.tr("Write a manifest.json beside them"))
        for check in (self.srgb, self.overwrite, self.manifest):
            named(check, check.text())
        self.plan_heading.setText(self.tr("Files to write: {count}").format(count=len(self.presenter.items)))
        named(self.list, self.tr("Files to write"))
        self.told_heading.setText(self.tr("What leaves this computer besides the content"))
        named(self.told, self.told_heading.text())
        named(self.bar, self.tr("Progress of the export"))
        self.start.setText(self.tr("Export"))
        named(self.start, self.start.text())
        self.close_button.setText(self.tr("Close"))
        named(self.close_button, self.close_button.text())
        self.show_folder.setText(self.tr("Open the folder"))
        named(self.show_folder, self.show_folder.text())

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


def _beside(*widgets: QWidget, stretch: bool = False) -> QWidget:
    """Widgets in a row, the first of them growing."""
    host = QWidget()
    row = QHBoxLayout(host)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    for number, widget in enumerate(widgets):
        row.addWidget(widget, 0 if stretch or number or isinstance(widget, QSpinBox) else 1)
    if stretch or isinstance(widgets[0], QSpinBox):
        row.addStretch(1)
    return host
