"""A small concept classifier, trained on real pictures only: the judge of what the model draws.

    python packaging/icon_model/classifier.py --work .work/icon --minutes 6

It sees variants of the training sets, blurred at random (generated pictures are softer than drawn ones), and is
tested on the style that was held out altogether.
"""

from __future__ import annotations

import argparse
import json
import math
import time
from pathlib import Path

import numpy as np
import torch
from optimiser import Optimiser
from parallel import Team
from prepare import placed
from torch import nn
from torch.nn import functional
from train_vae import as_tensor


class Residual(nn.Module):
    """Two 3 x 3 convolutions around a skip."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.inner = nn.Sequential(
            nn.Conv2d(width, width, 3, padding=1, bias=False),
            nn.BatchNorm2d(width),
            nn.ReLU(),
            nn.Conv2d(width, width, 3, padding=1, bias=False),
            nn.BatchNorm2d(width),
        )

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Same shape in and out."""
        return functional.relu(x + self.inner(x))


class Classifier(nn.Sequential):
    """(B, 3, 64, 64) in -1..1 to (B, concepts) scores; about 1.6 million parameters."""

    def __init__(self, concepts: int) -> None:
        def halve(before: int, after: int) -> list[nn.Module]:
            return [nn.Conv2d(before, after, 3, 2, 1, bias=False), nn.BatchNorm2d(after), nn.ReLU()]

        super().__init__(
            *halve(3, 32),
            *halve(32, 64),
            Residual(64),
            *halve(64, 128),
            Residual(128),
            *halve(128, 256),
            Residual(256),
            nn.AdaptiveAvgPool2d(1),
            nn.Flatten(),
            nn.Dropout(0.2),
            nn.Linear(256, concepts),
        )


def soften(pictures: torch.Tensor, rng: np.random.Generator) -> torch.Tensor:
    """Blur the whole batch a little, by a random amount; sometimes not at all."""
    sigma = rng.choice([0.0, 0.0, 0.7, 1.1])
    if not sigma:
        return pictures
    line = torch.exp(-(torch.arange(-2.0, 3.0) ** 2) / (2 * sigma**2))
    kernel = (line[:, None] * line / line.sum() ** 2).to(pictures).expand(3, 1, 5, 5)
    return functional.conv2d(functional.pad(pictures, (2, 2, 2, 2), "replicate"), kernel, groups=3)


def held_out_pictures(work: Path) -> tuple[np.ndarray, list[str]]:
    """The untouched style on white: (N, 64, 64, 3) uint8 and the concept of each."""
    entries = json.loads((work / "pictures.json").read_text())
    pictures = np.load(work / "pictures.npy", mmap_mode="r")
    made, names = [], []
    for entry, picture in zip(entries, pictures, strict=True):
        if entry["held_out"]:
            rgb, alpha = placed(np.asarray(picture), 1.0, (0.5, 0.5), False)
            made.append(np.round((rgb * alpha[..., None] + 1 - alpha[..., None]) * 255).astype(np.uint8))
            names.append(entry["name"])
    return np.stack(made), names


@torch.no_grad()
def ranks(model: Classifier, pictures: np.ndarray, names: list[str], concepts: list[str]) -> np.ndarray:
    """For each picture the place (0 is best) of its true name among all concepts."""
    model.eval()
    scores = torch.cat(
        [model(as_tensor(pictures[i : i + 64], torch.device("cpu"))) for i in range(0, len(pictures), 64)]
    )
    true = scores.gather(1, torch.tensor([[concepts.index(n)] for n in names]))
    return (scores > true).sum(1).numpy()


def train(work: Path, minutes: float, more: bool, seed: int = 0, batch: int = 64) -> None:
    """Train for so many minutes, anew or on from before, and write WORK/classifier.pt."""
    torch.manual_seed(seed)
    entries = json.loads((work / "pictures.json").read_text())
    records = json.loads((work / "variants.json").read_text())
    concepts = sorted({e["name"] for e in entries})
    labels = torch.tensor([concepts.index(entries[r["picture"]]["name"]) for r in records])
    variants = np.load(work / "variants.npy", mmap_mode="r")
    model = Classifier(len(concepts))
    if more:
        model, seed = load(work)[0], seed + 1
    optimiser = Optimiser(model, Team(), "muon", 1e-3 if more else 2e-3)
    pictures, names = held_out_pictures(work)
    rng, start, step = np.random.default_rng(seed), time.monotonic(), 0
    while (done := (time.monotonic() - start) / (minutes * 60)) < 1:
        chosen = np.sort(rng.choice(len(records), batch, replace=False))
        scores = model.train()(soften(as_tensor(variants[chosen], torch.device("cpu")), rng))
        loss = functional.cross_entropy(scores, labels[chosen], label_smoothing=0.1)
        model.zero_grad()
        loss.backward()
        optimiser.step(min(1, (step + 1) / 50) * 0.5 * (1 + math.cos(math.pi * done)))
        step += 1
        if step % 200 == 0:
            place = ranks(model, pictures, names, concepts)
            print(
                f"{done * minutes:.1f} min step {step} loss {loss.item():.3f}; held-out style top-1 "
                f"{(place == 0).mean():.3f} top-5 {(place < 5).mean():.3f}",
                flush=True,
            )
    torch.save({"model": model.state_dict(), "concepts": concepts}, work / "classifier.pt")


def load(work: Path) -> tuple[Classifier, list[str]]:
    """The trained classifier and its concepts, in order."""
    state = torch.load(work / "classifier.pt", weights_only=True)
    model = Classifier(len(state["concepts"]))
    model.load_state_dict(state["model"])
    return model.eval(), state["concepts"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, default=Path(".work/icon"))
    parser.add_argument("--minutes", type=float, default=6)
    parser.add_argument("--more", action="store_true", help="train on what is there")
    args = parser.parse_args()
    train(args.work, args.minutes, args.more)


if __name__ == "__main__":
    main()
