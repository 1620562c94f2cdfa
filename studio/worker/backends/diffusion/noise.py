"""The noise that a picture begins as: that of another seed blended in, or a piece of a larger field.

Pipelines draw it themselves, inside ``prepare_latents`` and not all with an argument for it; so what their module calls
to draw noise is replaced for the time of a call. It is drawn and changed on the CPU: every device begins with the same.
"""

from __future__ import annotations

import contextlib
import math
import sys
from collections.abc import Callable, Iterator
from typing import Any

from studio.core.errors import ModelError, phrase

Tensor = Any
Change = Callable[[Tensor], Tensor]


@contextlib.contextmanager
def changed_noise(pipe: Any, change: Change | None, model: str) -> Iterator[None]:
    """What ``pipe`` begins with is passed through ``change`` (batch × channels × height × width, on the CPU).

    Raises ModelError ``model-wrong-kind`` for a pipeline (of the model of that name) that draws noise in another way.
    """
    if change is None:
        yield
        return
    module = sys.modules.get(getattr(getattr(type(pipe), "prepare_latents", None), "__module__", ""))
    draw = getattr(module, "randn_tensor", None)
    if module is None or draw is None:
        raise ModelError("model-wrong-kind", model=model, task="variation", hint=phrase("one of another family."))

    def drawn(shape: Any, generator: Any = None, device: Any = None, dtype: Any = None, **more: Any) -> Tensor:
        return change(draw(shape, generator=generator, dtype=dtype, **more)).to(device)

    module.randn_tensor = drawn  # type: ignore[attr-defined]
    try:
        yield
    finally:
        module.randn_tensor = draw  # type: ignore[attr-defined]


def varied(seed: int, amount: float) -> Change | None:
    """Blends ``amount`` (0–1) of the noise of ``seed`` in; None for no variation at all."""
    if amount <= 0:
        return None

    def change(noise: Tensor) -> Tensor:
        import torch

        other = torch.randn(noise.shape, generator=torch.Generator("cpu").manual_seed(seed), dtype=noise.dtype)
        return slerp(noise, other, amount)

    return change


def slerp(one: Tensor, other: Tensor, amount: float) -> Tensor:
    """From ``one`` (0) to ``other`` (1) along the sphere: half of both is noise as strong as either."""
    first, second = one.double(), other.double()
    cosine = float((first * second).sum() / (first.norm() * second.norm()))
    angle = math.acos(max(-1.0, min(1.0, cosine)))
    if math.sin(angle) < 1e-4:
        return (first * (1 - amount) + second * amount).to(one.dtype)
    low, high = math.sin((1 - amount) * angle) / math.sin(angle), math.sin(amount * angle) / math.sin(angle)
    return (first * low + second * high).to(one.dtype)
