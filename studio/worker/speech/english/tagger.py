"""Parts of speech by an averaged perceptron (Collins 2002), whose weights come with the English voice.

They choose between readings that are spelled alike: "I read it" and "to read it", "a record" and "to record".
"""

from __future__ import annotations

from typing import Any

_BEFORE = ("-START2-", "-START-")
_AFTER = ("-END-", "-END2-")


class Tagger:
    """``weights`` maps a feature to the score of each Penn Treebank tag; common words have their tag in ``tagdict``."""

    def __init__(self, model: dict[str, Any]) -> None:
        self._known: dict[str, str] = model["tagdict"]
        self._tags: list[str] = model["tags"]
        self._frequent = frozenset(model.get("vocab", ()))
        self._weights: dict[str, dict[str, float]] = model["weights"]

    def tag(self, words: list[str]) -> list[str]:
        """One tag for each word (none of them may be empty)."""
        around = [*_BEFORE, *map(self._seen, words), *_AFTER]
        tags: list[str] = []
        for at, word in enumerate(words):
            known = self._known.get(word)
            tags.append(known if known is not None else self._best(at, word, around, tags))
        return tags

    def _seen(self, word: str) -> str:
        if "-" in word and word[0] != "-":
            form = "!HYPHEN"
        elif word.isdigit() and len(word) == 4:
            form = "!YEAR"
        elif word[0].isdigit():
            form = "!DIGITS"
        else:
            form = word.lower()
        return form if not self._frequent or form in self._frequent else f"<{_shape(word)}>"

    def _best(self, at: int, word: str, around: list[str], tags: list[str]) -> str:
        last = tags[-1] if tags else _BEFORE[1]
        second = tags[-2] if len(tags) > 1 else (_BEFORE[1] if tags else _BEFORE[0])
        two, one, here, next_, later = around[at : at + 5]
        features = (
            "b", f"s3={word[-3:]}", f"p1={word[0]}", f"w={here}", f"sh={_shape(word)}", "i+" if at else "i0",
            f"t-1={last}", f"t-2={second}", f"t-12={last},{second}", f"w-1={one}", f"s3-1={one[-3:]}", f"w-2={two}",
            f"w+1={next_}", f"s3+1={next_[-3:]}", f"w+2={later}",
        )  # fmt: skip
        scores: dict[str, float] = {}
        for feature in features:
            for tag, weight in self._weights.get(feature, {}).items():
                scores[tag] = scores.get(tag, 0) + weight
        return max(self._tags, key=lambda tag: (scores.get(tag, 0), tag)) if scores else "NN"


def _shape(word: str) -> str:
    if word.isalpha():
        if word.islower():
            return "x"
        if word.isupper():
            return "XX" if len(word) > 1 else "X1"
        return "Xx" if word[0].isupper() and word[1:].islower() else "xX"
    if word.isdigit():
        return "d"
    return "".join("d" if c.isdigit() else "x" if c.isalpha() else c for c in word[:4])
