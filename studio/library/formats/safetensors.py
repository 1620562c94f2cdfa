"""The header of a safetensors file: 8 bytes little-endian length, JSON, then the tensors' bytes.

Source: https://github.com/huggingface/safetensors, "Format".
"""

from __future__ import annotations

import math
import struct
from pathlib import Path

import msgspec

from studio.core.errors import ModelError, phrase

HEADER_LIMIT = 100_000_000
"""Bytes of the longest header that is read (the format's own limit)."""

_BITS = {
    "BOOL": 8, "U8": 8, "I8": 8, "F8_E5M2": 8, "F8_E4M3": 8, "I16": 16, "U16": 16, "F16": 16, "BF16": 16, "I32": 32,
    "U32": 32, "F32": 32, "F64": 64, "I64": 64, "U64": 64,
}  # fmt: skip
"""Bits of a weight in each number format; others are not checked."""


class Tensor(msgspec.Struct, frozen=True):
    dtype: str
    shape: tuple[int, ...]
    data_offsets: tuple[int, int]


class Header(msgspec.Struct, frozen=True):
    """``tensors`` by name; ``metadata`` is the publisher's free text."""

    tensors: dict[str, Tensor]
    metadata: dict[str, str]

    def shape(self, name: str) -> tuple[int, ...]:
        """The shape of a tensor, () when there is none of that name."""
        tensor = self.tensors.get(name)
        return tensor.shape if tensor else ()

    def has(self, *beginnings: str) -> bool:
        return any(name.startswith(beginnings) for name in self.tensors)

    @property
    def dtypes(self) -> list[str]:
        """Number formats of the weights, the one with most bytes first."""
        weight: dict[str, int] = {}
        for tensor in self.tensors.values():
            start, end = tensor.data_offsets
            weight[tensor.dtype] = weight.get(tensor.dtype, 0) + end - start
        return sorted(weight, key=lambda d: -weight[d])


def read(path: Path) -> Header:
    """The header, checked against the file's size.

    Raises :class:`ModelError`: ``model-unsupported`` when it is no safetensors file, ``model-damaged`` when it is cut
    short or contradicts itself.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        start = file.read(8)
        length = struct.unpack("<Q", start)[0] if len(start) == 8 else 0
        head = file.read(1)
        if head != b"{" or not 2 <= length <= HEADER_LIMIT:
            hint = phrase("Choose a .gguf or .safetensors file, or a diffusers or transformers folder.")
            raise ModelError(
                "model-unsupported", file=path.name, reason=phrase("it is not a safetensors file"), hint=hint
            )
        if 8 + length > size:
            raise ModelError(
                "model-damaged",
                file=path.name,
                reason=phrase("it ends after {size} bytes, inside its header", size=f"{size:,}"),
            )
        data = head + file.read(length - 1)
    try:
        raw = msgspec.json.decode(data, type=dict[str, msgspec.Raw])
        metadata = msgspec.json.decode(raw.pop("__metadata__", msgspec.Raw(b"{}")), type=dict[str, str])
        tensors = {name: msgspec.json.decode(value, type=Tensor) for name, value in raw.items()}
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise ModelError(
            "model-damaged", str(error), file=path.name, reason=phrase("its header cannot be read")
        ) from error
    _check_extent(path, tensors, size - 8 - length)
    return Header(tensors, metadata)


def _check_extent(path: Path, tensors: dict[str, Tensor], available: int) -> None:
    if not tensors:
        raise ModelError("model-damaged", file=path.name, reason=phrase("it holds no weights"))
    end = max(t.data_offsets[1] for t in tensors.values())
    if end > available:
        missing = end - available
        raise ModelError(
            "model-damaged",
            file=path.name,
            reason=phrase("{missing} bytes are missing at its end", missing=f"{missing:,}"),
        )
    for tensor in tensors.values():
        start, end = tensor.data_offsets
        bits = _BITS.get(tensor.dtype)
        lies = not 0 <= start <= end or any(side < 0 for side in tensor.shape) or len(tensor.shape) > 8
        if lies or (bits is not None and (math.prod(tensor.shape) * bits + 7) // 8 != end - start):
            raise ModelError("model-damaged", file=path.name, reason=phrase("its header contradicts itself"))
