"""Turn icon packages into a training set: download, licence audit, rasterise, split, augment, caption.

    python packaging/icon_model/prepare.py --work .work/icon

writes into WORK:
    pictures.npy   (N, 128, 128, 4) uint8, straight alpha; pictures.json names concept, set, style of each
    variants.npy   (M, 64, 64, 3) uint8; variants.json holds kind, picture and captions of each
    holdout.json   the concept x colour and concept x background pairs that no variant shows
"""

from __future__ import annotations

import argparse
import io
import json
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import resvg_py
from colours import COLOURS, EVALUATED, HUES, dominant, recolour, shade
from numpy.lib.format import open_memmap
from PIL import Image
from sources import SOURCES, WITHHELD, Source, audit, download, slug

HERE = Path(__file__).parent
HOLDOUT = HERE / "holdout.json"
LARGE, SIZE = 128, 64
# Share of training samples that each kind of variant gets (train.py draws by kind), and how many are made per picture.
KINDS = {"plain": 5, "colour": 5, "background": 4, "both": 3}


@dataclass(frozen=True)
class Concept:
    """One thing the model can draw."""

    label: str
    name: str
    aliases: tuple[str, ...]
    hexcode: str


def vocabulary(work: Path) -> list[Concept]:
    """Read vocabulary.txt and look up each label's code point in emojibase-data."""
    data = json.loads((work / "pkg" / SOURCES[-1].folder / "en" / "data.json").read_text())
    codes = {entry["label"]: entry["hexcode"].lower() for entry in data}
    concepts = []
    for line in (HERE / "vocabulary.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            label, name, *rest = line.split("|")
            aliases = tuple(a.strip() for a in rest[0].split(",")) if rest else ()
            concepts.append(Concept(label, name, tuple(a for a in aliases if a != name), codes[label]))
    return concepts


def plain_code(code: str) -> str:
    """Code points without the variation selector that sets write or leave out at will."""
    return code.replace("-fe0f", "")


def load_set(work: Path, source: Source, concepts: list[Concept]) -> dict[str, np.ndarray]:
    """All pictures of one set, by concept label: (128, 128, 4) uint8."""
    folder = work / "pkg" / source.folder
    found: dict[str, np.ndarray] = {}
    if source.kind == "webp":
        files = {plain_code(f.stem): f for f in (folder / "assets").glob("*.webp")}
        for concept in concepts:
            file = files.get(plain_code(concept.hexcode))
            if file:
                found[concept.label] = resize(Image.open(file).convert("RGBA"), LARGE)
        return found
    icons = json.loads((folder / "icons.json").read_text())
    codes = {plain_code(c): n for c, n in json.loads((folder / "chars.json").read_text()).items()}
    aliases = icons.get("aliases", {})
    for concept in concepts:
        for name in (codes.get(plain_code(concept.hexcode)), slug(concept.label)):
            name = aliases.get(name, {}).get("parent", name)
            if name in icons["icons"]:
                found[concept.label] = draw(icons, name)
                break
    return found


def draw(icons: dict, name: str) -> np.ndarray:
    """Rasterise one iconify icon at twice the size kept, so that thin lines survive: (128, 128, 4) uint8."""
    icon = icons["icons"][name]
    width = icon.get("width", icons.get("width", 16))
    height = icon.get("height", icons.get("height", 16))
    box = f"{icon.get('left', 0)} {icon.get('top', 0)} {width} {height}"
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="{box}" '
        f'width="256" height="256">{icon["body"]}</svg>'
    )
    png = resvg_py.svg_to_bytes(svg_string=svg, width=256, height=256)
    return resize(Image.open(io.BytesIO(bytes(png))).convert("RGBA"), LARGE)


def resize(picture: Image.Image, size: int) -> np.ndarray:
    """Area resampling of an RGBA picture to (size, size, 4); Pillow weighs by alpha itself for the RGBa mode."""
    return np.asarray(picture.convert("RGBa").resize((size, size), Image.Resampling.BOX).convert("RGBA"))


