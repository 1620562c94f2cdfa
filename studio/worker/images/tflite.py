"""Reads small networks in TensorFlow Lite's file format, and runs them with numpy (see ``tflite_operators``).

The studio has no use for a whole runtime for networks of a quarter of a megabyte, and the one that exists has no wheels
for every machine that the studio runs on. The format is a FlatBuffer (schema: ``tensorflow/lite/schema/schema.fbs``);
only what such networks hold is read.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from studio.core.errors import ModelError

MAX_FILE = 16 << 20
"""Bytes of a file that is read: these are small networks."""

_TYPES: dict[int, Any] = {0: np.float32, 1: np.float16, 2: np.int32, 3: np.uint8, 4: np.int64, 9: np.int8}
_CUSTOM = 32
_BUILTIN = {
    0: "ADD",
    1: "AVERAGE_POOL_2D",
    3: "CONV_2D",
    4: "DEPTHWISE_CONV_2D",
    6: "DEQUANTIZE",
    14: "LOGISTIC",
    18: "MUL",
    19: "RELU",
    23: "RESIZE_BILINEAR",
    117: "HARD_SWISH",
}


class Table:
    """A FlatBuffer table: fields by number, each found through the table's own list of offsets."""

    def __init__(self, data: bytes, position: int) -> None:
        self.data, self.position = data, position
        self._fields = position - struct.unpack_from("<i", data, position)[0]
        self._size = struct.unpack_from("<H", data, self._fields)[0]

    def _at(self, field: int) -> int:
        """Where a field is, 0 when the table leaves it out."""
        entry = 4 + 2 * field
        if entry >= self._size:
            return 0
        offset: int = struct.unpack_from("<H", self.data, self._fields + entry)[0]
        return self.position + offset if offset else 0

    def number(self, field: int, kind: str = "i", default: int = 0) -> int:
        """``kind`` as in ``struct``: b and B one byte, i and I four."""
        at = self._at(field)
        return int(struct.unpack_from("<" + kind, self.data, at)[0]) if at else default

    def table(self, field: int) -> Table | None:
        at = self._at(field)
        return Table(self.data, at + struct.unpack_from("<I", self.data, at)[0]) if at else None

    def bytes(self, field: int) -> bytes:
        """A vector of bytes, or a string."""
        start, count = self._vector(field)
        if start + count > len(self.data):
            raise ValueError("a vector reaches past the end")
        return self.data[start : start + count]

    def numbers(self, field: int) -> tuple[int, ...]:
        """A vector of 32-bit integers."""
        start, count = self._vector(field)
        return struct.unpack_from(f"<{count}i", self.data, start) if count else ()

    def tables(self, field: int) -> Iterator[Table]:
        start, count = self._vector(field)
        for n in range(count):
            at = start + 4 * n
            yield Table(self.data, at + struct.unpack_from("<I", self.data, at)[0])

    def _vector(self, field: int) -> tuple[int, int]:
        at = self._at(field)
        if not at:
            return 0, 0
        start = at + struct.unpack_from("<I", self.data, at)[0]
        return start + 4, struct.unpack_from("<I", self.data, start)[0]


@dataclass(frozen=True)
class Step:
    """One operator: its name, the numbers of its tensors, and its options."""

    name: str
    inputs: tuple[int, ...]
    outputs: tuple[int, ...]
    options: Table | None
    custom: bytes


@dataclass(frozen=True)
class Graph:
    """A network: ``constants`` are its weights by tensor number, ``shapes`` those of all tensors."""

    steps: tuple[Step, ...]
    inputs: tuple[int, ...]
    outputs: tuple[int, ...]
    shapes: tuple[tuple[int, ...], ...]
    constants: dict[int, NDArray[Any]]


def read(path: Path) -> Graph:
    """The network in a file. Raises :class:`ModelError` ``model-damaged``."""
    try:
        if path.stat().st_size > MAX_FILE:
            raise ValueError("it is too large")
        return _graph(path.read_bytes())
    except (struct.error, ValueError, IndexError, KeyError, OverflowError) as error:
        raise ModelError(
            "model-damaged", str(error), file=path.name, reason="it is not a network in TFLite format"
        ) from error


def _graph(data: bytes) -> Graph:
    if data[4:8] != b"TFL3":
        raise ValueError("no TFL3 mark")
    model = Table(data, struct.unpack_from("<I", data)[0])
    names = [_operator_name(code) for code in model.tables(1)]
    buffers = [buffer.bytes(0) for buffer in model.tables(4)]
    graph = next(model.tables(2))
    shapes, constants = [], {}
    for number, tensor in enumerate(graph.tables(0)):
        shape = tensor.numbers(0)
        shapes.append(shape)
        content = buffers[tensor.number(2, "I")]
        if content:
            constants[number] = np.frombuffer(content, _TYPES[tensor.number(1, "b")]).reshape(shape)
    steps = tuple(
        Step(names[op.number(0, "I")], op.numbers(1), op.numbers(2), op.table(4), op.bytes(5)) for op in graph.tables(3)
    )
    return Graph(steps, graph.numbers(1), graph.numbers(2), tuple(shapes), constants)


def _operator_name(code: Table) -> str:
    number = max(code.number(0, "b"), code.number(3))
    if number == _CUSTOM:
        return code.bytes(1).decode("ascii", errors="replace")
    return _BUILTIN.get(number, f"operator {number}")
