"""What can be done to any finished picture with one click: trace it, describe it into the prompt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from studio.core import requests
from studio.core.errors import StudioError
from studio.core.models import none_for
from studio.core.pictures import See
from studio.core.requests import ImageRequest, InputRef

if TYPE_CHECKING:
    from studio.presenters.image_tab import ImageTabPresenter

_DESCRIBERS = ("caption", "tag")
"""Tasks whose text can be a prompt, the better one first."""


class PictureActions(QObject):
    """The actions of the image tab; the gallery uses them, too."""

    def __init__(self, tab: ImageTabPresenter) -> None:
        super().__init__(tab)
        self._tab = tab
        self._describing: set[str] = set()

    def trace(self, path: str, asset: str = "") -> bool:
        """Trace a picture as the tab's settings of tracing say; False when it cannot be run (the error is shown)."""
        request = ImageRequest(task="trace", trace=self._tab.values["trace"], inputs=_source(path, asset))
        return bool(self._submit(request))

    def describe(self, path: str, asset: str = "") -> bool:
        """Put a caption of the picture (or tags, where only they can be had) into the prompt."""
        models = self._tab.studio.models
        task = next((t for t in _DESCRIBERS if models.for_task(t)), "")
        if not task:
            self._tab.raise_error(none_for(_DESCRIBERS[0]).info)
            return False
        see = self._tab.values["see"] or See()
        current = self._tab.current
        job = self._submit(ImageRequest(task=task, see=see, inputs=_source(path, asset)))
        if job and current is not None:
            # What is looked at stays in view: the answer comes into the prompt.
            self._tab.select(current)
        if job:
            self._describing.add(job)
        return bool(job)

    def saved(self, job: str, asset: Any) -> None:
        """A result of the tab has been saved."""
        if job in self._describing:
            self._describing.discard(job)
            studio = self._tab.studio
            studio.read_text(studio.file_of(asset), self._take_text, studio.notice.emit)

    def _take_text(self, text: str) -> None:
        tab = self._tab
        if tab.values["task"] in requests.PROMPTLESS_TASKS:
            tab.set_value("task", tab.defaults()["task"])
        tab.set_value("prompt", " ".join(text.split())[: requests.PROMPT_LIMIT])
        tab.studio.message.emit(self.tr("The description is in the prompt; Ctrl+Z there takes it back."))

    def _submit(self, request: ImageRequest) -> str:
        self._tab.clear_error()
        try:
            return self._tab.submit(requests.validate(request))
        except StudioError as error:
            self._tab.raise_error(error.info)
            return ""


def _source(path: str, asset: str) -> tuple[InputRef, ...]:
    return (InputRef(path=path, asset=asset),)
