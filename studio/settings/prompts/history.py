"""The prompts that were run, newest first, so that they can be found again. Kept on this machine alone."""

from __future__ import annotations

import contextlib
import logging
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import msgspec

from studio.core import paths
from studio.core.files import write_atomic
from studio.core.requests import Kind

VERSION = 1
ENTRIES = 500
"""Prompts that are kept besides those with a star."""
STARRED = 1000
CHARACTERS = 2_000_000
"""Of all prompts of a kind together."""
_FILE_BYTES = 16 * 1024 * 1024
_log = logging.getLogger(__name__)


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A prompt with its negative prompt; ``used`` is seconds since the epoch, ``count`` how often it was run."""

    prompt: str
    negative: str = ""
    used: float = 0.0
    count: int = 1
    starred: bool = False

    @property
    def key(self) -> tuple[str, str]:
        return self.prompt, self.negative


class _File(msgspec.Struct, frozen=True, kw_only=True):
    version: int = VERSION
    entries: tuple[Entry, ...] = ()


Entries: TypeAlias = tuple[Entry, ...]
Change: TypeAlias = Callable[[Entries], Entries]


def file_of(kind: Kind) -> Path:
    return paths.history_dir() / f"{kind}.json"


def load(kind: Kind) -> Entries:
    """The history of a kind; none where there is no file. One that cannot be read is kept aside."""
    path = file_of(kind)
    try:
        if path.stat().st_size > _FILE_BYTES:
            raise msgspec.DecodeError("larger than any history")
        file = msgspec.json.decode(path.read_bytes(), type=_File)
        if file.version > VERSION:
            raise msgspec.DecodeError("made by a newer studio")
    except FileNotFoundError:
        return ()
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        kept = path.with_name(f"{path.name}.damaged-{time.strftime('%Y%m%d-%H%M%S')}")
        with contextlib.suppress(OSError):
            path.replace(kept)
        _log.info("the history was damaged (%s); kept as %s", error, kept)
        return ()
    except OSError as error:
        _log.info("the history cannot be read: %s", error)
        return ()
    return file.entries


def update(kind: Kind, change: Change) -> Entries:
    """Read, change and write the history of a kind, so that two windows do not undo each other's work.

    Raises OSError when it cannot be written.
    """
    before = load(kind)
    after = bounded(change(before))
    if after != before:
        write_atomic(file_of(kind), msgspec.json.encode(_File(entries=after)), private=True)
    return after


def recorded(prompt: str, negative: str = "", now: float | None = None) -> Change:
    """A prompt was run: it comes first, once."""
    stamp = time.time() if now is None else now

    def change(entries: Entries) -> Entries:
        new = Entry(prompt=prompt, negative=negative, used=stamp)
        old = next((e for e in entries if e.key == new.key), None)
        if old is not None:
            new = msgspec.structs.replace(new, count=old.count + 1, starred=old.starred)
        return (new, *(e for e in entries if e.key != new.key))

    return change


def starred(entry: Entry, on: bool) -> Change:
    return lambda entries: tuple(msgspec.structs.replace(e, starred=on) if e.key == entry.key else e for e in entries)


def removed(entry: Entry) -> Change:
    return lambda entries: tuple(e for e in entries if e.key != entry.key)


def added_back(entry: Entry) -> Change:
    """Undo of a removal: at its place by time."""
    return lambda entries: tuple(sorted((entry, *(e for e in entries if e.key != entry.key)), key=lambda e: -e.used))


def cleared(*, keep_starred: bool = True) -> Change:
    return lambda entries: tuple(e for e in entries if e.starred and keep_starred)


def bounded(entries: Entries) -> Entries:
    """The newest that may be kept: :data:`ENTRIES`, those with a star beside, :data:`CHARACTERS` in all."""
    plain, stars, room = ENTRIES, STARRED, CHARACTERS
    kept: list[Entry] = []
    for entry in entries:
        length = len(entry.prompt) + len(entry.negative)
        left = stars if entry.starred else plain
        if left <= 0 or length > room:
            continue
        stars, plain, room = stars - entry.starred, plain - (not entry.starred), room - length
        kept.append(entry)
    return tuple(kept)


def search(entries: Entries, text: str, *, only_starred: bool = False) -> list[Entry]:
    """Those that hold every word of ``text``, wherever it stands: one Chinese character is a word too."""
    words = _folded(text).split()
    found = []
    for entry in entries:
        if only_starred and not entry.starred:
            continue
        haystack = _folded(f"{entry.prompt}\n{entry.negative}") if words else ""
        if all(word in haystack for word in words):
            found.append(entry)
    return found


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
