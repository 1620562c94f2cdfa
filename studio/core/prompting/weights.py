"""Where weights stand in a prompt, ``(word:1.2)`` and ``[word]``: shown in colour and changed by keys in the editor.

What they mean is in :mod:`studio.core.prompting.attention`.
"""

from __future__ import annotations

import re
from typing import NamedTuple

STEP = 0.1
LEAST, MOST = 0.1, 3.0

_NUMBER = re.compile(r"\s*:\s*([+-]?(?:\d{1,4}(?:\.\d{0,6})?|\.\d{1,6}))\s*$")
_WEIGHTED = re.compile(r"\(((?:\\.|[^()\[\]\\])*?):\s*([+-]?\d{1,3}(?:\.\d{0,6})?|\.\d{1,6})\s*\)")
_BOUNDARY = set(' \t\n\r.,;:!?()[]{}<>|=~`"/\\*^%$。，、；：！？（）《》【】“”‘’…·')
_PAIRS = {")": "(", "]": "["}


class Bracket(NamedTuple):
    """A pair of brackets and where it stands: ``start`` of the opening one, ``end`` behind the closing one."""

    start: int
    end: int


class Change(NamedTuple):
    """Replace ``start`` to ``end`` by ``text``, then select ``selected_start`` to ``selected_end``."""

    start: int
    end: int
    text: str
    selected_start: int
    selected_end: int


def brackets(text: str) -> tuple[list[Bracket], list[int]]:
    """The pairs of round and of square brackets, each matched for themselves, and where single ones stand. Escaped ones do
    not count."""
    pairs: list[Bracket] = []
    single: list[int] = []
    opened: dict[str, list[int]] = {"(": [], "[": []}
    at = 0
    while at < len(text):
        char = text[at]
        if char == "\\":
            at += 2
            continue
        if char in opened:
            opened[char].append(at)
        elif char in _PAIRS:
            if opened[_PAIRS[char]]:
                pairs.append(Bracket(opened[_PAIRS[char]].pop(), at + 1))
            else:
                single.append(at)
        at += 1
    return pairs, sorted([*single, *opened["("], *opened["["]])


def number_at(text: str, pair: Bracket) -> int:
    """Where the end of a weighted part begins: its ``:1.2)``, or the closing bracket alone."""
    found = _NUMBER.search(text, max(pair.start, pair.end - 24), pair.end - 1) if text[pair.start] == "(" else None
    return found.start() if found else pair.end - 1


def adjust(text: str, start: int, end: int, step: float = STEP) -> Change | None:
    """Change the weight of the selection, or of the word or weighted part around the cursor (``start`` = ``end``).

    A weight that becomes 1 takes its brackets away. None where there is no word.
    """
    around = _weighted_around(text, start, end)
    if around is not None:
        whole, inner, weight = around
        return _written(whole.start, whole.end, inner, weight + step)
    if start == end:
        start, end = _word_at(text, start)
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start == end:
        return None
    return _written(start, end, text[start:end], 1.0 + step)


def _weighted_around(text: str, start: int, end: int) -> tuple[Bracket, str, float] | None:
    """The innermost ``(…:number)`` that holds the selection, its words and its weight."""
    begin, stop = max(0, start - 2000), min(len(text), end + 2000)
    for match in _WEIGHTED.finditer(text, begin, stop):
        if match.start() <= start and end <= match.end():
            return Bracket(match.start(), match.end()), match[1], float(match[2])
    return None


def _written(start: int, end: int, words: str, weight: float) -> Change:
    weight = round(min(MOST, max(LEAST, weight)), 2)
    if abs(weight - 1.0) < 0.005:
        return Change(start, end, words, start, start + len(words))
    return Change(start, end, f"({words}:{weight:g})", start + 1, start + 1 + len(words))


def _word_at(text: str, at: int) -> tuple[int, int]:
    start = end = at
    while start > 0 and text[start - 1] not in _BOUNDARY:
        start -= 1
    while end < len(text) and text[end] not in _BOUNDARY:
        end += 1
    return start, end
