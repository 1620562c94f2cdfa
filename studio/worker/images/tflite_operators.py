"""The operators of small TensorFlow Lite networks in numpy: batch of one, height × width × channels, float32."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from studio.core.errors import ModelError
from studio.worker.images.tflite import Graph, Step, Table, read

Values = NDArray[np.float32]

_ACTIVATIONS: dict[int, tuple[float, float]] = {1: (0.0, np.inf), 2: (-1.0, 1.0), 3: (0.0, 6.0)}
_SAME = 0


class TfliteNetwork:
    """One network in memory. Called with an input of its shape (without the batch), it gives its first output."""

    def __init__(self, path: Path) -> None:
        self._graph = read(path)
        self._steps = _fold(self._graph, path)
        self.memory = 4 * sum(v.size for v in self._graph.constants.values())

    @property
    def input_shape(self) -> tuple[int, ...]:
        """Height, width, channels."""
        return self._graph.shapes[self._graph.inputs[0]][1:]

    def __call__(self, values: Values) -> Values:
        tensors: dict[int, Any] = {**self._graph.constants, self._graph.inputs[0]: values}
        for step in self._steps:
            inputs = [tensors[n] if n >= 0 else None for n in step.inputs]
            tensors[step.outputs[0]] = _OPERATORS[step.name](step, *inputs)
        result: Values = tensors[self._graph.outputs[0]]
        return result

    def close(self) -> None:
        self._graph.constants.clear()


def _fold(graph: Graph, path: Path) -> list[Step]:
    """The steps that depend on the input; weights kept as 16-bit numbers are widened once, here."""
    steps = []
    for step in graph.steps:
        if step.name not in _OPERATORS:
            raise ModelError("model-unsupported", file=path.name, reason=f"it needs “{step.name}”", hint="")
        if step.name == "DEQUANTIZE" and step.inputs[0] in graph.constants:
            graph.constants[step.outputs[0]] = graph.constants.pop(step.inputs[0]).astype(np.float32)
        else:
            steps.append(step)
    return steps


def _options(step: Step) -> Table:
    if step.options is None:
        raise ModelError("model-damaged", file="network", reason=f"{step.name} has no options")
    return step.options


def _activate(values: Values, kind: int) -> Values:
    if kind == 0:
        return values
    low, high = _ACTIVATIONS[kind]
    return np.clip(values, np.float32(low), np.float32(high))


def _around(size: int, kernel: int, stride: int) -> tuple[int, int]:
    """TensorFlow's padding “same”: what does not divide evenly goes to the far side."""
    total = max(0, (-(-size // stride) - 1) * stride + kernel - size)
    return total // 2, total - total // 2


def _windows(values: Values, kernel: tuple[int, int], stride: tuple[int, int], padding: int) -> Values:
    """Every window of an input: height × width × channels × kernel height × kernel width."""
    if padding == _SAME:
        rows, columns = (_around(values.shape[n], kernel[n], stride[n]) for n in (0, 1))
        values = np.pad(values, (rows, columns, (0, 0)))
    return sliding_window_view(values, kernel, (0, 1))[:: stride[0], :: stride[1]]


def _convolve(step: Step, values: Values, weights: Values, bias: Values | None) -> Values:
    """Weights: outputs × height × width × inputs."""
    options = _options(step)
    kernel, stride = weights.shape[1:3], (options.number(2), options.number(1))
    if kernel == (1, 1) and stride == (1, 1):
        out = values @ weights[:, 0, 0].T
    else:
        windows = _windows(values, (kernel[0], kernel[1]), stride, options.number(0, "b"))
        flat = weights.transpose(0, 3, 1, 2).reshape(len(weights), -1).T
        out = windows.reshape(*windows.shape[:2], -1) @ flat
    return _activate(out if bias is None else out + bias, options.number(3, "b"))


def _convolve_depthwise(step: Step, values: Values, weights: Values, bias: Values | None) -> Values:
    """Weights: 1 × height × width × channels; every channel by itself. Added up tap by tap, which needs no copies of
    the input as the windows of an ordinary convolution do."""
    options = _options(step)
    stride = (options.number(2), options.number(1))
    kernel = (weights.shape[1], weights.shape[2])
    windows = _windows(values, kernel, stride, options.number(0, "b"))
    out = np.zeros(windows.shape[:3], np.float32)
    for row in range(kernel[0]):
        for column in range(kernel[1]):
            out += windows[..., row, column] * weights[0, row, column]
    return _activate(out if bias is None else out + bias, options.number(4, "b"))


def _deconvolve(step: Step, values: Values, weights: Values, bias: Values | None) -> Values:
    """MediaPipe's transposed convolution with a bias. Weights: outputs × height × width × inputs; its options are
    padding, stride across and stride down. Only what does not overlap is supported: a stride of the kernel's size."""
    _, across, down = struct.unpack_from("<3i", step.custom)
    outputs, height, width, _ = weights.shape
    if (height, width) != (down, across):
        raise ModelError("model-unsupported", file="network", reason="its windows overlap", hint="")
    rows, columns = values.shape[:2]
    parts = np.einsum("yxi,ohwi->yhxwo", values, weights, optimize=True)
    out: Values = parts.reshape(rows * height, columns * width, outputs)
    return out if bias is None else out + bias


def _pool(step: Step, values: Values) -> Values:
    options = _options(step)
    kernel, stride = (options.number(4), options.number(3)), (options.number(2), options.number(1))
    if kernel == values.shape[:2]:
        mean: Values = values.mean(axis=(0, 1), keepdims=True, dtype=np.float32)
        return mean
    # Padding counts for nothing in a mean, so the number of real values under each window is counted too.
    padding = options.number(0, "b")
    sums = _windows(values, kernel, stride, padding).sum(axis=(3, 4))
    counts = _windows(np.ones((*values.shape[:2], 1), np.float32), kernel, stride, padding).sum(axis=(3, 4))
    out: Values = sums / counts
    return _activate(out, options.number(5, "b"))


def _resize(step: Step, values: Values, size: NDArray[np.int32]) -> Values:
    options = _options(step)
    aligned, centred = bool(options.number(2, "b")), bool(options.number(3, "b"))
    rows, columns = (_mix(values.shape[n], int(size[n]), aligned, centred) for n in (0, 1))
    across = np.tensordot(rows, values, (1, 0))
    out: Values = np.tensordot(across, columns, (1, 1)).transpose(0, 2, 1)
    return np.ascontiguousarray(out)


def _mix(old: int, new: int, aligned: bool, centred: bool) -> Values:
    """new × old: the share of each old value in each new one."""
    place = np.arange(new, dtype=np.float64)
    scale = (old - 1) / (new - 1) if aligned and new > 1 else old / new
    shift = 0.5 if centred and not aligned else 0.0
    at = np.clip((place + shift) * scale - shift, 0, old - 1)
    low = np.floor(at).astype(int)
    high = np.minimum(low + 1, old - 1)
    matrix = np.zeros((new, old), np.float32)
    matrix[np.arange(new), low] += 1 - (at - low)
    matrix[np.arange(new), high] += at - low
    return matrix


def _logistic(step: Step, values: Values) -> Values:
    one = np.float32(1)
    out: Values = one / (one + np.exp(-np.clip(values, -80, 80)))
    return out


def _hard_swish(step: Step, values: Values) -> Values:
    out: Values = values * np.clip(values + 3, 0, 6) / np.float32(6)
    return out


def _add(step: Step, left: Values, right: Values) -> Values:
    return _activate(_unbatched(left) + _unbatched(right), step.options.number(0, "b") if step.options else 0)


def _multiply(step: Step, left: Values, right: Values) -> Values:
    return _activate(_unbatched(left) * _unbatched(right), step.options.number(0, "b") if step.options else 0)


def _unbatched(values: Values) -> Values:
    """Constants still have their batch of one."""
    return values[0] if values.ndim == 4 else values


_OPERATORS: dict[str, Callable[..., Any]] = {
    "ADD": _add,
    "AVERAGE_POOL_2D": _pool,
    "CONV_2D": _convolve,
    "Convolution2DTransposeBias": _deconvolve,
    "DEPTHWISE_CONV_2D": _convolve_depthwise,
    "DEQUANTIZE": lambda step, values: values.astype(np.float32),
    "HARD_SWISH": _hard_swish,
    "LOGISTIC": _logistic,
    "MUL": _multiply,
    "RELU": lambda step, values: np.maximum(values, 0),
    "RESIZE_BILINEAR": _resize,
}
