"""Words in a row, joined as the user's language joins them."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication


def listed(names: Iterable[str], most: int = 0) -> str:
    """Names without doubles. With ``most`` no more than so many, and how many more there are."""
    found = list(dict.fromkeys(names))
    # One more takes the room that "and 1 more" would take.
    shown = found[:most] if most and len(found) > most + 1 else found
    text = QCoreApplication.translate("listing", ", ").join(shown)
    if len(shown) == len(found):
        return text
    more = QCoreApplication.translate("listing", "{names} and {count} more")
    return more.format(names=text, count=len(found) - len(shown))
