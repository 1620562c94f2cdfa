"""What the model library shows of an addition: its picture, the family it fits, and what the user may set right."""

from __future__ import annotations

import functools

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from studio.core import additions
from studio.core.models import InstalledModel
from studio.library import editing
from studio.presenters.models_list import ModelsPresenter
from studio.ui import addition_words
from studio.ui.base import Translated, label, named
from studio.ui.fields import ChoiceField, Form
from studio.ui.thumbnails import read_thumbnail
from studio.ui.words import QT_TRANSLATE_NOOP

_EDGE = 128
_LABELS = {
    "family": QT_TRANSLATE_NOOP("AdditionDetails", "Fits"),
    "control": QT_TRANSLATE_NOOP("AdditionDetails", "Control map"),
    "trigger_words": QT_TRANSLATE_NOOP("AdditionDetails", "Trigger words"),
    "token": QT_TRANSLATE_NOOP("AdditionDetails", "Called in the prompt by"),
}


def _label(name: str) -> str:
    return QCoreApplication.translate("AdditionDetails", _LABELS[name])


class AdditionDetails(Translated):
    """Hidden for a model that works by itself. What is set is kept at once."""

    def __init__(self, models: ModelsPresenter) -> None:
        super().__init__()
        self._models = models
        self._shown: InstalledModel | None = None
        self._picture_path = ""
        self.picture = QLabel()
        self.picture.setFixedWidth(_EDGE)
        self.picture.setMaximumHeight(_EDGE)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.family, self.control = ChoiceField(), ChoiceField()
        self.triggers, self.token = QLineEdit(), QLineEdit()
        self._fields: dict[str, QWidget] = {
            "family": self.family,
            "control": self.control,
            "trigger_words": self.triggers,
            "token": self.token,
        }
        self.form = Form()
        for name, field in self._fields.items():
            self.form.add(name, field, functools.partial(_label, name))
        self.tags = label(kind="caption", wrap=True)
        self.tags.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addWidget(self.form)
        column.addWidget(self.tags)
        column.addStretch()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addLayout(column, 1)
        layout.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignTop)
        self.family.changed.connect(lambda value: self._set("family", value))
        self.control.changed.connect(lambda value: self._set("control", value))
        self.triggers.editingFinished.connect(lambda: self._typed("trigger_words", self.triggers.text()))
        self.token.editingFinished.connect(lambda: self._typed("token", self.token.text()))
        self.retranslate()

    def show_model(self, model: InstalledModel | None) -> None:
        """Show an installed model, or nothing."""
        if model is None or not editing.settings(model.spec):
            self._shown = None
            self.hide()
            return
        self._shown = model
        spec = model.spec
        self.form.show_only(frozenset(editing.settings(spec)))
        self.family.set_value(spec.family)
        self.control.set_value(str(spec.options.get("control", "")))
        self.triggers.setText(", ".join(map(str, spec.options.get("trigger_words", []))))
        self.token.setText(str(spec.options.get("token", "")))
        tags = ", ".join(map(str, spec.options.get("tags", [])))
        self.tags.setText(self.tr("Trained with: {tags}").format(tags=tags))
        self.tags.setVisible(bool(tags))
        self._show_picture(model.thumbnail)
        self.show()

    def retranslate(self) -> None:
        families = ["", *additions.FAMILIES]
        self.family.set_choices([(name, addition_words.family(name)) for name in families])
        self.control.set_choices([(name, addition_words.control(name)) for name in ("", *additions.CONTROLS)])
        self.triggers.setPlaceholderText(self.tr("Words that call it, separated by commas"))
        named(self.picture, self.tr("What it does"))
        self.show_model(self._shown)

    def _set(self, name: str, value: object) -> None:
        if self._shown is not None:
            self._models.edit(self._shown.spec.id, **{name: value})

    def _typed(self, name: str, text: str) -> None:
        if self._shown is None:
            return
        kept = self._shown.spec.options.get(name, "")
        if text.strip() != (", ".join(map(str, kept)) if isinstance(kept, list) else str(kept)):
            self._set(name, text)

    def _show_picture(self, path: str) -> None:
        self.picture.setVisible(bool(path))
        if path == self._picture_path:
            return
        self._picture_path = path
        self.picture.clear()
        if path:
            ratio = self.devicePixelRatioF()
            self._models.studio.background.run(
                lambda: read_thumbnail(path, round(_EDGE * ratio)),
                lambda image: self._arrived(path, image, ratio),
                lambda _: None,
            )

    def _arrived(self, path: str, image: QImage, ratio: float) -> None:
        if path == self._picture_path and not image.isNull():
            image.setDevicePixelRatio(ratio)
            self.picture.setPixmap(QPixmap.fromImage(image))