def placed(picture: np.ndarray, scale: float, shift: tuple[float, float], flip: bool) -> tuple[np.ndarray, np.ndarray]:
    """Put a (128, 128, 4) picture into a 64 px frame: colours (64, 64, 3) and alpha (64, 64), both 0..1."""
    image = Image.fromarray(picture).convert("RGBa")
    if flip:
        image = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    edge = round(SIZE * scale)
    image = image.resize((edge, edge), Image.Resampling.BOX)
    frame = Image.new("RGBa", (SIZE, SIZE))
    free = SIZE - edge
    frame.paste(image, (round(free * shift[0]), round(free * shift[1])))
    array = np.asarray(frame.convert("RGBA"), dtype=np.float64) / 255
    return array[..., :3], array[..., 3]


def captions(
    name: str,
    aliases: tuple[str, ...],
    style: str,
    rng: np.random.Generator,
    colour: str = "",
    background: str = "",
    count: int = 1,
) -> list[str]:
    """Caption texts: concept first, then background, then style; alias, article and style vary."""
    texts = []
    for _ in range(count):
        noun = str(rng.choice(aliases)) if aliases and rng.random() < 0.25 else name
        text = f"{colour} {noun}" if colour else noun
        if rng.random() < 0.5 and not noun.endswith("s"):
            text = f"{'an' if text[0] in 'aeiou' else 'a'} {text}"
        if background:
            text += f" on {'an' if background[0] in 'aeiou' else 'a'} {background} background"
        if rng.random() < 0.5:
            text += f", {style}"
        texts.append(text)
    return texts


def make_variants(job: tuple[int, np.ndarray, dict, dict]) -> list[tuple[np.ndarray, dict]]:
    """All variants of one picture; seeded by its index, so that the set is the same wherever it is made."""
    index, picture, entry, holdout = job
    rng = np.random.default_rng(1000 + index)
    name, style, aliases = entry["name"], entry["style"], tuple(entry["aliases"])
    banned_colours, banned_grounds = holdout["colours"].get(name, []), holdout["backgrounds"].get(name, [])
    colours, alpha = placed(picture, 1.0, (0.5, 0.5), False)
    natural = dominant(colours, alpha, 0.6)
    out: list[tuple[np.ndarray, dict]] = []

    def keep(kind: str, rgb: np.ndarray, mask: np.ndarray, ground: np.ndarray, texts: list[str]) -> None:
        flat = rgb * mask[..., None] + ground * (1 - mask[..., None])
        record = {"kind": kind, "picture": index, "captions": texts}
        out.append((np.round(flat * 255).clip(0, 255).astype(np.uint8), record))

    def place(smallest: float) -> tuple[np.ndarray, np.ndarray]:
        shift = (rng.uniform(0.2, 0.8), rng.uniform(0.2, 0.8))
        return placed(picture, rng.uniform(smallest, 1.0), shift, bool(rng.random() < 0.4))

    def recoloured(rgb: np.ndarray, mask: np.ndarray, with_white: bool) -> tuple[np.ndarray, str] | None:
        choices = [
            c
            for c in (*HUES, "brown", "black", "gray") + (("white",) if with_white else ())
            if c not in banned_colours and c != natural
        ]
        weights = np.array([0.5 if c in ("turquoise", "brown", "black", "gray", "white") else 1.0 for c in choices])
        for target in rng.choice(choices, 4, replace=False, p=weights / weights.sum()):
            new = recolour(rgb, mask, str(target))
            if dominant(new, mask, 0.5) == target:
                return new, str(target)
        return None

    def ground_for(rgb: np.ndarray, mask: np.ndarray) -> str:
        main = dominant(rgb, mask, 0.35)
        choices = [c for c in (*HUES, *HUES, "brown", "black", "gray") if c not in banned_grounds and c != main]
        return str(rng.choice(choices))

    white = np.ones(3)
    for number in range(KINDS["plain"]):
        rgb, mask = (colours, alpha) if number < 2 else place(0.86)
        texts = captions(name, aliases, style, rng, count=3)
        keep("plain", rgb, mask, white, texts)
        if natural and natural != "white" and natural not in banned_colours:
            keep("natural", rgb, mask, white, captions(name, aliases, style, rng, natural))
    for _ in range(KINDS["colour"]):
        rgb, mask = place(0.86)
        made = recoloured(rgb, mask, False)
        if made:
            keep("colour", made[0], mask, white, captions(name, aliases, style, rng, made[1]))
    for _ in range(KINDS["background"]):
        rgb, mask = place(0.7)
        ground = ground_for(rgb, mask)
        keep("background", rgb, mask, shade(ground, rng), captions(name, aliases, style, rng, "", ground))
    for _ in range(KINDS["both"]):
        rgb, mask = place(0.7)
        made = recoloured(rgb, mask, True)
        if made:
            ground = ground_for(made[0], mask)
            keep("both", made[0], mask, shade(ground, rng), captions(name, aliases, style, rng, made[1], ground))
    return out


