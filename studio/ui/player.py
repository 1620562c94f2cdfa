"""Playing a sound. Qt's multimedia is loaded when it is first needed; without it the window works all the same."""

from __future__ import annotations

import contextlib
import logging
import os
from pathlib import Path
from typing import Any

from PySide6.QtCore import QLibraryInfo, QObject, QPluginLoader, QTimer, QUrl, Signal

log = logging.getLogger(__name__)
NO_SOUND_VARIABLE = "AIGC_STUDIO_NO_SOUND"
"""Set to any value to leave the sound system alone (tests, machines whose sound library crashes)."""


def load_libraries() -> None:
    """Bring the libraries of the sound system into memory: a tenth of a second that the GUI thread would otherwise
    spend at the first click on Play. For a background thread; what is missing is said when something is played."""
    if os.environ.get(NO_SOUND_VARIABLE):
        return
    with contextlib.suppress(ImportError):
        import PySide6.QtMultimedia  # noqa: F401

        plugins = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath), "multimedia")
        for file in plugins.glob("*multimediaplugin*"):
            QPluginLoader(str(file)).load()


class Player(QObject):
    """One sound at a time; positions in seconds. ``unavailable`` says once why nothing can be played."""

    positionChanged = Signal(float)
    playingChanged = Signal(bool)
    unavailable = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._player: Any = None
        self._output: Any = None
        self._path = ""
        self._loop = False
        self._start = 0.0  # where to begin, when it was chosen before the sound system was loaded
        self._reason: str | None = None
        self._timer = QTimer(self, interval=30)
        self._timer.timeout.connect(self._tick)

    @property
    def playing(self) -> bool:
        return self._timer.isActive()

    @property
    def reason(self) -> str:
        """Why nothing can be played, or ""; known after the first try."""
        return self._reason or ""

    def load(self, path: str) -> None:
        """The sound to play next; nothing is opened before it is played."""
        self.stop()
        self._path, self._start = path, 0.0
        if self._player is not None:
            self._player.setSource(QUrl.fromLocalFile(path) if path else QUrl())

    def toggle(self) -> None:
        self.pause() if self.playing else self.play()

    def play(self) -> None:
        if not self._path or not self.prepare():
            return
        if self._player.mediaStatus() == type(self._player).MediaStatus.EndOfMedia:
            self._player.setPosition(0)
        elif self._start:
            self._player.setPosition(round(self._start * 1000))
        self._start = 0.0
        self._player.play()
        self._timer.start()
        self.playingChanged.emit(True)

    def pause(self) -> None:
        if self._player is not None:
            self._player.pause()
        self._ended()

    def stop(self) -> None:
        if self._player is not None:
            self._player.stop()
        self._ended()

    def seek(self, seconds: float) -> None:
        self._start = seconds
        if self._player is not None:
            self._player.setPosition(round(seconds * 1000))

    def set_loop(self, loop: bool) -> None:
        self._loop = loop
        if self._player is not None:
            self._player.setLoops(-1 if loop else 1)

    def close(self) -> None:
        """Let go of the sound system."""
        self.stop()
        if self._player is not None:
            self._player.setSource(QUrl())
            self._player.deleteLater()
            self._output.deleteLater()
            self._player = self._output = None

    def prepare(self) -> bool:
        """Load the sound system; False (and ``unavailable``) when it or a device is missing."""
        if self._opened():
            return True
        if self._reason is None:
            self._reason = self._open()
        if not self._opened():
            self.unavailable.emit(self._reason)
            return False
        self._player.setSource(QUrl.fromLocalFile(self._path))
        self.set_loop(self._loop)
        return True

    def _opened(self) -> bool:
        return self._player is not None

    def _open(self) -> str:
        if os.environ.get(NO_SOUND_VARIABLE):
            return self.tr("Sound is switched off on this machine; the waveform can still be looked at and exported.")
        try:
            from PySide6.QtMultimedia import QAudioOutput, QMediaDevices, QMediaPlayer
        except ImportError as error:
            log.info("no QtMultimedia: %s", error)
            return self.tr(
                "Playing needs a sound library that is not there (on Debian and Ubuntu: libpulse0). Everything else works."
            )
        if not QMediaDevices.audioOutputs():
            return self.tr("No sound device was found; the waveform can still be looked at and exported.")
        self._player, self._output = QMediaPlayer(self), QAudioOutput(self)
        self._player.setAudioOutput(self._output)
        self._player.playbackStateChanged.connect(self._state_changed)
        self._player.errorOccurred.connect(lambda _error, text: self._failed(text))
        return ""

    def _state_changed(self, state: Any) -> None:
        if state == type(self._player).PlaybackState.StoppedState:
            self._ended()

    def _failed(self, text: str) -> None:
        log.info("playing failed: %s", text)
        self._ended()
        self.unavailable.emit(self.tr("This sound cannot be played here ({reason}).").format(reason=text))

    def _ended(self) -> None:
        if self._timer.isActive():
            self._timer.stop()
            self.playingChanged.emit(False)

    def _tick(self) -> None:
        if self._player is not None:
            self.positionChanged.emit(self._player.position() / 1000)
