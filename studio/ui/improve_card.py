"""What “Improve this prompt” has to say: the suggestion while it is written, and what to do with it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from studio.presenters.improving import Improver, State
from studio.ui.base import Translated, button, label, role
from studio.ui.flow_layout import FlowLayout
from studio.ui.prompt_edit import PromptEdit
from studio.ui.translations import error_text


class ImproveCard(Translated):
    """Hidden while nothing was asked. What was typed stays in the prompt until Use is clicked, and Undo brings it back."""

    modelsWanted = Signal()

    def __init__(self, improver: Improver, prompt: PromptEdit) -> None:
        super().__init__()
        self._improver, self._prompt = improver, prompt
        self._before: str | None = None
        card = role(QFrame(), "card")
        self.heading = label(kind="section")
        self.answer = label(wrap=True)
        self.answer.setTextFormat(Qt.TextFormat.PlainText)
        self.answer.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.note = label(kind="caption", wrap=True)
        self.use = button("check", "", self._use)
        self.again = button("regenerate", "", improver.start)
        self.models = button("download", "", self.modelsWanted.emit)
        self.undo = button("undo", "", self._undo)
        self.close_button = button("", "link", self._close)
        row = FlowLayout(spacing=6)
        for widget in (self.use, self.undo, self.models, self.again, self.close_button):
            row.addWidget(widget)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(10, 8, 10, 8)
        inside.setSpacing(6)
        for part in (self.heading, self.answer, self.note):
            inside.addWidget(part)
        inside.addLayout(row)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card)
        improver.changed.connect(self._improver_changed)
        self.hide()
        self.retranslate()

    def _improver_changed(self) -> None:
        if self._improver.state is not State.IDLE:
            self._before = None
        self.show_state()

    def show_state(self) -> None:
        """Show what the improver is at."""
        improver, used = self._improver, self._before is not None
        state = improver.state
        self.setVisible(used or state is not State.IDLE)
        headings = {
            State.RUNNING: self.tr("Writing a better prompt…"),
            State.OFFERED: self.tr("Suggestion"),
            State.NOTHING: self.tr("The model had nothing to add."),
            State.NO_MODEL: self.tr("No text model is installed. One is needed to improve prompts."),
            State.FAILED: error_text(improver.error)[0] if improver.error is not None else "",
            State.IDLE: self.tr("The suggestion is in the prompt."),
        }
        self.heading.setText(headings[state])
        self.heading.setWordWrap(True)
        self.answer.setText(improver.answer)
        self.answer.setVisible(bool(improver.answer) and state in (State.RUNNING, State.OFFERED))
        note = ""
        if state in (State.RUNNING, State.OFFERED) and improver.model:
            note = self.tr("{model} was not made for this language.").format(model=improver.model)
        elif state is State.OFFERED and improver.other_language:
            note = self.tr("The answer is in another language than your prompt.")
        elif state is State.OFFERED and improver.lost:
            note = self.tr("Not in it any more: {parts}").format(parts="  ".join(improver.lost))
        elif state is State.FAILED and improver.error is not None:
            note = error_text(improver.error)[1]
        self.note.setText(note)
        self.note.setVisible(bool(note))
        self.use.setVisible(state is State.OFFERED)
        self.again.setVisible(state in (State.OFFERED, State.NOTHING, State.FAILED))
        self.models.setVisible(state is State.NO_MODEL or (state is State.OFFERED and bool(improver.model)))
        self.undo.setVisible(used)
        stop = self.tr("Stop") if state is State.RUNNING else self.tr("Keep mine")
        text = stop if state in (State.RUNNING, State.OFFERED) else self.tr("Close")
        self.close_button.setText(text)
        self.close_button.setAccessibleName(text)

    def _use(self) -> None:
        answer = self._improver.answer
        self._improver.dismiss()
        self._before = self._prompt.text()
        self._prompt.set_text(answer)
        self.show_state()
        self._prompt.setFocus()

    def _undo(self) -> None:
        if self._before is not None:
            self._prompt.set_text(self._before)
        self._close()
        self._prompt.setFocus()

    def _close(self) -> None:
        self._before = None
        self._improver.dismiss()
        self.show_state()

    def retranslate(self) -> None:
        for widget, text in (
            (self.use, self.tr("Use")),
            (self.again, self.tr("Another one")),
            (self.models, self.tr("Model library…")),
            (self.undo, self.tr("Undo")),
        ):
            widget.setText(text)
            widget.setAccessibleName(text)
        self.show_state()
