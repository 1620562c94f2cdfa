"""What a mode shows while there is no picture to work on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent

from studio.ui import words
from studio.ui.empty_state import EmptyState

if TYPE_CHECKING:
    from studio.ui.image.stage import Stage


class SourceNeeded(EmptyState):
    """Says what the task does and lets the picture be chosen."""

    def __init__(self, stage: Stage) -> None:
        super().__init__("image")
        self._stage = stage
        self.chosen.connect(lambda _text: stage.ask_for_source())
        stage.presenter.valueChanged.connect(self._value_changed)
        self._say()

    def _value_changed(self, name: str, _value: object) -> None:
        if name == "task":
            self._say()

    def _say(self) -> None:
        task = self._stage.presenter.values["task"]
        hint = self.tr("Drop a picture here, paste one, or choose it. It stays as it is; the result is a new one.")
        about = words.task_hint(task)
        self.set_texts(
            words.task(task),
            self.tr("{about}. {what_to_do}").format(about=about, what_to_do=hint) if about else hint,
            [self.tr("Choose a picture…")],
        )

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._say()
        super().changeEvent(event)
