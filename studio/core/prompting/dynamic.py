"""Wildcards and alternatives: a prompt that becomes another text with every seed, and the same one with the same seed.

``{red|blue}`` is one of several, ``{3::red|blue}`` red three times as often, ``{2$$red|blue|green}`` two of them (joined
by a comma), ``{1-2$$ and $$red|blue}`` one or two joined by “ and ”, ``__animals/birds__`` a line of a wildcard file,
``__animals/*__`` a line of any that fits. All of it nests. A backslash keeps ``{``, ``}``, ``|`` and ``_`` as they are.

Reading is tolerant (:func:`parse` lists what is wrong, for the editor); :class:`Expander` refuses what it cannot run.
"""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from studio.core.errors import InputError
from studio.core.requests import PROMPT_LIMIT

NESTING = 16
"""Braces within braces."""

FILES_WITHIN = 8
"""Wildcard files whose entries name one another."""

STEPS = 20_000
"""Choices that one prompt may take."""

_PLAIN = re.compile(r"[^{}|\\_]+")
_WILDCARD = re.compile(r"__([^\W_][\w\-./* ]{0,99}?|\*)__")
_COUNT = re.compile(r"\s*(?:(\d{1,3})?(-)(\d{1,3})?|(\d{1,3}))\$\$(?:([^{}|$\\]{0,40})\$\$)?")
_WEIGHT = re.compile(r"\s*(\d{1,6}(?:\.\d{1,6})?)::")
_SYNTAX = re.compile(r"[{}]|\\[|_]|__[^\W_]|__\*__")
_ESCAPED = "{}|_"


class Options(NamedTuple):
    """What a wildcard can become. ``weights`` is empty when all are as likely."""

    texts: tuple[str, ...]
    weights: tuple[float, ...] = ()


Lookup: TypeAlias = Callable[[str], Options | None]
"""The entries of a wildcard by its name; None when there is none of that name."""


class Problem(NamedTuple):
    """What cannot be read: an error code of :mod:`studio.core.errors` and where it stands."""

    code: str
    start: int
    end: int


class Mark(NamedTuple):
    """A piece of syntax and where it stands. ``kind`` is ``alternative`` or ``wildcard``."""

    kind: str
    start: int
    end: int
    name: str = ""


@dataclass(frozen=True)
class Wildcard:
    name: str


@dataclass(frozen=True)
class Choice:
    """``low`` to ``high`` of the options, joined. ``high`` None means: as many as there are."""

    options: tuple[tuple[float, tuple[Node, ...]], ...]
    low: int = 1
    high: int | None = 1
    joiner: str = ", "


Node: TypeAlias = "str | Wildcard | Choice"


@dataclass(frozen=True)
class Parsed:
    nodes: tuple[Node, ...]
    marks: tuple[Mark, ...]
    problems: tuple[Problem, ...]

    @property
    def random(self) -> bool:
        """Whether the seed has a say."""
        return any(not isinstance(node, str) for node in self.nodes)


@dataclass
class _Frame:
    start: int
    count: tuple[int, int | None, str] = (1, 1, ", ")
    weight: float = 1.0
    nodes: list[Node] = field(default_factory=list)
    options: list[tuple[float, tuple[Node, ...]]] = field(default_factory=list)

    def end_option(self) -> None:
        self.options.append((self.weight, tuple(self.nodes)))
        self.weight, self.nodes = 1.0, []

    def close(self) -> Choice:
        self.end_option()
        return Choice(tuple(self.options), *self.count)


def is_dynamic(text: str) -> bool:
    """Whether running the prompt may give another text than was typed."""
    return bool(_SYNTAX.search(text))


