"""The header of a GGUF file: key-value pairs and where each tensor lies, so that a cut file is known before any load.

Source: https://github.com/ggml-org/ggml, docs/gguf.md (versions 2 and 3).
"""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from studio.core.errors import ModelError, phrase

_SCALARS = {0: "<B", 1: "<b", 2: "<H", 3: "<h", 4: "<I", 5: "<i", 6: "<f", 7: "<?", 10: "<Q", 11: "<q", 12: "<d"}
_STRING, _ARRAY = 8, 9
_LONGEST_STRING = 64 << 20
_MOST_ITEMS = 1 << 24

# Bytes per block and weights per block of ggml's number formats (ggml.c, type_traits).
_BLOCKS = {
    0: (4, 1), 1: (2, 1), 2: (18, 32), 3: (20, 32), 6: (22, 32), 7: (24, 32), 8: (34, 32), 9: (36, 32),
    10: (84, 256), 11: (110, 256), 12: (144, 256), 13: (176, 256), 14: (210, 256), 15: (292, 256),
    16: (66, 256), 17: (74, 256), 18: (98, 256), 19: (50, 256), 20: (18, 32), 21: (110, 256), 22: (82, 256),
    23: (136, 256), 24: (1, 1), 25: (2, 1), 26: (4, 1), 27: (8, 1), 28: (8, 1), 29: (56, 256), 30: (2, 1),
    34: (54, 256), 35: (66, 256), 39: (17, 32),
}  # fmt: skip


class Header(msgspec.Struct, frozen=True):
    """``values`` without the arrays (their lengths instead); ``data_end`` is the size the file must at least have."""

    version: int
    values: dict[str, Any]
    tensors: int
    data_end: int

    def text(self, key: str) -> str:
        value = self.values.get(key)
        return value if isinstance(value, str) else ""

    def number(self, key: str) -> int:
        value = self.values.get(key)
        return value if isinstance(value, int) and not isinstance(value, bool) else 0


class _Cut(Exception):
    """The file ended, or a length in it cannot be true."""


def read(path: Path) -> Header:
    """The header, checked against the file's size.

    Raises :class:`ModelError`: ``model-unsupported`` for what is no GGUF file (or of version 1), ``model-damaged``
    when it is cut short or its header cannot be read.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        if file.read(4) != b"GGUF":
            hint = phrase("Choose a .gguf or .safetensors file, or a diffusers or transformers folder.")
            raise ModelError("model-unsupported", file=path.name, reason=phrase("it is not a GGUF file"), hint=hint)
        try:
            header = _read(file, path, size)
        except (_Cut, UnicodeDecodeError, struct.error) as error:
            reason = phrase("its header cannot be read to its end ({size} bytes)", size=f"{size:,}")
            raise ModelError("model-damaged", str(error), file=path.name, reason=reason) from error
    if header.data_end > size:
        reason = phrase("{missing} bytes are missing at its end", missing=f"{header.data_end - size:,}")
        raise ModelError("model-damaged", file=path.name, reason=reason)
    return header


def _read(file: BinaryIO, path: Path, size: int) -> Header:
    version = _number(file, "<I")
    if version not in (2, 3):
        reason = phrase("it is of GGUF version {version}", version=version)
        raise ModelError(
            "model-unsupported", file=path.name, reason=reason, hint=phrase("Get a file of version 2 or 3.")
        )
    tensors, pairs = _number(file, "<Q"), _number(file, "<Q")
    if tensors > _MOST_ITEMS or pairs > _MOST_ITEMS:
        raise _Cut("counts")
    values: dict[str, Any] = {}
    for _ in range(pairs):
        key = _string(file)
        values[key] = _value(file, _number(file, "<I"), size)
    ends = [_tensor_end(file) for _ in range(tensors)]
    alignment = values.get("general.alignment", 32)
    if not isinstance(alignment, int) or alignment <= 0:
        raise _Cut("alignment")
    start = -(-file.tell() // alignment) * alignment
    return Header(version, values, tensors, start + max(ends) if ends else file.tell())


def _number(file: BinaryIO, form: str) -> Any:
    data = file.read(struct.calcsize(form))
    return struct.unpack(form, data)[0]


def _string(file: BinaryIO) -> str:
    length = _number(file, "<Q")
    if length > _LONGEST_STRING:
        raise _Cut("string")
    data = file.read(length)
    if len(data) < length:
        raise _Cut("string")
    return data.decode("utf-8", errors="replace")


def _value(file: BinaryIO, kind: int, size: int) -> Any:
    if kind in _SCALARS:
        return _number(file, _SCALARS[kind])
    if kind == _STRING:
        return _string(file)
    if kind != _ARRAY:
        raise _Cut(f"type {kind}")
    item, count = _number(file, "<I"), _number(file, "<Q")
    if count > _MOST_ITEMS:
        raise _Cut("array")
    if item in _SCALARS:
        _skip(file, count * struct.calcsize(_SCALARS[item]), size)
    elif item == _STRING:
        for _ in range(count):
            _skip(file, _number(file, "<Q"), size)
    else:
        # Arrays of arrays are allowed by the format and used by no model.
        raise _Cut("nested array")
    return count


def _skip(file: BinaryIO, count: int, size: int) -> None:
    if count > size - file.tell():
        raise _Cut("skip")
    file.seek(count, 1)


def _tensor_end(file: BinaryIO) -> int:
    """Where a tensor's bytes end, from the start of the data; for an unknown number format, where they begin."""
    _string(file)
    dimensions = _number(file, "<I")
    if dimensions > 8:
        raise _Cut("dimensions")
    count = 1
    for _ in range(dimensions):
        count *= _number(file, "<Q")
    kind, offset = _number(file, "<I"), _number(file, "<Q")
    size, weights = _BLOCKS.get(kind, (0, 1))
    return int(offset + count // weights * size)
