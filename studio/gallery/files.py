"""Names and moves of files inside a project: readable names, atomic arrival, nothing overwritten."""

from __future__ import annotations

import re
import shutil
import time
import unicodedata
from pathlib import Path

from studio.core.errors import as_error_info
from studio.core.files import fill_atomic

NAME_BYTES = 80
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u202a-\u202e\u2066-\u2069]')
_RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"com{i}" for i in range(10)), *(f"lpt{i}" for i in range(10))})


def readable(text: str) -> str:
    """The first words of a text as a file name for every platform: at most 80 bytes in UTF-8, Chinese kept."""
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    text = _FORBIDDEN.sub(" ", text)
    text = "-".join(text.split())
    while len(text.encode()) > NAME_BYTES:
        text = text[:-1]
    text = text.strip(". -_")
    return f"{text}-" if text and text.lower() not in _RESERVED else ""


def asset_path(folder: str, text: str, asset_id: str, suffix: str, created: float) -> str:
    """Relative path of an asset's file, with forward slashes. The id in the name makes it unique and is how a file that
    has no place for a Recipe is known again."""
    month = time.strftime("%Y-%m", time.localtime(created))
    return f"{folder}/{month}/{readable(text)}{asset_id}{suffix.lower()}"


def copy_atomic(source: Path, target: Path) -> None:
    """The whole of ``source`` at ``target`` or nothing, without holding it in memory."""
    fill_atomic(target, lambda part: shutil.copyfile(source, part))


def move(source: Path, target: Path) -> None:
    """Move a file, also from another file system; atomic at the target."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        source.replace(target)
    except OSError as error:
        if as_error_info(error).code != "internal":
            raise
        copy_atomic(source, target)
        source.unlink()


def inside(root: Path, relative: str) -> Path:
    """The absolute path of a relative one. Raises ValueError when it leads out of ``root``: rows can be forged too."""
    path = (root / relative).absolute()
    parts = Path(relative).parts
    if not parts or Path(relative).is_absolute() or ".." in parts:
        raise ValueError(f"{relative!r} leads out of the project")
    return path
