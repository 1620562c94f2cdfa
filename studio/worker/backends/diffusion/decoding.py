"""Latents decoded once more, in full precision: half precision overflows in some autoencoders (that of SDXL 1.0 is known
for it), and what comes out are values that are not numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from studio.worker.backends.diffusion.previews import unpacked

Tensor = Any


def decode_precisely(pipe: Any, latents: Tensor | None, size: tuple[int, int]) -> NDArray[np.float32] | None:
    """The picture (height × width × 3, 0–1) of a pipeline's last latents, which is ``size`` (width, height) large. None
    when they are not numbers themselves, when full precision gives none either, or was what gave none."""
    import torch

    vae: Any = getattr(pipe, "vae", None)
    if vae is None or latents is None or not torch.isfinite(latents).all():
        return None
    before = next(vae.parameters()).dtype
    single = unpacked(pipe, latents, size)
    if before == torch.float32 or single is None:
        return None
    vae.to(torch.float32)
    try:
        with torch.inference_mode():
            picture = vae.decode(_unscaled(vae.config, single.float()[None]), return_dict=False)[0]
    finally:
        # Every half-precision number is one of full precision: nothing is lost on the way back.
        vae.to(before)
    values: NDArray[np.float32] = (picture[0] / 2 + 0.5).clamp(0, 1).permute(1, 2, 0).float().cpu().numpy()
    return values if np.isfinite(values).all() else None


def _unscaled(config: Any, latents: Tensor) -> Tensor:
    """From the pipeline's scale to the autoencoder's."""
    import torch

    mean, deviation = getattr(config, "latents_mean", None), getattr(config, "latents_std", None)
    scale, shift = getattr(config, "scaling_factor", 1.0) or 1.0, getattr(config, "shift_factor", 0.0) or 0.0
    if mean is not None and deviation is not None:
        mean, deviation = (torch.tensor(v, device=latents.device).view(1, -1, 1, 1) for v in (mean, deviation))
        return latents * deviation / scale + mean
    return latents / scale + shift
