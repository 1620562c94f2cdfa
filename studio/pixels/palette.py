"""The dominant colours of a picture: k-means in Oklab (B. Ottosson, "A perceptual color space for image processing",
2020), in which distances are about as large as they look.

Colours are counted on a grid first, and each counts by the square root of its area: a small accent is part of a palette,
and a large plain background is one colour of it. Everything is determined: the same picture gives the same palette.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from studio.pixels.pictures import Picture

FEWEST, MOST = 3, 12
"""How many colours a palette can be asked for."""

SIDE = 256
"""Longest side of the reduced picture that is counted."""

_GRID = 5
"""Bits of each channel that are told apart while counting."""

_ROUNDS = 30
_OWN = 0.25
"""Share of a group's area from which on its commonest colour stands for it, rather than its mean: flat colours of
drawings are then exactly those of the drawing."""

_SAME = 0.02
"""Distance in Oklab below which two colours of a palette cannot be told apart."""

Floats = NDArray[np.float64]

_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


@dataclass(frozen=True)
class Swatch:
    """One colour of a palette: sRGB 0–255, and the share of the picture (0–1) that it stands for."""

    red: int
    green: int
    blue: int
    share: float = 0.0

    @property
    def hex(self) -> str:
        return f"#{self.red:02x}{self.green:02x}{self.blue:02x}"


def dominant(picture: Picture, count: int = 6) -> list[Swatch]:
    """The ``count`` dominant colours, those of the largest areas first; fewer when the picture has no more.

    What is clear in the picture does not count; a wholly clear one has no colours.
    """
    colours, areas = _counted(picture)
    if not len(colours):
        return []
    places = oklab(colours)
    groups = _grouped(places, np.sqrt(areas), count)
    swatches = []
    for group in range(groups.max() + 1):
        inside = np.flatnonzero(groups == group)
        own = inside[np.argmax(areas[inside])]
        if areas[own] >= _OWN * areas[inside].sum():
            colour = colours[own]
        else:
            mean = np.average(places[inside], axis=0, weights=areas[inside])
            colour = from_oklab(mean)
        red, green, blue = (int(v) for v in np.rint(np.clip(colour, 0, 255)))
        swatches.append(Swatch(red, green, blue, float(areas[inside].sum() / areas.sum())))
    return sorted(swatches, key=lambda s: -s.share)


def oklab(colours: Floats) -> Floats:
    """sRGB (n × 3, 0–255) as Oklab."""
    values = colours / 255
    light = np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)
    lab: Floats = np.cbrt(light @ _LMS.T) @ _LAB.T
    return lab


def from_oklab(lab: Floats) -> Floats:
    """Oklab as sRGB 0–255, cut off at what sRGB has."""
    light = np.clip((lab @ np.linalg.inv(_LAB).T) ** 3 @ np.linalg.inv(_LMS).T, 0, 1)
    rgb: Floats = 255 * np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)
    return rgb


def _counted(picture: Picture) -> tuple[Floats, Floats]:
    """The picture's colours (n × 3, the mean of each cell of the grid) and their areas."""
    rgb = _reduced(Image.fromarray(picture.rgb)).reshape(-1, 3).astype(np.int64)
    if picture.alpha is None:
        weights = np.ones(len(rgb))
    else:
        weights = _reduced(Image.fromarray(picture.alpha)).reshape(-1) / 255
        rgb, weights = rgb[weights > 0.5], weights[weights > 0.5]
    if not len(rgb):
        return np.empty((0, 3)), np.empty(0)
    cells = rgb >> (8 - _GRID)
    _, cell = np.unique((cells[:, 0] << 2 * _GRID) + (cells[:, 1] << _GRID) + cells[:, 2], return_inverse=True)
    areas: Floats = np.bincount(cell, weights).astype(np.float64)
    sums = [np.bincount(cell, weights * rgb[:, channel]) for channel in range(3)]
    return np.stack(sums, axis=1) / areas[:, None], areas


def _reduced(image: Image.Image) -> NDArray[np.uint8]:
    """Thinned out rather than averaged: a mean of two colours is none of the picture's."""
    scale = min(1.0, SIDE / max(image.size))
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return np.asarray(image if size == image.size else image.resize(size, Image.Resampling.NEAREST))


def _grouped(places: Floats, weights: Floats, count: int) -> NDArray[np.intp]:
    """The group of each colour. Begins with the heaviest colour, then again and again with the one that is heaviest and
    farthest from those there are, so that no chance is needed."""
    centres = [places[np.argmax(weights)]]
    distance = np.linalg.norm(places - centres[0], axis=1)
    while len(centres) < count and distance.max() > _SAME:
        centres.append(places[np.argmax(weights * distance**2)])
        distance = np.minimum(distance, np.linalg.norm(places - centres[-1], axis=1))
    middle = np.array(centres)
    groups = np.zeros(len(places), np.intp)
    for _ in range(_ROUNDS):
        groups = np.argmin(np.linalg.norm(places[:, None] - middle[None], axis=2), axis=1)
        moved = np.array([np.average(places[groups == n], axis=0, weights=weights[groups == n])
                          if (groups == n).any() else middle[n] for n in range(len(middle))])  # fmt: skip
        if np.allclose(moved, middle, atol=1e-5):
            break
        middle = moved
    return np.unique(groups, return_inverse=True)[1]
