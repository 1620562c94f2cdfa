"""The card of the model that the image tab draws with: what it is for, its styles as words of the prompt, examples."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.core.errors import StudioError
from studio.core.models import InstalledModel
from studio.core.prompting.glossary import Glossary
from studio.library.cards import Card, CardStyle, card_of
from studio.presenters.background import Task

if TYPE_CHECKING:
    from studio.presenters.tab import TabPresenter


@dataclass(frozen=True)
class Shown:
    """A card, and what each of its styles is called in Chinese prompts (where the model's glossary reads it)."""

    card: Card
    chinese: dict[str, str]


class ModelCard(QObject):
    """``shown`` is None while the chosen model brings no card."""

    changed = Signal()

    def __init__(self, tab: TabPresenter) -> None:
        super().__init__(tab)
        self._tab, self._studio = tab, tab.studio
        self.shown: Shown | None = None
        self._model: InstalledModel | None = None
        self._task: Task | None = None
        tab.modelsChanged.connect(self.refresh)
        tab.valueChanged.connect(self._value_changed)

    def refresh(self) -> None:
        """Read the card of the model that is chosen now, in the background."""
        values, models = self._tab.values, self._studio.models
        chosen = values["model"] or models.defaults.get(values["task"], "")
        model = next((m for m in models.installed if m.spec.id == chosen), None)
        if model == self._model:
            return
        self._model = model
        if self._task is not None:
            self._task.cancel()
        if model is None:
            self._show(None)
        else:
            self._task = self._studio.background.run(lambda: _read(model), self._show)

    def holds(self, style: CardStyle) -> bool:
        """Whether the prompt has the words of a style."""
        return bool(self._pattern(style).search(self._tab.values["prompt"]))

    def toggle(self, style: CardStyle) -> None:
        """Put the words of a style behind the prompt, or take them away."""
        prompt = self._tab.values["prompt"]
        if self.holds(style):
            changed = self._pattern(style).sub("", prompt).strip().lstrip(",，").strip()
        else:
            chinese = self.shown.chinese.get(style.words) if self.shown is not None else None
            in_chinese = chinese is not None and Glossary.needed(prompt)
            head = prompt.rstrip(" ,，")
            joint = ("，" if in_chinese else ", ") if head else ""
            changed = head + joint + (chinese if in_chinese and chinese else style.words)
        self._tab.set_value("prompt", changed)

    def _pattern(self, style: CardStyle) -> re.Pattern[str]:
        """The words of a style in either language, with the comma before them."""
        chinese = self.shown.chinese.get(style.words, "") if self.shown is not None else ""
        words = "|".join(re.escape(w) for w in (style.words, chinese) if w)
        return re.compile(rf"\s*[,，]?\s*(?<![A-Za-z])(?:{words})(?![A-Za-z])", re.IGNORECASE)

    def _value_changed(self, name: str, _value: object) -> None:
        if name in ("model", "task"):
            self.refresh()

    def _show(self, shown: Shown | None) -> None:
        if shown != self.shown:
            self.shown = shown
            self.changed.emit()


def _read(model: InstalledModel) -> Shown | None:
    card = card_of(model)
    if card is None:
        return None
    name = model.spec.options.get("glossary")
    try:
        glossary = Glossary.read(Path(model.folder) / Path(str(name)).name) if name else None
    except StudioError:
        glossary = None
    chinese = {style.words: _in_chinese(style, glossary) for style in card.styles} if glossary is not None else {}
    return Shown(card, {words: text for words, text in chinese.items() if text})


def _in_chinese(style: CardStyle, glossary: Glossary) -> str:
    """The Chinese words that the glossary turns into exactly those of the style, or ""."""
    label = style.labels.get("zh", "")
    for words in (f"{label}风格", label) if label else ():
        said = glossary.translate(words)
        if said.text == style.words and not said.unknown:
            return words
    return ""
