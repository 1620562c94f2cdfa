"""Plain data of the gallery: what it shows, what the details say, what can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Filter:
    """What the gallery shows: a kind ("" = all), words to search, and one of the shelves."""

    kind: str = ""
    text: str = ""
    shelf: str = "all"
    """``all``, ``starred`` or ``trash``."""

    def matches(self, asset: Any) -> bool:
        """Whether a new asset belongs into the view; the database decides at the next fetch."""
        if self.shelf != "all" and not (self.shelf == "starred" and asset.starred):
            return False
        if self.kind and asset.kind != self.kind:
            return False
        words = self.text.casefold().split()
        found = f"{asset.title}\n{asset.prompt}\n{asset.excerpt}".casefold()
        return all(word in found for word in words)


@dataclass
class Details:
    """What the details pane shows beyond the asset itself."""

    asset: Any
    parents: list[Any] = field(default_factory=list)
    children: list[Any] = field(default_factory=list)
    text: str = ""


@dataclass(frozen=True)
class Undo:
    """One action that can be taken back: its words (``what`` is a key the view translates) and how."""

    what: str
    count: int
    action: Callable[[], None]
