"""The text tab: a prompt on the left, the text as it is written on the right."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from studio.core.requests import TEXT_TASKS
from studio.presenters.takes import Take, TakeState, is_edited
from studio.presenters.text_tab import TextTabPresenter, history_of, is_chat
from studio.ui import words
from studio.ui.base import button, label, line, name_tool, named, role, tool
from studio.ui.conversation_view import ConversationView, Turn
from studio.ui.elided import ElidedLabel
from studio.ui.fields import NumberField
from studio.ui.fitting_bar import FittingBar
from studio.ui.prompt_edit import PromptEdit
from studio.ui.stream_view import ColumnRow, StreamView
from studio.ui.tab_page import TabPage
from studio.ui.take_words import outcome
from studio.ui.translations import error_text

PROMPT_LEAST = 132
"""Pixels of four lines and the count: in a small window the brief scrolls, and one still sees what one writes."""


class TextTab(TabPage):
    presenter: TextTabPresenter

    def __init__(self, presenter: TextTabPresenter) -> None:
        super().__init__(presenter, TEXT_TASKS)
        self.system = PromptEdit(counted=False)
        self.system.setMinimumHeight(44)
        self.system.setMaximumHeight(64)
        self.system.editor.wished = 64
        self.prompt.setMinimumHeight(PROMPT_LEAST)
        self.temperature = NumberField(0.0, 2.0, 0.05, 2)
        self.top_p = NumberField(0.01, 1.0, 0.01, 2)
        self.length = NumberField(16, 4096, 16)
        self.form.add("system", self.system)
        for name, field in (("temperature", self.temperature), ("top_p", self.top_p), ("max_tokens", self.length)):
            self.form.add(name, field)
            self.bind(name, field)
        self.form.add("seed", self.seed)
        self.system.changed.connect(lambda text: presenter.set_value("system", text))
        self._make_stage()
        presenter.textAppended.connect(self._text_appended)
        self.begin()

    def _make_stage(self) -> None:
        self.previous = tool("chevron-left", lambda: self._step(-1))
        self.next = tool("chevron-right", lambda: self._step(1))
        self.counter = label(kind="hint")
        self.counter.setMinimumWidth(56)
        self.counter.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.state = ElidedLabel(kind="caption")
        self.fresh = button("plus", "quiet", self._new_conversation)
        self.go_on = button("chevron-right", "quiet", self._go_on)
        self.regenerate = button("regenerate", "quiet", self.presenter.regenerate)
        self.copy = tool("copy", self._copy)
        self.edit = tool("edit", self._edit)
        self.to_image = button("image", "quiet", lambda: self._send("image"))
        self.to_audio = button("audio", "quiet", lambda: self._send("audio"))
        self._actions = (self.regenerate, self.copy, self.edit, self.to_image, self.to_audio)
        self.save = button("save", "primary", self._save)
        self.discard = button("", "", self._discard)
        bar = self.bar = FittingBar((self.fresh, self.regenerate, self.to_image, self.to_audio))
        row = bar.row
        for widget in (self.fresh, self.previous, self.counter, self.next):
            row.addWidget(widget)
        row.addStretch(1)
        for action in self._actions:
            row.addWidget(action)
        # As high as the buttons that they replace: the bar must not grow.
        self.save.setProperty("bar", True)
        self._edit_actions = QWidget()
        self._edit_actions.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        ends = QHBoxLayout(self._edit_actions)
        ends.setContentsMargins(0, 0, 0, 0)
        ends.setSpacing(8)
        ends.addWidget(self.discard)
        ends.addWidget(self.save)
        row.addWidget(self._edit_actions)
        self.view = StreamView()
        self.view.edited.connect(self._typed)
        self.conversation = ConversationView()
        self.you = label(kind="hint", wrap=True)
        self.you.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.you.setMaximumHeight(88)
        page = role(QWidget(), "paper")
        page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(line())
        self.view.put_above(self.you)
        column.addWidget(self.view, 1)
        column.addWidget(self.conversation, 1)
        status = ColumnRow()
        status.row.addWidget(self.state, 1)
        status.row.addWidget(self.go_on)
        column.addWidget(status)
        self._page = page
        self.stage.addWidget(page)

    # -- from the presenter ---------------------------------------------------------------------------------------

    def _value_changed(self, name: str, value: object) -> None:
        super()._value_changed(name, value)
        if name == "system":
            self.system.set_text(str(value))

    def task_changed(self) -> None:
        self._describe_empty()
        self._name_generate()

    def show_takes(self) -> None:
        self._show_counter()

    def show_current(self) -> None:
        take = self.presenter.current
        self.stage.setCurrentWidget(self.empty if take is None else self._page)
        self._show_text()
        if take is not None:
            if not take.pieces and take.path:
                self.studio.read_text(take.path, lambda text: self._loaded(take, text), self.presenter.raise_error)
            prompt = take.request.prompt.strip()
            self.you.setText(prompt if len(prompt) <= 280 else prompt[:280] + "…")
        self._show_counter()

    def _show_text(self) -> None:
        take = self.presenter.current
        text = "" if take is None else take.text if take.draft is None else take.draft
        # Read-only first: what is shown is no edit of the user's.
        self.view.set_editable(False)
        if text != self.view.text():
            self.view.set_text(text)
        self.view.set_editable(self._editing)
        talks = take is not None and is_chat(take) and not self._editing
        self.conversation.show_turns(self._turns(take) if talks and take is not None else [])
        self.conversation.setVisible(talks)
        self.view.setVisible(not talks)
        self.you.setVisible(not talks and take is not None and bool(take.request.prompt.strip()))

    def _turns(self, take: Take) -> list[Turn]:
        you, model = self.tr("You"), self._model_name(take)
        said = [
            Turn(you if message.role == "user" else model, message.text, message.role == "user")
            for message in history_of(take)
        ]
        answer = take.text or ("" if take.live else words.state(take.state))
        return [*said, Turn(you, take.request.prompt, True), Turn(model, answer)]

    def _model_name(self, take: Take) -> str:
        recipe = getattr(take.asset, "recipe", None)
        if recipe is not None and recipe.model is not None:
            return words.model_name(recipe.model.name or recipe.model.id)
        models = self.studio.models
        spec = models.spec(take.request.model)
        return spec.name if spec is not None else models.default_name(take.request.task) or self.tr("Model")

    @property
    def _editing(self) -> bool:
        return self.presenter.current is not None and self.presenter.current.draft is not None

    def take_changed(self, take: Take) -> None:
        if take is self.presenter.current:
            self._show_text()
            self._show_counter()

    def _loaded(self, take: Take, text: str) -> None:
        if not take.pieces:
            take.pieces = [text]
            if take is self.presenter.current:
                self._show_text()
                self._show_counter()

    def _text_appended(self, take: Take, text: str) -> None:
        if take is self.presenter.current and not self._editing:
            (self.conversation if is_chat(take) else self.view).append(text)

    def _show_counter(self) -> None:
        take, takes = self.presenter.current, self.presenter.in_view()
        number = takes.index(take) + 1 if take in takes else 0
        self.counter.setText(f"{number} / {len(takes)}")
        self.previous.setEnabled(number > 1)
        self.next.setEnabled(0 < number < len(takes))
        talks = take is not None and is_chat(take)
        for widget in (self.previous, self.counter, self.next):
            widget.setVisible(not talks or len(takes) > 1)
        editing, done = self._editing, take is not None and take.state is TakeState.DONE
        has_text = take is not None and bool(take.pieces)
        for action in (self.copy, self.to_image, self.to_audio):
            action.setEnabled(has_text)
        self.edit.setEnabled(done and has_text)
        for action in self._actions:
            action.setVisible(not editing)
        self._edit_actions.setVisible(editing)
        self.fresh.setVisible(talks and not editing)
        self.go_on.setVisible(self.presenter.can_go_on(take))
        self.state.setText(self._state_text(take))
        self.bar.fit()

    def _state_text(self, take: Take | None) -> str:
        if take is None:
            return ""
        edited = is_edited(take)
        parts = [words.task(take.request.task), self.tr("Edited") if edited else outcome(take)]
        # The model, its speed and the seed made the text before.
        recipe = None if edited else getattr(take.asset, "recipe", None)
        if recipe is not None and recipe.model is not None:
            parts.append(words.model_name(recipe.model.name or recipe.model.id))
        if recipe is not None and recipe.tokens_per_s:
            parts.append(words.speed_text(recipe.tokens_per_s))
        if take.seed is not None and not edited:
            parts.append(f"{words.setting('seed')} {take.seed}")
        if take.state is TakeState.DONE:
            parts.append(self.tr("{count} characters").format(count=f"{len(take.text):,}"))
        if take.error is not None:
            parts.append(error_text(take.error)[0])
        return " · ".join(parts)

    # -- from the user --------------------------------------------------------------------------------------------

    def _step(self, by: int) -> None:
        takes, current = self.presenter.in_view(), self.presenter.current
        if current in takes:
            index = takes.index(current) + by
            if 0 <= index < len(takes):
                self.presenter.select(takes[index])

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._chosen_text())
        self.studio.message.emit(self.tr("Copied."))

    def _send(self, kind: str) -> None:
        self.studio.send_text(self._chosen_text(), kind)  # type: ignore[arg-type]

    def _chosen_text(self) -> str:
        """What is selected, else the whole text of the take."""
        take, talks = self.presenter.current, not self.conversation.isHidden()
        return (self.conversation if talks else self.view).selected_text() or (take.text if take is not None else "")

    def _new_conversation(self) -> None:
        self.presenter.new_conversation()
        self.prompt.setFocus()

    def _go_on(self) -> None:
        if self.presenter.current is not None:
            self._focus_text()
            self.presenter.go_on(self.presenter.current)

    def _focus_text(self) -> None:
        """For a button that goes when it is pressed: Qt would give the focus to whatever comes next."""
        (self.view if self.conversation.isHidden() else self.conversation).editor.setFocus()

    def _edit(self) -> None:
        if self.presenter.current is not None:
            self.presenter.edit(self.presenter.current)
            self.view.editor.setFocus()

    def _typed(self) -> None:
        if self.presenter.current is not None:
            self.presenter.current.draft = self.view.text()

    def _save(self) -> None:
        if self.presenter.current is not None:
            self._focus_text()
            self.presenter.save_edit(self.presenter.current)

    def _discard(self) -> None:
        if self.presenter.current is not None:
            self._focus_text()
            self.presenter.discard_edit(self.presenter.current)

    def offer_files(self, paths: list[str]) -> bool:
        """Take a dropped text file as the prompt."""
        text = next((p for p in paths if Path(p).suffix.lower() in (".txt", ".md")), "")
        if text:
            self.studio.use_file(text, "text")
        return bool(text)

    # -- words ----------------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        super().retranslate()
        self.system.set_name(words.setting("system"), self.tr("Optional: role, tone, rules"))
        self._describe_empty()
        for widget, text in (
            (self.fresh, self.tr("New conversation")),
            (self.go_on, self.tr("Continue")),
            (self.regenerate, self.tr("Regenerate")),
            (self.to_image, self.tr("To image")),
            (self.to_audio, self.tr("To audio")),
            (self.save, self.tr("Save as new")),
            (self.discard, self.tr("Discard")),
        ):
            widget.setText(text)
            widget.setAccessibleName(text)
        self.go_on.setToolTip(self.tr("Make another take that goes on from this text"))
        self.regenerate.setToolTip(self.tr("Make another take (Ctrl+R)"))
        name_tool(self.copy, self.tr("Copy"))
        name_tool(self.edit, self.tr("Edit this text; saving makes a new asset"))
        self.to_image.setToolTip(self.tr("Use this text as the prompt of the image tab"))
        self.to_audio.setToolTip(self.tr("Speak this text in the audio tab"))
        name_tool(self.previous, self.tr("Previous take"), "Alt+Left")
        name_tool(self.next, self.tr("Next take"), "Alt+Right")
        named(self.view.editor, self.tr("Text of the take"))
        named(self.conversation.editor, self.tr("Conversation"))
        self._show_text()
        self._show_counter()

    def generate_text(self) -> str:
        return self.tr("Send") if self.presenter.values["task"] == "chat" else super().generate_text()

    def _describe_empty(self) -> None:
        if self.presenter.values["task"] == "chat":
            self.prompt.set_name(self.tr("Message"), self.tr("What would you like to talk about?"))
            self.empty.set_texts(
                self.tr("Begin a conversation"),
                self.tr("Write a message on the left. The model answers and remembers what was said."),
                [
                    self.tr("What makes a good name for a bakery?"),
                    self.tr("Help me to find the tone for a museum's website"),
                ],
            )
            return
        self.prompt.set_name(
            self.tr("Prompt"), self.tr("What would you like to read? For example a slogan, a brief, a list…")
        )
        self.empty.set_texts(
            self.tr("Write something"),
            self.tr("Describe the text you need on the left, or start from one of these."),
            [
                self.tr("Five short slogans for a neighbourhood bakery that opens at six"),
                self.tr("A product description for a folding desk lamp made of recycled aluminium"),
                self.tr("Describe a calm mountain lake at dawn in three sentences"),
            ],
        )
