"""What a model's card says below the prompt: what it is for, chips for the styles it knows, example prompts."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from studio.library.cards import CardStyle
from studio.presenters.image_tab import ImageTabPresenter
from studio.ui.base import Translated, button, label, named
from studio.ui.flow_layout import Flow
from studio.ui.translations import language_of


class CardStrip(Translated):
    """Hidden while the chosen model brings no card. A chip puts its words into the prompt, or takes them out."""

    def __init__(self, presenter: ImageTabPresenter) -> None:
        super().__init__()
        self._presenter, self._card = presenter, presenter.card
        self.purpose = label(kind="caption", wrap=True)
        self.chips = Flow(spacing=4)
        self.examples = button("", "quiet")
        self._menu = QMenu(self.examples)
        self.examples.setMenu(self._menu)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.purpose, 1)
        row.addWidget(self.examples)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(row)
        layout.addWidget(self.chips)
        self._styles: list[tuple[CardStyle, QWidget]] = []
        self._card.changed.connect(self.retranslate)
        presenter.valueChanged.connect(self._value_changed)
        self.retranslate()

    def retranslate(self) -> None:
        shown = self._card.shown
        self.setVisible(shown is not None)
        if shown is None:
            return
        language = language_of(self._presenter.studio.settings.language)
        self.purpose.setText(shown.card.purpose_in(language))
        self._styles = [(style, self._chip(style, language)) for style in shown.card.styles]
        self.chips.set_widgets([chip for _, chip in self._styles])
        self._menu.clear()
        for example in shown.card.examples_in(language):
            action = self._menu.addAction(example.replace("&", "&&"))
            action.triggered.connect(lambda _checked=False, text=example: self._presenter.set_value("prompt", text))
        self.examples.setText(self.tr("Examples"))
        named(self.examples, self.tr("Examples"), self.tr("Prompts that suit this model"))
        self.examples.setVisible(not self._menu.isEmpty())
        self._show_chosen()

    def _chip(self, style: CardStyle, language: str) -> QWidget:
        chip = button("", "chip")
        chip.setCheckable(True)
        chip.setText(style.label(language))
        named(chip, self.tr("Style: {name}").format(name=style.label(language)), style.words)
        chip.clicked.connect(lambda _checked=False: self._card.toggle(style))
        return chip

    def _show_chosen(self) -> None:
        for style, chip in self._styles:
            chip.setChecked(self._card.holds(style))  # type: ignore[attr-defined]

    def _value_changed(self, name: str, _value: object) -> None:
        if name == "prompt":
            self._show_chosen()
