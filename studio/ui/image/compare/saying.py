"""A comparison in words: what each side is, which settings differ, how many pixels do."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from studio.presenters.comparing import Compared, Differing, Side, differing
from studio.ui import words
from studio.ui.setting_values import value_text

_LONG = 32
"""Characters of a value in a line; all of it is in the tooltip."""
_ALL = 400


def _tr(text: str) -> str:
    return QCoreApplication.translate("Compare", text)


def side(letter: str, shown: Side, other: Side) -> str:
    """``A · Seed 41``; by its title where the seed does not tell the two apart."""
    if shown.seed is not None and shown.seed != other.seed:
        return f"{letter} · {words.setting('seed')} {shown.seed}"
    return f"{letter} · {shown.title}"


def settings(a: Side, b: Side, *, whole: bool = False) -> str:
    """The settings that differ, in one line; ``whole``: one a line, with their values in full."""
    if a.request is None or b.request is None:
        return _tr("It is not known how both were made.")
    found = differing(a, b)
    if not found:
        return _tr("The settings are the same.")
    if [d.setting for d in found] == ["seed"] and not whole:
        return _tr("Only the seed differs.")
    lines = [_line(d, _ALL if whole else _LONG) for d in found if whole or d.setting != "seed"]
    return "\n".join(lines) if whole else " · ".join(lines)


def sizes(compared: Compared) -> str:
    """What was done to pictures of different size; "" where nothing was."""
    (a, b), at = compared.pair.sizes, compared.pair.size
    if a == b == at:
        return ""
    if a == b:
        return _tr("Both were {a}; they are compared at {at}.").format(a=_size(a), at=_size(at))
    text = _tr("A was {a}, B was {b}; they are compared at {at}.").format(a=_size(a), b=_size(b), at=_size(at))
    if compared.pair.box[2:] != at:
        text += " " + _tr("Their proportions differ: only what both have is counted.")
    return text


def pixels(compared: Compared) -> str:
    """How much differs."""
    found = compared.difference
    if not found.largest:
        return _tr("No pixel differs.")
    share = f"{found.share:.1%}"
    if share in ("0.0%", "100.0%") and found.share < 1:
        share = "< 0.1%" if found.share < 0.5 else "> 99.9%"
    return _tr("{share} of the pixels differ, by {mean} on average and {largest} at most (of 255)").format(
        share=share, mean=f"{found.mean:.1f}", largest=found.largest
    )


def _line(found: Differing, length: int) -> str:
    name = found.setting
    title = words.role(name.removeprefix("input.")) if name.startswith("input.") else words.setting(name)
    return f"{title}: {_value(name, found.a, length)} → {_value(name, found.b, length)}"


def _value(name: str, value: object, length: int) -> str:
    text = (str(value) if value is not None else "") if name.startswith("input.") else value_text(name, value)
    text = " ".join(text.split()) or _tr("none")
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def _size(size: tuple[int, int]) -> str:
    return f"{size[0]} × {size[1]}"
