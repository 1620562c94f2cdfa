"""Weights in prompts, as A1111's web UI reads them.

``(word)`` weighs 1.1 times more and ``[word]`` 1.1 times less, ``(word:1.3)`` as much as it says; brackets nest and
multiply. ``\\(``, ``\\)``, ``\\[``, ``\\]`` and ``\\\\`` are the characters themselves. What is opened and never closed
goes to the end; what closes nothing is text. ``BREAK`` (in capitals, a word of its own) begins a new section.
Source: https://github.com/AUTOMATIC1111/stable-diffusion-webui/wiki/Features#attentionemphasis
"""

from __future__ import annotations

import math
import re
from typing import NamedTuple

ROUND, SQUARE = 1.1, 1 / 1.1
"""What a pair of round or square brackets multiplies the weight by."""

LIMIT = 100.0
"""Weights are kept within ±100: far less ruins any picture, and deep nesting would overflow."""

_TOKEN = re.compile(
    r"""
      \\(?P<escaped>[()\[\]\\])
    | (?P<open>[(\[])
    | :\s*(?P<weight>[+-]?(?:\d+\.?\d*|\.\d+))\s*\)
    | (?P<close>[)\]])
    | (?P<text>[^\\()\[\]:]+|[\\:])
    """,
    re.VERBOSE,
)
_BREAK = re.compile(r"\s*\bBREAK\b\s*")


class Piece(NamedTuple):
    """A run of text of one weight."""

    text: str
    weight: float


Section = tuple[Piece, ...]


def parse(prompt: str) -> tuple[Section, ...]:
    """The sections between ``BREAK`` (at least one), each with its pieces; neighbours differ in weight.

    Takes time linear in the prompt's length, whatever its brackets.
    """
    sections: list[list[Piece]] = [[]]
    for text, weight in _weighted(prompt):
        first, *others = _BREAK.split(text)
        _append(sections[-1], first, weight)
        for part in others:
            sections.append([])
            _append(sections[-1], part, weight)
    return tuple(tuple(section) for section in sections)


def plain(prompt: str) -> str:
    """The words alone: without weights, brackets and escapes; sections are joined by a comma."""
    parts = ("".join(piece.text for piece in section).strip(" ,") for section in parse(prompt))
    return ", ".join(part for part in parts if part)


def is_plain(prompt: str) -> bool:
    """Whether the prompt says no more than its words: one section of weight 1 and nothing escaped."""
    return parse(prompt) in (((Piece(prompt, 1.0),),), ((),))


def _append(section: list[Piece], text: str, weight: float) -> None:
    if not text:
        return
    if section and section[-1].weight == weight:
        section[-1] = Piece(section[-1].text + text, weight)
    else:
        section.append(Piece(text, weight))


class _Factor:
    """A product to which factors are added and from which they are taken again, in any order and without rounding
    errors that add up to more than the weight's last digits."""

    def __init__(self) -> None:
        self._logarithm = 0.0
        self._zeros = self._negatives = self._count = 0

    def change(self, factor: float, by: int) -> None:
        """``by`` is 1 to multiply, −1 to take it back."""
        self._count += by
        if factor == 0:
            self._zeros += by
        else:
            self._negatives += by * (factor < 0)
            self._logarithm += by * math.log(abs(factor))

    @property
    def value(self) -> float:
        if self._zeros:
            return 0.0
        if not self._count:
            self._logarithm = 0.0
            return 1.0
        size = min(LIMIT, math.exp(min(self._logarithm, 700.0)))
        return round(-size if self._negatives % 2 else size, 6)


def _weighted(prompt: str) -> list[tuple[str, float]]:
    """Runs of text with their weights. Round and square brackets are matched each for themselves, as A1111 does: in
    ``(a[b)c]`` both pairs hold."""
    texts: list[str] = []
    changes: dict[int, list[tuple[float, int]]] = {}
    opened: dict[str, list[int]] = {"(": [], "[": []}

    def multiply(start: int, factor: float, end: int | None = None) -> None:
        changes.setdefault(start, []).append((factor, 1))
        if end is not None:
            changes.setdefault(end, []).append((factor, -1))

    for match in _TOKEN.finditer(prompt):
        kind = match.lastgroup
        if kind == "open":
            opened[match[0]].append(len(texts))
        elif kind == "weight" and opened["("]:
            multiply(opened["("].pop(), float(match["weight"]), len(texts))
        elif kind == "close" and opened["(" if match[0] == ")" else "["]:
            bracket, factor = ("(", ROUND) if match[0] == ")" else ("[", SQUARE)
            multiply(opened[bracket].pop(), factor, len(texts))
        else:
            texts.append(match["escaped"] or match[0])
    for bracket, factor in (("(", ROUND), ("[", SQUARE)):
        for start in opened[bracket]:
            multiply(start, factor)
    found = []
    weight = _Factor()
    for place, text in enumerate(texts):
        for factor, by in changes.get(place, ()):
            weight.change(factor, by)
        found.append((text, weight.value))
    return found
