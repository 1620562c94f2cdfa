"""Encode all variants and captions once, so that a training step is the UNet alone.

    torchrun --nproc-per-node 2 packaging/icon_model/cache.py --work .work/icon

writes into WORK:
    latents.npy    (M, 4, 16, 16) float16, times the autoencoder's scaling_factor (spread about 1)
    captions.npy   (K, 24, 384) float16; row 0 is the empty caption; captions.json holds the K texts
    samples.npz    kind and caption rows of every variant
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import torch
from diffusers import AutoencoderTiny
from numpy.lib.format import open_memmap
from parallel import Team
from text import LENGTH, WIDTH, embed, load_encoder, load_tokenizer
from train_vae import as_tensor, encode

KIND_NAMES = ("plain", "natural", "colour", "background", "both")
CAPTIONS_PER_VARIANT = 3


def shared_array(path: Path, shape: tuple[int, ...], team: Team) -> np.memmap:
    """A float16 file that every process fills its own part of."""
    if team.first:
        open_memmap(path, "w+", np.float16, shape).flush()
    team.wait()
    return open_memmap(path, "r+")


@torch.no_grad()
def cache_latents(work: Path, team: Team) -> None:
    """Encode this process's share of the variants."""
    variants = np.load(work / "variants.npy", mmap_mode="r")
    vae = AutoencoderTiny.from_pretrained(work / "vae").float().to(team.device).eval()
    latents = shared_array(work / "latents.npy", (len(variants), 4, 16, 16), team)
    for start in range(team.rank * 64, len(variants), 64 * team.count):
        pictures = as_tensor(variants[start : start + 64], team.device)
        latents[start : start + 64] = (encode(vae, pictures) * vae.config.scaling_factor).half().cpu().numpy()
    latents.flush()


def cache_captions(work: Path, team: Team) -> None:
    """Encode this process's share of the distinct captions and, in the first process, index them."""
    records = json.loads((work / "variants.json").read_text())
    texts = ["", *sorted({c for r in records for c in r["captions"]})]
    tokenizer, encoder = load_tokenizer(), load_encoder().to(team.device)
    rows = shared_array(work / "captions.npy", (len(texts), LENGTH, WIDTH), team)
    for start in range(team.rank * 128, len(texts), 128 * team.count):
        rows[start : start + 128] = embed(texts[start : start + 128], tokenizer, encoder).half().cpu().numpy()
    rows.flush()
    if team.first:
        (work / "captions.json").write_text(json.dumps(texts))
        number = {text: i for i, text in enumerate(texts)}
        table = [[number[r["captions"][k % len(r["captions"])]] for k in range(CAPTIONS_PER_VARIANT)] for r in records]
        kinds = np.array([KIND_NAMES.index(r["kind"]) for r in records], np.uint8)
        np.savez(work / "samples.npz", captions=np.array(table, np.int32), kinds=kinds)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, default=Path(".work/icon"))
    parser.add_argument("--only", choices=("latents", "captions"))
    args = parser.parse_args()
    team = Team()
    if args.only != "latents":
        cache_captions(args.work, team)
    if args.only != "captions":
        cache_latents(args.work, team)
    team.wait()
    team.close()


if __name__ == "__main__":
    main()
