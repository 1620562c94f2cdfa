"""“Improve this prompt”: a text job whose answer is offered in place of what was typed, never put there unasked."""

from __future__ import annotations

import enum
import re
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from studio.core.errors import ErrorInfo, InputError, StudioError
from studio.core.jobs import FINISHED, Job, JobState
from studio.core.prompting.glossary import Glossary
from studio.core.requests import TextRequest

if TYPE_CHECKING:
    from studio.presenters.tab import TabPresenter

TASK = "rewrite"
LENGTH = 4000
"""Characters of a prompt that are given to the model."""
ANSWER = 2000

SYSTEM = (
    "The text is a prompt for a model that draws pictures. Write one better prompt in the same language: keep the"
    " subject and every detail that is named, and add what is missing of setting, light, material, colour, composition"
    " and style. Write phrases separated by commas on one line, at most 60 words. Describe only what can be seen. Keep"
    " anything in curly braces or between double underscores exactly as it is. No explanation, no quotation marks."
)
_LABEL = re.compile(
    r"^\s*(?:(?:improved|better|new|rewritten|final)?\s*prompt|rewritten text|答案|提示词|改写后?)\s*[:：]\s*",
    re.IGNORECASE,
)


class State(enum.StrEnum):
    IDLE = "idle"
    NO_MODEL = "no-model"
    RUNNING = "running"
    OFFERED = "offered"
    NOTHING = "nothing"
    FAILED = "failed"


class Improver(QObject):
    """One suggestion at a time. ``original`` is what was typed, ``answer`` what the model has written so far."""

    changed = Signal()

    def __init__(self, tab: TabPresenter) -> None:
        super().__init__(tab)
        self._tab, self._studio = tab, tab.studio
        self.state = State.IDLE
        self.original = self.answer = ""
        self.error: ErrorInfo | None = None
        self._job = ""
        self._pieces: list[str] = []

    def start(self) -> None:
        """Ask the text model for a better prompt; says so when there is none."""
        self.dismiss()
        prompt = self._tab.values["prompt"].strip()
        if not prompt:
            return self._fail(InputError("prompt-empty").info)
        if self._studio.models.loaded and not self._studio.models.for_task(TASK):
            return self._become(State.NO_MODEL)
        self.original, self._pieces = prompt, []
        request = TextRequest(
            task=TASK, prompt=prompt[:LENGTH], system=SYSTEM, temperature=0.7, top_p=0.9, max_tokens=220
        )
        try:
            self._job = self._studio.engine.submit(request)
        except StudioError as error:
            return self._fail(error.info)
        return self._become(State.RUNNING)

    def dismiss(self) -> None:
        """Drop the suggestion; a job under way is cancelled."""
        if self.state is State.RUNNING:
            self._studio.engine.cancel(self._job)
        self.answer, self.error = "", None
        self._become(State.IDLE)

    # -- events, handed on by the studio ----------------------------------------------------------------------------

    def owns(self, job_id: str) -> bool:
        return bool(job_id) and job_id == self._job

    def job_changed(self, job: Job) -> None:
        if self.state is not State.RUNNING or job.state not in FINISHED:
            return
        if job.state is JobState.DONE:
            self.answer = cleaned("".join(self._pieces))
            same = self.answer.strip(" .。").casefold() == self.original.strip(" .。").casefold()
            self._become(State.NOTHING if same or not self.answer else State.OFFERED)
        elif job.error is not None:
            self._fail(job.error)
        else:
            self._become(State.IDLE)

    def append(self, text: str) -> None:
        if self.state is State.RUNNING:
            self._pieces.append(text)
            self.answer = cleaned("".join(self._pieces))
            self.changed.emit()

    @property
    def other_language(self) -> bool:
        """Whether the answer left the language of the prompt."""
        return Glossary.needed(self.original) != Glossary.needed(self.answer)

    def _fail(self, info: ErrorInfo) -> None:
        self.error = info
        self._become(State.FAILED)

    def _become(self, state: State) -> None:
        if state is not self.state:
            self.state = state
            self.changed.emit()


def cleaned(answer: str) -> str:
    """The prompt in a model's answer: one line, without a heading and quotation marks around it."""
    text = re.sub(r"\s+", " ", answer[: 2 * ANSWER]).strip()
    text = _LABEL.sub("", text)
    quotes: dict[str, Any] = {'"': '"', "“": "”", "'": "'", "「": "」", "`": "`", "*": "*"}
    while len(text) > 1 and quotes.get(text[0]) == text[-1]:
        text = text[1:-1].strip()
    return text[:ANSWER].rstrip()
