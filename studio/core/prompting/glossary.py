"""Chinese prompts for models that read English only: longest-match translation by a glossary file of the model."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from studio.core.errors import ModelError, phrase

_CHINESE = re.compile(r"[㐀-䶿一-鿿豈-﫿]")
_CLAUSE = re.compile(r"([,.;:!?()\[\]\n]+)")
_PUNCTUATION = str.maketrans(
    dict(zip("。、；：！？（）【】《》“”‘’　", ".,;:!?()[]<>\"\"'' ", strict=True)) | {"，": ", "}
)

_MEASURES = tuple("个只条张辆朵颗棵座匹头块片把件艘架台支枝本顶双位杯")
_PARTICLES = frozenset(
    [*"的地得了着是有上中里请画一", "请画", *_MEASURES, *(f"{verb}一{m}" for verb in ("", "画") for m in _MEASURES)]
)
"""Words that only bind others: dropped without remark unless the glossary says otherwise."""

_AND = "and"
_JOINING = {"和": _AND, "与": _AND, "跟": _AND, "在": ""}
_GROUND = ("背景", "底色", "底")


@dataclass(frozen=True)
class Translation:
    """``text`` is what the model gets; ``unknown`` are the words that were left out of it."""

    text: str
    unknown: tuple[str, ...] = ()


UNKNOWN = "?"


def is_chinese(text: str) -> bool:
    """Whether there is a Chinese character in it."""
    return bool(_CHINESE.search(text))


class Glossary:
    """Terms and their English words. An empty value drops the term; :data:`UNKNOWN` is the value of a word that the model
    does not know, though it knows a part of it: 包子 is no 包."""

    def __init__(self, terms: dict[str, str]) -> None:
        chinese = {term: english for term, english in terms.items() if _CHINESE.search(term)}
        self._terms = {**dict.fromkeys(_PARTICLES, ""), **_JOINING, **dict.fromkeys(_GROUND, ""), **chinese}
        lengths: dict[str, set[int]] = {}
        for term in self._terms:
            lengths.setdefault(term[0], set()).add(len(term))
        self._lengths = {first: sorted(found, reverse=True) for first, found in lengths.items()}

    @classmethod
    def read(cls, path: Path) -> Glossary:
        """A JSON object ``term → English words``. Raises ModelError ``model-damaged``."""
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            if not isinstance(data, dict):
                raise ValueError("not an object")
        except (OSError, ValueError) as error:
            raise ModelError("model-damaged", str(error), file=path.name, reason=phrase("it cannot be read")) from error
        return cls({k: v for k, v in data.items() if isinstance(v, str)})

    @staticmethod
    def needed(text: str) -> bool:
        return is_chinese(text)

    def translate(self, text: str) -> Translation:
        """``text`` with its Chinese in English words, the rest as it was."""
        unknown: list[str] = []
        clauses = _CLAUSE.split(text.translate(_PUNCTUATION))
        # Every second piece is the punctuation between two clauses.
        pieces = [piece if n % 2 else self._clause(piece, unknown) for n, piece in enumerate(clauses)]
        plain = re.sub(r"[ \t]+", " ", "".join(pieces))
        plain = re.sub(r" ([,.;:!?)\]])", r"\1", plain)
        plain = re.sub(r"[,;] ?(on a [^,;]+ background)", r" \1", plain)
        return Translation(re.sub(r"^[\s,;.]+|[\s,;]+$", "", plain), tuple(dict.fromkeys(unknown)))

    def _clause(self, text: str, unknown: list[str]) -> str:
        if not _CHINESE.search(text):
            return text
        words: list[str] = []
        ground = lost = kept = ""
        start = 0
        while start < len(text):
            length = self._match(text, start)
            if lost and (length or not _CHINESE.match(text[start])):
                unknown.append(lost)
                lost = ""
            if length and self._terms[text[start : start + length]] == UNKNOWN:
                unknown.append(text[start : start + length])
                start += length
                continue
            if not length:
                if _CHINESE.match(text[start]):
                    lost += text[start]
                else:
                    kept += text[start]
                start += 1
                continue
            words += kept.split()
            kept = ""
            term = text[start : start + length]
            if term in _GROUND and words:
                ground = words.pop()  # the colour just before it: “黄色背景上的汽车” is a car, not a background
            elif (english := self._terms[term]) and not (english == _AND and words[-1:] in ([], [_AND])):
                words.append(english)
            start += length
        if lost:
            unknown.append(lost)
        words += kept.split()
        if words[-1:] == [_AND]:
            words.pop()  # what it joined is not known
        phrase = " ".join(words)
        lead = " " if text.startswith(" ") else ""
        return lead + (f"{phrase} on a {ground} background".strip() if ground else phrase)

    def _match(self, text: str, start: int) -> int:
        """The length of the longest term that begins at ``start``, or 0."""
        lengths = self._lengths.get(text[start], ())
        return next((n for n in lengths if text[start : start + n] in self._terms), 0)
