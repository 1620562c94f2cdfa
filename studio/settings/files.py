"""Files of the user's own that are replaced: the older one is kept."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path

from studio.core.files import write_atomic

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
