"""Latents as small pictures while they are being worked on: one matrix product instead of a decoder.

The matrix is fitted once per autoencoder by least squares between a colourful picture and its latents, so it is right
for any family; published tables exist only for a few.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from torch import Tensor

_SIDE = 24
"""Side of the latents that the fit is made on: 576 equations for 5 or 17 unknowns."""


class Projection:
    """Latents (channels × height × width, as the pipeline holds them) to RGB."""

    def __init__(self, matrix: NDArray[np.float32]) -> None:
        """``matrix`` is (channels + 1) × 3: the last row is the offset. Colours are 0–1."""
        self.matrix = matrix

    def __call__(self, latents: NDArray[np.float32]) -> NDArray[np.uint8]:
        channels = len(self.matrix) - 1
        rgb = np.tensordot(latents[:channels], self.matrix[:-1], axes=(0, 0)) + self.matrix[-1]
        pixels: NDArray[np.uint8] = (np.clip(np.nan_to_num(rgb), 0.0, 1.0) * 255).astype(np.uint8)
        return pixels


def fit_projection(vae: Any, factor: int) -> Projection | None:
    """The projection of an autoencoder that reduces by ``factor``; None when it is not one for pictures."""
    import torch
    import torch.nn.functional as functional

    weight = next(vae.parameters())
    try:
        with torch.inference_mode():
            seed = torch.Generator("cpu").manual_seed(0)
            coarse = torch.rand((1, 3, 6, 6), generator=seed)
            picture = functional.interpolate(coarse, size=(_SIDE * factor,) * 2, mode="bicubic").clamp(0, 1)
            latents = encode_latents(vae, (picture * 2 - 1).to(weight.device, weight.dtype)).float().cpu()
            rgb = functional.interpolate(picture, size=latents.shape[-2:], mode="area")
    except (RuntimeError, ValueError, AttributeError, TypeError):
        return None
    if latents.ndim != 4:
        return None
    channels = latents.shape[1]
    inputs = latents[0].reshape(channels, -1).T.numpy()
    inputs = np.concatenate([inputs, np.ones((len(inputs), 1), np.float32)], axis=1)
    if not np.isfinite(inputs).all():
        return None
    matrix, *_ = np.linalg.lstsq(inputs, rgb[0].reshape(3, -1).T.numpy(), rcond=None)
    return Projection(matrix.astype(np.float32))


def encode_latents(vae: Any, picture: Tensor) -> Tensor:
    """A picture (1 × 3 × height × width, −1…1) as latents on the pipeline's scale."""
    encoded = vae.encode(picture)
    latents: Tensor = encoded.latent_dist.mode() if hasattr(encoded, "latent_dist") else encoded.latents
    config = vae.config
    mean, deviation = getattr(config, "latents_mean", None), getattr(config, "latents_std", None)
    scale, shift = getattr(config, "scaling_factor", 1.0) or 1.0, getattr(config, "shift_factor", 0.0) or 0.0
    if mean is not None and deviation is not None:
        import torch

        shape = (1, -1, 1, 1)
        mean, deviation = (
            torch.tensor(v, device=latents.device, dtype=latents.dtype).view(shape) for v in (mean, deviation)
        )
        return (latents - mean) * scale / deviation
    return (latents - shift) * scale


def unpacked(pipe: Any, latents: Tensor, size: tuple[int, int]) -> Tensor | None:
    """The latents of the first picture as channels × height × width; Flux and its kin hold them as a sequence."""
    if latents.ndim == 3 and hasattr(pipe, "_unpack_latents"):
        try:
            latents = pipe._unpack_latents(latents, size[1], size[0], pipe.vae_scale_factor)
        except TypeError:
            return None
    if latents.ndim == 5 and latents.shape[2] == 1:
        latents = latents[:, :, 0]
    return latents[0] if latents.ndim == 4 else None
