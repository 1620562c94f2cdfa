"""Measure the exported model: concepts, colours, backgrounds, copying, speed, sameness. Prints every figure.

    python packaging/icon_model/evaluate.py --work .work/icon --model resources/models/icon            # about 6 minutes
    python packaging/icon_model/evaluate.py --work .work/icon --quick                                  # a fifth of it

Needs WORK from prepare.py (pictures, held-out pairs) and classifier.py. Prompts are drawn with a fixed seed and never
picked; guidance and steps are the defaults of generate.py.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from pathlib import Path

import numpy as np
import torch
from classifier import held_out_pictures, load, ranks
from colours import COLOURS, background_of, foreground_mask, names_of, shares, to_lch
from diffusers import AutoencoderTiny, StableDiffusionPipeline
from export import assemble, exported, trained_unet
from generate import draw
from prepare import placed


def as_bytes(pictures: np.ndarray) -> np.ndarray:
    """0..1 to uint8."""
    return np.round(pictures * 255).astype(np.uint8)


def concept_prompts(names: list[str], count: int, seed: int) -> list[str]:
    """`count` different concept names, drawn from the whole vocabulary."""
    return [str(n) for n in np.random.default_rng(seed).choice(names, count, replace=False)]


def concepts(
    pipe: StableDiffusionPipeline, work: Path, count: int, processes: int
) -> tuple[np.ndarray, dict[str, float]]:
    """Top-1 and top-5 of the classifier on pictures drawn from bare concept names."""
    model, names = load(work)
    real, real_names = held_out_pictures(work)
    place = ranks(model, real, real_names, names)
    figures = {
        "classifier_held_out_top1": float((place == 0).mean()),
        "classifier_held_out_top5": float((place < 5).mean()),
    }
    prompts = concept_prompts(names, count, 1)
    drawn = draw(pipe, prompts, 1, processes)
    place = ranks(model, as_bytes(drawn), prompts, names)
    figures |= {"concept_top1": float((place == 0).mean()), "concept_top5": float((place < 5).mean())}
    missed = [p for p, r in zip(prompts, place, strict=True) if r >= 5]
    print(f"not among five: {', '.join(missed)}")
    return drawn, figures


def main_colour(picture: np.ndarray) -> str:
    """The name with the largest share of what stands out from the background (neutral pixels count half)."""
    return COLOURS[int(shares(picture, foreground_mask(picture)).argmax())]


def colours(pipe: StableDiffusionPipeline, pairs: list[tuple[str, str]], processes: int) -> float:
    """Share of "a COLOUR CONCEPT" prompts, never seen in training, drawn mainly in that colour."""
    prompts = [f"a {colour} {name}" for name, colour in pairs]
    made = [main_colour(p) for p in draw(pipe, prompts, 2, processes)]
    wrong = [f"{p} -> {m}" for p, m, (_, c) in zip(prompts, made, pairs, strict=True) if m != c]
    print("wrong colour:", ", ".join(wrong))
    return float(np.mean([m == c for m, (_, c) in zip(made, pairs, strict=True)]))


def backgrounds(pipe: StableDiffusionPipeline, pairs: list[tuple[str, str]], processes: int) -> float:
    """Share of "CONCEPT on a COLOUR background" prompts, unseen in training, whose frame has that colour."""
    prompts = [f"{name} on {'an' if ground[0] in 'aeiou' else 'a'} {ground} background" for name, ground in pairs]
    made = [COLOURS[int(names_of(to_lch(background_of(p))))] for p in draw(pipe, prompts, 3, processes)]
    wrong = [f"{p} -> {m}" for p, m, (_, c) in zip(prompts, made, pairs, strict=True) if m != c]
    print("wrong background:", ", ".join(wrong))
    return float(np.mean([m == c for m, (_, c) in zip(made, pairs, strict=True)]))


def small(pictures: np.ndarray) -> np.ndarray:
    """Pictures 0..1 averaged down to 32 px, as vectors: what the copying check compares."""
    size = len(pictures)
    return pictures.reshape(size, 32, 2, 32, 2, 3).mean((2, 4)).reshape(size, -1).astype(np.float32)


def copying(
    pipe: StableDiffusionPipeline, work: Path, count: int, drawn: np.ndarray, processes: int
) -> dict[str, float]:
    """How often a drawn picture is closer to its nearest training picture than that one is to any other set's."""
    entries = json.loads((work / "pictures.json").read_text())
    pictures = np.load(work / "pictures.npy", mmap_mode="r")
    train = [i for i, e in enumerate(entries) if not e["held_out"]]
    plain = []
    for i in train:
        rgb, alpha = placed(np.asarray(pictures[i]), 1.0, (0.5, 0.5), False)
        plain.append(rgb * alpha[..., None] + 1 - alpha[..., None])
    known = torch.from_numpy(small(np.stack(plain)))
    sets = np.array([entries[i]["set"] for i in train])
    names = sorted({e["name"] for e in entries})
    rng = np.random.default_rng(4)
    more = (
        [
            f"{n}, {s}"
            for n, s in zip(
                rng.choice(names, count - len(drawn)),
                rng.choice(sorted({entries[i]["style"] for i in train}), count - len(drawn)),
                strict=True,
            )
        ]
        if count > len(drawn)
        else []
    )
    made = torch.from_numpy(small(np.concatenate([drawn, draw(pipe, more, 4, processes)]) if more else drawn))
    distance = torch.cdist(made, known)
    nearest = distance.argmin(1)
    closer = []
    for row, index in enumerate(nearest.tolist()):
        others = torch.from_numpy(np.flatnonzero(sets != sets[index]))
        twin = torch.cdist(known[index : index + 1], known[others]).min()
        closer.append(float(distance[row, index] < twin))
    return {"copying_share": float(np.mean(closer)), "copying_pictures": len(made)}


