"""A small ONNX file written by hand: no package that could write one is needed otherwise.

The network's mask is the sum of its three channels: the protobuf below is one ReduceSum over axis 1
(https://github.com/onnx/onnx/blob/main/onnx/onnx.proto).
"""

from __future__ import annotations

from pathlib import Path


def _number(value: int) -> bytes:
    out = b""
    while value > 0x7F:
        out += bytes([value & 0x7F | 0x80])
        value >>= 7
    return out + bytes([value])


def _field(number: int, value: int | bytes | str) -> bytes:
    if isinstance(value, int):
        return _number(number << 3) + _number(value)
    data = value.encode() if isinstance(value, str) else value
    return _number(number << 3 | 2) + _number(len(data)) + data


def _tensor(name: str, *shape: int) -> bytes:
    """A ValueInfoProto of float32."""
    dimensions = b"".join(_field(1, _field(1, side)) for side in shape)
    return _field(1, name) + _field(2, _field(1, _field(1, 1) + _field(2, dimensions)))


def write_sum_network(path: Path, side: int = 64) -> Path:
    """1 × 3 × side × side in, the sum of the channels as 1 × 1 × side × side out."""
    axes = _field(1, "axes") + _field(8, 1) + _field(20, 7)  # ints, of type INTS
    node = _field(1, "input") + _field(2, "output") + _field(4, "ReduceSum") + _field(5, axes)
    graph = _field(1, node) + _field(2, "sum") + _field(11, _tensor("input", 1, 3, side, side))
    graph += _field(12, _tensor("output", 1, 1, side, side))
    path.write_bytes(_field(1, 8) + _field(7, graph) + _field(8, _field(2, 11)))
    return path
