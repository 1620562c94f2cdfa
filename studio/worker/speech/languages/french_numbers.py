# ruff: noqa: SIM905 - word lists are read more easily as text
"""French number words and the signs and abbreviations that stand among them."""

from __future__ import annotations

import re

_ONES = (
    "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit"
    " dix-neuf"
).split()
_TENS = "_ dix vingt trente quarante cinquante soixante soixante quatre-vingt quatre-vingt".split()
_LARGEST = 10**12
_SIGNS = {
    "%": " pour cent ", "€": " euros ", "$": " dollars ", "£": " livres ", "&": " et ", "@": " arobase ",
    "+": " plus ", "=": " égale ", "°": " degrés ", "/": " sur ",
}  # fmt: skip
_SHORT = {
    "m.": "monsieur", "mme": "madame", "mlle": "mademoiselle", "dr": "docteur", "etc.": "et cetera",
    "c.-à-d.": "c'est-à-dire", "p. ex.": "par exemple", "km": "kilomètres", "kg": "kilogrammes", "cm": "centimètres",
    "n°": "numéro", "st": "saint", "1er": "premier", "1re": "première", "1ère": "première",
}  # fmt: skip
_NUMBER = re.compile(r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:,\d+)?|\d+(?:[,.]\d+)?")


def number(digits: str) -> str:
    """The cardinal of up to twelve digits; more are read one by one."""
    value = int(digits)
    if value >= _LARGEST:
        return " ".join(_ONES[int(d)] for d in digits)
    for size, name in ((10**9, "milliard"), (10**6, "million")):
        if value >= size:
            head, rest = divmod(value, size)
            return f"{number(str(head))} {name}{'s' if head > 1 else ''}" + (f" {number(str(rest))}" if rest else "")
    if value >= 1000:
        head, rest = divmod(value, 1000)
        return (f"{number(str(head))} " if head > 1 else "") + "mille" + (f" {number(str(rest))}" if rest else "")
    if value >= 100:
        head, rest = divmod(value, 100)
        return (f"{_ONES[head]} " if head > 1 else "") + "cent" + (f" {number(str(rest))}" if rest else "")
    if value < 20:
        return _ONES[value]
    ten, one = divmod(value, 10)
    if ten in (7, 9):
        one += 10
    if one == 0:
        return _TENS[ten]
    joined = " et " if one in (1, 11) and ten < 8 else "-"
    return f"{_TENS[ten]}{joined}{_ONES[one]}"


def _words(match: re.Match[str]) -> str:
    whole, _, fraction = re.sub(r"\s", "", match[0]).replace(".", ",").partition(",")
    if not fraction:
        return number(whole)
    read = number(fraction) if fraction[0] != "0" and len(fraction) < 3 else " ".join(_ONES[int(d)] for d in fraction)
    return f"{number(whole)} virgule {read}"


def _time(match: re.Match[str]) -> str:
    hours = f"{number(match[1])} heure{'s' if int(match[1]) > 1 else ''}"
    return hours + (f" {number(match[2])}" if match[2] and int(match[2]) else "")


def _ordinal(match: re.Match[str]) -> str:
    words = number(match[1])
    if words.endswith("e"):
        words = words[:-1]
    ending = {"cinq": "cinqu", "neuf": "neuv"}
    for last, stem in ending.items():
        if words.endswith(last):
            words = words[: -len(last)] + stem
    return words + "ième"


def written_out(text: str) -> str:
    """Numbers, money, times, signs and common abbreviations as words."""
    for short, word in _SHORT.items():
        text = re.sub(rf"(?<!\w){re.escape(short)}(?!\w)", word, text, flags=re.IGNORECASE)
    text = re.sub(r"\b(\d{1,2})\s?(?::|h)\s?(\d{2})?\b(?!\d)", _time, text)
    text = re.sub(r"\b(\d+)(?:e|ème)\b", _ordinal, text)
    text = re.sub(r"([€$£])\s?(\d[\d., ]*\d|\d)", r"\2 \1", text)
    text = re.sub(r"(?<=\d)\s?[-–]\s?(?=\d)", " à ", text)
    text = re.sub(r"(?<!\w)[-−](?=\d)", "moins ", text)
    return "".join(_SIGNS.get(c, c) for c in _NUMBER.sub(_words, text))
