"""Pickle files run programs when they are loaded. They are told by name and by content, and never opened further."""

from __future__ import annotations

import zipfile
from pathlib import Path

from studio.core.errors import ModelError

SUFFIXES = frozenset({".ckpt", ".pt", ".pth", ".bin", ".pkl", ".pickle", ".joblib", ".t7", ".mar"})


def is_pickle(path: Path) -> bool:
    """True for a pickle, whatever its name: a protocol 2–5 opcode, a PyTorch zip, or a suffix that promises one.

    A ``.bin`` that begins like a GGUF or safetensors file is neither.
    """
    with path.open("rb") as file:
        head = file.read(16)
    if head[:1] == b"\x80" and head[1:2] in (b"\x02", b"\x03", b"\x04", b"\x05"):
        return True
    if head[:4] == b"PK\x03\x04":
        return _zip_with_pickle(path)
    return path.suffix.lower() in SUFFIXES and head[:4] != b"GGUF" and head[8:9] != b"{"


def _zip_with_pickle(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return any(name.endswith(".pkl") for name in archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return path.suffix.lower() in SUFFIXES


def refuse(path: Path) -> None:
    """Raises :class:`ModelError` ``model-pickle`` when the file is one."""
    if is_pickle(path):
        raise ModelError("model-pickle", file=path.name)
