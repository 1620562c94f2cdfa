"""Everything that prompts can draw on, as it is on disk at one moment."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from studio.core.prompting.dynamic import Expander
from studio.settings.prompts import reading, shelves, wildcards
from studio.settings.prompts.items import Negative, Preset, Style
from studio.settings.prompts.reading import FileProblem
from studio.settings.prompts.shelves import NEGATIVES, PRESETS, STYLES, Items
from studio.settings.prompts.wildcards import Wildcards

Stamp = tuple[Any, ...]


@dataclass(frozen=True)
class Book:
    """Wildcards, styles, presets and negative presets; ``problems`` are the files that were left out."""

    wildcards: Wildcards = field(default_factory=Wildcards)
    styles: Items[Style] = field(default_factory=lambda: Items(STYLES, []))
    presets: Items[Preset] = field(default_factory=lambda: Items(PRESETS, []))
    negatives: Items[Negative] = field(default_factory=lambda: Items(NEGATIVES, []))
    problems: tuple[FileProblem, ...] = ()
    stamp: Stamp = ()

    def expander(self) -> Expander:
        return Expander(self.wildcards.get, self.wildcards.names)


def load() -> Book:
    """Read every file. Never raises for what is in them."""
    stamp = stamp_now()
    cards, problems = wildcards.load()
    styles, more = shelves.load(STYLES)
    presets, still_more = shelves.load(PRESETS)
    negatives, last = shelves.load(NEGATIVES)
    return Book(cards, styles, presets, negatives, (*problems, *more, *still_more, *last), stamp)


def stamp_now() -> Stamp:
    """Differs from :attr:`Book.stamp` when a file was added, changed or removed since. Reads no file."""
    return tuple(reading.stamp(folder, suffixes) for folder, suffixes in _folders())


def _folders() -> list[tuple[Path, tuple[str, ...]]]:
    named = (shelves.folders(STYLES), shelves.folders(PRESETS), shelves.folders(NEGATIVES))
    found = [(folder, wildcards.SUFFIXES) for folder, _ in wildcards.default_folders()]
    return [*found, *((folder, shelves.SUFFIXES) for pairs in named for folder, _ in pairs)]
