# ruff: noqa: SIM905 - word lists are read more easily as text
"""Split a text into the pieces a voice speaks in one go, without breaking decimals, abbreviations or quotations."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

SENTENCE_PAUSE = 0.28
PARAGRAPH_PAUSE = 0.6
CLAUSE_PAUSE = 0.06


class Piece(NamedTuple):
    """One piece of text and the silence after it, in seconds."""

    text: str
    pause: float


_TITLES = frozenset(
    "mr mrs ms mx dr prof st mt ft gen gov sen rep capt lt col sgt rev hon pres maj adm fr sr sra srta mme"
    " mlle m".split()
)
"""A full stop after these never ends a sentence: a name follows."""

_MIDDLE = frozenset(
    "e.g i.e cf vs viz fig figs no nos vol vols pp p ch sec eq approx ca al ed eds est ave blvd rd dept univ"
    " jan feb mar apr jun jul aug sep sept oct nov dec p.ej ej c.-à-d págs pág núm".split()
)
"""A full stop after these is part of the abbreviation; they stand inside a sentence."""

_EITHER = frozenset("etc inc ltd co corp jr bros a.m p.m u.s u.k u.n e.u d.c ph.d b.a m.a m.d cía ud uds".split())
"""These may end a sentence: they do when the next word is one that starts sentences."""

_STARTERS = frozenset(
    "the a an it he she they we i you but and so in on at this that these those there here then if when while after"
    " before as for from with my his her our their its what who why how however no yes not all some many most one"
    " el la los las un una es en y pero le les il elle ils elles nous vous je tu ce c'est et mais on dans".split()
)

_CLOSERS = "\"'”’»›)]}」』）】》〉"
_CJK_END = "。！？；｡"
_END = re.compile(rf"(?P<mark>[.!?…]+|[{_CJK_END}]+[…]*|…+)(?P<close>[{re.escape(_CLOSERS)}]*)")
_CLAUSE = re.compile(r"(?<=[,;:])\s+|(?<=[，、：；])|\s+(?=[—–]\s)|(?<=——)")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")


def is_cjk(text: str) -> bool:
    """Whether the text is mainly Chinese or Japanese."""
    return 3 * len(_CJK.findall(text)) > len(re.findall(r"[^\W\d_]", text))


def split(text: str, limit: int = 280) -> list[Piece]:
    """The pieces of ``text`` in order, each of at most ``limit`` characters (a third of it in Chinese).

    Pieces without a letter or digit are dropped; an empty list means that there is nothing to speak.
    """
    pieces: list[Piece] = []
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        sentences = [s for line in _lines(paragraph) for s in _sentences(line)]
        for sentence in sentences:
            pieces += _fit(sentence, limit // 3 if is_cjk(sentence) else limit)
        if pieces:
            pieces[-1] = Piece(pieces[-1].text, PARAGRAPH_PAUSE)
    return pieces


def _lines(paragraph: str) -> list[str]:
    """The lines of a paragraph; a line that goes on in lower case was wrapped and is joined to the one before."""
    lines: list[str] = []
    for line in (" ".join(part.split()) for part in paragraph.split("\n")):
        if lines and line and (line[0].islower() or (lines[-1] and lines[-1][-1] in ",-;")):
            lines[-1] += " " + line
        elif line:
            lines.append(line)
    return lines


def _sentences(line: str) -> list[str]:
    found: list[str] = []
    start = 0
    for match in _END.finditer(line):
        if _ends(line, match):
            found.append(line[start : match.end()].strip())
            start = match.end()
    found.append(line[start:].strip())
    return _joined(s for s in found if s)


def _joined(sentences: Iterable[str]) -> list[str]:
    """Marks that stand alone ("..." between sentences, a lone closing quotation mark) go with what came before."""
    joined: list[str] = []
    for sentence in sentences:
        if any(c.isalnum() for c in sentence):
            joined.append(sentence)
        elif joined:
            joined[-1] += sentence
    return joined


def _ends(line: str, match: re.Match[str]) -> bool:
    mark, after = match["mark"], line[match.end() :]
    if mark[0] in _CJK_END:
        return True
    if not after:
        return True
    if not after[0].isspace():
        # "3.14", "example.com", "…and so on" go on; Chinese writes no space after a closing mark.
        return bool(_CJK.match(after)) and (mark[0] in "!?…" or len(mark) > 1)
    following = after.lstrip(" \"'“‘«‹([{¿¡")
    if not following:
        return True
    if following[0].islower():
        return False
    if mark != ".":
        return True
    word = re.split(r"[\s(\[\"“‘«/]", line[: match.start()])[-1]
    return not _abbreviated(word, following, bool(match["close"]))


def _abbreviated(word: str, following: str, closed: bool) -> bool:
    """Whether the full stop after ``word`` belongs to it, so that the sentence goes on with ``following``."""
    low = word.lower()
    if low in _TITLES or low in _MIDDLE:
        # "No. 5" is an abbreviation, "He said no. Then …" is not.
        return low not in ("no", "al", "p", "m", "ch", "sec", "mar", "ed") or word == "M" or following[0].isdigit()
    if len(word) == 1 and word.isalpha() and word.isupper():
        return word != "I" or bool(re.match(r"[A-Z]\.", following))
    if low in _EITHER or re.fullmatch(r"(?:[a-z]\.)+[a-z]", low):
        first = re.split(r"[^\w']", following, maxsplit=1)[0]
        return not closed and (first.lower() not in _STARTERS or not first[0].isupper())
    return False


def _fit(sentence: str, limit: int) -> list[Piece]:
    """One sentence as pieces of at most ``limit`` characters: split at commas, then at spaces, then anywhere."""
    if len(sentence) <= limit:
        return [Piece(sentence, SENTENCE_PAUSE)]
    parts: list[str] = []
    for clause in _CLAUSE.split(sentence):
        parts += _words(clause, limit)
    space = "" if is_cjk(sentence) else " "
    lines: list[str] = []
    for part in parts:
        if lines and len(lines[-1]) + len(part) + len(space) <= limit:
            lines[-1] += space + part
        else:
            lines.append(part)
    lines = _joined(lines)
    return [Piece(x, CLAUSE_PAUSE) for x in lines[:-1]] + [Piece(x, SENTENCE_PAUSE) for x in lines[-1:]]


def _words(clause: str, limit: int) -> list[str]:
    if len(clause) <= limit:
        return [clause] if clause.strip() else []
    out: list[str] = []
    for word in clause.split(" "):
        for at in range(0, len(word), limit):
            chunk = word[at : at + limit]
            if out and at == 0 and len(out[-1]) + 1 + len(chunk) <= limit:
                out[-1] += " " + chunk
            else:
                out.append(chunk)
    return out
