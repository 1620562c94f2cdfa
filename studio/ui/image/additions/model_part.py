"""How the model itself is run: another VAE, fewer layers of its text encoder, pictures that repeat."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.core import additions, clip_skip
from studio.presenters import beside
from studio.presenters.image_tab import ImageTabPresenter
from studio.ui import words
from studio.ui.base import label
from studio.ui.fields import ChoiceField, Form, NumberField
from studio.ui.image.part import Part

_SETTINGS = ("vae", "clip_skip", "seamless")
_NOT_FOR = {"clip_skip": ("flux",), "seamless": ("sd3", "flux")}
"""Families of models that have no use for a setting."""


class ModelPart(Part):
    fields = frozenset(_SETTINGS)

    def __init__(self, presenter: ImageTabPresenter) -> None:
        self.form = Form()
        self.wrong = label(kind="danger", wrap=True)
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.form)
        layout.addWidget(self.wrong)
        super().__init__(presenter, content)
        self.vae, self.clip_skip, self.seamless = ChoiceField(), NumberField(1, 12, 1), ChoiceField()
        self._bound: dict[str, Any] = {"vae": self.vae, "clip_skip": self.clip_skip, "seamless": self.seamless}
        for name, field in self._bound.items():
            self.form.add(name, field)
            field.changed.connect(lambda value, n=name: presenter.set_value(n, _kept(n, value)))
        self.retranslate()

    def show_value(self, name: str, value: object) -> None:
        if name in self._bound:
            self._bound[name].set_value(_shown(name, value))
            if value:
                self.unfold()
            self._check()
        elif name == "model":
            self.show_task()

    def show_task(self) -> None:
        """Those that do not fit are shown, but cannot be chosen."""
        found = beside.choices(self.presenter, ("vae",))
        entries = [(c.model.spec.id, self._vae_text(c)) for c in found]
        self.vae.set_choices([("", self.tr("The model's own")), *entries])
        self.vae.set_value(self.presenter.values["vae"])
        shown = self.vae.model()
        assert isinstance(shown, QStandardItemModel)
        for place, choice in enumerate(found, 1):
            shown.item(place).setEnabled(choice.fits)
        self._check()

    def _check(self) -> None:
        """What the chosen model has no use for is greyed; where it is set all the same, it can be taken back."""
        spec, values = self.presenter.model_spec(), self.presenter.values
        useless = {name for name, families in _NOT_FOR.items() if spec is not None and spec.family in families}
        for name in _NOT_FOR:
            self._bound[name].setEnabled(name not in useless or bool(values[name]))
        told = [
            self.tr("{setting} does not work with {family}.").format(
                setting=words.setting(name), family=beside.family(self.presenter)
            )
            for name in _NOT_FOR
            if name in useless and values[name]
        ]
        if values["vae"] and not beside.fits(self.presenter, values["vae"]):
            told.append(self.tr("The VAE does not fit {family}.").format(family=beside.family(self.presenter)))
        self.wrong.setText(" ".join(told))
        self.wrong.setVisible(bool(told))
        self._summarise()

    def _vae_text(self, choice: beside.Choice) -> str:
        spec = choice.model.spec
        if choice.fits:
            return spec.name
        return self.tr("{name} (for {family})").format(name=spec.name, family=additions.family_name(spec.family))

    def _summarise(self) -> None:
        values = self.presenter.values
        parts = [self.vae.currentText()] if values["vae"] else []
        if values["clip_skip"]:
            parts.append(self.tr("clip skip {count}").format(count=clip_skip.shown(values["clip_skip"])))
        if values["seamless"]:
            parts.append(self.tr("seamless"))
        self.set_summary(" · ".join(parts))

    def retranslate(self) -> None:
        self.set_title(self.tr("Model details"))
        self.clip_skip.set_automatic(self.tr("1: none"))
        self.seamless.set_choices(
            [
                ("", self.tr("No")),
                ("both", self.tr("In both directions")),
                ("x", self.tr("From left to right")),
                ("y", self.tr("From top to bottom")),
            ]
        )
        self.seamless.set_value(self.presenter.values["seamless"])
        hints = {
            "vae": self.tr(
                "Turns what the model draws into pixels. Another one can give truer colours or finer details; it must fit"
                " the model."
            ),
            "clip_skip": self.tr(
                "Leaves out the last layers of the text encoder, counted as in A1111: 1 leaves nothing out, 2 the last"
                " layer, as some models for drawings and anime are made for. For SD 1.5, SD 2 and SDXL."
            ),
            "seamless": self.tr(
                "The picture's edges meet, so that it can be laid side by side: patterns and textures. For SD 1.5, SD 2"
                " and SDXL."
            ),
        }
        for name, hint in hints.items():
            field = self._bound[name]
            field.setToolTip(hint)
            field.setAccessibleDescription(hint)
        self.vae.setItemData(0, hints["vae"], Qt.ItemDataRole.ToolTipRole)
        self.show_task()


def _shown(name: str, value: Any) -> Any:
    return clip_skip.shown(value) if name == "clip_skip" else value


def _kept(name: str, value: Any) -> Any:
    return clip_skip.left_out(value) if name == "clip_skip" else value
