"""One model: what it is for, what it costs, its licence, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from studio.core import additions
from studio.core.models import ModelSpec
from studio.presenters.models_list import Install, ModelsPresenter
from studio.ui import addition_words, words
from studio.ui.addition_details import AdditionDetails
from studio.ui.base import Translated, button, label, named, scroll_area
from studio.ui.listing import listed
from studio.ui.model_list import install_text
from studio.ui.words import QT_TRANSLATE_NOOP

_FACTS = {
    "tasks": QT_TRANSLATE_NOOP("ModelDetails", "Tasks"),
    "languages": QT_TRANSLATE_NOOP("ModelDetails", "Languages"),
    "quality": QT_TRANSLATE_NOOP("ModelDetails", "Quality"),
    "size": QT_TRANSLATE_NOOP("ModelDetails", "On disk"),
    "memory": QT_TRANSLATE_NOOP("ModelDetails", "In memory"),
    "licence": QT_TRANSLATE_NOOP("ModelDetails", "Licence"),
    "origin": QT_TRANSLATE_NOOP("ModelDetails", "From"),
    "format": QT_TRANSLATE_NOOP("ModelDetails", "Format"),
    "folder": QT_TRANSLATE_NOOP("ModelDetails", "Folder"),
}
_ARM_MS = 4000


class ModelDetails(Translated):
    """Install with progress and cancel, verify, remove (a second click confirms; it goes to the model trash)."""

    def __init__(self, models: ModelsPresenter) -> None:
        super().__init__()
        self._models = models
        self._id = ""
        self.name = label(kind="title", wrap=True)
        self.description = label(wrap=True)
        self._captions: dict[str, QLabel] = {}
        self._values: dict[str, QLabel] = {}
        facts = QGridLayout()
        facts.setHorizontalSpacing(16)
        facts.setVerticalSpacing(6)
        facts.setColumnMinimumWidth(0, 96)
        facts.setColumnStretch(1, 1)
        for row, key in enumerate(_FACTS):
            self._captions[key], self._values[key] = label(kind="hint"), label(wrap=True)
            self._values[key].setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.LinksAccessibleByMouse
            )
            self._values[key].setOpenExternalLinks(True)
            facts.addWidget(self._captions[key], row, 0, Qt.AlignmentFlag.AlignTop)
            facts.addWidget(self._values[key], row, 1)
        self.addition = AdditionDetails(models)
        self.bar = QProgressBar(textVisible=False)
        self.bar.setRange(0, 1000)
        self.status = label(kind="caption", wrap=True)
        self.install = button("download", "primary", lambda: models.install(self._id))
        self.cancel = button("close", "", lambda: models.cancel(self._id))
        self.verify = button("check", "", lambda: models.verify(self._id))
        self.remove = button("trash", "danger", self._remove)
        self._disarm = QTimer(self, singleShot=True, interval=_ARM_MS)
        self._disarm.timeout.connect(self.retranslate)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(12)
        column.addWidget(self.name)
        column.addWidget(self.description)
        column.addWidget(self.addition)
        column.addLayout(facts)
        column.addStretch()
        scroll = scroll_area(inside)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        row_layout = QHBoxLayout()
        row_layout.setSpacing(8)
        for widget in (self.install, self.cancel, self.verify):
            row_layout.addWidget(widget)
        row_layout.addStretch()
        row_layout.addWidget(self.remove)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(scroll, 1)
        layout.addWidget(self.status)
        layout.addWidget(self.bar)
        layout.addLayout(row_layout)
        self.retranslate()

    def show_model(self, model_id: str) -> None:
        if model_id != self._id:
            self._id = model_id
            self._disarm.stop()
        self.retranslate()

    def retranslate(self) -> None:
        for key, caption in self._captions.items():
            caption.setText(QCoreApplication.translate("ModelDetails", _FACTS[key]))
        named(self.bar, self.tr("Progress"))
        for widget, text in (
            (self.install, self.tr("Install")),
            (self.cancel, self.tr("Cancel")),
            (self.verify, self.tr("Verify")),
            (self.remove, self.tr("Remove")),
        ):
            widget.setText(text)
            widget.setAccessibleName(text)
        self._show()

    def _show(self) -> None:
        spec = self._models.spec(self._id)
        self.setEnabled(spec is not None)
        self.addition.show_model(self._models.installed_model(self._id))
        if spec is None:
            self.name.setText(self.tr("No model is chosen"))
            self.description.setText(
                self.tr("Models are files that draw, write or speak. They run on this machine only.")
            )
        else:
            self._show_facts(spec)
        installed = spec is not None and self._models.is_installed(self._id)
        install = self._models.installs.get(self._id)
        fits = spec is None or self._models.fits_disk(spec)
        self.install.setVisible(spec is not None and not installed and install is None)
        self.install.setEnabled(fits)
        self.verify.setVisible(installed and install is None)
        self.remove.setVisible(installed and install is None)
        self.cancel.setVisible(install is not None)
        self.bar.setVisible(install is not None)
        self.status.setText(self._status(install, fits, spec))
        if install is not None:
            self.cancel.setEnabled(not install.cancelling)
            fraction = install.fraction
            self.bar.setRange(0, 1000 if fraction is not None else 0)
            if fraction is not None:
                self.bar.setValue(round(1000 * fraction))

    def _status(self, install: Install | None, fits: bool, spec: ModelSpec | None) -> str:
        if install is not None:
            if install.cancelling:
                return self.tr("Cancelling… what was downloaded is kept for the next time.")
            return install_text(install)
        if spec is not None and not fits:
            free = words.size_text(self._models.free_bytes)
            return self.tr("There is not enough space on the disk: {free} free.").format(free=free)
        return ""

    def _show_facts(self, spec: ModelSpec) -> None:
        self.name.setText(words.model_name(spec.name))
        self.description.setText(QCoreApplication.translate("catalogue", spec.description))
        self.description.setVisible(bool(spec.description))
        folder = next((m.folder for m in self._models.installed if m.spec.id == spec.id), "")
        licence = words.from_catalogue(spec.licence)
        if spec.licence_url:
            licence = f'<a href="{spec.licence_url}">{licence}</a>'
        values = {
            "tasks": listed(_task(t) for t in spec.tasks),
            "languages": listed(words.language(tag) for tag in spec.languages),
            "quality": QCoreApplication.translate("catalogue", spec.quality),
            "size": words.size_text(spec.size),
            "memory": self.tr("about {size}").format(size=words.size_text(spec.memory)) if spec.memory else "",
            "licence": licence,
            "origin": words.from_catalogue(spec.origin),
            "format": f"{spec.format} · {spec.family}" if spec.family else spec.format,
            "folder": folder,
        }
        for key, value in values.items():
            self._values[key].setText(value)
            self._values[key].setVisible(bool(value))
            self._captions[key].setVisible(bool(value))

    def _remove(self) -> None:
        if self._disarm.isActive():
            self._disarm.stop()
            self._models.remove(self._id)
            return
        self._disarm.start()
        self.remove.setText(self.tr("Remove: click again"))
        self.remove.setAccessibleName(self.remove.text())


def _task(name: str) -> str:
    return addition_words.kind(name) if name in additions.KINDS or name in additions.HELPERS else words.task(name)
