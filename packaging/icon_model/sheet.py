"""The contact sheet: 64 prompts, one picture each, seed 0, unpicked.

python packaging/icon_model/sheet.py --model resources/models/icon --to resources/icon_model_sheet.png
python packaging/icon_model/sheet.py --work .work/icon --to preview.png      # of a run in training
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from diffusers import AutoencoderTiny
from export import assemble, exported, trained_unet
from generate import draw
from PIL import Image, ImageDraw

PLAIN = (
    "apple",
    "banana",
    "strawberry",
    "pizza",
    "hamburger",
    "ice cream cone",
    "birthday cake",
    "cup of coffee",
    "dog face",
    "cat face",
    "pig face",
    "penguin",
    "fish",
    "butterfly",
    "turtle",
    "elephant",
    "car",
    "bus",
    "bicycle",
    "airplane",
    "rocket",
    "sailboat",
    "house",
    "castle",
    "tree",
    "sunflower",
    "cactus",
    "mushroom",
    "umbrella",
    "guitar",
    "key",
    "balloon",
)
COLOURED = (
    "a purple car",
    "a blue apple",
    "a green cat face",
    "a pink elephant",
    "a red guitar",
    "a yellow rocket",
    "an orange fish",
    "a purple mushroom",
    "a green umbrella",
    "a blue strawberry",
    "a pink house",
    "a yellow bus",
    "a red butterfly",
    "a purple balloon",
    "a blue pizza",
    "a green gift",
)
COMBINED = (
    "a purple car on a yellow background",
    "a dog face on a blue background",
    "a red rocket on a black background",
    "a cactus on a pink background",
    "a blue fish on an orange background",
    "a house on a green background, 3d style",
    "a star on a purple background",
    "a green apple on a red background",
    "pizza on a turquoise background",
    "a pink butterfly on a blue background",
    "a skull on a red background",
    "a yellow balloon on a purple background",
    "robot, 3d style",
    "lion, flat style",
    "camera, outline style",
    "ghost on an orange background",
)


def contact_sheet(pictures: np.ndarray, texts: list[str], edge: int = 128, columns: int = 8) -> Image.Image:
    """Pictures (B, 64, 64, 3) in 0..1, enlarged to `edge`, with their prompts below."""
    rows = -(-len(pictures) // columns)
    sheet = Image.new("RGB", (columns * (edge + 8), rows * (edge + 30)), "white")
    pen = ImageDraw.Draw(sheet)
    for i, (picture, text) in enumerate(zip(pictures, texts, strict=True)):
        x, y = i % columns * (edge + 8) + 4, i // columns * (edge + 30) + 4
        image = Image.fromarray(np.round(picture * 255).astype(np.uint8))
        sheet.paste(image.resize((edge, edge), Image.Resampling.LANCZOS), (x, y))
        line = edge // 6
        pen.text((x, y + edge), text[:line], fill="black")
        pen.text((x, y + edge + 11), text[line : 2 * line], fill="black")
    return sheet


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, help="exported folder")
    parser.add_argument("--work", type=Path, default=Path(".work/icon"))
    parser.add_argument("--name", default="unet")
    parser.add_argument("--to", type=Path, required=True)
    parser.add_argument("--quick", action="store_true", help="every other prompt")
    parser.add_argument("--processes", type=int, default=1)
    args = parser.parse_args()
    if args.model:
        pipe = exported(args.model)
    else:
        pipe = assemble(trained_unet(args.work / args.name), AutoencoderTiny.from_pretrained(args.work / "vae").eval())
    prompts = [*PLAIN, *COLOURED, *COMBINED][:: 2 if args.quick else 1]
    sheet = contact_sheet(draw(pipe, prompts, processes=args.processes), prompts)
    if args.to.suffix == ".webp":
        sheet.save(args.to, quality=85, method=6)
    else:
        sheet.save(args.to, optimize=True)
    print(f"{args.to}: {args.to.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
