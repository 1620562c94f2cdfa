"""Writing small files so that a crash or a full disk leaves the old one."""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path

_BINARY = getattr(os, "O_BINARY", 0)
"""Windows would write CR LF otherwise."""


def write_atomic(path: Path, data: bytes, *, private: bool = False) -> None:
    """Temporary file, fsync, rename; the folder is made when it is not there. ``private``: for its owner's eyes only.

    Raises OSError when the folder cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        mode = 0o600 if private else 0o666
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _BINARY, mode), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise


TRASH = ".trash"


def write_keeping(path: Path, data: bytes) -> None:
    """Write atomically; an older file of that name with other content is kept in the ``.trash`` beside it."""
    with contextlib.suppress(FileNotFoundError):
        if path.read_bytes() != data:
            to_trash(path, path.read_bytes())
    write_atomic(path, data)


def to_trash(path: Path, data: bytes) -> Path:
    """Keep ``data`` under the name of ``path`` and the time in the ``.trash`` of its folder."""
    kept = path.parent / TRASH / f"{time.strftime('%Y%m%d-%H%M%S')}-{time.monotonic_ns() % 1_000_000}-{path.name}"
    write_atomic(kept, data)
    return kept
