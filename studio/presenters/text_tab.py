"""The text tab: prompts to streamed text, edits, and handing a text on to the other tabs."""

from __future__ import annotations

from typing import Any

from studio.core.requests import Message, TextRequest
from studio.presenters.tab import TabPresenter
from studio.presenters.takes import Take, TakeState


class TextTabPresenter(TabPresenter):
    kind = "text"

    def defaults(self) -> dict[str, Any]:
        return {**super().defaults(), "history": ()}

    def fitting(self, values: dict[str, Any]) -> dict[str, Any]:
        values = super().fitting(values)
        values["history"] = values["history"] if values["task"] == "chat" else ()
        return values

    def generate(self) -> bool:
        if self.values["task"] == "chat":
            self.values["history"] = self.conversation()
        return super().generate()

    def conversation(self) -> tuple[Message, ...]:
        """The turns so far: those of the take in view and its answer, when it is a finished chat."""
        take = self.current
        if take is None or take.state is not TakeState.DONE or not isinstance(take.request, TextRequest):
            return ()
        if take.request.task != "chat" or not take.text:
            return ()
        turns = (Message("user", take.request.prompt), Message("assistant", take.text))
        return take.request.history + turns

    def new_conversation(self) -> None:
        """The next chat prompt begins afresh."""
        self.values["history"] = ()
        self.select(None)

    def save_edit(self, take: Take, text: str) -> None:
        """Keep an edited text as a new asset whose parent is the take's; the take itself stays as it was."""
        if take.asset is None:
            return
        asset_id = take.asset.id
        store = self.studio.services.project.store
        self.studio.write(lambda: store.edit_text(asset_id, text), self._edited, self.raise_error)

    def _edited(self, asset: Any) -> None:
        source = self.current
        if source is None:
            return
        take = Take(job=f"edit-{asset.id}", index=0, request=source.request, state=TakeState.DONE, asset=asset)
        take.path, take.seed = self.studio.file_of(asset), source.seed
        self.studio.read_text(take.path, lambda text: self._show_edit(take, text), self.raise_error)

    def _show_edit(self, take: Take, text: str) -> None:
        take.pieces = [text]
        self.takes.append(take)
        self.takesChanged.emit()
        self.select(take)
