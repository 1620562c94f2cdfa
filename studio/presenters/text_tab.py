"""The text tab: prompts to streamed text, edits, and handing a text on to the other tabs."""

from __future__ import annotations

from typing import Any

from studio.core.errors import ErrorInfo
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

    # -- edits ----------------------------------------------------------------------------------------------------

    def edit(self, take: Take) -> None:
        """Begin to edit; the draft stays with its take until it is saved or discarded."""
        if take.asset is not None and take.draft is None:
            take.draft = take.text
            self.takeChanged.emit(take)

    def discard_edit(self, take: Take) -> None:
        take.draft = None
        self.takeChanged.emit(take)

    def save_edit(self, take: Take) -> None:
        """Keep the draft as a new asset whose parent is the take's; the take itself stays as it was."""
        text, take.draft = take.draft, None
        self.takeChanged.emit(take)
        if take.asset is None or text is None or text == take.text:
            return
        asset_id, store = take.asset.id, self.studio.services.project.store

        def failed(info: ErrorInfo) -> None:
            take.draft = text
            self.takeChanged.emit(take)
            self.raise_error(info)

        def saved(asset: Any) -> None:
            # Another project may be open by now.
            if store is self.studio.services.project.store:
                self._edited(take, asset, text)

        self.studio.write(lambda: store.edit_text(asset_id, text), saved, failed)

    def save_drafts(self) -> None:
        """Save every edit that is under way: the project is about to be closed."""
        for take in self.takes:
            self.save_edit(take)

    def _edited(self, source: Take, asset: Any, text: str) -> None:
        take = Take(
            job=f"edit-{asset.id}",
            index=0,
            request=source.request,
            state=TakeState.DONE,
            asset=asset,
            path=self.studio.file_of(asset),
            seed=source.seed,
            pieces=[text],
        )
        self.takes.append(take)
        self.takesChanged.emit()
        if self.current is source:
            self.select(take)
        self.studio.assetSaved.emit(asset)
        self.studio.message.emit(self.tr("Saved as a new text; the one before stays as it was."))
