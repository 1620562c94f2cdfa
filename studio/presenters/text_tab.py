"""The text tab: prompts to streamed text, edits, and handing a text on to the other tabs."""

from __future__ import annotations

from typing import Any

import msgspec

from studio.core import requests
from studio.core.errors import ErrorInfo, StudioError
from studio.core.requests import InputRef, Message, Request, TextRequest
from studio.presenters.tab import TabPresenter
from studio.presenters.takes import Take, TakeState, ended_early

_OF_TAKES = frozenset({"history", "begun", "document"})
"""What a request has of the take that it goes on from: nothing that is set."""


def is_chat(take: Take) -> bool:
    return take.request.task == "chat"


def history_of(take: Take) -> tuple[Message, ...]:
    """The turns before the message that a take answers."""
    return take.request.history if isinstance(take.request, TextRequest) else ()


def _same_message(a: Take, b: Take) -> bool:
    return (history_of(a), a.request.prompt) == (history_of(b), b.request.prompt)


class TextTabPresenter(TabPresenter):
    kind = "text"

    def defaults(self) -> dict[str, Any]:
        return {**super().defaults(), "history": ()}

    def fitting(self, values: dict[str, Any]) -> dict[str, Any]:
        values = super().fitting(values)
        values["history"], values["inputs"] = values["history"] if values["task"] == "chat" else (), ()
        return values

    def uses(self, values: dict[str, Any], setting: str) -> bool:
        return setting not in _OF_TAKES

    def task_changed(self) -> None:
        super().task_changed()
        chat = self.values["task"] == "chat"
        if self.current is None or is_chat(self.current) is not chat:
            self.select(next((take for take in reversed(self.takes) if is_chat(take) is chat), None))

    def shows(self, take: Take) -> bool:
        return is_chat(take) is (self.values["task"] == "chat")

    def in_view(self) -> list[Take]:
        """The takes to step through: in a chat the answers to the same message, else all that are no chat."""
        at = self.current
        if at is None or not is_chat(at):
            return [take for take in self.takes if not is_chat(take)]
        return [take for take in self.takes if is_chat(take) and _same_message(take, at)]

    # -- chat -----------------------------------------------------------------------------------------------------

    def request(self, **changes: Any) -> Request:
        if self.values["task"] == "chat":
            changes = {"history": self.conversation(), **changes}
        return super().request(**changes)

    def generate(self) -> bool:
        if self.values["task"] != "chat":
            return super().generate()
        if self.current is not None and is_chat(self.current) and self.current.live:
            self.studio.message.emit(self.tr("Wait for the answer, or stop it."))
            return False
        sent = super().generate()
        if sent:
            self.set_value("prompt", "")
        return sent

    def again(self) -> dict[str, Any]:
        """In a chat another take is another answer to the same message."""
        if self.values["task"] == "chat" and self.current is not None and is_chat(self.current):
            return {"prompt": self.current.request.prompt, "history": history_of(self.current)}
        return {}

    def conversation(self) -> tuple[Message, ...]:
        """The turns so far: those of the take in view and its answer, when it is a chat."""
        take = self.current
        if take is None or not is_chat(take):
            return ()
        if not take.text:
            return history_of(take)
        return (*history_of(take), Message("user", take.request.prompt), Message("assistant", take.text))

    def new_conversation(self) -> None:
        """The next message begins afresh."""
        self.select(None)

    # -- a text that ended too early ------------------------------------------------------------------------------

    def can_go_on(self, take: Take | None) -> bool:
        return take is not None and take.draft is None and bool(take.text) and bool(ended_early(take))

    def go_on(self, take: Take) -> bool:
        """Another take that begins with this one's text; False when it cannot be run (the error is shown)."""
        self.clear_error()
        made = take.asset.recipe.request
        source = InputRef(path=take.path, asset=take.asset.id, role="document")
        changes = {"begun": take.text, "seed": None, "takes": 1, "inputs": (source,)}
        try:
            self.submit(requests.validate(msgspec.structs.replace(made, **changes)))
        except StudioError as error:
            self.raise_error(error.info)
            return False
        return True

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