def parse(text: str) -> Parsed:
    """The prompt taken apart. Never raises; what is wrong is kept as text and listed in ``problems``."""
    root = _Frame(-1)
    stack = [root]
    marks: list[Mark] = []
    problems: list[Problem] = []
    at = 0
    while at < len(text):
        top, char = stack[-1], text[at]
        if plain := _PLAIN.match(text, at):
            top.nodes.append(plain[0])
            at = plain.end()
        elif char == "\\":
            follower = text[at + 1 : at + 2]
            top.nodes.append(follower if follower and follower in _ESCAPED else char + follower)
            at += 2
        elif char == "_":
            found = _WILDCARD.match(text, at)
            top.nodes.append(Wildcard(found[1]) if found else char)
            if found:
                marks.append(Mark("wildcard", at, found.end(), found[1]))
            at = found.end() if found else at + 1
        elif char == "{":
            if len(stack) > NESTING:
                return Parsed(_joined(root.nodes), tuple(marks), (*problems, Problem("prompt-nested", at, at + 1)))
            stack.append(_Frame(at))
            at = _open(text, at, stack[-1], marks)
        elif char == "|" and len(stack) > 1:
            top.end_option()
            at = _begin_option(text, at, top, marks)
        elif char == "}" and len(stack) > 1:
            stack.pop()
            stack[-1].nodes.append(top.close())
            marks.append(Mark("alternative", at, at + 1))
            at += 1
        else:
            if char == "}":
                problems.append(Problem("prompt-unopened", at, at + 1))
            top.nodes.append(char)
            at += 1
    problems += [Problem("prompt-unclosed", frame.start, frame.start + 1) for frame in stack[1:]]
    return Parsed(_joined(root.nodes), tuple(marks), tuple(sorted(problems, key=lambda p: p.start)))


def _open(text: str, at: int, frame: _Frame, marks: list[Mark]) -> int:
    """Read what stands behind ``{``: how many are wanted, and the first option's weight. Where to go on."""
    count = _COUNT.match(text, at + 1)
    if count is None:
        return _begin_option(text, at, frame, marks)
    low, dash, high, exact, joiner = count.groups()
    if dash:
        frame.count = int(low or 1), int(high) if high else None, ", " if joiner is None else joiner
    else:
        frame.count = int(exact), int(exact), ", " if joiner is None else joiner
    marks.append(Mark("alternative", at, at + 1))
    return _begin_option(text, count.end() - 1, frame, marks, since=at + 1)


def _begin_option(text: str, at: int, frame: _Frame, marks: list[Mark], since: int | None = None) -> int:
    """Read the weight behind the ``{``, ``|`` or ``$`` at ``at``. Where to go on."""
    weight = _WEIGHT.match(text, at + 1)
    if weight:
        frame.weight = float(weight[1])
    end = weight.end() if weight else at + 1
    marks.append(Mark("alternative", at if since is None else since, end))
    return end


def _joined(nodes: list[Node]) -> tuple[Node, ...]:
    """The nodes with texts that follow one another made one."""
    joined: list[Node] = []
    for text, group in itertools.groupby(nodes, lambda node: isinstance(node, str)):
        run = list(group)
        joined += ["".join(map(str, run))] if text else run
    return tuple(joined)


def no_wildcards(name: str) -> Options | None:
    """A lookup that knows no file."""
    return None


