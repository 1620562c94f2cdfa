"""Bar 6: processor time of a picture job here, against ComfyUI with the same weights, size, steps and guidance.

Needs a checkout of ComfyUI: its folder in AIGC_STUDIO_COMFYUI (and, where its packages are elsewhere, the Python that
has them in AIGC_STUDIO_COMFYUI_PYTHON). The weights are random, in a checkpoint of SD 1.5's full size (1.7 GB, written
for the measurement), since ComfyUI recognises a model by its size. ComfyUI runs as a program of its own.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

FOLDER, PYTHON = "AIGC_STUDIO_COMFYUI", "AIGC_STUDIO_COMFYUI_PYTHON"
REPEATED, NEW = 1.0, 1.05
"""The targets: with a prompt that was used before, and with another one each time."""
SIDE, STEPS, GUIDANCE = 256, 4, 7.0

_COMFY = """
import json, sys, time
sys.path.insert(0, sys.argv[1])
from comfy.cli_args import args
args.cpu = True
import torch
torch.set_num_threads(1)
import comfy.sample, comfy.sd
checkpoint, prompts, side, steps, guidance = json.loads(sys.argv[2])
model, clip, vae, _ = comfy.sd.load_checkpoint_guess_config(checkpoint, output_vae=True, output_clip=True)
kept = {}
def encode(text):
    if text not in kept:
        kept[text] = clip.encode_from_tokens_scheduled(clip.tokenize(text))
    return kept[text]
took = []
for number, text in enumerate(prompts):
    began = time.process_time()
    latent = torch.zeros([1, 4, side // 8, side // 8])
    noise = comfy.sample.prepare_noise(latent, 1)
    with torch.inference_mode():
        drawn = comfy.sample.sample(
            model, noise, steps, guidance, "euler", "normal", encode(text), encode(""), latent, denoise=1.0, seed=1)
        vae.decode(drawn)
    took.append(time.process_time() - began)
print(json.dumps(took))
"""


def measure(rounds: int) -> dict[str, Any]:
    what = "picture job / ComfyUI, same weights"
    folder = os.environ.get(FOLDER, "")
    if not folder:
        return {"what": what, "skipped": f"name a ComfyUI checkout in {FOLDER} to measure it", "met": True}
    if not (Path(folder) / "comfy" / "sd.py").is_file():
        raise RuntimeError(f"{folder} is not a checkout of ComfyUI")
    count = max(3, rounds or 3)
    with tempfile.TemporaryDirectory(prefix="aigc-studio-bench-") as scratch:
        checkpoint = _checkpoint(Path(scratch))
        # The first of each is not counted: it loads and warms.
        repeated = ["a red apple"] * (count + 1)
        new = [f"a red apple {n}" for n in range(count + 1)]
        theirs, ours = _comfyui(folder, checkpoint, repeated + new), _studio(checkpoint, repeated + new)
    ratios = []
    for part in (slice(1, count + 1), slice(count + 2, None)):
        ratios.append(statistics.median(ours[part]) / statistics.median(theirs[part]))
    return {
        "what": what,
        "ratio": ratios[0],
        "target": REPEATED,
        "ratio_new_prompt": ratios[1],
        "target_new_prompt": NEW,
        "met": ratios[0] <= REPEATED and ratios[1] <= NEW,
        "studio_s": statistics.median(ours),
        "baseline_s": statistics.median(theirs),
        "rounds": count,
    }


def _comfyui(folder: str, checkpoint: Path, prompts: list[str]) -> list[float]:
    """Processor seconds of each job."""
    values = json.dumps([str(checkpoint), prompts, SIDE, STEPS, GUIDANCE])
    command = [os.environ.get(PYTHON) or sys.executable, "-c", _COMFY, folder, values]
    result = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if result.returncode:
        raise RuntimeError(f"ComfyUI did not run: {result.stderr[-1500:]}")
    found: list[float] = json.loads(result.stdout.strip().splitlines()[-1])
    return found


def _studio(checkpoint: Path, prompts: list[str]) -> list[float]:
    import time

    import torch

    from studio.core.models import InstalledModel, ModelFile, ModelSpec
    from studio.core.requests import ImageRequest
    from studio.worker.backends.diffusers_image import DiffusersBackend
    from tests.support.context import make_context

    torch.set_num_threads(1)
    file = ModelFile(path=checkpoint.name, size=checkpoint.stat().st_size)
    spec = ModelSpec(id="random", name="Random", backend="diffusers", format="checkpoint", family="sd15", files=(file,))
    model = InstalledModel(spec=spec, folder=str(checkpoint.parent))
    backend = DiffusersBackend()
    out = checkpoint.parent / "out"

    def request(prompt: str) -> ImageRequest:
        return ImageRequest(
            prompt=prompt, seed=1, width=SIDE, height=SIDE, steps=STEPS, guidance=GUIDANCE, scheduler="Euler"
        )

    loaded = backend.load(model, make_context(request("x"), out, [model]))
    took = []
    for prompt in prompts:
        ctx = make_context(request(prompt), out, [model])
        began = time.process_time()
        backend.run(loaded, ctx)
        took.append(time.process_time() - began)
    loaded.close()
    return took


def _checkpoint(folder: Path) -> Path:
    """SD 1.5 with random weights in half precision, under the original names of its tensors."""
    import torch
    from diffusers import AutoencoderKL, DDIMScheduler, StableDiffusionPipeline, UNet2DConditionModel
    from transformers import CLIPTextConfig, CLIPTextModel

    from tests.support import checkpoints
    from tests.support.tiny_pipelines import clip_tokenizer

    torch.manual_seed(0)
    torch.set_default_dtype(torch.float16)
    try:
        pipe = StableDiffusionPipeline(
            vae=AutoencoderKL(
                down_block_types=("DownEncoderBlock2D",) * 4,
                up_block_types=("UpDecoderBlock2D",) * 4,
                block_out_channels=(128, 256, 512, 512),
                layers_per_block=2,
            ),
            text_encoder=CLIPTextModel(
                CLIPTextConfig(
                    hidden_size=768,
                    intermediate_size=3072,
                    num_hidden_layers=12,
                    num_attention_heads=12,
                    projection_dim=768,
                )
            ),
            tokenizer=clip_tokenizer(),
            unet=UNet2DConditionModel(cross_attention_dim=768, attention_head_dim=8, sample_size=64),
            scheduler=DDIMScheduler(),
            safety_checker=None,
            feature_extractor=None,
            requires_safety_checker=False,
        )
    finally:
        torch.set_default_dtype(torch.float32)
    return checkpoints.save_sd15(pipe, folder / "random.safetensors")