def speed(pipe: StableDiffusionPipeline) -> dict[str, float]:
    """Seconds for one picture and for four takes, and whether a seed gives the same bytes twice.

    On one thread: the model is so small that a second one gains little on an idle machine and loses far more on a
    busy one, where two threads wait for each other at every operator.
    """
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    times = []
    for count in (1, 1, 4):
        start = time.monotonic()
        drawn = draw(pipe, ["a red apple"] * count, seed=5)
        times.append(time.monotonic() - start)
        if count == 1:
            single = drawn
    again = draw(pipe, ["a red apple"], seed=5)
    torch.set_num_threads(before)
    return {
        "seconds_one_64px": min(times[:2]),
        "seconds_four_64px": times[2],
        "same_seed_same_bytes": float(as_bytes(single).tobytes() == as_bytes(again).tobytes()),
        "peak_memory_gb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, default=Path(".work/icon"))
    parser.add_argument("--model", type=Path, default=Path("resources/models/icon"))
    parser.add_argument("--name", help="measure a run in training instead of the exported model")
    parser.add_argument("--quick", action="store_true", help="a fifth of the prompts")
    parser.add_argument("--processes", type=int, default=1, help="draw with so many, one thread each")
    parser.add_argument(
        "--no-speed", action="store_true", help="leave the timing out (on a busy machine it means little)"
    )
    parser.add_argument("--to", type=Path, help="also write the figures here, as JSON")
    args = parser.parse_args()
    part = 5 if args.quick else 1
    if args.name:
        pipe = assemble(trained_unet(args.work / args.name), AutoencoderTiny.from_pretrained(args.work / "vae").eval())
    else:
        pipe = exported(args.model)
    figures = {} if args.no_speed else speed(pipe)  # first: the peak memory is then that of drawing alone
    drawn, found = concepts(pipe, args.work, 200 // part, args.processes)
    figures |= found
    holdout = json.loads((args.work / "holdout.json").read_text())
    pairs = [(n, c[0]) for n, c in holdout["colours"].items()][: 100 // part]
    grounds = [(n, c[0]) for n, c in holdout["backgrounds"].items()][: 50 // part]
    figures["colour_right"] = colours(pipe, pairs, args.processes)
    figures["background_right"] = backgrounds(pipe, grounds, args.processes)
    figures |= copying(pipe, args.work, 500 // part, drawn, args.processes)
    bars = {"concept_top1": 0.35, "concept_top5": 0.60, "colour_right": 0.80, "background_right": 0.80}
    for name, value in figures.items():
        bar = f"  (bar {bars[name]:.2f}: {'reached' if value >= bars[name] else 'NOT reached'})" if name in bars else ""
        if name == "copying_share":
            bar = f"  (bar 0.10: {'reached' if value <= 0.10 else 'NOT reached'})"
        print(f"{name:28} {value:8.3f}{bar}")
    if args.to:
        args.to.write_text(json.dumps(figures, indent=1) + "\n")


if __name__ == "__main__":
    main()
