"""Draw pictures from prompts in batches: shared by the contact sheet and the evaluation."""

from __future__ import annotations

import multiprocessing

import numpy as np
import torch
from diffusers import StableDiffusionPipeline

STEPS, GUIDANCE, SIZE, BATCH = 20, 5.0, 64, 16
_shared: dict[str, StableDiffusionPipeline] = {}


@torch.no_grad()
def draw_batch(job: tuple[int, list[str], int]) -> np.ndarray:
    """One batch: (first number, prompts, seed) to (B, 64, 64, 3) in 0..1; each picture has its own generator."""
    start, prompts, seed = job
    generators = [torch.Generator().manual_seed(seed * 100_000 + start + i) for i in range(len(prompts))]
    made = _shared["pipe"](
        prompts,
        height=SIZE,
        width=SIZE,
        num_inference_steps=STEPS,
        guidance_scale=GUIDANCE,
        generator=generators,
        output_type="np",
    )
    return made.images


def draw(pipe: StableDiffusionPipeline, prompts: list[str], seed: int = 0, processes: int = 1) -> np.ndarray:
    """One picture per prompt, (N, 64, 64, 3) in 0..1. Several processes (forked, one thread each) only save time."""
    _shared["pipe"] = pipe
    jobs = [(start, prompts[start : start + BATCH], seed) for start in range(0, len(prompts), BATCH)]
    if processes == 1:
        return np.concatenate([draw_batch(job) for job in jobs])
    threads = torch.get_num_threads()
    torch.set_num_threads(1)  # also makes the fork safe: no thread pool is held
    with multiprocessing.get_context("fork").Pool(processes) as pool:
        made = pool.map(draw_batch, jobs, chunksize=1)
    torch.set_num_threads(threads)
    return np.concatenate(made)
