"""Textual inversion embeddings: each is a word that works once it stands in the prompt or the negative prompt."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout

from studio.presenters import beside, prompt_words
from studio.presenters.image_tab import ImageTabPresenter
from studio.ui import icons
from studio.ui.base import Translated, button, label, name_tool, role, set_role, tool
from studio.ui.elided import ElidedLabel
from studio.ui.image.additions.add_button import AddButton
from studio.ui.image.additions.list_part import ListPart

_TASKS = ("embedding",)
_PROMPTS = ("prompt", "negative")


class EmbeddingRow(Translated):
    removed = Signal()

    def __init__(self, presenter: ImageTabPresenter) -> None:
        super().__init__()
        self._presenter = presenter
        self._model = ""
        role(self, "floating")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.name = ElidedLabel()
        self.state = label(kind="caption", wrap=True)
        self.remove = tool("close", self.removed.emit)
        self.places: dict[str, QPushButton] = {}
        places = QHBoxLayout()
        places.setSpacing(4)
        for prompt in _PROMPTS:
            place = button("", "option", lambda p=prompt: self._toggle(p))  # type: ignore[misc]
            place.setCheckable(True)
            self.places[prompt] = place
            places.addWidget(place)
        places.addStretch(1)
        top = QHBoxLayout()
        top.addWidget(self.name, 1)
        top.addWidget(self.remove)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 8)
        layout.setSpacing(4)
        layout.addLayout(top)
        layout.addLayout(places)
        layout.addWidget(self.state)
        self.lead = self.places["prompt"]
        self.retranslate()

    @property
    def token(self) -> str:
        """The word that calls it."""
        model = self._presenter.studio.models.installed_model(self._model)
        return str(model.spec.options.get("token") or model.spec.name) if model is not None else self._model

    def show_item(self, number: int, item: str) -> None:
        self._model = item

    def refresh(self) -> None:
        model = self._presenter.studio.models.installed_model(self._model)
        name = model.spec.name if model is not None else self._model
        token = self.token
        self.name.setText(name if name == token else f"{name} · {token}")
        self.name.setToolTip(self.name.text())
        there = {p: prompt_words.has(str(self._presenter.values[p]), token) for p in _PROMPTS}
        for prompt, place in self.places.items():
            place.setChecked(there[prompt])
            icons.set_icon(place, "check" if there[prompt] else "plus", "text2")
        texts = {"prompt": self.tr("Prompt"), "negative": self.tr("Negative prompt")}
        for prompt, place in self.places.items():
            place.setText(texts[prompt])
            place.setAccessibleName(f"{token}: {texts[prompt]}")
            place.setToolTip(self.tr("Put “{word}” there, or take it out").format(word=token))
        wrong = ""
        if model is None:
            wrong = self.tr("It is not installed.") if self._presenter.studio.models.loaded else ""
        elif not beside.fits(self._presenter, self._model):
            wrong = self.tr("It does not fit {family}.").format(family=beside.family(self._presenter))
        elif not any(there.values()):
            wrong = self.tr("Put its word into one of the prompts: without it, it does nothing.")
        set_role(self.state, "danger" if wrong else "caption")
        self.state.setText(wrong)
        self.state.setVisible(bool(wrong))
        name_tool(self.remove, self.tr("Take {name} away").format(name=name))

    def retranslate(self) -> None:
        self.refresh()

    def _toggle(self, prompt: str) -> None:
        text, token = str(self._presenter.values[prompt]), self.token
        change = prompt_words.taken if prompt_words.has(text, token) else prompt_words.put
        self._presenter.set_value(prompt, change(text, token))
        self.refresh()


class EmbeddingsPart(ListPart):
    fields = frozenset({"embeddings"})
    setting = "embeddings"
    watched = frozenset({"prompt", "negative", "model"})

    def __init__(self, presenter: ImageTabPresenter) -> None:
        self.button = AddButton(presenter, _TASKS, lambda: self.tr("Add an embedding"), lambda: set(self.items()))
        super().__init__(presenter, self.button)
        self.button.chosen.connect(self.append)
        self.button.importWanted.connect(lambda: self.modelsWanted.emit(""))
        self.retranslate()

    def make_row(self) -> EmbeddingRow:
        row = EmbeddingRow(self.presenter)
        row.removed.connect(lambda: self.remove(self.rows.index(row)))
        return row

    def key_of(self, item: Any) -> object:
        return item

    def name_of(self, item: Any) -> str:
        model = self.studio.models.installed_model(item)
        return model.spec.name if model is not None else str(item)

    def explain(self) -> str:
        nothing = self.tr(
            "No embedding is installed. Import a safetensors file of one; it gives the prompt a new word."
        )
        unfit = self.tr("None of the installed embeddings fits the chosen model; it needs one for {family}.")
        return self.lacking(_TASKS, nothing, unfit)

    def retranslate(self) -> None:
        self.set_title(self.tr("Embeddings"))
        self._refresh()
