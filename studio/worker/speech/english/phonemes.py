# ruff: noqa: SIM905 - word lists are read more easily as text
"""English words to phonemes in the alphabet of the Kokoro family (misaki: one letter for each diphthong).

Each word is looked up in two dictionaries (a checked one before an extracted one), then as a dictionary word with an
ending, then as letters if it looks like an abbreviation, then guessed by a small network if there is one, and at last
spelled.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from studio.worker.speech.english.normalise import normalise
from studio.worker.speech.english.tagger import Tagger

Entry = str | Mapping[str, str | None]
Guess = Callable[[str], str | None]

_PRIMARY, _SECONDARY = "ˈ", "ˌ"
_VOWELS = frozenset("AIOQWYaiuæɑɒɔəɛɜɪʊʌᵻɐ")
_FLAPPING = frozenset("AIOWYiuæɑəɛɪɹʊʌ")
_TOKEN = re.compile(r"[^\W_]+(?:['.\-][^\W_]+)*'?|[.,;:!?…()]|—")
_PAUSES = frozenset(".,;:!?…—")
_ENDINGS = "'s"


class Spoken(NamedTuple):
    """Phonemes and the symbols of the text that have no reading."""

    phonemes: str
    left_out: frozenset[str]


class EnglishPhonemes:
    """Turns English sentences into phonemes. ``gold`` and ``silver`` are dictionaries from words to phonemes, or to
    phonemes by part of speech; ``guess`` reads words that no dictionary has."""

    def __init__(
        self,
        gold: Mapping[str, Entry],
        silver: Mapping[str, Entry],
        tagger: Tagger | None = None,
        guess: Guess | None = None,
    ) -> None:
        self._gold, self._silver = gold, silver
        self._tagger, self._guess = tagger, guess

    def __call__(self, sentence: str) -> Spoken:
        text, left_out = normalise(_calm(sentence))
        tokens = _TOKEN.findall(_initials(text))
        tags = self._tagger.tag(tokens) if self._tagger and tokens else ["NN"] * len(tokens)
        spoken: list[str] = []
        vowel_follows: bool | None = None
        following = ""
        # Backwards, because "the", "a" and "to" depend on the sound that follows.
        for token, tag in zip(reversed(tokens), reversed(tags), strict=True):
            if token in _PAUSES or token in "()":
                spoken.append(token)
                vowel_follows = None if token in _PAUSES else vowel_follows
                continue
            if token.lower() == "used":
                tag = "VBD" if following == "to" else "JJ"  # "used to" has its own sound
            phonemes = self._token(token, tag, vowel_follows)
            following = token.lower()
            if phonemes is None:
                left_out |= {c for c in token if not c.isascii()}
                continue
            spoken.append(phonemes)
            first = next((c for c in phonemes if c not in "ˈˌ"), "")
            vowel_follows = first in _VOWELS if first else vowel_follows
        return Spoken(_join(reversed(spoken)), frozenset(left_out))

    def _token(self, token: str, tag: str, vowel_follows: bool | None) -> str | None:
        special = self._special(token, tag, vowel_follows)
        if special:
            return special
        whole = self._known(token, tag, vowel_follows)
        if whole:
            return whole
        parts = [p for p in re.split(r"[\-.]|(?<=[a-z])(?=[A-Z])", token) if p]
        if len(parts) > 1:
            read = [self._token(part, tag if part == parts[-1] else "NN", None) for part in parts]
            return " ".join(p for p in read if p) or None
        return self._unknown(token)

    def _special(self, token: str, tag: str, vowel_follows: bool | None) -> str | None:
        low = token.lower()
        if low == "the":
            return "ði" if vowel_follows else "ðə"
        if low == "a":
            # At the end, in a list of letters or as a name it is the letter.
            return "ɐ" if vowel_follows is not None and (tag == "DT" or token == "a") else "ˈA"
        if low == "an":
            return "ɐn"
        if low == "to" and vowel_follows is not None:
            return "tʊ" if vowel_follows else "tə"
        if token == "I":
            return "ˌI"
        if re.fullmatch(r"(?:[A-Za-z]\.)+[A-Za-z]", token):
            return self._letters(token)
        return None

    def _known(self, word: str, tag: str, vowel_follows: bool | None = False) -> str | None:
        """The reading of a dictionary word, of one with another case, or of one with an ending."""
        if word.isupper() and len(word) > 1 and not self._entry(word, exact=True):
            # LOUD words are read as words, abbreviations such as GPU as letters.
            low = self._entry(word.lower()) if len(word) > 3 else self._gold.get(word.lower())
            if low is None or (len(word) <= 3 and word.lower() not in _SHORT_WORDS):
                return None
        entry = self._entry(word)
        if entry is not None:
            return _choose(entry, tag, vowel_follows)
        low = word.lower()
        for ending, rule in (("s", _with_s), ("ed", _with_ed), ("ing", _with_ing)):
            for stem in _stems(low, ending):
                entry = self._entry(stem)
                if entry is not None and len(stem) > 1:
                    stem_tag = "VB" if tag.startswith("VB") else "NN"
                    return rule(_choose(entry, stem_tag, False) or "")
        return None

    def _entry(self, word: str, exact: bool = False) -> Entry | None:
        for book in (self._gold, self._silver):
            for form in (word,) if exact else dict.fromkeys((word, word.lower(), word.lower().capitalize())):
                if form in book:
                    return book[form]
        return None

    def _unknown(self, word: str) -> str | None:
        bare = word.strip("'")
        if not bare:
            return None
        possessive = bare[-2:].lower() == _ENDINGS and len(bare) > 2
        if possessive:
            stem = self._token(bare[:-2], "NN", None)
            return _with_s(stem) if stem else None
        if (bare.isupper() and len(bare) <= 5) or not _VOWEL_LETTER.search(bare.lower()):
            return self._letters(bare)
        guessed = self._guess(bare) if self._guess else None
        return guessed or self._letters(_ascii(bare))

    def _letters(self, word: str) -> str | None:
        """The names of the letters, the last one stressed."""
        names = [self._gold.get(c.upper()) for c in _ascii(word) if c.isalpha()]
        flat = [_choose(n, "NNP", None) or "" for n in names if n is not None]
        if not flat:
            return None
        return "".join([*(n.replace(_PRIMARY, _SECONDARY) for n in flat[:-1]), flat[-1]])


_VOWEL_LETTER = re.compile(r"[aeiouyà-ÿ]|[^\x00-\x7f]")
_SHORT_WORDS = frozenset(
    "the and for are but not you all any can had her was one our out day get has him his how man new now old see two"
    " way who boy did its let put say she too use do go he if in is it me my no of on or so to up we be by at as am an"
    " art big buy end far few low own red run set sun top try war why win yes"
    " hot cut cup bed box car eat fun oh hi ok".split()
)


def _calm(sentence: str) -> str:
    """A sentence WRITTEN IN CAPITALS in small letters, so that its short words are not spelled."""
    letters = [c for c in sentence if c.isalpha()]
    return sentence.lower() if len(sentence.split()) > 2 and letters and all(c.isupper() for c in letters) else sentence


def _initials(text: str) -> str:
    """``U.S. Army`` without the full stop that would be heard as a pause."""
    return re.sub(r"\b((?:[A-Za-z]\.)+[A-Za-z])\.(?=\s*\S)", r"\1", text)


def _join(spoken: Iterable[str]) -> str:
    out = ""
    for part in spoken:
        close = part in ".,;:!?…)"
        out += part if close or not out or out.endswith("(") else " " + part
    return out.strip()


def _ascii(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", word) if c.isascii())


def _choose(entry: Entry, tag: str, vowel_follows: bool | None) -> str | None:
    """The reading for a part of speech; ``None`` in a dictionary means: at the end of a phrase."""
    if isinstance(entry, str):
        return entry
    if vowel_follows is None and "None" in entry:
        return entry["None"]
    family = {"VB": "VERB", "NN": "NOUN", "RB": "ADV", "JJ": "ADJ"}.get(tag[:2], tag)
    return entry.get(tag) or entry.get(family) or entry.get("DEFAULT") or next(iter(entry.values()), None)


def _stems(word: str, ending: str) -> list[str]:
    """What a word may be without its ending, the likeliest first."""
    if ending == "s":
        if word.endswith("'s") or word.endswith("s'"):
            return [word[:-2]] if word.endswith("'s") else [word[:-1], word[:-2]]
        if not word.endswith("s") or word.endswith("ss") or len(word) < 4:
            return []
        found = [word[:-1]]
        if word.endswith("ies"):
            found.append(word[:-3] + "y")
        if word.endswith("es"):
            found.append(word[:-2])
        return found
    if not word.endswith(ending) or len(word) < len(ending) + 3:
        return []
    base = word[: -len(ending)]
    found = [base + "e", base] if ending == "ed" else [base, base + "e"]
    if ending == "ed" and base.endswith("i"):
        found.insert(0, base[:-1] + "y")
    if len(base) > 2 and base[-1] == base[-2]:
        found.append(base[:-1])
    return found


def _with_s(stem: str) -> str:
    if stem and stem[-1] in "ptkfθ":
        return stem + "s"
    return stem + ("ᵻz" if stem and stem[-1] in "szʃʒʧʤ" else "z")


def _with_ed(stem: str) -> str:
    if stem and stem[-1] in "pkfθʃsʧ":
        return stem + "t"
    if stem and stem[-1] == "d":
        return stem + "ᵻd"
    if not stem or stem[-1] != "t":
        return stem + "d"
    return stem[:-1] + "Tᵻd" if len(stem) > 1 and stem[-2] in _FLAPPING else stem + "ᵻd"


def _with_ing(stem: str) -> str:
    if len(stem) > 1 and stem[-1] == "t" and stem[-2] in _FLAPPING:
        return stem[:-1] + "Tɪŋ"
    return stem + "ɪŋ"
