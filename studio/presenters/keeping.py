"""What a tab keeps for the next start, and how it comes back: values as plain settings, files where they are now.

How something is made is kept for all projects; what is to be made, the draft, for each project."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Set
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
_DRAFT = _PROMPTS | {"inputs", "control", "references", "edit"}
"""Values that belong to the project."""
_PROJECTS, _SIZE = 10, 1_000_000
"""Drafts of that many projects are kept, and of fewer where they are larger than this many characters."""
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
        self._awaited: tuple[InputRef, ...] = ()
        kept = tab.studio.settings.tabs.get(tab.kind, {})
        tab.values.update(_values(tab.kind, kept, tab.values, leave_out=_DRAFT))
        if kept.get("seed_locked") is True and "seed" in kept:
            tab.values["seed"] = _converted(kept["seed"], int, tab.values["seed"])
            tab.seed_locked = True
        tab.values.update(self._draft())
        tab.studio.settingsChanged.connect(self.remember)

    def change_project(self) -> None:
        """The draft of the project that is open now."""
        self.missing = self._awaited = ()
        fresh = {name: value for name, value in self._tab.defaults().items() if name in _DRAFT}
        for name, value in (fresh | self._draft()).items():
            self._tab.set_value(name, value)

    def _draft(self) -> dict[str, Any]:
        """What is kept for the open project; its files are looked for in the background."""
        settings, project, tab = self._studio.settings, self._studio.services.project, self._tab
        # Settings of an older version have the draft among the others.
        drafts = settings.drafts.get(project.id, {}) if settings.drafts else settings.tabs
        kept = drafts.get(tab.kind, {})
        awaited = self._awaited = tuple(_inputs(kept.get("inputs")))
        if awaited:
            store = project.store
            self._studio.background.run(lambda: _find(awaited, store), lambda found: self._found(awaited, found))
        return _values(tab.kind, kept, tab.values, leave_out=tab.values.keys() - _DRAFT)

    def remember(self, *_anything: object) -> None:
        """Keep the values as they are now."""
        values, tab = self._tab.values, self._tab
        kept = {name: value for name, value in values.items() if name not in _LEFT_OUT | _DRAFT}
        if tab.seed_locked:
            kept |= {"seed": values["seed"], "seed_locked": True}
        draft = {name: values[name] for name in _DRAFT if values.get(name)}
        draft["inputs"] = values["inputs"] + self._awaited
        if all(i.role != "source" for i in draft["inputs"]):
            # It was made for a picture that is not there any more.
            draft.pop("edit", None)
        self._studio.remember_tab(tab.kind, kept, draft)

    def _found(self, awaited: tuple[InputRef, ...], found: tuple[InputRef, ...]) -> None:
        if awaited is not self._awaited:
            return
        tab = self._tab
        self._awaited = ()
        there = {i.role for i in found}
        self.missing = tuple(dict.fromkeys(Path(i.path).name for i in awaited if i.role not in there))
        # What was chosen meanwhile stays.
        taken = {i.role for i in tab.values["inputs"]}
        if "source" in taken or "source" not in there:
            # A mask is one of its picture.
            taken.add("mask")
        if "source" not in taken | there and "edit" in tab.values:
            tab.set_value("edit", None)
        tab.set_value("inputs", tab.values["inputs"] + tuple(i for i in found if i.role not in taken))
        self.remember()
        if self.missing:
            self.filesMissing.emit()


Drafts = dict[str, dict[str, dict[str, Any]]]


def with_draft(drafts: Drafts, project: str, kind: str, draft: dict[str, Any]) -> Drafts:
    """The drafts with one tab's as it is now; those that were not used for the longest time may go."""
    new = project not in drafts
    others = {name: kept for name, kept in drafts.items() if name != project}
    drafts = others | {project: {**drafts.get(project, {}), kind: draft}}
    while new and others and (len(drafts) > _PROJECTS or len(msgspec.json.encode(drafts)) > _SIZE):
        oldest = next(iter(others))
        del others[oldest], drafts[oldest]
    return drafts


def without_prompts(drafts: Drafts) -> Drafts:
    """The drafts as they are kept where the history of prompts is off."""
    return {
        project: {
            kind: {name: value for name, value in draft.items() if name not in _PROMPTS} for kind, draft in tabs.items()
        }
        for project, tabs in drafts.items()
    }


def _values(
    kind: Kind, kept: Mapping[str, Any], known: Mapping[str, Any], *, leave_out: Set[str] = frozenset()
) -> dict[str, Any]:
    """The values that are kept as plain JSON; one that is damaged, or of another version, is left out."""
    found = {}
    for field in msgspec.structs.fields(requests.REQUEST_TYPES[kind]):
        if field.name in kept and field.name in known and field.name not in _LEFT_OUT | leave_out:
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
