"""A person drawn with simple shapes, and where it is: for networks that know people."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

SKIN, HAIR, COAT = (215, 165, 140), (50, 35, 25), (40, 50, 90)


def draw_person(side: int = 384) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """Head and shoulders before a grey-blue wall: side × side × 3, and the mask of the person."""
    big = 2 * side

    def box(left: float, top: float, right: float, bottom: float) -> tuple[float, ...]:
        return left * big, top * big, right * big, bottom * big

    head, shoulders, neck = box(0.345, 0.12, 0.655, 0.50), box(0.12, 0.58, 0.88, 1.4), box(0.44, 0.45, 0.56, 0.62)
    shade = np.linspace(0, 1, big)[:, None, None] * np.array([40, 60, 80]) + np.array([120, 140, 150])
    image = Image.fromarray(np.broadcast_to(shade, (big, big, 3)).astype(np.uint8))
    mask = Image.new("L", (big, big))
    for canvas, coat, hair, skin in ((image, COAT, HAIR, SKIN), (mask, 255, 255, 255)):
        draw = ImageDraw.Draw(canvas)
        draw.ellipse(shoulders, fill=coat)
        draw.rectangle(neck, fill=skin)
        draw.ellipse(head, fill=hair)
        draw.ellipse(box(0.38, 0.18, 0.62, 0.53), fill=skin)
    draw = ImageDraw.Draw(image)
    for x in (0.45, 0.55):
        draw.ellipse(box(x - 0.028, 0.325, x + 0.028, 0.35), fill=(250, 250, 250))
        draw.ellipse(box(x - 0.013, 0.325, x + 0.013, 0.35), fill=HAIR)
        draw.rectangle(box(x - 0.035, 0.295, x + 0.035, 0.305), fill=HAIR)
    draw.ellipse(box(0.455, 0.455, 0.545, 0.48), fill=(170, 70, 75))
    small = image.filter(ImageFilter.GaussianBlur(2)).resize((side, side))
    grain = np.random.default_rng(0).normal(0, 4, (side, side, 3))
    pixels = np.clip(np.asarray(small) + grain, 0, 255).astype(np.uint8)
    return pixels, np.asarray(mask.resize((side, side))) > 127


def overlap(found: NDArray[np.bool_], wanted: NDArray[np.bool_]) -> float:
    """Intersection over union."""
    return float((found & wanted).sum() / (found | wanted).sum())
