"""Writing results so that a crash at any moment leaves either no file or a whole one."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

PART = ".part"


def write_atomic(path: Path, data: bytes | memoryview) -> Path:
    """Write ``data`` to ``path`` through a temporary file beside it, flushed to the disk before the rename.

    Raises OSError (for a full disk with ``filename`` set to the folder); nothing is left behind then.
    """

    def fill(part: Path) -> None:
        with part.open("wb") as file:
            file.write(data)

    return fill_atomic(path, fill)


def fill_atomic(path: Path, fill: Callable[[Path], None]) -> Path:
    """Like :func:`write_atomic` for writers that want a path: ``fill`` writes the temporary file it is given."""
    part = path.with_name(path.name + PART)
    try:
        fill(part)
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(path)
        _sync_folder(path.parent)
    except BaseException as error:
        part.unlink(missing_ok=True)
        if isinstance(error, OSError) and error.filename is None:
            # write() and fsync() name no file; the user needs to know which disk it is.
            error.filename = str(path.parent)
        raise
    return path


def _sync_folder(folder: Path) -> None:
    """Make the rename itself durable; Windows has no such call and does it on its own."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
