"""Negative prompts with names: put behind what is there, saved from it, deleted."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton

from studio.presenters.image_tab import ImageTabPresenter
from studio.settings.prompts.items import Negative, Style
from studio.settings.prompts.preparing import styled_negative
from studio.settings.prompts.shelves import NEGATIVES, Item
from studio.ui.base import Translated, name_tool, tool
from studio.ui.image.prompt_dialogs import NameDialog
from studio.ui.translations import language_of


class NegativeMenu(Translated):
    """A button with a menu, to be put below the negative prompt."""

    def __init__(self, presenter: ImageTabPresenter) -> None:
        super().__init__()
        self._presenter, self._book = presenter, presenter.studio.book
        self.button = tool("menu")
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._menu = QMenu(self.button)
        self._menu.setToolTipsVisible(True)
        self._menu.aboutToShow.connect(self._fill)
        self.button.setMenu(self._menu)
        self.button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.button)
        self.retranslate()

    def _fill(self) -> None:
        menu, language = self._menu, language_of(self._presenter.studio.settings.language)
        menu.clear()
        own: list[Item[Negative]] = []
        for item in self._book.book.negatives.values():
            action = menu.addAction(item.value.label(language).replace("&", "&&"))
            action.setToolTip(item.value.negative)
            action.triggered.connect(lambda _checked=False, value=item.value: self.add(value))
            own += [item] if item.own else []
        menu.addSeparator()
        save = menu.addAction(self.tr("Save the negative prompt…"))
        save.setEnabled(bool(self._presenter.values["negative"].strip()))
        save.triggered.connect(lambda _checked=False: self._save())
        if own:
            delete = menu.addMenu(self.tr("Delete"))
            for item in own:
                action = delete.addAction(item.value.label(language).replace("&", "&&"))
                action.triggered.connect(lambda _checked=False, item=item: self._book.delete(NEGATIVES, item))

    def add(self, value: Negative) -> None:
        """Put its terms behind those that are there, each once."""
        style = Style(name=value.name, negative=value.negative)
        self._presenter.set_value("negative", styled_negative(self._presenter.values["negative"], [style]))

    def _save(self) -> None:
        NameDialog(self, self.tr("Save the negative prompt"), self._keep).open()

    def _keep(self, name: str) -> None:
        self._book.save(NEGATIVES, Negative(name=name, negative=self._presenter.values["negative"]))

    def retranslate(self) -> None:
        self.button.setText(self.tr("Presets"))
        name_tool(self.button, self.tr("Negative prompts with names"))
