"""A prompt with what can be said of it while one types: its tokens, its syntax in colour, words that are not known."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.core import requests
from studio.library.tokens import TokenCount, approximate_tokens
from studio.presenters.prompt_facts import Facts
from studio.ui import theme
from studio.ui.base import Translated, label, set_role
from studio.ui.listing import listed
from studio.ui.prompt_editor import PlainEditor
from studio.ui.prompt_marks import show_marks
from studio.ui.translations import error_text

_SHOWN = 160
"""Characters of an example that are shown below a prompt; its tooltip has all."""


class PromptEdit(Translated):
    """An editor with its count; tools can be put beside the count. ``weighted``: keys change the weight of words.

    Without :meth:`show_facts` it counts characters and guesses the tokens.
    """

    changed = Signal(str)
    submitted = Signal()
    stepped = Signal(int)
    pasted = Signal(str)
    """A text came from the clipboard (it is in the prompt already)."""
    pasteWanted = Signal()
    """There is something other than text on the clipboard: it belongs to the tab."""

    def __init__(self, *, counted: bool = True, weighted: bool = False) -> None:
        super().__init__()
        self.editor = PlainEditor(weighted=weighted)
        self.count = label(kind="caption")
        self.count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.told = label(kind="caption", wrap=True)
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        self._facts: Facts | None = None
        self._left_out = 0
        """Characters of the last paste that were left out, until the text is changed again."""
        self._foot = QWidget()
        self._tools = QHBoxLayout(self._foot)
        self._tools.setContentsMargins(0, 0, 0, 0)
        self._tools.setSpacing(0)
        self._tools.addWidget(self.count, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.editor, 1)
        layout.addWidget(self._foot)
        layout.addWidget(self.told)
        # Not before they have a parent: they would flash as windows of their own.
        self._foot.setVisible(counted)
        self.count.setVisible(counted)
        self.told.hide()
        self.lead = self.editor
        self._timer = QTimer(self, singleShot=True, interval=120)
        self._timer.timeout.connect(self.show_count)
        self.editor.textChanged.connect(self._text_changed)
        self.editor.submitted.connect(self.submitted)
        self.editor.stepped.connect(self.stepped)
        theme.signals.changed.connect(self._show_marks)
        self.editor.pasted.connect(self.pasted)
        self.editor.cutOff.connect(self._show_cut)
        self.editor.pasteWanted.connect(self.pasteWanted)
        self.retranslate()

    def add_tool(self, widget: QWidget) -> None:
        """Put a button at the left of the count, behind those that are there."""
        self._tools.insertWidget(self._tools.count() - 1, widget)
        self._foot.show()

    def text(self) -> str:
        return self.editor.toPlainText()

    def set_text(self, text: str) -> None:
        """Show another text; the one before it comes back with undo."""
        if text != self.text():
            self.editor.replace(text)

    def set_name(self, name: str, placeholder: str = "") -> None:
        self.editor.setAccessibleName(name)
        if placeholder:
            self.editor.setPlaceholderText(placeholder)

    # -- what is said of it -----------------------------------------------------------------------------------------

    def show_facts(self, facts: Facts | None) -> None:
        """Show what was found out about the text; what is about an older one is left alone."""
        self._facts = facts
        self.show_count()
        self._show_marks()
        self._tell()

    def show_count(self) -> None:
        text = self.text()
        facts = self._facts
        if facts is not None and facts.text != text and len(text) <= requests.PROMPT_LIMIT:
            return  # a moment later there will be a count of this text
        length = len(text)
        if not text.strip():
            set_role(self.count, "caption")
            self.count.setText(" ")
            return
        count = facts.count if facts is not None and facts.text == text else TokenCount(0, exact=False)
        too_long = length > requests.PROMPT_LIMIT
        set_role(self.count, "danger" if too_long or count.cut else "caption")
        self.count.setToolTip(self.tr("The model does not read the end of this prompt.") if count.cut else "")
        self.count.setText(self._guessed(text) if too_long or not count.exact else self._exact(count))

    def _exact(self, count: TokenCount) -> str:
        if count.limit:
            text = self.tr("{count} / {limit} tokens").format(count=f"{count.tokens:,}", limit=f"{count.limit:,}")
        else:
            text = self.tr("{count} tokens").format(count=f"{count.tokens:,}")
        return text + (" · " + self.tr("{count} chunks").format(count=count.chunks) if count.chunks > 1 else "")

    def _guessed(self, text: str) -> str:
        return self.tr("Characters: {count} · about {tokens} tokens").format(
            count=f"{len(text):,}", tokens=f"{approximate_tokens(text):,}"
        )

    def _tell(self) -> None:
        """One line below the count: what is wrong, else how it is read and the words that are not known, else an example."""
        facts = self._facts
        text = tip = ""
        if self._left_out:
            text = self.tr(
                "A prompt has {limit} characters at most: the last {count} of the paste were left out."
            ).format(limit=f"{requests.PROMPT_LIMIT:,}", count=f"{self._left_out:,}")
        elif facts is None or facts.text != self.text() or not facts.text.strip():
            pass
        elif facts.error is not None:
            text = " ".join(error_text(facts.error))
        elif facts.unknown:
            text = self.tr("The model does not know: {words}").format(words=_short(listed(facts.unknown)))
            if facts.english:
                text = self.tr("Read as: {english}").format(english=_short(facts.english)) + " · " + text
                tip = facts.english
        elif facts.run:
            tip = facts.run
            text = self.tr("For example: {prompt}").format(prompt=_short(facts.run))
        elif facts.english:
            tip = facts.english
            text = self.tr("Read as: {english}").format(english=_short(facts.english))
        lost = facts is not None and (facts.error is not None or bool(facts.unknown and not facts.english))
        bad = bool(self._left_out) or lost
        set_role(self.told, "danger" if bad else "caption")
        self.told.setText(text)
        self.told.setAccessibleName(text)
        self.told.setToolTip(tip)
        self.told.setVisible(bool(text))

    def _show_marks(self) -> None:
        facts = self._facts
        if facts is not None and facts.text == self.text():
            show_marks(self.editor, facts.text, facts.marks)

    def retranslate(self) -> None:
        self.show_count()
        self._tell()

    def _show_cut(self, count: int) -> None:
        self._left_out = count
        self._tell()

    def _text_changed(self) -> None:
        if self._left_out:
            self._show_cut(0)
        self._timer.start()
        self.changed.emit(self.text())


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1].rstrip() + "…"
