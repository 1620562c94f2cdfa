"""Line breaking for mixed Chinese and western text.

Western words stay whole; Chinese breaks between any two characters, except that closing punctuation never starts a
line and opening punctuation never ends one (the rules of CLREQ, the W3C's requirements for Chinese layout).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

from studio.exports import fonts
from studio.exports.blocks import Span

NOT_AT_START = frozenset("、，。．；：？！）》〉」』】〕〗”’…—～·,.;:?!)]}%‰℃")
NOT_AT_END = frozenset("（《〈「『【〔〖“‘([{￥$")


class Run(NamedTuple):
    text: str
    bold: bool = False
    italic: bool = False


Line: TypeAlias = list[Run]


class _Token(NamedTuple):
    text: str
    span: Span


def break_lines(
    spans: Sequence[Span], size: float, width: float, measure: Callable[[str, float], float], *, code: bool = False
) -> list[Line]:
    """The lines of a block, none wider than ``width`` points. ``measure`` gives a character's width at a size."""

    def wide(text: str) -> float:
        return sum(measure(c, size) for c in text)

    lines: list[list[_Token]] = [[]]
    used = 0.0
    for token in _tokens(spans, code=code):
        if token.text == "\n":
            lines.append([])
            used = 0.0
            continue
        need = wide(token.text)
        if used + need > width and lines[-1]:
            carried = _carried(lines[-1], token)
            lines.append(carried)
            used = sum(wide(t.text) for t in carried)
            if token.text.isspace() and not code:
                continue
        if need > width:
            used = _split(token, size, width, measure, lines, used)
        else:
            lines[-1].append(token)
            used += need
    return [_runs(line) for line in lines]


def _tokens(spans: Sequence[Span], *, code: bool) -> Iterator[_Token]:
    for span in spans:
        word = ""
        for char in span.text.replace("\t", "    "):
            alone = char.isspace() or fonts.is_cjk(char) or code
            if alone:
                if word:
                    yield _Token(word, span)
                    word = ""
                yield _Token(char, span)
            else:
                word += char
        if word:
            yield _Token(word, span)


def _carried(line: list[_Token], following: _Token) -> list[_Token]:
    """The end of a full line that must go down with the token that follows; the rest stays in ``line``."""
    carried: list[_Token] = []
    if following.text[0] in NOT_AT_START:
        while len(line) > 1 and len(carried) < 4:
            carried.insert(0, line.pop())
            if carried[0].text[0] not in NOT_AT_START:
                break
    while len(line) > 1 and line[-1].text[-1] in NOT_AT_END:
        carried.insert(0, line.pop())
    return carried


def _split(
    token: _Token,
    size: float,
    width: float,
    measure: Callable[[str, float], float],
    lines: list[list[_Token]],
    used: float,
) -> float:
    """Break a word that is wider than a line (an address, a hash) wherever the line ends."""
    for char in token.text:
        need = measure(char, size)
        if used + need > width and lines[-1]:
            lines.append([])
            used = 0.0
        lines[-1].append(_Token(char, token.span))
        used += need
    return used


def _runs(line: list[_Token]) -> Line:
    runs: Line = []
    for text, span in line:
        if runs and (runs[-1].bold, runs[-1].italic) == (span.bold, span.italic):
            runs[-1] = runs[-1]._replace(text=runs[-1].text + text)
        else:
            runs.append(Run(text, span.bold, span.italic))
    return runs
