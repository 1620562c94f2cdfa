"""LoRAs beside the picture model: their weights, and the words that call them."""

from __future__ import annotations

from typing import Any

from studio.core.pictures import LoraUse
from studio.presenters.image_tab import ImageTabPresenter
from studio.ui.image.additions.add_button import AddButton
from studio.ui.image.additions.list_part import ListPart
from studio.ui.image.additions.lora_row import LoraRow

_TASKS = ("lora",)


class LoraPart(ListPart):
    fields = frozenset({"loras"})
    setting = "loras"
    watched = frozenset({"prompt", "model"})

    def __init__(self, presenter: ImageTabPresenter) -> None:
        self.button = AddButton(
            presenter, _TASKS, lambda: self.tr("Add a LoRA"), lambda: {use.model for use in self.items()}
        )
        super().__init__(presenter, self.button)
        self.button.chosen.connect(lambda model: self.append(LoraUse(model=model)))
        self.button.importWanted.connect(lambda: self.modelsWanted.emit(""))
        self.retranslate()

    def make_row(self) -> LoraRow:
        row = LoraRow(self.presenter)
        row.weightChanged.connect(lambda weight: self.change(self.rows.index(row), weight=weight))
        row.detailsWanted.connect(self.modelsWanted)
        row.removed.connect(lambda: self.remove(self.rows.index(row)))
        return row

    def key_of(self, item: Any) -> object:
        return item.model

    def name_of(self, item: Any) -> str:
        model = self.studio.models.installed_model(item.model)
        return model.spec.name if model is not None else item.model

    def summary(self) -> str:
        return ", ".join(f"{self.name_of(use)} {use.weight:g}" for use in self.items())

    def explain(self) -> str:
        nothing = self.tr(
            "No LoRA is installed. Import a safetensors file of one; it teaches a model a style or a thing."
        )
        unfit = self.tr("None of the installed LoRAs fits the chosen model; it needs one for {family}.")
        return self.lacking(_TASKS, nothing, unfit)

    def retranslate(self) -> None:
        self.set_title(self.tr("LoRA"))
        self._refresh()
