"""What the studio would take over from a file: settings as values of a Request, and the models they need."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import msgspec

from studio.core import requests
from studio.core.errors import ErrorInfo

LISTS = ("loras", "control", "references", "embeddings", "inputs")
"""Settings with several entries, each of which is taken over by itself."""


@dataclass(frozen=True)
class Need:
    """A model or file that a setting names. ``kind`` is one of :data:`studio.metadata.matching.KINDS`, or ``file``;
    ``match`` is the id of the installed model, or the path of the file, "" while it is missing; ``how`` tells how it was
    found: ``id``, ``hash``, ``name``, ``other`` (the name of another file), ``chosen``."""

    kind: str
    name: str
    hash: str = ""
    match: str = ""
    how: str = ""


@dataclass(frozen=True)
class Item:
    """One thing that is taken over. ``setting`` is the field of the Request; ``value`` is what it becomes, or the entry
    that is added to it (None: the entries there were are to go). Items of one ``key`` go together."""

    key: str
    setting: str
    value: Any
    need: Need | None = None

    @property
    def missing(self) -> bool:
        return self.need is not None and not self.need.match

    def filled(self) -> Any:
        """The value with the model or file that was found for it."""
        if self.need is None:
            return self.value
        if self.setting == "hires":
            return msgspec.structs.replace(self.value, upscaler=self.need.match)
        if self.setting == "inputs":
            return msgspec.structs.replace(self.value, path=self.need.match)
        if self.setting in ("loras", "control", "references"):
            return msgspec.structs.replace(self.value, model=self.need.match)
        return self.need.match


@dataclass(frozen=True)
class Proposal:
    """``source`` is the program that wrote the file; ``items`` hold every setting that the file decides; ``notes`` say
    what was cut, changed or left out; ``own`` is True for a recipe of the studio."""

    kind: requests.Kind
    source: str
    items: tuple[Item, ...]
    notes: tuple[ErrorInfo, ...] = ()
    own: bool = False

    def needs(self) -> Iterator[Item]:
        """The items that need a model or a file."""
        return (item for item in self.items if item.need is not None)

    def missing(self) -> list[Item]:
        return [item for item in self.items if item.missing]

    def item(self, key: str) -> Item | None:
        return next((item for item in self.items if item.key == key), None)

    def choose(self, key: str, match: str) -> Proposal:
        """The same with another model or file for one item."""
        items = tuple(
            replace(i, need=replace(i.need, match=match, how="chosen")) if i.key == key and i.need is not None else i
            for i in self.items
        )
        return replace(self, items=items)

    def values(self) -> dict[str, Any]:
        """The values of the Request that all of it amounts to. Entries whose model is missing are left out, and so is
        a main model that is missing."""
        found: dict[str, Any] = {}
        for item in self.items:
            if item.setting in LISTS:
                entries = found.setdefault(item.setting, ())
                if item.value is not None and not item.missing:
                    found[item.setting] = (*entries, item.filled())
            elif not item.missing or item.setting == "hires":
                found[item.setting] = item.filled()
        return found
