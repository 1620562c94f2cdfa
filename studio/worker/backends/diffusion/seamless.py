"""Pictures that repeat: every convolution reads on at the opposite edge instead of beyond its own.

Convolutions that wrap, attention without places and normalisation over the whole picture know no edge: what they draw
can be laid side by side. Networks that number their patches (SD 3, Flux) do know one, and are refused.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from studio.core.errors import InputError, phrase

if TYPE_CHECKING:
    from studio.worker.backends.diffusion.work import Work

Tensor = Any

_MARGIN = 16
"""Latents that a picture decoded in tiles is continued by on every side that wraps; they are cut off again."""


class Seamless:
    """The networks of a pipeline while they wrap along the axes ``x`` and ``y``."""

    def __init__(self, pipe: Any, *, x: bool, y: bool) -> None:
        import torch

        self.x, self.y = x, y
        self._x, self._y = x, y
        self._undo: list[Callable[[], None]] = []
        networks = [part for part in pipe.components.values() if isinstance(part, torch.nn.Module)]
        for network in networks:
            for module in network.modules():
                if isinstance(module, torch.nn.Conv2d) and any(module.padding) and module.padding_mode == "zeros":
                    self._wrap(module)
        vae = getattr(pipe, "vae", None)
        if hasattr(vae, "tiled_decode"):
            self._wrap_tiles(vae)

    @contextlib.contextmanager
    def only(self, *, x: bool = False, y: bool = False) -> Iterator[None]:
        """For a part of a picture: it wraps at most along the axes along which it is as long as the picture, for its
        other edges are not the picture's own."""
        before = self._x, self._y
        self._x, self._y = self._x and x, self._y and y
        try:
            yield
        finally:
            self._x, self._y = before

    def close(self) -> None:
        while self._undo:
            self._undo.pop()()

    def _wrap(self, conv: Any) -> None:
        from torch.nn import functional

        plain = conv._conv_forward
        left, right, top, bottom = conv._reversed_padding_repeated_twice
        across, down = (left, right, 0, 0), (0, 0, top, bottom)

        def forward(data: Tensor, weight: Tensor, bias: Tensor | None) -> Tensor:
            if not (self._x or self._y):
                return plain(data, weight, bias)
            data = functional.pad(data, across, mode="circular" if self._x else "constant")
            data = functional.pad(data, down, mode="circular" if self._y else "constant")
            return functional.conv2d(data, weight, bias, conv.stride, 0, conv.dilation, conv.groups)

        conv._conv_forward = forward
        self._undo.append(lambda: delattr(conv, "_conv_forward"))

    def _wrap_tiles(self, vae: Any) -> None:
        """Tiles are parts: what wraps is continued around them, and they are decoded as they are."""
        from torch.nn import functional

        plain = vae.tiled_decode

        def decode(latents: Tensor, return_dict: bool = True) -> Any:
            across = min(_MARGIN, latents.shape[-1]) if self._x else 0
            down = min(_MARGIN, latents.shape[-2]) if self._y else 0
            wide = functional.pad(latents, (across, across, down, down), mode="circular")
            with self.only():
                done = plain(wide, return_dict=False)[0]
            factor = done.shape[-1] // wide.shape[-1]
            height, width = latents.shape[-2] * factor, latents.shape[-1] * factor
            top, left = down * factor, across * factor
            done = done[..., top : top + height, left : left + width]
            if not return_dict:
                return (done,)
            from diffusers.models.autoencoders.vae import DecoderOutput

            return DecoderOutput(sample=done)

        vae.tiled_decode = decode
        self._undo.append(lambda: delattr(vae, "tiled_decode"))


@contextlib.contextmanager
def repeating(work: Work) -> Iterator[None]:
    """What the job draws repeats as its request says; the networks are as before afterwards.

    Raises InputError for a model that cannot.
    """
    axes = work.request.seamless
    if not axes:
        yield
        return
    if getattr(work.pipe, "unet", None) is None:
        hint = phrase(
            "It works with Stable Diffusion 1.5, 2 and SDXL models. “Make seamless” turns any finished picture into a tile."
        )
        raise InputError("setting-invalid", name="seamless", value=axes, hint=hint)
    work.seamless = seamless = Seamless(work.pipe, x=axes in ("both", "x"), y=axes in ("both", "y"))
    work.notes.append(
        phrase("repeats in both directions") if axes == "both" else phrase("repeats along {axes}", axes=axes)
    )
    try:
        yield
    finally:
        seamless.close()
        work.seamless = None
