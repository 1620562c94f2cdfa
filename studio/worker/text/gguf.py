"""The few facts of a GGUF file's header that say whether it can be loaded and what memory it will take.

Layout: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
"""

from __future__ import annotations

import struct
from pathlib import Path
from typing import BinaryIO, NamedTuple

from studio.core.errors import ModelError, phrase

_SCALARS = {0: "B", 1: "b", 2: "<H", 3: "<h", 4: "<I", 5: "<i", 6: "<f", 7: "?", 10: "<Q", 11: "<q", 12: "<d"}
_STRING, _ARRAY = 8, 9
_MAX_STRING = 1 << 24
_MAX_ENTRIES = 100_000


class GgufFacts(NamedTuple):
    """``context`` tokens the model was trained for; ``cache_per_token`` bytes of 16-bit keys and values."""

    architecture: str
    context: int
    cache_per_token: int


def read_facts(path: Path) -> GgufFacts:
    """Raises :class:`ModelError` ``model-damaged`` when the header is not that of a GGUF file."""
    try:
        with path.open("rb") as file:
            return _facts(_metadata(file))
    except (struct.error, ValueError, KeyError, OverflowError, UnicodeDecodeError) as error:
        raise ModelError(
            "model-damaged", str(error), file=path.name, reason=phrase("its header cannot be read")
        ) from error
    except OSError as error:
        raise ModelError("model-damaged", file=path.name, reason=phrase("it cannot be read")) from error


def _metadata(file: BinaryIO) -> dict[str, object]:
    if file.read(4) != b"GGUF":
        raise ValueError("no GGUF file")
    version, _tensors, count = struct.unpack("<IQQ", file.read(20))
    if not 2 <= version <= 3 or count > _MAX_ENTRIES:
        raise ValueError(f"version {version}")
    found: dict[str, object] = {}
    for _ in range(count):
        key = _text(file)
        if key.startswith("tokenizer."):
            break  # long lists, after all that is wanted here
        found[key] = _value(file, struct.unpack("<I", file.read(4))[0])
    return found


def _text(file: BinaryIO) -> str:
    (length,) = struct.unpack("<Q", file.read(8))
    if length > _MAX_STRING:
        raise ValueError("a name without end")
    data = file.read(length)
    if len(data) != length:
        raise ValueError("it ends too early")
    return data.decode()


def _value(file: BinaryIO, kind: int) -> object:
    if kind == _STRING:
        return _text(file)
    if kind == _ARRAY:
        item, length = struct.unpack("<IQ", file.read(12))
        if length > _MAX_ENTRIES:
            raise ValueError("a list without end")
        return [_value(file, item) for _ in range(length)]
    form = _SCALARS[kind]
    return struct.unpack(form, file.read(struct.calcsize(form)))[0]


def _facts(metadata: dict[str, object]) -> GgufFacts:
    architecture = str(metadata["general.architecture"])

    def number(name: str, default: int) -> int:
        value = metadata.get(f"{architecture}.{name}", default)
        if isinstance(value, list):  # one per layer
            value = max((v for v in value if isinstance(v, int)), default=default)
        return int(value) if isinstance(value, int) else default

    layers, width = number("block_count", 32), number("embedding_length", 4096)
    heads = max(1, number("attention.head_count", 32))
    groups = number("attention.head_count_kv", heads)
    key = number("attention.key_length", width // heads)
    value = number("attention.value_length", width // heads)
    return GgufFacts(architecture, number("context_length", 4096), 2 * layers * groups * (key + value))
