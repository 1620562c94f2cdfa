"""The buttons below a prompt: its history; for pictures also lists of words, and a better prompt from the text model."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton

from studio.presenters.improving import Improver
from studio.presenters.tab import TabPresenter
from studio.settings.prompts.history import Entry
from studio.ui import prompt_insert_menu
from studio.ui.base import Translated, name_tool, tool
from studio.ui.prompt_completion import WildcardCompletion
from studio.ui.prompt_edit import PromptEdit
from studio.ui.prompt_history_popup import HistoryPopup


class PromptTools(Translated):
    """Made for one tab's prompt, and put below it. With an ``improver`` the prompt is one for pictures."""

    settingsWanted = Signal()

    def __init__(self, presenter: TabPresenter, prompt: PromptEdit, improver: Improver | None = None) -> None:
        super().__init__()
        self._presenter, self._prompt = presenter, prompt
        self._popup: HistoryPopup | None = None
        self.history = tool("restore", self.show_history)
        self.insert = tool("braces")
        self.improve = tool("wand", improver.start if improver is not None else None)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for button in (self.history, self.insert, self.improve):
            row.addWidget(button)
        self._completion: WildcardCompletion | None = None
        if improver is not None:
            self._completion = WildcardCompletion(prompt.editor)
            book = presenter.studio.book
            menu = QMenu(self.insert)
            menu.aboutToShow.connect(lambda: prompt_insert_menu.fill(menu, book, prompt.editor))
            self.insert.setMenu(menu)
            self.insert.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
            book.changed.connect(self._show_names)
        prompt.add_tool(self)
        self.insert.setVisible(improver is not None)
        self.improve.setVisible(improver is not None)
        prompt.stepped.connect(self._step)
        presenter.facts.changed.connect(self._show_facts)
        self.retranslate()
        self._show_names()

    def show_history(self) -> None:
        """Open the history at its button."""
        if self._popup is None:
            self._popup = HistoryPopup(self._presenter.history, self)
            self._popup.used.connect(self._use)
            self._popup.inserted.connect(self._prompt.editor.insert)
            self._popup.settingsWanted.connect(self.settingsWanted)
        self._popup.open_at(self.history)

    def _use(self, entry: Entry) -> None:
        self._presenter.set_value("prompt", entry.prompt)
        if entry.negative and "negative" in self._presenter.values:
            self._presenter.set_value("negative", entry.negative)
        self._prompt.setFocus()

    def _step(self, by: int) -> None:
        text = self._presenter.history.step(self._prompt.text(), by)
        if text is not None:
            self._presenter.set_value("prompt", text)

    def _show_facts(self) -> None:
        self._prompt.show_facts(self._presenter.facts.facts)

    def _show_names(self) -> None:
        if self._completion is not None:
            self._completion.set_names(list(self._presenter.studio.book.book.wildcards.names))

    def retranslate(self) -> None:
        name_tool(self.history, self.tr("Prompts run before"), "Ctrl+H")
        name_tool(self.insert, self.tr("Insert words from a list, alternatives, weights"))
        name_tool(self.improve, self.tr("Improve this prompt with the text model"))
        if self._completion is not None:
            self._completion.set_name(self.tr("Lists of words"))
