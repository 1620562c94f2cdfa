# ruff: noqa: SIM905 - word lists are read more easily as text
"""Writes out in words what English text abbreviates: numbers, money, times, dates, units, signs, titles, addresses."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from studio.worker.speech.english.numbers import cardinal, decimal, ordinal, spelled, year

_MONTHS = "January February March April May June July August September October November December".split()
_MONTH_NUMBER = {name[:3].lower(): i + 1 for i, name in enumerate(_MONTHS)} | {"sept": 9}
_TITLES = {
    "mr": "Mister", "mrs": "Missus", "ms": "Miz", "dr": "Doctor", "prof": "Professor", "st": "Saint", "mt": "Mount",
    "gen": "General", "gov": "Governor", "sen": "Senator", "rep": "Representative", "capt": "Captain",
    "lt": "Lieutenant", "col": "Colonel", "sgt": "Sergeant", "rev": "Reverend", "hon": "Honorable",
}  # fmt: skip
_ABBREVIATIONS = {
    "e.g.": "for example", "i.e.": "that is", "etc.": "et cetera", "vs.": "versus", "approx.": "approximately",
    "jr.": "Junior", "sr.": "Senior", "inc.": "Incorporated", "ltd.": "Limited", "co.": "Company",
    "corp.": "Corporation", "ave.": "Avenue", "blvd.": "Boulevard", "rd.": "Road", "dept.": "Department",
    "fig.": "figure", "vol.": "volume", "cf.": "compare", "w/o": "without", "w/": "with", "a.k.a.": "also known as",
    "est.": "established",
}  # fmt: skip
_UNITS = {
    "km": "kilometer", "cm": "centimeter", "mm": "millimeter", "m": "meter", "kg": "kilogram", "mg": "milligram",
    "g": "gram", "lb": "pound", "lbs": "pound", "oz": "ounce", "ft": "foot", "mi": "mile", "ml": "milliliter",
    "l": "liter", "kb": "kilobyte", "mb": "megabyte", "gb": "gigabyte", "tb": "terabyte", "hz": "hertz",
    "khz": "kilohertz", "mhz": "megahertz", "ghz": "gigahertz", "kw": "kilowatt", "w": "watt", "v": "volt",
    "ms": "millisecond", "sec": "second", "min": "minute", "hr": "hour", "hrs": "hour", "px": "pixel", "db": "decibel",
    "mph": "mile per hour", "km/h": "kilometer per hour", "kmh": "kilometer per hour", "m/s": "meter per second",
    "kwh": "kilowatt hour", "dpi": "dot per inch", "fps": "frame per second",
}  # fmt: skip
_CURRENCIES = {
    "$": ("dollar", "cent"), "€": ("euro", "cent"), "£": ("pound", "penny"), "¥": ("yen", ""), "₹": ("rupee", "paisa"),
    "₩": ("won", ""), "元": ("yuan", ""),
}  # fmt: skip
_PLURALS = {"foot": "feet", "penny": "pence", "yen": "yen", "won": "won", "yuan": "yuan", "hertz": "hertz",
            "kilohertz": "kilohertz", "megahertz": "megahertz", "gigahertz": "gigahertz", "paisa": "paise"}  # fmt: skip
_SIGNS = {
    "&": " and ", "@": " at ", "%": " percent ", "+": " plus ", "=": " equals ", "×": " times ", "÷": " divided by ",
    "±": " plus or minus ", "°": " degrees ", "#": " number ", "<": " less than ", ">": " greater than ",
    "©": " copyright ", "™": " trademark ", "®": " registered ", "§": " section ", "→": " to ", "≈": " about ",
    "≤": " at most ", "≥": " at least ", "≠": " is not ", "∞": " infinity ", "√": " square root of ", "π": " pi ",
    "_": " ", "*": " ", "~": " about ", "\\": " backslash ", "/": " slash ", "|": ", ", "^": " to the power of ",
    "½": " one half", "¼": " one quarter", "¾": " three quarters", "•": ", ", "·": " ", "¢": " cents ",
}  # fmt: skip
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+"
_SCALE = r"(?:\s?(hundred|thousand|million|billion|trillion|[kKMB](?![A-Za-z])))?"
_SCALE_WORDS = {"k": "thousand", "K": "thousand", "M": "million", "B": "billion"}
_QUOTES = str.maketrans({"‘": "'", "’": "'", "ʼ": "'", "`": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"'})
_WIDE = str.maketrans("，。！？；：（）、", ",.!?;:(),")
_FRACTIONS = {2: "half", 3: "third", 4: "quarter"}


def _plural(unit: str, one: bool) -> str:
    if one:
        return unit
    head, space, tail = unit.partition(" per ")
    return (_PLURALS.get(head) or head + "s") + space + tail


def _is_one(number: str) -> bool:
    return number.replace(",", "") in ("1", "01")


def _money(match: re.Match[str]) -> str:
    sign, number, scale = match[1], match[2], match[3]
    major, minor = _CURRENCIES[sign]
    if scale:
        return f"{decimal(number)} {_SCALE_WORDS.get(scale, scale)} {_plural(major, False)}"
    whole, _, cents = number.partition(".")
    if len(cents) == 2 and minor and not whole.startswith("."):
        parts = [f"{decimal(whole or '0')} {_plural(major, _is_one(whole))}"] if whole.strip("0,") else []
        if cents != "00":
            parts.append(f"{cardinal(cents)} {_plural(minor, cents == '01')}")
        return " and ".join(parts) or f"zero {_plural(major, False)}"
    return f"{decimal(number)} {_plural(major, _is_one(number))}"


def _time(match: re.Match[str]) -> str:
    hour, minute, second, half = match[1], match[2], match[3], match[4]
    if int(hour) > 24 or int(minute) > 59:
        return f"{cardinal(hour)} to {cardinal(minute)}"
    words = cardinal(hour)
    if minute != "00":
        words += " oh " + cardinal(minute) if minute[0] == "0" else " " + cardinal(minute)
    elif not half:
        words += " o'clock" if 1 <= int(hour) <= 12 else " hundred hours"
    if second:
        words += f" and {cardinal(second)} seconds"
    return words + (f" {half.upper()}.M" + _stop(match) if half else "")


def _half_day(match: re.Match[str]) -> str:
    return f"{cardinal(match[1])} {match[2].upper()}.M" + _stop(match)


def _stop(match: re.Match[str]) -> str:
    """The full stop of "p.m." also ends the sentence when it is the last thing in it."""
    return "." if match[0].endswith(".") and match.end() == len(match.string.rstrip()) else ""


def _iso_date(match: re.Match[str]) -> str:
    month, day = int(match[2]), int(match[3])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return " dash ".join(map(decimal, match.groups()))
    return f"{_MONTHS[month - 1]} {ordinal(str(day))}, {year(match[1])}"


def _month_day(match: re.Match[str]) -> str:
    name = _MONTHS[_MONTH_NUMBER[match[1].lower()[:4].removesuffix(".")[:3].lower()] - 1]
    return f"{name} {ordinal(match[2])}" + (f", {year(match[3])}" if match[3] else "")


def _unit(match: re.Match[str]) -> str:
    return f"{decimal(match[1])} {_plural(_UNITS[match[2].lower()], _is_one(match[1]))}"


def _fraction(match: re.Match[str]) -> str:
    top, bottom = match[1], int(match[2])
    if bottom < 2:
        return f"{cardinal(top)} over {cardinal(match[2])}"
    name = _FRACTIONS.get(bottom) or ordinal(str(bottom))
    return f"{cardinal(top)} {name if _is_one(top) else 'halves' if bottom == 2 else name + 's'}"


def _plain(match: re.Match[str]) -> str:
    number = match[0]
    if number.isdigit() and len(number) == 4 and number[0] in "12" and number[:2] not in ("10",):
        return year(number)
    if number.isdigit() and (len(number) > 9 or (number[0] == "0" and len(number) > 1)):
        return spelled(number)
    return decimal(number)


def _address(match: re.Match[str]) -> str:
    text = re.sub(r"^(?:https?://)?(?:www\.)?", "", match[0]).rstrip("/")
    text = text.replace("@", " at ").replace("/", " slash ").replace("-", " dash ").replace("_", " underscore ")
    return re.sub(r"\.(?=\w)", " dot ", text)


_ALTERNATIVES = {
    "months": "|".join(_MONTHS) + r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\.?",
    "units": "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True)),
    "signs": "[" + "".join(_CURRENCIES) + "]",
    "short": "|".join(sorted(map(re.escape, _ABBREVIATIONS), key=len, reverse=True)),
    "titles": "|".join(_TITLES),
}
_Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]


def _rule(pattern: str, words: Callable[[re.Match[str]], str], flags: int = 0) -> _Rule:
    for name, alternatives in _ALTERNATIVES.items():
        pattern = pattern.replace(f"<{name}>", alternatives)
    return re.compile(pattern.replace("<number>", _NUMBER), flags), words


_RULES: list[_Rule] = [
    _rule(r"\b(?:https?://|www\.)\S+?(?=[.,;:!?)]*(?:\s|$))|\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+", _address),
    _rule(r"\b[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|edu|gov|io|ai|dev|cn|fr|es|de|uk)\b(?:/\S*\w)?", _address),
    _rule(r"\b(<titles>)\.?\s+(?=[A-Z])", lambda m: _TITLES[m[1].lower()] + " " if m[1][0].isupper() else m[0], re.I),
    _rule(r"\b(?:No|no|Nos)\.\s?(?=\d)", lambda m: "number "),
    _rule(r"(?<![\w.])(<short>)(?!\w)", lambda m: _ABBREVIATIONS[m[0].lower()], re.I),
    _rule(r"\b(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s?([AaPp])\.?[Mm]\b\.?)?(?!\d)", _time),
    _rule(r"\b(\d{1,2})\s?([AaPp])\.?[Mm]\b\.?", _half_day),
    _rule(r"\b(\d{4})-(\d{2})-(\d{2})\b", _iso_date),
    _rule(r"\b(<months>)\s(\d{1,2})(?:st|nd|rd|th)?\b(?![:%.]\d)(?:,?\s(\d{4})\b)?", _month_day),
    _rule(r"\b(\d{3})-(\d{3,4})(?:-(\d{4}))?\b", lambda m: ", ".join(spelled(g) for g in m.groups() if g)),
    _rule(r"(?<![\d.])(\d{1,4})\s?[-–]\s?(\d{1,4})(?![\d.])", lambda m: f"{m[1]} to {m[2]}"),
    _rule(r"(?<![\w)])[-−](?=\d|\.\d)", lambda m: " minus "),
    _rule(r"(<signs>)\s?(<number>)" + _SCALE, _money),
    _rule(r"(?<![\w.])(<number>)\s?(<units>)(?![\w/])", _unit, re.I),
    _rule(r"(<number>)\s?°\s?([CF])\b", lambda m: f"{decimal(m[1])} degrees {dict(C='Celsius', F='Fahrenheit')[m[2]]}"),
    _rule(r"\b(\d+)(?:st|nd|rd|th)\b", lambda m: ordinal(m[1])),
    _rule(r"(?<![\d/])(\d{1,2})/(\d{1,2})(?![\d/])", _fraction),
    _rule(r"\b(\d{2,4})'?s\b", lambda m: re.sub(r"y$", "ie", year(m[1]) if len(m[1]) == 4 else cardinal(m[1])) + "s"),
    _rule(r"\b\d+(?:\.\d+){2,}", lambda m: " point ".join(cardinal(g) for g in m[0].split("."))),
    _rule(r"(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z])", lambda m: " "),
    _rule(r"<number>", _plain),
]


def normalise(text: str) -> tuple[str, set[str]]:
    """The text in words, and the symbols that have no reading and were left out."""
    text = unicodedata.normalize("NFC", text).translate(_QUOTES).translate(_WIDE)
    for pattern, reading in _RULES:
        text = pattern.sub(reading, text)
    text = re.sub(r"\s*(?:--+|—|–|\s-\s)\s*", " — ", text)
    out: list[str] = []
    left_out: set[str] = set()
    for char in text:
        if char in _SIGNS:
            out.append(_SIGNS[char])
        elif char.isalnum() or char in " '-.,;:!?…\"()—" or unicodedata.combining(char):
            out.append(char)
        elif char in "[]{}<>":
            out.append(", ")
        else:
            if not char.isspace() and unicodedata.category(char) not in ("Cf", "Cc", "Mn"):
                left_out.add(char)
            out.append(" ")
    words = re.sub(r"\s+", " ", "".join(out))
    return re.sub(r"\s+([,.;:!?…])", r"\1", re.sub(r"(?:,\s*){2,}", ", ", words)).strip(), left_out
