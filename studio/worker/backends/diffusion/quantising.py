"""Weights in 8 bits: half to a quarter of the memory, for a small loss. The exact weights are read from the disk again
when the next job wants them."""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any

from studio.core.errors import Phrase, phrase

if TYPE_CHECKING:
    from studio.worker.backends.diffusion.loaded import LoadedPipeline
    from studio.worker.backends.diffusion.work import Work

KINDS = ("fp8-weights", "int8-weights")
LEAST = 256
"""Weights of a linear layer below which nothing is won."""


def why_not(kind: str) -> Callable[[Work], Phrase | None]:
    def reason(work: Work) -> Phrase | None:
        if work.ctx.device.kind == "mps" and kind == "fp8-weights":
            return phrase("this device has no 8-bit floating point")
        other = next((k for k in KINDS if k != kind and k in work.request.fast), "")
        return phrase("choose either {first} or {second}", first=kind, second=other) if other else None

    return reason


def turn_on(kind: str) -> Callable[[Work], Callable[[], None]]:
    """It stays on after the job, for the next one may want it too (see :func:`settle`)."""

    def on(work: Work) -> Callable[[], None]:
        if work.loaded.quantised != kind:
            net = getattr(work.pipe, "transformer", None) or work.pipe.unet
            _fp8(net, work.loaded.dtype) if kind == "fp8-weights" else _int8(net)
            work.loaded.quantised = kind
        return lambda: None

    return on


def settle(loaded: LoadedPipeline, fast: Collection[str]) -> None:
    """Bring the exact weights back unless the next job wants them quantised as they are."""
    if loaded.quantised and loaded.quantised not in fast:
        loaded.reload()


def _fp8(net: Any, dtype: str) -> None:
    import torch

    from studio.worker.backends.diffusion import runtime

    net.enable_layerwise_casting(storage_dtype=torch.float8_e4m3fn, compute_dtype=runtime.torch_dtype(dtype))


def _int8(net: Any) -> None:
    """Every linear layer keeps its weights as signed bytes with one scale a row (symmetric, round to nearest), and
    multiplies in the number format of its input: LLM.int8() without its outliers (Dettmers et al., 2022), which weights
    alone do not need. torchao does the same, but diffusers imports it at every start once it is installed: five seconds.
    """
    import torch

    for parent in list(net.modules()):
        for name, layer in list(parent.named_children()):
            if type(layer) is torch.nn.Linear and layer.weight.numel() >= LEAST:
                setattr(parent, name, _int8_linear(layer))


def _int8_linear(layer: Any) -> Any:
    import torch

    weight = layer.weight.detach().float()
    scale = weight.abs().amax(dim=1, keepdim=True).clamp(min=1e-12) / 127
    small = _int8_class()()
    small.in_features, small.out_features = layer.in_features, layer.out_features
    small.register_buffer("bytes", torch.round(weight / scale).to(torch.int8))
    small.register_buffer("scale", scale.to(layer.weight.dtype))
    small.bias = layer.bias
    return small


@functools.cache
def _int8_class() -> Any:
    import torch

    class Int8Linear(torch.nn.Module):
        def forward(self, values: torch.Tensor) -> torch.Tensor:
            weight = self.bytes.to(values.dtype) * self.scale.to(values.dtype)  # type: ignore[operator]
            return torch.nn.functional.linear(values, weight, self.bias)  # type: ignore[arg-type]

    return Int8Linear
