"""What can be said of a prompt while it is typed: its tokens, its syntax, and words that the model does not know."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from studio.core.errors import ErrorInfo, InputError, StudioError
from studio.core.models import InstalledModel
from studio.core.prompting import attention, dynamic, weights
from studio.core.prompting.glossary import Glossary, Translation
from studio.library import languages
from studio.library.tokens import TokenCount, TokenCounters, approximate_tokens
from studio.presenters.background import Task
from studio.settings.prompts import preparing
from studio.settings.prompts.book import Book

if TYPE_CHECKING:
    from studio.presenters.tab import TabPresenter

DELAY_MS = 200
MARKED = 20_000
"""Characters of a prompt whose syntax is shown in colour and whose English is told."""


class Mark(NamedTuple):
    """A stretch of the prompt (code points): ``alternative``, ``wildcard``, ``weight`` or ``problem``."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True)
class Facts:
    """``text`` is the prompt they are about. ``run`` is an example of what its alternatives and styles become (that of
    the seed, where it is kept), "" when they are none. ``english`` is what the glossary makes of it, ``unknown`` the
    words that it does not know. ``error`` is what keeps the prompt from being run. ``language`` is that of a text to
    speak."""

    text: str
    count: TokenCount
    marks: tuple[Mark, ...] = ()
    run: str = ""
    english: str = ""
    unknown: tuple[str, ...] = ()
    error: ErrorInfo | None = None
    language: str = ""


@dataclass(frozen=True)
class Question:
    """All that the answer depends on, taken together in the GUI thread."""

    text: str
    pictured: bool
    """Whether it is a prompt for a picture: the others have no syntax."""
    model: InstalledModel | None
    book: Book
    styles: tuple[str, ...] = ()
    seed: int = 0
    spoken: bool = False


class PromptFacts(QObject):
    """``facts`` are the latest ones, None before the first; ``changed`` when they are others."""

    changed = Signal()

    def __init__(self, tab: TabPresenter) -> None:
        super().__init__(tab)
        self._tab, self._studio = tab, tab.studio
        self.facts: Facts | None = None
        self._task: Task | None = None
        self._stopped = False
        self._counters = TokenCounters()
        self._glossaries: dict[str, Glossary | None] = {}
        self._timer = QTimer(self, singleShot=True, interval=DELAY_MS)
        self._timer.timeout.connect(self.refresh)

    def watch(self) -> None:
        """Begin: the tab has a view."""
        self._tab.valueChanged.connect(self._value_changed)
        self._tab.modelsChanged.connect(self._soon)
        self._studio.book.changed.connect(self._soon)
        self._soon()

    def stop(self) -> None:
        """Work out no more: the window closes."""
        self._stopped = True
        self._timer.stop()

    def _value_changed(self, name: str, _value: object) -> None:
        if name in ("prompt", "model", "task", "styles", "seed", "seed_locked"):
            self._soon()

    def _soon(self) -> None:
        if not self._stopped:
            self._timer.start()

    def refresh(self) -> None:
        """Work them out anew, in the background."""
        if self._task is not None:
            self._task.cancel()
        question = self._question()
        self._task = self._studio.background.run(lambda: self._answer(question), self._show)

    def _question(self) -> Question:
        tab, values = self._tab, self._tab.values
        chosen = values["model"] or self._studio.models.defaults.get(values["task"], "")
        model = next((m for m in self._studio.models.installed if m.spec.id == chosen), None)
        return Question(
            values["prompt"],
            tab.kind == "image",
            model,
            self._studio.book.book,
            tuple(values.get("styles", ())),
            values["seed"] if tab.seed_locked else 0,
            values["task"] == "speak",
        )

    def _show(self, facts: Facts) -> None:
        if facts != self.facts:
            self.facts = facts
            self.changed.emit()

    # -- in the background ----------------------------------------------------------------------------------------

    def _answer(self, question: Question) -> Facts:
        text, run, error = question.text, question.text, None
        try:
            run = self._run(question)
        except InputError as problem:
            error = problem.info
        glossary = self._glossary(question.model) if question.pictured else None
        told = glossary is not None and len(run) <= MARKED and Glossary.needed(run)
        said = glossary.translate(run) if glossary is not None and told else Translation("")
        return Facts(
            text,
            self._count(said.text or run, question),
            _marks(text, question.book) if question.pictured and len(text) <= MARKED else (),
            run if run != text else "",
            said.text,
            said.unknown,
            error,
            languages.detect(text) if question.spoken else "",
        )

    def _run(self, question: Question) -> str:
        if not question.pictured or not question.text.strip():
            return question.text
        book = question.book
        styles = [book.styles.need(name) for name in question.styles]
        return preparing.run_prompt(question.text, styles, book.expander(), question.seed)

    def _count(self, text: str, question: Question) -> TokenCount:
        counter = self._counters.get(question.model) if question.model is not None else None
        if counter is None:
            words = attention.plain(text) if question.pictured else text
            return TokenCount(approximate_tokens(words), exact=False)
        return counter.count(text, weighted=question.pictured)

    def _glossary(self, model: InstalledModel | None) -> Glossary | None:
        name = model.spec.options.get("glossary") if model is not None else None
        if model is None or not name:
            return None
        path = Path(model.folder) / Path(str(name)).name
        if str(path) not in self._glossaries:
            try:
                self._glossaries[str(path)] = Glossary.read(path)
            except StudioError:
                # The job says that the file is damaged; here it only means that nothing can be said.
                self._glossaries[str(path)] = None
        return self._glossaries[str(path)]


def _marks(text: str, book: Book) -> tuple[Mark, ...]:
    parsed = dynamic.parse(text)
    marks = [
        Mark("problem" if m.kind == "wildcard" and book.wildcards.get(m.name) is None else m.kind, m.start, m.end)
        for m in parsed.marks
    ]
    marks += [Mark("problem", p.start, p.end) for p in parsed.problems]
    pairs, single = weights.brackets(text)
    for pair in pairs:
        begin = weights.number_at(text, pair)
        marks += [Mark("weight", pair.start, pair.start + 1), Mark("weight", begin, pair.end)]
    marks += [Mark("problem", at, at + 1) for at in single]
    return tuple(sorted(marks, key=lambda mark: (mark.start, mark.end)))
