"""The comparison of settings: what a file was made with against what the tab says, line by line, to choose from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from studio.core.errors import ErrorInfo
from studio.core.models import InstalledModel
from studio.presenters.takeover import Line
from studio.presenters.taking import Offer
from studio.ui.base import button, label, line, named, scroll_area
from studio.ui.collapsible import Collapsible
from studio.ui.error_banner import ErrorBanner
from studio.ui.file_drop import PICTURES
from studio.ui.image.takeover_row import TakeoverRow
from studio.ui.pictures import load_picture
from studio.ui.translations import error_text

if TYPE_CHECKING:
    from studio.presenters.studio import StudioPresenter

_THUMB = 72


class TakeoverDialog(QDialog):
    """Modal over its window. Nothing changes before Apply is pressed; Escape leaves everything as it is."""

    def __init__(self, studio: StudioPresenter, offer: Offer, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self._studio, self._offer, self.takeover = studio, offer, offer.takeover
        self._tab = studio.tab(offer.kind)
        self._models: list[InstalledModel] = list(studio.models.installed)
        self._waiting: dict[str, str] = {}
        """Model files that are being imported, and the lines they are for."""
        self.rows: dict[str, TakeoverRow] = {}
        self.picture = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self.picture.setFixedSize(_THUMB, _THUMB)
        self.heading = label(kind="heading", wrap=True)
        self.facts = label(kind="hint", wrap=True)
        self.notes = label(kind="caption", wrap=True)
        self.banner = ErrorBanner()
        self.missing_title, self.changes_title = label(kind="section"), label(kind="section")
        self._missing, self._changes, self._same = QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
        same = QWidget()
        same.setLayout(self._same)
        self.same = Collapsible(same)
        self.apply = button("check", "primary", self._apply)
        self.apply.setDefault(True)
        self.cancel = button("", "", self.reject)
        self._build()
        for entry in self.takeover.lines():
            self._add(entry)
        studio.models.changed.connect(self._models_changed)
        studio.models.failed.connect(self._import_failed)
        if offer.path:
            studio.background.run(lambda: load_picture(offer.path, _THUMB * 2), self._show_picture, lambda _info: None)
        else:
            self.picture.hide()
        self.retranslate()
        self.resize(760, 640)

    def _build(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignTop)
        text = QVBoxLayout()
        text.setSpacing(4)
        for widget in (self.heading, self.facts, self.notes):
            text.addWidget(widget)
        top.addLayout(text, 1)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(6)
        for layout in (self._missing, self._changes, self._same):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(0)
        column.addWidget(self.changes_title)
        column.addLayout(self._changes)
        column.addWidget(self.missing_title)
        column.addLayout(self._missing)
        column.addWidget(self.same)
        column.addStretch()
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.apply)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(12)
        layout.addLayout(top)
        layout.addWidget(self.banner)
        layout.addWidget(line())
        layout.addWidget(scroll_area(inside), 1)
        layout.addLayout(buttons)

    # -- rows -----------------------------------------------------------------------------------------------------

    def _add(self, entry: Line) -> None:
        row = TakeoverRow(entry, self.takeover, self._name_of)
        row.ticked.connect(self._ticked)
        row.located.connect(self._locate)
        row.chosen.connect(self._chosen)
        row.installWanted.connect(self._install)
        self.rows[entry.key] = row
        section = {"missing": self._missing, "same": self._same}.get(entry.state, self._changes)
        section.addWidget(row)
        if entry.state == "same":
            row.box.hide()
        self._offer_models(row)

    def _offer_models(self, row: TakeoverRow) -> None:
        need = row.line.need
        catalogued = None
        if need is not None and need.kind != "file" and not need.match:
            wanted = need.name.casefold()
            catalogued = next(
                (s for s in self._studio.models.catalogue if wanted in (s.id.casefold(), s.name.casefold())), None
            )
        row.offer(self._models, catalogued)

    def _refresh(self) -> None:
        """Show the lines anew; a row stays in its section, so that nothing jumps under the pointer."""
        for entry in self.takeover.lines():
            row = self.rows.get(entry.key)
            if row is not None:
                row.show_line(entry)
                self._offer_models(row)
        self._count()

    def _name_of(self, model: str) -> str:
        spec = next((m.spec for m in self._models if m.spec.id == model), None) or self._studio.models.spec(model)
        return spec.name if spec is not None else model

    def _count(self) -> None:
        lines = [entry for entry in self.takeover.lines() if self.takeover.ticked(entry.key)]
        changes = sum(entry.state in ("changed", "added", "removed") for entry in lines)
        left = sum(entry.state == "missing" for entry in lines)
        self.apply.setEnabled(bool(changes))
        text = self.tr("Apply: {count}").format(count=changes)
        if left:
            text = self.tr("Apply: {count} · left out: {left}").format(count=changes, left=left)
        self.apply.setText(text)
        named(self.apply, text)

    # -- from the user --------------------------------------------------------------------------------------------

    def _ticked(self, key: str, checked: bool) -> None:
        self.takeover.tick(key, checked)
        if key in ("task", "model"):
            self._refresh()
        else:
            self._count()

    def _chosen(self, key: str, match: str) -> None:
        self.takeover.choose(key, match)
        self.takeover.tick(key, True)
        self._refresh()

    def _locate(self, key: str) -> None:
        need = self.rows[key].line.need
        if need is None:
            return
        if need.kind == "file":
            pattern = " ".join(f"*.{ending}" for ending in PICTURES)
            folder = str(Path(self._offer.path).parent) if self._offer.path else ""
            path, _ = QFileDialog.getOpenFileName(
                self, self.tr("Choose a picture"), folder, f"{self.tr('Pictures')} ({pattern})"
            )
            if path:
                self._chosen(key, path)
            return
        path, _ = QFileDialog.getOpenFileName(
            self, self.tr("Locate “{name}”").format(name=need.name), "", f"{self.tr('Model files')} (*.safetensors)"
        )
        if path:
            self.import_for(key, path)

    def import_for(self, key: str, path: str) -> None:
        """Take a model file into the library for a line; the line has it once it is there."""
        self.banner.dismiss()
        self._waiting[path] = key
        self._studio.models.import_path(Path(path), then=lambda model: self._imported(path, model))

    def _imported(self, path: str, model: InstalledModel) -> None:
        key = self._waiting.pop(path, "")
        if key:
            self._models.append(model)
            self.takeover.models_changed(self._models)
            self._chosen(key, model.spec.id)

    def _import_failed(self, key: str, info: ErrorInfo) -> None:
        if key in self._waiting:
            del self._waiting[key]
            self.banner.show_error(info)

    def _install(self, model: str) -> None:
        self._studio.models.install(model)

    def _models_changed(self) -> None:
        self._models = list(self._studio.models.installed)
        self.takeover.models_changed(self._models)
        self._refresh()

    def _apply(self) -> None:
        self._tab.take_over(self.takeover)
        self.accept()

    # -- words ----------------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        proposal = self.takeover.proposal
        self.setWindowTitle(self.tr("Take settings"))
        name = self._offer.name
        self.heading.setText(self.tr("Settings of {name}").format(name=name) if name else self.tr("Take settings"))
        lines = self.takeover.lines()
        facts = [self.tr("Made with {program}").format(program=proposal.source)]
        self.facts.setText(" · ".join(facts))
        self.notes.setText("\n".join(" ".join(error_text(info)).strip() for info in proposal.notes[:12]))
        self.notes.setVisible(bool(self.notes.text()))
        same = sum(entry.state == "same" for entry in lines)
        self.missing_title.setText(self.tr("Missing here: left out"))
        self.missing_title.setVisible(bool(self._missing.count()))
        self.changes_title.setText(self.tr("What changes: now and then"))
        if not self._changes.count():
            self.changes_title.setText(self.tr("Everything else is the same as in the tab."))
        self.same.set_title(self.tr("The same in both ({count})").format(count=same))
        self.same.setVisible(bool(same))
        self.cancel.setText(self.tr("Cancel"))
        named(self.cancel, self.cancel.text())
        named(self.picture, self.tr("The picture whose settings these are"))
        for row in self.rows.values():
            row.retranslate()
        self._count()

    def _show_picture(self, image: QImage) -> None:
        scaled = image.scaled(
            _THUMB, _THUMB, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        self.picture.setPixmap(QPixmap.fromImage(scaled))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
