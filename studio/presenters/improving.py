"""“Improve this prompt”: a text job whose answer is offered in place of what was typed, never put there unasked."""

from __future__ import annotations

import enum
import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.core.errors import ErrorInfo, InputError, StudioError
from studio.core.jobs import FINISHED, Job, JobState
from studio.core.prompting.glossary import Glossary
from studio.core.requests import Message, TextRequest

if TYPE_CHECKING:
    from studio.presenters.tab import TabPresenter

TASK = "write"
LENGTH = 4000
"""Characters of a prompt that are given to the model."""
WORDS = 70
"""Of an answer; in Chinese each character counts as half a word."""

SYSTEM = (
    "You write prompts for a model that draws pictures. The user names a subject; you answer with one prompt in the same"
    " language: the subject with every detail the user named, then setting, light, material, colour and style, in phrases"
    " separated by commas on one line. Describe only what can be seen. Keep anything in curly braces or between double"
    " underscores exactly as it is. No explanation, no quotation marks."
)
EXAMPLES = {
    "en": (
        (
            "a cup of tea",
            "a white porcelain cup of tea on an old oak table, steam rising, soft morning light from a window, warm brown"
            " and cream tones, shallow depth of field, quiet still life photograph",
        ),
        (
            "city at night, watercolour",
            "a narrow city street at night after rain, glowing shop windows reflected on wet stones, people with"
            " umbrellas, deep blue and amber tones, loose watercolour on rough paper",
        ),
    ),
    "zh": (
        ("一杯茶", "一只白瓷茶杯放在旧橡木桌上，热气升起，窗边柔和的晨光，温暖的棕色与米色，浅景深，安静的静物摄影"),
        (
            "夜晚的城市，水彩",
            "雨后夜晚的狭窄街道，橱窗的光映在湿石板上，撑伞的行人，深蓝与琥珀色调，粗纹纸上的写意水彩",
        ),
    ),
}
"""What small models need more than instructions: the form of an answer, in the language of the prompt."""

_LABEL = re.compile(
    r"^\s*(?:(?:improved|better|new|rewritten|final)?\s*prompt|rewritten text|答案|提示词|改写后?)\s*[:：]\s*",
    re.IGNORECASE,
)
_SYNTAX = re.compile(r"\{[^{}]*\}|__[^\W_][\w\-./*]*?__")
_STUTTER = re.compile(r"(.{1,12}?)\1{4,}")
"""The same few characters five times over: from there on a small model only repeats itself."""


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
        self.model = ""
        """The name of the model that writes, where it was not made for the language of the prompt; else ""."""
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
        language = "zh" if Glossary.needed(prompt) else "en"
        turns = (m for asked, said in EXAMPLES[language] for m in (Message("user", asked), Message("assistant", said)))
        request = TextRequest(
            task=TASK,
            prompt=prompt[:LENGTH],
            model=self._choose(language),
            system=SYSTEM,
            history=tuple(turns),
            temperature=0.6,
            top_p=0.9,
            max_tokens=160,
        )
        try:
            self._job = self._studio.engine.submit(request)
        except StudioError as error:
            return self._fail(error.info)
        return self._become(State.RUNNING)

    def _choose(self, language: str) -> str:
        """The best text model that was made for a language; "" when there is none: then the best of all writes."""
        able = self._studio.models.for_task(TASK)
        fitting = [m for m in able if not m.spec.languages or language in m.spec.languages]
        self.model = "" if fitting or not able else able[0].spec.name
        return fitting[0].spec.id if fitting else ""

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

    @property
    def lost(self) -> tuple[str, ...]:
        """The lists and alternatives of the prompt, as they are written there, that the answer has not kept."""
        written = (m[0] for m in _SYNTAX.finditer(self.original))
        return tuple(dict.fromkeys(w for w in written if w not in self.answer))

    def _fail(self, info: ErrorInfo) -> None:
        self.error = info
        self._become(State.FAILED)

    def _become(self, state: State) -> None:
        if state is not self.state:
            self.state = state
            self.changed.emit()


def cleaned(answer: str) -> str:
    """The prompt in a model's answer: one line, no heading, no quotation marks around it, no phrase twice, not too long."""
    text = re.sub(r"\s+", " ", answer[:8000]).strip()
    text = _LABEL.sub("", text)
    quotes = {'"': '"', "“": "”", "'": "'", "「": "」", "`": "`", "*": "*"}
    while len(text) > 1 and quotes.get(text[0]) == text[-1]:
        text = text[1:-1].strip()
    stutter = _STUTTER.search(text)
    if stutter is not None:
        text = text[: stutter.end(1)]
    return _phrases(text)


def _phrases(text: str) -> str:
    """The phrases between commas, each once, as many as :data:`WORDS` allows."""
    parts = re.split(r"([,，])", text)
    kept: list[str] = []
    seen: set[str] = set()
    length = 0.0
    for phrase, comma in zip(parts[::2], ["", *parts[1::2]], strict=True):
        key = phrase.strip(" .。").casefold()
        length += len(phrase) / 2 if Glossary.needed(phrase) else len(phrase.split())
        if kept and length > WORDS:
            break
        if key and key not in seen:
            seen.add(key)
            kept.append((comma + (" " if comma == "," else "") if kept else "") + phrase.strip())
    return "".join(kept)
