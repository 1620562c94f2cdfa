# ruff: noqa: SIM905 - word lists are read more easily as text
"""English number words."""

from __future__ import annotations

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
).split()
_TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()
_SCALES = "_ thousand million billion trillion quadrillion quintillion".split()
_ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
_LARGEST_DIGITS = 21


def cardinal(digits: str) -> str:
    """``1234`` → one thousand two hundred thirty four. A number that no scale names is read digit by digit."""
    digits = digits.lstrip("0") or "0"
    if len(digits) > _LARGEST_DIGITS:
        return spelled(digits)
    groups: list[str] = []
    for scale, end in enumerate(range(len(digits), 0, -3)):
        value = int(digits[max(0, end - 3) : end])
        if value:
            groups.append(_below_1000(value) + (" " + _SCALES[scale] if scale else ""))
    return " ".join(reversed(groups)) or "zero"


def _below_1000(value: int) -> str:
    words = []
    if value >= 100:
        words += [_ONES[value // 100], "hundred"]
        value %= 100
    if value >= 20:
        words.append(_TENS[value // 10])
        value %= 10
    if value:
        words.append(_ONES[value])
    return " ".join(words)


def ordinal(digits: str) -> str:
    """``23`` → twenty third."""
    head, space, last = cardinal(digits).rpartition(" ")
    if last in _ORDINALS:
        last = _ORDINALS[last]
    elif last.endswith("y"):
        last = last[:-1] + "ieth"
    else:
        last += "th"
    return head + space + last


def year(digits: str) -> str:
    """``1999`` → nineteen ninety nine, ``2005`` → two thousand five, ``1900`` → nineteen hundred."""
    high, low = int(digits[:2]), int(digits[2:])
    if (high % 10 == 0 and low < 10) or high == 0:
        return cardinal(digits)
    if low == 0:
        return f"{cardinal(str(high))} hundred"
    return f"{cardinal(str(high))} " + (f"oh {_ONES[low]}" if low < 10 else cardinal(str(low)))


def spelled(digits: str) -> str:
    """``105`` → one zero five."""
    return " ".join(_ONES[int(d)] for d in digits)


def decimal(number: str) -> str:
    """``3.14`` → three point one four; commas between thousands are allowed; ``.5`` → zero point five."""
    whole, _, fraction = number.replace(",", "").partition(".")
    return cardinal(whole or "0") + (f" point {spelled(fraction)}" if fraction else "")
