"""Files that are there whole or not at all, whatever happens while they are written."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from pathlib import Path

PART = ".part"
"""Ends the name of a file that is not finished. What a crash leaves of it is swept where such files are made."""


def write_atomic(path: Path, data: bytes | memoryview, *, private: bool = False) -> None:
    """Write ``data`` to ``path`` in one step; its folder is made when it is not there. ``private``: for its owner's eyes
    only. Raises OSError; what was there before is there still then."""

    def fill(part: Path) -> None:
        part.write_bytes(data)

    fill_atomic(path, fill, private=private)


def fill_atomic(path: Path, fill: Callable[[Path], object], *, private: bool = False) -> None:
    """The same for writers that want a path: ``fill`` writes the file beside it that it is given."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # The process's number: two windows may write the same settings.
    part = path.with_name(f"{path.name}.{os.getpid()}{PART}")
    try:
        if private:
            os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
        fill(part)
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException as error:
        with contextlib.suppress(OSError):
            part.unlink()
        if isinstance(error, OSError) and error.filename is None:
            # write() and fsync() name no file; the user needs to know which disk it is.
            error.filename = str(path.parent)
        raise
