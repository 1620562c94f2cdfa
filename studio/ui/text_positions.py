"""Places in a text: Qt counts UTF-16 units, Python code points. They differ behind every emoji."""

from __future__ import annotations

from collections.abc import Iterable


def _one_to_one(text: str) -> bool:
    """Whether both count the same; quick in a long prompt, as it is asked for at every pause."""
    return text.isascii() or len(text.encode("utf-16-le", "surrogatepass")) == 2 * len(text)


def to_qt(text: str, places: Iterable[int]) -> list[int]:
    """Places in code points, in rising or any order, as Qt counts them."""
    wanted = list(places)
    if not wanted or _one_to_one(text):
        return wanted
    order = sorted(range(len(wanted)), key=wanted.__getitem__)
    found = [0] * len(wanted)
    at = extra = 0
    for index in order:
        while at < wanted[index]:
            extra += text[at] > "\uffff"
            at += 1
        found[index] = wanted[index] + extra
    return found


def from_qt(text: str, place: int) -> int:
    """A place as Qt counts it, in code points."""
    if _one_to_one(text):
        return min(place, len(text))
    extra = 0
    for at, char in enumerate(text):
        if at + extra >= place:
            return at
        extra += char > "\uffff"
    return len(text)
