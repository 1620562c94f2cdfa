"""What is seen of a take that has no picture: where it waits, what is being done for it, or why there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent

from studio.presenters.takes import Take, TakeState
from studio.ui import words
from studio.ui.empty_state import EmptyState
from studio.ui.translations import error_text

if TYPE_CHECKING:
    from studio.presenters.studio import StudioPresenter

_ICONS = {
    TakeState.WAITING: ("queue", "text2"),
    TakeState.RUNNING: ("sparkle", "accent_text"),
    TakeState.STOPPED: ("stop", "text2"),
    TakeState.FAILED: ("error", "danger"),
}


class TakeStatePage(EmptyState):
    def __init__(self, studio: StudioPresenter) -> None:
        super().__init__("queue")
        self._studio = studio
        self._take: Take | None = None
        studio.waiting.changed.connect(self.refresh)
        studio.image.progressChanged.connect(self.refresh)

    def show_take(self, take: Take) -> None:
        self._take = take
        self.refresh()

    def refresh(self) -> None:
        take = self._take
        if take is None or take.state not in _ICONS:
            self.set_texts("", "", [])
            return
        self.set_icon(*_ICONS[take.state])
        title, hint = words.state(take.state), ""
        if take.state is TakeState.WAITING:
            hint = self._place(take)
        elif take.state is TakeState.RUNNING:
            # The model is the first that a job needs, before its worker says so.
            phase = take.progress.phase if take.progress is not None else "loading"
            models = self._studio.models
            title = words.phase(phase, words.model_name(models.name_of(models.used_by(take.request))))
        elif take.error is not None:
            title, hint = error_text(take.error)
        self.set_texts(title, hint, [])

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.refresh()
        super().changeEvent(event)

    def _place(self, take: Take) -> str:
        if any(other.job == take.job and other.state is TakeState.RUNNING for other in self._studio.image.takes):
            return self.tr("It is made after the take before it.")
        ahead = self._studio.waiting.ahead(take.job)
        if not ahead:
            return self.tr("Next in the queue.")
        return self.tr("In the queue before it: {count}").format(count=ahead)
