"""Train the picture autoencoder (AutoencoderTiny, factor 4, 4 channels): 64 x 64 x 3 <-> 16 x 16 x 4.

    torchrun --nproc-per-node 2 packaging/icon_model/train_vae.py --work .work/icon --minutes 10

One process, several processes (gloo) or CUDA; seeded, time-boxed; `--decoder-only` improves the decoder of an
existing autoencoder without moving its latents, so that a trained UNet stays valid.
"""

from __future__ import annotations

import argparse
import math
import time
from pathlib import Path

import numpy as np
import torch
from diffusers import AutoencoderTiny
from optimiser import Optimiser
from parallel import Team
from torch.nn import functional

CONFIG = {
    "in_channels": 3,
    "out_channels": 3,
    "latent_channels": 4,
    "act_fn": "relu",
    "encoder_block_out_channels": (48, 48, 48),
    "decoder_block_out_channels": (48, 48, 48),
    "num_encoder_blocks": (0, 1, 2),
    "num_decoder_blocks": (2, 2, 0),
    "upsampling_scaling_factor": 2,
}
LATENT_NOISE = 0.08  # relative to the latents' own spread: the decoder must forgive what the UNet gets wrong


def as_tensor(pictures: np.ndarray, device: torch.device) -> torch.Tensor:
    """uint8 (B, H, W, 3) to float (B, 3, H, W) in -1..1."""
    return torch.from_numpy(np.array(pictures)).to(device).permute(0, 3, 1, 2).float() / 127.5 - 1


def encode(vae: AutoencoderTiny, pictures: torch.Tensor) -> torch.Tensor:
    """Pictures in -1..1 to unscaled latents (B, 4, 16, 16)."""
    return vae.encode(pictures).latents


def loss_of(vae: AutoencoderTiny, pictures: torch.Tensor, noise: torch.Tensor) -> torch.Tensor:
    """Squared and absolute error, and the absolute error of neighbour differences, which keeps edges sharp."""
    latents = encode(vae, pictures)
    spread = latents.detach().std()
    made = vae.decode(latents + LATENT_NOISE * spread * noise).sample
    error = made - pictures
    across, down = error[..., 1:] - error[..., :-1], error[..., 1:, :] - error[..., :-1, :]
    size = (latents.float().pow(2).mean() - 1.0).clamp(min=0)  # keeps latents away from the decoder's tanh clamp
    return (
        error.pow(2).mean() * 2
        + error.abs().mean() * 0.3
        + (across.abs().mean() + down.abs().mean()) * 0.3
        + 0.01 * size
    )


@torch.no_grad()
def measure(vae: AutoencoderTiny, pictures: torch.Tensor) -> float:
    """Mean PSNR in dB (peak 2, since pictures run from -1 to 1)."""
    made = torch.cat([vae.decode(encode(vae, p)).sample.clamp(-1, 1) for p in pictures.split(64)])
    squared = (made - pictures).pow(2).mean((1, 2, 3))
    return float((10 * torch.log10(4 / squared)).mean())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, default=Path(".work/icon"))
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--batch", type=int, default=8, help="per process")
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--decoder-only", action="store_true")
    args = parser.parse_args()
    team = Team()
    torch.manual_seed(args.seed)
    folder = args.work / "vae"
    vae = AutoencoderTiny.from_pretrained(folder).float() if args.decoder_only else AutoencoderTiny(**CONFIG)
    vae = vae.to(team.device)
    if args.decoder_only:
        vae.encoder.requires_grad_(False)
    weights = [p for p in vae.parameters() if p.requires_grad]
    optimiser = Optimiser(vae, team, "muon", args.rate, decay=1e-3)

    variants = np.load(args.work / "variants.npy", mmap_mode="r")
    held_out = np.random.default_rng(9).choice(len(variants), 256, replace=False)
    test = as_tensor(variants[np.sort(held_out)], team.device)
    train = np.setdiff1d(np.arange(len(variants)), held_out)
    rng = np.random.default_rng(args.seed * 1000 + team.rank)
    noise_source = torch.Generator(team.device).manual_seed(args.seed * 1000 + team.rank)

    start, limit, step, average = time.monotonic(), args.minutes * 60, 0, None
    while True:
        done = team.agree((time.monotonic() - start) / limit)
        if done >= 1:
            break
        factor = min(1.0, (step + 1) / 50) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * done)))
        pictures = as_tensor(variants[rng.choice(train, args.batch)], team.device)
        noise = torch.randn((args.batch, 4, 16, 16), generator=noise_source, device=team.device)
        loss = loss_of(vae, pictures, noise)
        vae.zero_grad(set_to_none=True)
        loss.backward()
        team.mean_gradients(weights)
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimiser.step(factor)
        step += 1
        average = loss.item() if average is None else 0.98 * average + 0.02 * loss.item()
        if team.first and step % 100 == 0:
            used = time.monotonic() - start
            print(
                f"step {step} loss {average:.4f} psnr {measure(vae, test[:64]):.2f} dB "
                f"{step * args.batch * team.count / used:.0f} pictures/s",
                flush=True,
            )
    if team.first:
        # scaling_factor makes latents of unit spread for the UNet; decode() undoes it in the pipeline
        with torch.no_grad():
            sample = torch.cat([encode(vae, p) for p in test.split(64)])
        if not args.decoder_only:
            vae.register_to_config(scaling_factor=float(1 / sample.std()))
        vae.save_pretrained(folder)
        bilinear = functional.interpolate(functional.avg_pool2d(test, 2), scale_factor=2, mode="bilinear")
        floor = float((10 * torch.log10(4 / (bilinear - test).pow(2).mean((1, 2, 3)))).mean())
        print(
            f"held-out variants: {measure(vae, test):.2f} dB (half size and back: {floor:.2f} dB); "
            f"latent mean {sample.mean((0, 2, 3)).tolist()} std {sample.std((0, 2, 3)).tolist()}"
        )
    team.close()


if __name__ == "__main__":
    main()
