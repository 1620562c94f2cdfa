"""Processor time of a picture job in the worker's backend, against a bare loop over the same weights.

The job reports progress, shows previews, can be cancelled and writes its PNG and thumbnail; the loop only computes.
The model is the starter icon model where it is installed, else a small one with random weights.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import Any

import msgspec

from studio.core import paths
from studio.core.models import InstalledModel
from studio.core.requests import ImageRequest, validate
from studio.worker.context import JobContext
from tests.benchmarks import timing
from tests.support import tiny_pipelines

STEPS = 20
GUIDANCE = 4.0


def measure(rounds: int) -> dict[str, Any]:
    import torch

    from studio.core.ring import Ring
    from studio.worker.backends.diffusers_image import DiffusersBackend

    backend = DiffusersBackend()
    backend.warm()
    torch.set_num_threads(1)
    numbers = iter(range(1_000_000))
    with tempfile.TemporaryDirectory() as folder:
        ring = Ring()
        model = _model(Path(folder))

        def context(prompt: str) -> JobContext:
            # A prompt of its own each time, so that neither side may remember its encoding.
            request = validate(ImageRequest(prompt=prompt, seed=1, steps=STEPS, guidance=GUIDANCE))
            out = Path(folder) / "out"
            out.mkdir(exist_ok=True)
            return JobContext(
                job="bar", request=request, folder=out, send=lambda event: None, models=[model], threads=1, ring=ring
            )

        loaded = backend.load(model, context("warm"))
        pipe = loaded.pipeline("text-to-image")
        side = pipe.unet.config.sample_size * pipe.vae_scale_factor

        def job() -> float:
            ctx = context(f"a red apple {next(numbers)}")
            began = time.process_time()
            backend.run(loaded, ctx)
            return time.process_time() - began

        def bare() -> float:
            prompt = f"a red apple {next(numbers)}"
            began = time.process_time()
            _bare_loop(pipe, prompt)
            return time.process_time() - began

        try:
            job(), bare()
            result = timing.compare("picture job / bare torch loop", job, bare, target=1.05, rounds=rounds or 15)
        finally:
            loaded.close()
            ring.close()
    return {**result, "model": model.spec.id, "side": side, "steps": STEPS}


def _model(folder: Path) -> InstalledModel:
    from studio.library.library import Library

    icon = next((m for m in Library(paths.models_dir()).installed() if m.spec.id == "icon"), None)
    if icon is None:
        return tiny_pipelines.installed(tiny_pipelines.save("medium", folder / "medium"), "medium")
    # At the size it draws at: enlarging is another network's work.
    options = {k: v for k, v in icon.spec.options.items() if k not in ("native_size", "width", "height")}
    return msgspec.structs.replace(icon, spec=msgspec.structs.replace(icon.spec, options=options))


def _bare_loop(pipe: Any, prompt: str) -> Any:
    """Classifier-free guidance over the model's own scheduler, with nothing around it."""
    import torch

    scheduler = type(pipe.scheduler).from_config(pipe.scheduler.config)
    unet, vae, tokenizer, encoder = pipe.unet, pipe.vae, pipe.tokenizer, pipe.text_encoder
    with torch.inference_mode():
        embeddings = []
        for text in ("", prompt):
            tokens = tokenizer(
                text, padding="max_length", max_length=tokenizer.model_max_length, truncation=True, return_tensors="pt"
            )
            mask = tokens.attention_mask if getattr(encoder.config, "use_attention_mask", False) else None
            embeddings.append(encoder(tokens.input_ids, attention_mask=mask)[0])
        both = torch.cat(embeddings)
        side = unet.config.sample_size
        latents = torch.randn((1, unet.config.in_channels, side, side), generator=torch.Generator().manual_seed(1))
        scheduler.set_timesteps(STEPS)
        latents = latents * scheduler.init_noise_sigma
        for step in scheduler.timesteps:
            inputs = scheduler.scale_model_input(torch.cat([latents, latents]), step)
            without, with_ = unet(inputs, step, encoder_hidden_states=both, return_dict=False)[0].chunk(2)
            latents = scheduler.step(without + GUIDANCE * (with_ - without), step, latents, return_dict=False)[0]
        picture = vae.decode(latents / vae.config.scaling_factor, return_dict=False)[0]
        return ((picture / 2 + 0.5).clamp(0, 1) * 255).round().to(torch.uint8).permute(0, 2, 3, 1).numpy()