class Expander:
    """Expands prompts with the wildcards that ``lookup`` finds. ``known`` are their names, for the error message."""

    def __init__(self, lookup: Lookup = no_wildcards, known: tuple[str, ...] = ()) -> None:
        self._lookup, self._known = lookup, known
        self._cache: dict[str, Parsed] = {}
        self._steps = self._length = 0

    def expand(self, text: str, seed: int, *, salt: str = "") -> str:
        """The text that ``seed`` makes of a prompt; ``salt`` tells several texts of one request apart.

        Raises :class:`InputError` ``prompt-unclosed``, ``prompt-unopened``, ``prompt-nested``, ``prompt-grows``,
        ``wildcard-missing``, ``wildcard-empty`` or ``wildcard-loop``.
        """
        if not is_dynamic(text):
            return text
        parsed = self._parse(text)
        if parsed.problems:
            raise syntax_error(parsed.problems[0])
        if not parsed.random:
            return "".join(str(node) for node in parsed.nodes)
        self._steps = self._length = 0
        # Made from a text, neighbouring seeds have nothing in common; only its random() is the same in every Python.
        chance = random.Random(f"{seed} {salt}")
        return tidy(self._run(parsed.nodes, chance, ()))

    def _parse(self, text: str) -> Parsed:
        if text not in self._cache:
            if len(self._cache) > 1000:
                self._cache.clear()
            self._cache[text] = parse(text)
        return self._cache[text]

    def _run(self, nodes: tuple[Node, ...], chance: random.Random, files: tuple[str, ...]) -> str:
        pieces: list[str] = []
        for node in nodes:
            if isinstance(node, str):
                pieces.append(self._counted(node))
            elif isinstance(node, Wildcard):
                pieces.append(self._entry(node.name, self._options(node.name, files), chance, files))
            else:
                pieces.append(self._choose(node, chance, files))
        return "".join(pieces)

    def _choose(self, choice: Choice, chance: random.Random, files: tuple[str, ...]) -> str:
        only = choice.options[0][1] if len(choice.options) == 1 else ()
        several = choice.high != 1
        if several and len(only) == 1 and isinstance(only[0], Wildcard):
            # {2$$__animals__}: two different lines of one file.
            name = only[0].name
            options = self._options(name, files)
            picked = self._pick(choice, len(options.texts), options.weights, chance)
            one = [self._entry(name, Options((options.texts[n],)), chance, files) for n in picked]
        else:
            weights = tuple(weight for weight, _ in choice.options)
            picked = self._pick(choice, len(choice.options), weights, chance)
            one = [self._run(choice.options[n][1], chance, files) for n in picked]
        self._counted(choice.joiner * max(0, len(one) - 1))
        return choice.joiner.join(t for t in map(str.strip, one) if t) if several else "".join(one)

    def _pick(self, choice: Choice, size: int, weights: tuple[float, ...], chance: random.Random) -> list[int]:
        high = size if choice.high is None else min(choice.high, size)
        low = min(choice.low, high)
        self._step(size)
        count = low + int(chance.random() * (high - low + 1)) if high > low else high
        left = list(range(size))
        picked: list[int] = []
        for _ in range(count):
            self._step(len(left) if weights else 0)
            at = _draw([weights[n] for n in left] if weights else None, len(left), chance)
            picked.append(left.pop(at))
        return picked

    def _options(self, name: str, files: tuple[str, ...]) -> Options:
        if name in files or len(files) >= FILES_WITHIN:
            raise InputError("wildcard-loop", name=name)
        options = self._lookup(name)
        if options is None:
            shown = ", ".join(self._known[:20]) + (" …" if len(self._known) > 20 else "")
            raise InputError("wildcard-missing", name=name, known=shown or "–")
        if not options.texts:
            raise InputError("wildcard-empty", name=name)
        return options

    def _entry(self, name: str, options: Options, chance: random.Random, files: tuple[str, ...]) -> str:
        self._step(len(options.weights))
        text = options.texts[_draw(options.weights or None, len(options.texts), chance)]
        parsed = self._parse(text)
        if parsed.problems:
            raise InputError("wildcard-damaged", name=name, entry=text[:80])
        return self._run(parsed.nodes, chance, (*files, name))

    def _step(self, size: int = 0) -> None:
        """One more choice, out of so many that are looked at one by one."""
        self._steps += 1 + size // 200
        if self._steps > STEPS:
            raise InputError("prompt-grows", limit=f"{STEPS:,}")

    def _counted(self, text: str) -> str:
        self._length += len(text)
        if self._length > PROMPT_LIMIT:
            raise InputError("prompt-too-long", length=f"{self._length:,}", limit=f"{PROMPT_LIMIT:,}")
        return text


def syntax_error(problem: Problem) -> InputError:
    """The error that a problem of :func:`parse` is when the prompt is to be run."""
    return InputError(problem.code, place=problem.start + 1, limit=NESTING)


def tidy(text: str) -> str:
    """Without the double blanks and commas that empty alternatives leave behind."""
    text = re.sub(r"[ \t]{2,}", " ", text)
    text = re.sub(r"[ \t]+(?=,)", "", text)
    return re.sub(r",(?:[ \t]*,)+", ",", text).strip(" \t")


def _draw(weights: list[float] | tuple[float, ...] | None, size: int, chance: random.Random) -> int:
    """A number below ``size``; with weights each as often as its weight says (all 0: as likely)."""
    where = chance.random()
    total = sum(weights) if weights else 0.0
    if not weights or total <= 0:
        return min(size - 1, int(where * size))
    where *= total
    for n, weight in enumerate(weights):
        where -= weight
        if where < 0:
            return n
    return max(n for n, weight in enumerate(weights) if weight > 0)
