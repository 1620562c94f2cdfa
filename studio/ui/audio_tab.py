"""The audio tab: speak a text, transcribe a sound, take noise out of one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from studio.core.requests import AUDIO_TASKS
from studio.presenters.audio_tab import LOUDNESS, NEEDS_SOUND, AudioTabPresenter
from studio.presenters.sounds import read_waveform
from studio.presenters.takes import Take, TakeState
from studio.ui import words
from studio.ui.base import button, label, line, named
from studio.ui.elided import ElidedLabel
from studio.ui.fields import ChoiceField, NumberField
from studio.ui.file_drop import SOUNDS, FileDrop
from studio.ui.fitting_bar import FittingBar
from studio.ui.pictures import load_picture
from studio.ui.player_bar import PlayerBar
from studio.ui.stream_view import StreamView
from studio.ui.tab_page import TabPage
from studio.ui.take_strip import TakeStrip
from studio.ui.take_words import outcome
from studio.ui.voices import voice_name

_SPEAK = frozenset({"language", "voice", "speed", "loudness"})
_FIELDS = {"speak": _SPEAK, "transcribe": frozenset({"language"}), "denoise": frozenset({"loudness"})}


class AudioTab(TabPage):
    presenter: AudioTabPresenter

    def __init__(self, presenter: AudioTabPresenter) -> None:
        super().__init__(presenter, AUDIO_TASKS)
        self.source = FileDrop(self.studio, "audio", lambda: self.tr("Sound to work on"))
        self.language = ChoiceField()
        self.voice = ChoiceField()
        self.speed = NumberField(0.5, 2.0, 0.05, 2)
        self.loudness = ChoiceField()
        self.brief_top.addWidget(self.source)
        for name, field in (
            ("language", self.language),
            ("voice", self.voice),
            ("speed", self.speed),
            ("loudness", self.loudness),
        ):
            self.form.add(name, field)
            self.bind(name, field)
        self.language.changed.connect(lambda _tag: self._language_chosen())
        self.source.changed.connect(lambda path: presenter.set_input(path, "source"))
        self.source.failed.connect(presenter.raise_error)
        # Speech has no seed to choose; the frame of the tabs makes the field all the same.
        self.seed.setParent(self)
        self.seed.hide()
        self._make_stage()
        presenter.textAppended.connect(self._text_appended)
        self.begin()

    def _make_stage(self) -> None:
        self.strip = TakeStrip("audio")
        self.player = PlayerBar(self.studio)
        self.text = StreamView()
        self.regenerate = button("regenerate", "quiet", self.presenter.regenerate)
        self.copy = button("copy", "quiet", self._copy)
        self.to_text = button("text", "quiet", self._send)
        self.use = button("send", "quiet", self._use_as_input)
        self.facts = ElidedLabel("caption")
        bar = self.bar = FittingBar((self.regenerate, self.copy, self.to_text, self.use))
        row = bar.row
        row.addWidget(self.facts, 1)
        for widget in (self.regenerate, self.copy, self.to_text, self.use):
            row.addWidget(widget)
        self.result = QStackedWidget()
        self.result.addWidget(self.player)
        self.result.addWidget(self.text)
        self.spoken = label(kind="hint", wrap=True)
        self.spoken.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.spoken.setMaximumHeight(140)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(line())
        column.addWidget(self.spoken)
        column.addWidget(self.result, 1)
        column.addWidget(self.strip)
        self._page = page
        self.stage.addWidget(page)
        self.player.failed.connect(self.presenter.raise_error)
        self.strip.chosen.connect(self.presenter.select)
        self.strip.pictureWanted.connect(self._load_thumbnail)

    # -- from the presenter ---------------------------------------------------------------------------------------

    def _value_changed(self, name: str, value: object) -> None:
        super()._value_changed(name, value)
        if name == "inputs":
            source = self.presenter.input()
            self.source.set_path(source.path if source else "")
        elif name in ("model", "language", "voice"):
            self._fill_choices()

    def task_changed(self) -> None:
        task = self.presenter.values["task"]
        self.form.show_only(_FIELDS[task])
        self.show_prompt(task == "speak")
        self.source.setVisible(task in NEEDS_SOUND)
        self._fill_choices()
        self._name_generate()
        self._describe_empty()

    def _fill_choices(self) -> None:
        presenter = self.presenter
        tags = presenter.languages()
        chosen = presenter.values["language"]
        if chosen and chosen not in tags:
            tags = [*tags, chosen]
        self.language.set_choices([("", words.language("")), *((t, words.language(t)) for t in tags)])
        self.language.set_value(chosen)
        names = {m.spec.id: words.model_name(m.spec.name) for m in self.studio.models.for_task("speak")}
        voices = presenter.voices()
        several = len({model for model, _ in voices}) > 1
        choices = [("", self.tr("Automatic"))]
        choices += [(v, f"{voice_name(v)} · {names.get(m, m)}" if several else voice_name(v)) for m, v in voices]
        chosen = presenter.values["voice"]
        if chosen and all(voice != chosen for voice, _ in choices):
            choices.append((chosen, voice_name(chosen)))
        self.voice.set_choices(choices)
        for index in range(1, self.voice.count()):
            self.voice.setItemData(index, self.voice.itemData(index), Qt.ItemDataRole.ToolTipRole)
        self.voice.set_value(chosen)

    def show_takes(self) -> None:
        self.strip.set_takes(self.presenter.takes, self.presenter.current)

    def show_current(self) -> None:
        take = self.presenter.current
        self.stage.setCurrentWidget(self.empty if take is None else self._page)
        self.strip.set_current(take)
        if take is None:
            self.player.unload()
            return
        writes = take.request.task == "transcribe"
        self.result.setCurrentWidget(self.text if writes else self.player)
        # In line with what is below: the column of a text, the edge of a waveform.
        side = 24 if writes else 12
        self.spoken.setContentsMargins(side, 16, side, 8)
        if writes:
            self.player.unload()
            self.text.set_text(take.text)
            if take.path and not take.pieces:
                self.studio.read_text(take.path, lambda text: self._read(take, text), self.presenter.raise_error)
        elif take.path:
            self.player.load(take.path)
        else:
            self.player.unload()
        self._show_facts()

    def take_changed(self, take: Take) -> None:
        self.strip.take_changed(take)
        if take is self.presenter.current:
            self._show_facts()

    def _text_appended(self, take: Take, text: str) -> None:
        if take is self.presenter.current:
            self.text.append(text)

    def _read(self, take: Take, text: str) -> None:
        take.pieces = [text]
        if take is self.presenter.current:
            self.text.set_text(text)
            self._show_facts()

    def _load_thumbnail(self, take: Take) -> None:
        if take.thumbnail:
            path = take.thumbnail
            self.studio.background.run(
                lambda: load_picture(path, 128),
                lambda image: self.strip.set_thumbnail(take, image),
                lambda _info: None,
            )

    def _show_facts(self) -> None:
        take = self.presenter.current
        if take is None:
            return
        writes = take.request.task == "transcribe"
        for widget in (self.copy, self.to_text):
            widget.setVisible(writes)
            widget.setEnabled(bool(take.pieces))
        self.use.setVisible(not writes)
        self.use.setEnabled(take.state is TakeState.DONE)
        parts = [words.task(take.request.task), outcome(take)]
        recipe = getattr(take.asset, "recipe", None)
        request = getattr(recipe, "request", None)
        voice = getattr(request, "voice", "")
        if voice:
            parts.append(voice_name(voice))
        self.facts.setText(" · ".join(parts))
        self.bar.fit()
        source = take.request.input()
        said = take.request.prompt.strip() or (words.file_name(source.path) if source else "")
        self.spoken.setText(said if len(said) <= 400 else said[:400] + "…")
        self.spoken.setVisible(bool(said))

    # -- from the user --------------------------------------------------------------------------------------------

    def _language_chosen(self) -> None:
        if self.presenter.values["voice"] not in {v for _, v in self.presenter.voices()}:
            self.presenter.set_value("voice", "")
        self._fill_choices()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.selected_text() or self.text.text())
        self.studio.message.emit(self.tr("Copied."))

    def _send(self) -> None:
        self.studio.send_text(self.text.selected_text() or self.text.text(), "text")

    def _use_as_input(self) -> None:
        take = self.presenter.current
        if take is not None and take.path:
            self.presenter.take_as_input(take.path, take.asset.id if take.asset else "")

    def offer_files(self, paths: list[str]) -> bool:
        """Take a dropped sound as the input."""
        sound = next((p for p in paths if Path(p).suffix.lower().lstrip(".") in SOUNDS), "")
        if sound:
            # Looked at first: the sound before stays where this one is refused.
            self.studio.background.run(
                lambda: read_waveform(sound, 1),
                lambda _wave: self.presenter.take_as_input(sound),
                self.presenter.raise_error,
            )
        return bool(sound)

    # -- words ----------------------------------------------------------------------------------------------------

    def generate_text(self) -> str:
        return words.task(self.presenter.values["task"])

    def retranslate(self) -> None:
        super().retranslate()
        self.prompt.set_name(self.tr("Text to speak"), self.tr("What should be said?"))
        targets = {
            -14.0: self.tr("Streaming"),
            -16.0: self.tr("Podcast"),
            -19.0: self.tr("Podcast, mono"),
            -23.0: self.tr("Broadcast"),
        }
        self.loudness.set_choices([(v, f"{targets[v]} ({v:g} LUFS)".replace("-", "−")) for v in LOUDNESS])
        self.loudness.set_value(self.presenter.values["loudness"])
        for widget, text in (
            (self.regenerate, self.tr("Regenerate")),
            (self.copy, self.tr("Copy")),
            (self.to_text, self.tr("To text")),
            (self.use, self.tr("Use as input")),
        ):
            widget.setText(text)
            widget.setAccessibleName(text)
        self.regenerate.setToolTip(self.tr("Make another take (Ctrl+R)"))
        self.seed.set_name(words.setting("seed"))
        named(self.strip, self.tr("Takes"))
        named(self.text.editor, self.tr("Transcript"))
        self._fill_choices()
        self._describe_empty()
        self._show_facts()

    def _describe_empty(self) -> None:
        task = self.presenter.values["task"]
        if task == "speak":
            self.empty.set_texts(
                self.tr("Say something"),
                self.tr("Write what should be said on the left, or start from one of these."),
                [
                    self.tr("Welcome to the spring collection. It opens on the third of March at 9.30."),
                    "欢迎来到我们的设计工作室，今天天气很好。",
                    self.tr("Please mind the gap between the train and the platform."),
                ],
            )
        elif task == "transcribe":
            hint = self.tr("Drop a recording here or choose one on the left; its words come as a text.")
            self.empty.set_texts(words.task(task), hint, [])
        else:
            hint = self.tr("Drop a recording here or choose one on the left; the noise is taken out into a new sound.")
            self.empty.set_texts(words.task(task), hint, [])
