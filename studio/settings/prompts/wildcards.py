"""Wildcard files: plain text, one entry a line, by the path of the file: ``animals/birds.txt`` is ``__animals/birds__``.

Empty lines and lines that begin with ``#`` are left out (``\\#`` is a # that is meant). ``3::oak`` comes three times as
often as a line without a weight. An entry may hold alternatives and name other wildcards.
"""

from __future__ import annotations

import fnmatch
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from studio.core import paths
from studio.core.errors import InputError, phrase
from studio.core.prompting.dynamic import Options
from studio.settings.files import write_keeping
from studio.settings.prompts import reading
from studio.settings.prompts.reading import FileProblem

SUFFIXES = (".txt",)
ENTRIES = 50_000
"""Entries of one file that are used."""
ENTRY_LENGTH = 4000

_WEIGHT = re.compile(r"(\d{1,6}(?:\.\d{1,6})?)::")
_NAME = re.compile(r"[^\W_][\w\-./ ]{0,98}")


@dataclass(frozen=True)
class WildcardFile:
    """``own`` is False for what the studio ships."""

    name: str
    options: Options
    path: Path
    own: bool


class Wildcards:
    """All wildcards by name. Letter case does not matter."""

    def __init__(self, files: Iterable[WildcardFile] = ()) -> None:
        self._files = {_key(file.name): file for file in files}
        self._cache: dict[str, Options | None] = {}

    def __len__(self) -> int:
        return len(self._files)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(sorted(file.name for file in self._files.values()))

    @property
    def files(self) -> tuple[WildcardFile, ...]:
        return tuple(self._files[_key(name)] for name in self.names)

    def file(self, name: str) -> WildcardFile | None:
        return self._files.get(_key(name))

    def get(self, name: str) -> Options | None:
        """The entries of a name, or of every name that fits ``animals/*``. None when there is none."""
        key = _key(name)
        if "*" not in key:
            file = self._files.get(key)
            return file.options if file else None
        if key not in self._cache:
            found = [f.options for n, f in sorted(self._files.items()) if fnmatch.fnmatchcase(n, key)]
            self._cache[key] = _together(found) if found else None
        return self._cache[key]


def load(folders: Iterable[tuple[Path, bool]] = ()) -> tuple[Wildcards, list[FileProblem]]:
    """The wildcards of pairs (folder, whether it is the user's own); later folders count more."""
    found: list[WildcardFile] = []
    problems: list[FileProblem] = []
    for folder, own in folders or default_folders():
        for path in reading.find(folder, SUFFIXES):
            name = path.relative_to(folder).with_suffix("").as_posix()
            try:
                if not is_name(name):
                    raise reading.refused(path, phrase("its name holds characters that a wildcard cannot have"))
                found.append(WildcardFile(name, options(reading.read_text(path)), path, own))
            except InputError as error:
                problems.append(FileProblem(path, error.info))
    return Wildcards(found), problems


def default_folders() -> tuple[tuple[Path, bool], ...]:
    return (paths.resources_dir() / "wildcards", False), (paths.wildcards_dir(), True)


def options(text: str) -> Options:
    """The entries of a wildcard file's text."""
    texts: list[str] = []
    weights: list[float] = []
    for line in text.split("\n"):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        weight = _WEIGHT.match(line)
        line = (line[weight.end() :] if weight else line.removeprefix("\\") if line.startswith("\\#") else line).strip()
        texts.append(line[:ENTRY_LENGTH])
        weights.append(float(weight[1]) if weight else 1.0)
        if len(texts) == ENTRIES:
            break
    return Options(tuple(texts), () if all(w == 1.0 for w in weights) else tuple(weights))


def is_name(name: str) -> bool:
    """Whether a prompt can name it: letters, digits, blanks, ``- _ . /``, without two underscores together."""
    return bool(_NAME.fullmatch(name)) and "__" not in name and ".." not in name and not name.endswith(("_", "/", "."))


def add(name: str, text: str) -> Path:
    """Keep a wildcard in the user's folder; another one of that name goes to the folder's trash.

    Raises :class:`InputError` for a name that no prompt can hold.
    """
    path = paths.wildcards_dir() / f"{name}.txt"
    if not is_name(name):
        raise reading.refused(path, phrase("its name holds characters that a wildcard cannot have"))
    write_keeping(path, text.encode("utf-8", errors="replace"))
    return path


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", name).strip().casefold()


def _together(found: list[Options]) -> Options:
    weighted = any(options.weights for options in found)
    weights = [w for o in found for w in (o.weights or (1.0,) * len(o.texts))] if weighted else []
    return Options(tuple(text for options in found for text in options.texts), tuple(weights))
