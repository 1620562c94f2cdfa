"""Finding and reading small files that come from anyone: bounded, and every fault in words."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from studio.core.errors import ErrorInfo, InputError, Phrase, phrase

FILE_BYTES = 4 * 1024 * 1024
FILES = 5000
"""Files of one folder that are read."""
DEPTH = 6
FOLDERS = 1000


class FileProblem(NamedTuple):
    """A file that was left out, and why."""

    path: Path
    info: ErrorInfo


def refused(path: Path, reason: Phrase) -> InputError:
    return InputError("prompt-file-refused", name=path.name, reason=reason)


def find(folder: Path, suffixes: tuple[str, ...]) -> Iterator[Path]:
    """Files with these suffixes, at most :data:`FILES`, in a fixed order; hidden ones and their folders are left out."""
    left, room = FILES, FOLDERS
    for place, folders, names in os.walk(folder, followlinks=True):
        below = Path(place)
        room -= 1
        deep = room <= 0 or len(below.relative_to(folder).parts) >= DEPTH
        folders[:] = [] if deep else sorted(f for f in folders if not f.startswith("."))
        for name in sorted(names):
            if name.lower().endswith(suffixes) and not name.startswith("."):
                left -= 1
                if left < 0:
                    return
                yield below / name


def read_bytes(path: Path) -> bytes:
    """Raises :class:`InputError` for a file that is too large or cannot be read."""
    try:
        with path.open("rb") as file:
            data = file.read(FILE_BYTES + 1)
    except OSError as error:
        raise refused(path, phrase("it cannot be read")) from error
    if len(data) > FILE_BYTES:
        raise refused(path, phrase("it is larger than {limit}", limit=f"{FILE_BYTES >> 20} MB"))
    return data


def read_text(path: Path) -> str:
    """UTF-8, with or without a byte order mark. Raises :class:`InputError` for anything else."""
    try:
        text = read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise refused(path, phrase("it is not UTF-8 text")) from error
    if "\0" in text:
        raise refused(path, phrase("it is not a text"))
    return text.replace("\r\n", "\n").replace("\r", "\n")


def stamp(folder: Path, suffixes: tuple[str, ...]) -> tuple[tuple[str, int, int], ...]:
    """Changes whenever a file of the folder does."""
    found = []
    for path in find(folder, suffixes):
        try:
            stat = path.stat()
        except OSError:
            continue
        found.append((str(path), stat.st_mtime_ns, stat.st_size))
    return tuple(found)
