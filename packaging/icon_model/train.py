"""Train the UNet on cached latents and captions.

    torchrun --nproc-per-node 2 packaging/icon_model/train.py --work .work/icon --minutes 110   # CPU, two processes
    python packaging/icon_model/train.py --work .work/icon --minutes 20 --batch 512             # one GPU

Seeded; stops after `--minutes` of training time in all, counted through restarts; writes WORK/RUN/checkpoint.pt every
few minutes and takes it up again by itself. `--weights resources/models/icon` begins from exported weights instead, with
a fresh optimiser and a warm-up. The rate stays flat and falls in the last part only (`--decay-from`).
"""

from __future__ import annotations

import argparse
import json
import math
import time
from pathlib import Path

import numpy as np
import torch
from cache import KIND_NAMES
from diffusers import DDPMScheduler, UNet2DConditionModel
from optimiser import Optimiser
from parallel import Team
from text import WIDTH

SIZES = {"xs": (48, 128, 192), "m": (64, 160, 256), "s": (96, 192, 256), "l": (128, 256, 384)}
# Share of training samples by kind of variant: what a thing looks like comes first, colours and backgrounds are easier.
MIX = {"plain": 0.55, "natural": 0.10, "colour": 0.17, "background": 0.09, "both": 0.09}
CAPTION_DROP = 0.1  # without a caption, for guidance
WARM_UP = 100
SCHEDULE = {"beta_schedule": "squaredcos_cap_v2", "prediction_type": "v_prediction", "num_train_timesteps": 1000}


def build(size: str) -> UNet2DConditionModel:
    """A UNet for 16 x 16 x 4 latents, cross-attention at 8 x 8 and 4 x 4, the caption also added to the time step."""
    return UNet2DConditionModel(
        sample_size=16,
        in_channels=4,
        out_channels=4,
        block_out_channels=SIZES[size],
        layers_per_block=1,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D", "DownBlock2D"),
        up_block_types=("UpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"),
        mid_block_type="UNetMidBlock2DCrossAttn",
        cross_attention_dim=WIDTH,
        attention_head_dim=4,
        norm_num_groups=16,
        addition_embed_type="text",
        addition_embed_type_num_heads=8,
    )


class Samples:
    """Draws seeded batches from the cache."""

    def __init__(self, work: Path, device: torch.device) -> None:
        self.latents = np.load(work / "latents.npy", mmap_mode="r")
        self.texts = np.load(work / "captions.npy", mmap_mode="r")
        table = np.load(work / "samples.npz")
        self.rows, kinds = table["captions"], table["kinds"]
        self.by_kind = [np.flatnonzero(kinds == k) for k in range(len(KIND_NAMES))]
        self.shares = np.array([MIX[name] for name in KIND_NAMES])
        self.device = device

    def batch(self, rng: np.random.Generator, size: int) -> tuple[torch.Tensor, torch.Tensor]:
        """Latents (B, 4, 16, 16) and caption embeddings (B, 24, 384)."""
        kinds = rng.choice(len(self.shares), size, p=self.shares / self.shares.sum())
        chosen = np.array([rng.choice(self.by_kind[k]) for k in kinds])
        rows = self.rows[chosen, rng.integers(0, self.rows.shape[1], size)]
        rows = np.where(rng.random(size) < CAPTION_DROP, 0, rows)
        latents = torch.from_numpy(self.latents[chosen]).to(self.device).float()
        return latents, torch.from_numpy(self.texts[rows]).to(self.device).float()


class Diffusion:
    """The loss: v-prediction, min-SNR-5 weights."""

    def __init__(self, device: torch.device) -> None:
        self.alphas = DDPMScheduler(**SCHEDULE).alphas_cumprod.to(device)

    def loss(
        self, unet: torch.nn.Module, latents: torch.Tensor, texts: torch.Tensor, rng: np.random.Generator
    ) -> torch.Tensor:
        """Mean weighted squared error of the predicted velocity; time steps are spread evenly over the batch."""
        size, device = len(latents), latents.device
        steps = ((np.arange(size) + rng.random()) / size * 1000).astype(np.int64)
        times = torch.from_numpy(steps).to(device)
        noise = torch.from_numpy(rng.standard_normal(latents.shape, dtype=np.float32)).to(device)
        alpha = self.alphas[times].view(-1, 1, 1, 1)
        noisy = alpha.sqrt() * latents + (1 - alpha).sqrt() * noise
        velocity = alpha.sqrt() * noise - (1 - alpha).sqrt() * latents
        with torch.autocast("cuda", torch.bfloat16, enabled=device.type == "cuda"):
            made = unet(noisy, times, texts).sample
        ratio = alpha / (1 - alpha)
        weight = ratio.clamp(max=5) / (ratio + 1)
        return (weight * (made.float() - velocity).pow(2)).mean()


