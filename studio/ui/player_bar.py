"""A sound to look at and listen to: waveform, play, loop, position, and a line that says why it cannot be played."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.presenters.sounds import Waveform, read_waveform
from studio.ui import icons, words
from studio.ui.base import Translated, button, label, name_tool, tool
from studio.ui.player import Player, load_libraries
from studio.ui.waveform import WaveformView, position_text

if TYPE_CHECKING:
    from studio.presenters.background import Task
    from studio.presenters.studio import StudioPresenter


class PlayerBar(Translated):
    """Give it a path with :meth:`load`; ``failed`` brings an ErrorInfo when it is not a sound."""

    failed = Signal(object)
    loaded = Signal()

    def __init__(self, studio: StudioPresenter, *, compact: bool = False) -> None:
        super().__init__()
        self._studio = studio
        self._task: Task | None = None
        self.wave = WaveformView()
        self.player = Player(self)
        self.play = button("play", "" if compact else "primary", self.player.toggle)
        self.loop = tool("loop", checkable=True)
        self.time = label("0:00", "hint")
        self.facts = label("", "caption")
        self.reason = label("", "caption", wrap=True)
        self.reason.hide()
        if compact:
            self.wave.setMinimumHeight(72)
            self.facts.hide()
        row = QHBoxLayout()
        row.setContentsMargins(*((0, 4, 0, 0) if compact else (12, 8, 12, 8)))
        row.setSpacing(8)
        for widget in (self.play, self.loop, self.time):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.facts)
        self.controls = QWidget()
        below = QVBoxLayout(self.controls)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(0)
        below.addLayout(row)
        reason_row = QHBoxLayout()
        reason_row.setContentsMargins(*((0, 2, 0, 0) if compact else (12, 0, 12, 8)))
        reason_row.addWidget(self.reason, 1)
        below.addLayout(reason_row)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.wave, 1000)
        layout.addWidget(self.controls)
        layout.addStretch(0 if compact else 1)
        self.play.setIconSize(QSize(16, 16))
        self.wave.seekWanted.connect(self._seek)
        self.wave.toggleWanted.connect(self.player.toggle)
        self.loop.toggled.connect(self.player.set_loop)
        self.player.positionChanged.connect(self._moved)
        self.player.playingChanged.connect(self._playing)
        self.player.unavailable.connect(self._unavailable)
        self._enable(False)
        self.retranslate()

    def load(self, path: str) -> None:
        """Show a sound; its waveform is read in the background."""
        self.unload()
        self.player.load(path)
        self._task = self._studio.background.run(lambda: read_waveform(path), self._read, self.failed.emit)
        self._studio.background.run(load_libraries)

    def unload(self) -> None:
        """Show nothing and let go of the file."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self.player.load("")
        self.wave.set_waveform(None)
        self.facts.clear()
        self._enable(False)
        self._show_time(0.0)

    def retranslate(self) -> None:
        self.wave.setAccessibleName(self.tr("Waveform: the arrow keys move the playhead, Space plays"))
        name_tool(self.loop, self.tr("Play in a loop"))
        self._playing(self.player.playing)
        wave = self.wave.waveform()
        if wave is not None:
            self._say_facts(wave)

    def hideEvent(self, event: QEvent) -> None:
        self.player.pause()

    def _enable(self, enabled: bool) -> None:
        self.play.setEnabled(enabled)
        self.loop.setEnabled(enabled)

    def _read(self, wave: Waveform) -> None:
        self._task = None
        self.wave.set_waveform(wave)
        self._say_facts(wave)
        self._enable(not self.player.reason)
        self._show_time(0.0)
        self.loaded.emit()

    def _say_facts(self, wave: Waveform) -> None:
        sound = self.tr("mono") if wave.channels == 1 else self.tr("stereo")
        self.facts.setText(f"{words.duration_text(wave.seconds)} · {wave.rate / 1000:g} kHz · {sound}")

    def _seek(self, seconds: float) -> None:
        self.player.seek(seconds)
        self._show_time(seconds)

    def _moved(self, seconds: float) -> None:
        self.wave.set_position(seconds)
        self._show_time(seconds)

    def _show_time(self, seconds: float) -> None:
        wave = self.wave.waveform()
        total = wave.seconds if wave else 0.0
        self.time.setText(f"{position_text(seconds, total)} / {position_text(total, total)}")

    def _playing(self, playing: bool) -> None:
        text = self.tr("Pause") if playing else self.tr("Play")
        self.play.setText(text)
        self.play.setAccessibleName(text)
        primary = self.play.property("role") == "primary"
        icons.set_icon(self.play, "pause" if playing else "play", "on_accent" if primary else "text")

    def _unavailable(self, reason: str) -> None:
        self.reason.setText(reason)
        self.reason.show()
        self._enable(False)
