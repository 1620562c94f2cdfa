"""Small model files for tests: GGUF and safetensors headers with a few bytes of weights, wheels, a pickle."""

from __future__ import annotations

import hashlib
import json
import struct
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_STRING, _ARRAY, _UINT32 = 8, 9, 4


def _text(value: str) -> bytes:
    data = value.encode()
    return struct.pack("<Q", len(data)) + data


def _value(value: Any) -> bytes:
    if isinstance(value, str):
        return struct.pack("<I", _STRING) + _text(value)
    if isinstance(value, list):
        return struct.pack("<IIQ", _ARRAY, _STRING, len(value)) + b"".join(map(_text, value))
    return struct.pack("<II", _UINT32, value)


def write_gguf(path: Path, values: Mapping[str, Any], tensors: Mapping[str, int] | None = None) -> Path:
    """A GGUF file of version 3; ``tensors`` are names with their number of float32 weights."""
    tensors = tensors if tensors is not None else {"token_embd.weight": 64}
    head = b"GGUF" + struct.pack("<IQQ", 3, len(tensors), len(values))
    head += b"".join(_text(key) + _value(value) for key, value in values.items())
    offset = 0
    for name, count in tensors.items():
        head += _text(name) + struct.pack("<IQIQ", 1, count, 0, offset)
        offset += count * 4
    head += bytes(-len(head) % 32)
    path.write_bytes(head + bytes(offset))
    return path


def write_safetensors(
    path: Path, shapes: Mapping[str, tuple[int, ...]], metadata: Mapping[str, str] | None = None
) -> Path:
    """A safetensors file of zeros: one byte per weight."""
    header: dict[str, Any] = {"__metadata__": {"format": "pt", **(metadata or {})}}
    offset = 0
    for name, shape in shapes.items():
        size = 1
        for side in shape:
            size *= side
        header[name] = {"dtype": "U8", "shape": list(shape), "data_offsets": [offset, offset + size]}
        offset += size
    data = json.dumps(header).encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(struct.pack("<Q", len(data)) + data + bytes(offset))
    return path


def write_wheel(path: Path, members: Mapping[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
