"""Choosing a model: those installed, those that can be installed with their size, and the way to the library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from studio.core.errors import ErrorInfo
from studio.core.models import ModelSpec
from studio.ui import words
from studio.ui.base import Translated, button, label, name_tool, named, role, tool
from studio.ui.fields import ChoiceField
from studio.ui.model_list import install_text

if TYPE_CHECKING:
    from studio.presenters.tab import TabPresenter

_LIBRARY, _IMPORT = object(), object()
_CHOOSING = ("language", "voice", "scale")
"""Settings that have a say in which model runs while none is chosen."""


class ModelField(Translated):
    """``libraryWanted`` brings a model id to show ("" for none), ``importWanted`` asks for a file (False) or a folder (True)."""

    libraryWanted = Signal(str)
    importWanted = Signal(bool)

    def __init__(self, presenter: TabPresenter) -> None:
        super().__init__()
        self._presenter, self._models = presenter, presenter.studio.models
        self.combo = ChoiceField()
        self.manage = tool("models", lambda: self.libraryWanted.emit(self._in_use()))
        self.offer = ModelOffer(presenter, self)
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.combo, 1)
        row.addWidget(self.manage)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(row)
        self.combo.changed.connect(self._chosen)
        presenter.modelsChanged.connect(self.refresh)
        presenter.valueChanged.connect(self._value_changed)
        presenter.facts.changed.connect(self._name_automatic)
        self.offer.libraryWanted.connect(self.libraryWanted)
        self.offer.importWanted.connect(self.importWanted)
        self.retranslate()

    def refresh(self) -> None:
        """Show the models of the chosen task anew."""
        task, chosen = self._presenter.values["task"], self._presenter.values["model"]
        installed = self._models.for_task(task)
        choices: list[tuple[object, str]] = [("", self._automatic())]
        choices += [(m.spec.id, words.model_name(m.spec.name)) for m in installed]
        if chosen and all(m.spec.id != chosen for m in installed):
            choices.append((chosen, self.tr("{model} (not installed)").format(model=self._models.name_of(chosen))))
        for spec in self._models.available_for(task):
            size = words.size_text(self._models.download_size(spec))
            choices.append(
                (spec, self.tr("Install {model} · {size}").format(model=words.model_name(spec.name), size=size))
            )
        choices += [(_IMPORT, self.tr("Import a model…")), (_LIBRARY, self.tr("Model library…"))]
        self.combo.set_choices(choices)
        self.combo.set_value(chosen)
        after = 1 + len(installed)
        if self.combo.count() > after + 2:
            self.combo.insertSeparator(after)
        self.combo.insertSeparator(self.combo.count() - 2)
        self.offer.refresh()

    def _automatic(self) -> str:
        name = self._presenter.automatic()
        return self.tr("{model} (automatic)").format(model=words.model_name(name)) if name else self.tr("Automatic")

    def _name_automatic(self) -> None:
        """What is typed and set may choose another model."""
        text = self._automatic()
        if self.combo.itemText(0) != text:
            self.combo.setItemText(0, text)

    def _in_use(self) -> str:
        """The model that would run: the library opens at it."""
        values = self._presenter.values
        return str(values["model"] or self._models.defaults.get(values["task"], ""))

    def _value_changed(self, name: str, _value: object) -> None:
        if name == "model":
            self.refresh()
        elif name in _CHOOSING:
            self._name_automatic()

    def set_name(self, name: str) -> None:
        self.combo.setAccessibleName(name)

    def retranslate(self) -> None:
        name_tool(self.manage, self.tr("Model library"))
        self.refresh()

    def _chosen(self, key: object) -> None:
        if isinstance(key, str):
            self._presenter.set_value("model", key)
            return
        self.combo.set_value(self._presenter.values["model"])
        if isinstance(key, ModelSpec):
            self.libraryWanted.emit(key.id)
        elif key is _IMPORT:
            self.importWanted.emit(bool(words.models_for(self._presenter.values["task"])))
        else:
            self.libraryWanted.emit("")


class ModelOffer(Translated):
    """Shown while no installed model can do the task: which one can, its size and licence, and a button."""

    libraryWanted = Signal(str)
    importWanted = Signal(bool)

    def __init__(self, presenter: TabPresenter, parent: QWidget) -> None:
        super().__init__(parent)
        self._presenter, self._models = presenter, presenter.studio.models
        self._spec: ModelSpec | None = None
        card = role(QFrame(), "notice")
        self._text = label(wrap=True)
        self._facts = label(kind="caption", wrap=True)
        self._facts.setTextFormat(Qt.TextFormat.PlainText)
        self._bar = QProgressBar(textVisible=False)
        self._bar.setRange(0, 1000)
        self._status = label(kind="caption")
        self._install = button("download", "", self._start)
        self._import = button(
            "import", "", lambda: self.importWanted.emit(bool(words.models_for(self._presenter.values["task"])))
        )
        self._cancel = button("", "", self._stop)
        self._more = button("", "link", lambda: self.libraryWanted.emit(self._spec.id if self._spec else ""))
        row = QHBoxLayout()
        for widget in (self._install, self._import, self._cancel, self._more):
            row.addWidget(widget)
        row.addStretch()
        inside = QVBoxLayout(card)
        inside.setContentsMargins(10, 8, 10, 8)
        inside.setSpacing(6)
        inside.addWidget(self._text)
        inside.addWidget(self._facts)
        inside.addWidget(self._bar)
        inside.addWidget(self._status)
        inside.addLayout(row)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card)
        self._started = ""
        self._models.installChanged.connect(self._install_changed)
        self._models.failed.connect(self._failed)
        self.retranslate()

    def offered(self) -> tuple[ModelSpec | None, str] | None:
        """The model to offer and why, in a sentence; None while there is nothing to offer."""
        task = self._presenter.values["task"]
        if not self._presenter.needs_model() or not self._models.loaded or self._models.for_task(task):
            return None
        offers = self._models.available_for(task)
        if not offers:
            text = self.tr(
                "No model for “{task}” is installed. Import one from your disk: a folder or a safetensors file."
            )
            return None, text.format(task=words.task(task))
        text = self.tr("No model for “{task}” is installed yet. {model} can do it.")
        return offers[0], text.format(task=words.task(task), model=words.model_name(offers[0].name))

    def refresh(self) -> None:
        found = self.offered()
        if found is None:
            self._text.clear()
            self._facts.clear()
            self.hide()
            return
        self._spec, text = found
        self._text.setText(text)
        if self._spec is None:
            needed = words.models_for(self._presenter.values["task"])
            self._facts.setText(needed)
            self._facts.setVisible(bool(needed))
        else:
            facts = self.tr("{size} to download · {free} free · {licence}").format(
                size=words.size_text(self._models.download_size(self._spec)),
                free=words.size_text(self._models.free_bytes),
                licence=words.from_catalogue(self._spec.licence),
            )
            self._facts.setText(facts)
        self._show_install()
        self.show()

    def retranslate(self) -> None:
        named(self._bar, self.tr("Download"))
        for widget, text in (
            (self._install, self.tr("Install")),
            (self._import, self.tr("Import a model…")),
            (self._cancel, self.tr("Cancel")),
            (self._more, self.tr("More models…")),
        ):
            widget.setText(text)
            widget.setAccessibleName(text)
        self.refresh()

    def _show_install(self) -> None:
        install = self._models.installs.get(self._spec.id) if self._spec else None
        fits = self._spec is not None and self._models.fits_disk(self._spec)
        self._install.setVisible(self._spec is not None and install is None)
        self._install.setEnabled(fits)
        self._import.setVisible(self._spec is None)
        self._cancel.setVisible(install is not None)
        self._bar.setVisible(install is not None)
        self._status.setVisible(install is not None)
        if install is not None:
            self._cancel.setEnabled(not install.cancelling)
            self._status.setText(install_text(install))
            fraction = install.fraction
            self._bar.setRange(0, 1000 if fraction is not None else 0)
            if fraction is not None:
                self._bar.setValue(round(1000 * fraction))

    def _install_changed(self, model_id: str) -> None:
        if self._spec is not None and model_id == self._spec.id and not self.isHidden():
            self._show_install()

    def _failed(self, model_id: str, info: ErrorInfo) -> None:
        """What was begun here is answered for here."""
        if model_id == self._started:
            self._started = ""
            self._presenter.raise_error(info)

    def _start(self) -> None:
        if self._spec is not None:
            self._started = self._spec.id
            self._models.install(self._spec.id)

    def _stop(self) -> None:
        if self._spec is not None:
            self._models.cancel(self._spec.id)
