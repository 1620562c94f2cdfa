"""What a tab keeps for the next start, and how it comes back: values as plain settings, files where they are now."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from PySide6.QtCore import QObject, Signal

from studio.core import requests
from studio.core.requests import InputRef, Kind
from studio.gallery.inputs import locate

if TYPE_CHECKING:
    from studio.gallery.store import AssetStore
    from studio.presenters.tab import TabPresenter

T = TypeVar("T")
_PROMPTS = frozenset({"prompt", "negative", "system"})
"""Kept as the history of prompts is: not where that is off."""
_LEFT_OUT = frozenset({"inputs", "history", "seed", "grid"})
"""Values that come back otherwise, or that belong to the takes in view."""


class Keeping(QObject):
    """The values come back at once. ``missing`` names the files that are gone; they are looked for in the background,
    and ``filesMissing`` says so when some are."""

    filesMissing = Signal()

    def __init__(self, tab: TabPresenter) -> None:
        super().__init__(tab)
        self._tab, self._studio = tab, tab.studio
        self.missing: tuple[str, ...] = ()
        kept = tab.studio.settings.tabs.get(tab.kind, {})
        tab.values.update(_values(tab.kind, kept, tab.values))
        if kept.get("seed_locked") is True and "seed" in kept:
            tab.values["seed"] = _converted(kept["seed"], int, tab.values["seed"])
            tab.seed_locked = True
        self._awaited = tuple(_inputs(kept.get("inputs")))
        if self._awaited:
            awaited, store = self._awaited, tab.studio.services.project.store
            tab.studio.background.run(lambda: _find(awaited, store), self._found)
        tab.studio.settingsChanged.connect(self.remember)

    def remember(self, *_anything: object) -> None:
        """Keep the values as they are now."""
        self._studio.remember_tab(self._tab.kind, self._kept())

    def _kept(self) -> dict[str, Any]:
        tab = self._tab
        left_out = _LEFT_OUT if self._studio.settings.prompt_history else _LEFT_OUT | _PROMPTS
        kept = {name: value for name, value in tab.values.items() if name not in left_out}
        kept["inputs"] = tab.values["inputs"] + self._awaited
        if tab.seed_locked:
            kept |= {"seed": tab.values["seed"], "seed_locked": True}
        return kept

    def _found(self, found: tuple[InputRef, ...]) -> None:
        tab, awaited = self._tab, self._awaited
        self._awaited = ()
        there = {i.role for i in found}
        self.missing = tuple(dict.fromkeys(Path(i.path).name for i in awaited if i.role not in there))
        # What was chosen meanwhile stays.
        taken = {i.role for i in tab.values["inputs"]}
        if "source" in taken or "source" not in there:
            # A mask is one of its picture.
            taken.add("mask")
        tab.set_value("inputs", tab.values["inputs"] + tuple(i for i in found if i.role not in taken))
        self.remember()
        if self.missing:
            self.filesMissing.emit()


def _values(kind: Kind, kept: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
    """The values that are kept as plain JSON; one that is damaged, or of another version, is left out."""
    found = {}
    for field in msgspec.structs.fields(requests.REQUEST_TYPES[kind]):
        if field.name in kept and field.name in known and field.name not in _LEFT_OUT:
            found[field.name] = _converted(kept[field.name], field.type, known[field.name])
    if found.get("task") not in requests.tasks_of(kind):
        found.pop("task", None)
    return found


def _inputs(kept: object) -> list[InputRef]:
    entries = kept if isinstance(kept, list | tuple) else ()
    return [i for i in (_converted(entry, InputRef, None) for entry in entries) if i is not None]


def _converted(value: Any, kind: Any, otherwise: T) -> Any | T:
    with contextlib.suppress(msgspec.ValidationError):
        return msgspec.convert(value, kind)
    return otherwise


def _find(inputs: tuple[InputRef, ...], store: AssetStore) -> tuple[InputRef, ...]:
    """Those that are still there, with their paths now. Looks at the disk."""
    found = ((item, locate(item, store)) for item in inputs)
    return tuple(msgspec.structs.replace(item, path=path) for item, path in found if path)