def choose_holdout(entries: list[dict], pictures: np.ndarray, seed: int) -> dict:
    """100 concept x colour pairs that are no natural colour of the concept, and 50 concept x background pairs."""
    rng = np.random.default_rng(seed)
    natural: dict[str, set[str]] = {}
    for entry, picture in zip(entries, pictures, strict=True):
        rgb, alpha = placed(picture, 1.0, (0.5, 0.5), False)
        natural.setdefault(entry["name"], set()).add(str(dominant(rgb, alpha, 0.35)))
    names = sorted(natural)
    pairs = {}
    for name in rng.choice(names, 100, replace=False):
        free = [c for c in EVALUATED if c not in natural[name]]
        pairs[str(name)] = [str(rng.choice(free))]
    grounds = {}
    for name in rng.choice(names, 50, replace=False):
        free = [c for c in EVALUATED if c not in natural[name]]
        grounds[str(name)] = [str(rng.choice(free))]
    return {"colours": pairs, "backgrounds": grounds}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, default=Path(".work/icon"))
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--workers", type=int, default=2)
    args = parser.parse_args()
    work: Path = args.work
    download(work)
    audit(work)
    concepts = vocabulary(work)
    pictures, entries = [], []
    for source in SOURCES:
        if source.kind == "data":
            continue
        found = load_set(work, source, concepts)
        print(f"{source.package}: {len(found)} of {len(concepts)} concepts")
        for concept in concepts:
            if concept.label in found and (source.package, concept.label) not in WITHHELD:
                pictures.append(found[concept.label])
                entries.append(
                    {
                        "label": concept.label,
                        "name": concept.name,
                        "aliases": concept.aliases,
                        "style": source.style,
                        "set": source.package,
                        "held_out": source.held_out,
                    }
                )
    stack = np.stack(pictures)
    np.save(work / "pictures.npy", stack)
    (work / "pictures.json").write_text(json.dumps(entries, indent=0))
    shown = [i for i, e in enumerate(entries) if not e["held_out"]]
    if HOLDOUT.exists():  # training that is continued later must not meet the pairs that were held out before
        holdout = json.loads(HOLDOUT.read_text())
    else:
        holdout = choose_holdout([entries[i] for i in shown], stack[shown], args.seed)
    (work / "holdout.json").write_text(json.dumps(holdout, indent=1))

    jobs = ((i, stack[i], entries[i], holdout) for i in shown)
    records: list[dict] = []
    frames: list[np.ndarray] = []
    with ProcessPoolExecutor(args.workers) as pool:
        for made in pool.map(make_variants, jobs, chunksize=16):
            for frame, record in made:
                frames.append(frame)
                records.append(record)
    variants = open_memmap(work / "variants.npy", "w+", np.uint8, (len(frames), SIZE, SIZE, 3))
    for i, frame in enumerate(frames):
        variants[i] = frame
    variants.flush()
    (work / "variants.json").write_text(json.dumps(records))
    kinds = {k: sum(r["kind"] == k for r in records) for k in sorted({r["kind"] for r in records})}
    unique = len({c for r in records for c in r["captions"]})
    print(f"{len(shown)} training pictures, {len(frames)} variants {kinds}, {unique} captions, colours {len(COLOURS)}")


if __name__ == "__main__":
    main()
