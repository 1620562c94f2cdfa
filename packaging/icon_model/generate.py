"""Draw pictures from prompts in batches: shared by the contact sheet and the evaluation."""

from __future__ import annotations

import numpy as np
import torch
from diffusers import StableDiffusionPipeline

STEPS, GUIDANCE, SIZE = 20, 4.0, 64


@torch.no_grad()
def draw(
    pipe: StableDiffusionPipeline,
    prompts: list[str],
    seed: int = 0,
    batch: int = 16,
    steps: int = STEPS,
    guidance: float = GUIDANCE,
) -> np.ndarray:
    """One picture per prompt, (B, 64, 64, 3) in 0..1; each has its own generator, so batching changes nothing."""
    pictures = []
    for start in range(0, len(prompts), batch):
        part = prompts[start : start + batch]
        generators = [torch.Generator().manual_seed(seed * 100_000 + start + i) for i in range(len(part))]
        pictures.append(
            pipe(
                part,
                height=SIZE,
                width=SIZE,
                num_inference_steps=steps,
                guidance_scale=guidance,
                generator=generators,
                output_type="np",
            ).images
        )
    return np.concatenate(pictures)