def save(path: Path, state: dict) -> None:
    """Write beside, then rename: a killed run leaves the last whole checkpoint."""
    part = path.with_suffix(".part")
    torch.save(state, part)
    part.replace(path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, default=Path(".work/icon"))
    parser.add_argument("--name", default="unet", help="folder of this run within WORK")
    parser.add_argument("--weights", type=Path, help="exported pipeline folder to begin from")
    parser.add_argument("--size", choices=SIZES, default="xs")
    parser.add_argument("--minutes", type=float, required=True)
    parser.add_argument("--batch", type=int, default=32, help="per process")
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--optimiser", choices=("adamw", "muon"), default="muon")
    parser.add_argument("--decay-from", type=float, default=0.6, help="share of the time after which the rate falls")
    parser.add_argument("--average", type=float, default=0.9993, help="decay of the weight average, at most")
    parser.add_argument("--checkpoint-minutes", type=float, default=5)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    team = Team()
    torch.manual_seed(args.seed)
    folder = args.work / args.name
    folder.mkdir(parents=True, exist_ok=True)
    unet = (
        UNet2DConditionModel.from_pretrained(args.weights / "unet", torch_dtype=torch.float32)
        if args.weights
        else build(args.size)
    )
    unet = unet.to(team.device).train()
    optimiser = Optimiser(unet, team, args.optimiser, args.rate)
    averaged = [w.detach().clone() for w in unet.parameters()]
    step, samples, used = 0, 0, 0.0
    path = folder / "checkpoint.pt"
    if path.exists():
        state = torch.load(path, map_location=team.device, weights_only=True)
        unet.load_state_dict(state["unet"])
        optimiser.load_state_dict(state["optimiser"])
        averaged = [w.to(team.device) for w in state["averaged"]]
        step, samples, used = state["step"], state["samples"], state["used"]
    data, diffusion = Samples(args.work, team.device), Diffusion(team.device)
    weights = list(unet.parameters())
    (folder / "config.json").write_text(json.dumps(dict(unet.config), default=str, indent=1))

    start, last_save, last_print, shown = time.monotonic() - used, time.monotonic(), time.monotonic(), samples
    average_loss: float | None = None
    while True:
        used = team.agree(time.monotonic() - start)
        done = used / (args.minutes * 60)
        if done >= 1:
            break
        tail = max(0.0, (done - args.decay_from) / (1 - args.decay_from))
        factor = min(1.0, (step + 1) / WARM_UP) * (0.03 + 0.97 * 0.5 * (1 + math.cos(math.pi * tail)))
        rng = np.random.default_rng([args.seed, step, team.rank])
        loss = diffusion.loss(unet, *data.batch(rng, args.batch), rng)
        unet.zero_grad(set_to_none=False)
        loss.backward()
        team.mean_gradients(weights)
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimiser.step(factor)
        step += 1
        samples += args.batch * team.count
        keep = min(args.average, (1 + step) / (10 + step))
        with torch.no_grad():
            torch._foreach_lerp_(averaged, [w.detach() for w in weights], 1 - keep)
        average_loss = loss.item() if average_loss is None else 0.98 * average_loss + 0.02 * loss.item()
        now = time.monotonic()
        if team.first and now - last_print > 30:
            print(
                f"{used / 60:.1f} min step {step} samples {samples} loss {average_loss:.4f} "
                f"{(samples - shown) / (now - last_print):.1f}/s rate {args.rate * factor:.1e}",
                flush=True,
            )
            last_print, shown = now, samples
        if team.first and now - last_save > args.checkpoint_minutes * 60:
            save(
                path,
                {
                    "unet": unet.state_dict(),
                    "optimiser": optimiser.state_dict(),
                    "averaged": averaged,
                    "step": step,
                    "samples": samples,
                    "used": used,
                },
            )
            last_save = now
    if team.first:
        save(
            path,
            {
                "unet": unet.state_dict(),
                "optimiser": optimiser.state_dict(),
                "averaged": averaged,
                "step": step,
                "samples": samples,
                "used": used,
            },
        )
        print(f"{samples} samples in {used / 60:.1f} minutes")
    team.close()


if __name__ == "__main__":
    main()
