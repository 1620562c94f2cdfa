"""The words that call an addition, as chips that put themselves into a prompt and take themselves out."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QPushButton

from studio.presenters import prompt_words
from studio.presenters.image_tab import ImageTabPresenter
from studio.ui import icons
from studio.ui.base import button
from studio.ui.flow_layout import Flow

MOST = 12
"""Chips that are shown: what a LoRA was trained with may be thousands of words."""


class WordChips(Flow):
    """A chip is checked while its word stands in the prompt."""

    def __init__(self, presenter: ImageTabPresenter) -> None:
        super().__init__()
        self._presenter = presenter
        self.chips: dict[str, QPushButton] = {}

    def set_words(self, words: list[str]) -> None:
        """Show these words, the most important first."""
        shown = list(dict.fromkeys(words))[:MOST]
        if shown == list(self.chips):
            return
        self.chips = {}
        for word in shown:
            chip = button("", "option", partial(self._clicked, word))
            chip.setCheckable(True)
            chip.setText(self.fontMetrics().elidedText(word, Qt.TextElideMode.ElideRight, 220).replace("&", "&&"))
            self.chips[word] = chip
        self.set_widgets(list(self.chips.values()))
        self.retranslate()
        self.show_prompt()

    def show_prompt(self) -> None:
        """The prompt is another: some words may stand in it now."""
        prompt = str(self._presenter.values["prompt"])
        for word, chip in self.chips.items():
            there = prompt_words.has(prompt, word)
            chip.setChecked(there)
            icons.set_icon(chip, "check" if there else "plus", "text2")

    def retranslate(self) -> None:
        for word, chip in self.chips.items():
            chip.setToolTip(self.tr("Put “{word}” into the prompt, or take it out").format(word=word))
            chip.setAccessibleName(self.tr("“{word}” in the prompt").format(word=word))

    def _clicked(self, word: str) -> None:
        prompt = str(self._presenter.values["prompt"])
        change = prompt_words.taken if prompt_words.has(prompt, word) else prompt_words.put
        self._presenter.set_value("prompt", change(prompt, word))
        self.show_prompt()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
