"""One LoRA in the brief."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from studio.core import additions
from studio.core.pictures import LoraUse
from studio.presenters import beside
from studio.presenters.image_tab import ImageTabPresenter
from studio.ui import words
from studio.ui.base import Translated, label, name_tool, named, role, set_role, tool
from studio.ui.elided import ElidedLabel
from studio.ui.fields import NumberField
from studio.ui.image.additions.thumb import Thumb
from studio.ui.image.additions.word_chips import WordChips

_SLIDER = 2
"""The slider goes this far to both sides; what is stronger can be typed."""


class LoraRow(Translated):
    weightChanged = Signal(float)
    removed = Signal()
    detailsWanted = Signal(str)

    def __init__(self, presenter: ImageTabPresenter) -> None:
        super().__init__()
        self._presenter = presenter
        self._use = LoraUse(model="")
        role(self, "floating")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.thumb = Thumb(presenter.studio, "palette")
        self.name = ElidedLabel()
        self.state = label(kind="caption", wrap=True)
        self.remove = tool("close", self.removed.emit)
        self.details = tool("info", lambda: self.detailsWanted.emit(self._use.model))
        self.weight = NumberField(-4.0, 4.0, 0.05, 2)
        self.weight.slider.setRange(-_SLIDER * 20, _SLIDER * 20)
        self.chips = WordChips(presenter)
        told = QVBoxLayout()
        told.setSpacing(0)
        told.addWidget(self.name)
        told.addWidget(self.state)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.thumb)
        top.addLayout(told, 1)
        top.addWidget(self.details, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(6)
        layout.addLayout(top)
        layout.addWidget(self.weight)
        layout.addWidget(self.chips)
        self.weight.changed.connect(lambda value: self.weightChanged.emit(float(value)))
        self.lead = self.weight.spin
        self.retranslate()

    def show_item(self, number: int, item: LoraUse) -> None:
        self._use = item
        self.weight.set_value(item.weight)

    def refresh(self) -> None:
        model = self._presenter.studio.models.installed_model(self._use.model)
        name = model.spec.name if model is not None else self._use.model
        self.name.setText(name)
        self.name.setToolTip(name)
        self.thumb.set_path(model.thumbnail if model is not None else "")
        options = model.spec.options if model is not None else {}
        triggers = [str(word) for word in options.get("trigger_words", [])]
        # Without trigger words, what it was trained with most often is what calls it.
        self.chips.set_words(triggers or [str(word) for word in options.get("tags", [])][:6])
        self.chips.show_prompt()
        wrong = ""
        if model is None:
            wrong = self.tr("It is not installed.") if self._presenter.studio.models.loaded else ""
        elif not beside.fits(self._presenter, self._use.model):
            own = additions.family_name(model.spec.family)
            wrong = self.tr("It is for {own} and does not fit {family}.").format(
                own=own, family=beside.family(self._presenter)
            )
        set_role(self.state, "danger" if wrong else "caption")
        self.state.setText(wrong or (additions.family_name(model.spec.family) if model and model.spec.family else ""))
        self.state.setVisible(bool(self.state.text()))
        self._name(name)

    def _name(self, name: str) -> None:
        self.weight.set_name(f"{words.setting('weight')}: {name}")
        named(self.thumb, self.tr("What {name} does").format(name=name))
        name_tool(self.details, self.tr("Show {name} in the model library").format(name=name))
        name_tool(self.remove, self.tr("Take {name} away").format(name=name))

    def retranslate(self) -> None:
        self.weight.setToolTip(self.tr("How strongly it works: 0 is not at all, 1 as it was trained"))
        self.refresh()
