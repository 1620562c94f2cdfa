"""Writing results so that a crash at any moment leaves either no file or a whole one."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from studio.core import files


def write_atomic(path: Path, data: bytes | memoryview) -> Path:
    """Write ``data`` to ``path``, on the disk with its name when this returns.

    Raises OSError (for a full disk with ``filename`` set to the folder); nothing is left behind then.
    """
    files.write_atomic(path, data)
    _sync_folder(path.parent)
    return path


def fill_atomic(path: Path, fill: Callable[[Path], None]) -> Path:
    """Like :func:`write_atomic` for writers that want a path: ``fill`` writes the temporary file it is given."""
    files.fill_atomic(path, fill)
    _sync_folder(path.parent)
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
