"""Masks from picture files: one byte a pixel, white (255) where the picture is to be drawn anew."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from studio.core.errors import InputError, Phrase, phrase
from studio.pixels.pictures import Picture, Pixels, read_picture

ALIKE = 0.02
"""How far the proportions of a mask and its picture may be apart: what rounding of small sizes makes of them."""


def read_mask(
    path: Path | str, size: tuple[int, int], *, prefer_alpha: bool = False
) -> tuple[Pixels, tuple[int, int], tuple[Phrase, ...]]:
    """A mask at ``size`` (width, height), the size that its file had, and notes.

    A picture says by its brightness where it is white, or by its transparency when all that is seen of it has one colour.
    With ``prefer_alpha`` any transparency decides: the subject of a cut-out becomes the mask.

    Raises InputError as :func:`read_picture` does, and ``mask-misfit`` for one of other proportions than the picture's:
    stretched, it would lie somewhere else."""
    path = Path(path)
    mask = levels(read_picture(path), prefer_alpha=prefer_alpha)
    had = (int(mask.shape[1]), int(mask.shape[0]))
    if had == size:
        return mask, had, ()
    refuse_misfit(path.name, had, size)
    scaled = Image.fromarray(mask).resize(size, Image.Resampling.BILINEAR)
    note = phrase("the mask was scaled from {had} to {size}", had=f"{had[0]}×{had[1]}", size=f"{size[0]}×{size[1]}")
    return np.asarray(scaled), had, (note,)


def refuse_misfit(name: str, mask: tuple[int, int], picture: tuple[int, int]) -> None:
    """Raises InputError ``mask-misfit`` when the sizes (width, height) are of different proportions."""
    if abs(mask[0] * picture[1] / (mask[1] * picture[0]) - 1) > ALIKE and not _rounded(mask, picture):
        raise InputError("mask-misfit", name=name, size=_text(mask), picture=_text(picture))


def levels(picture: Picture, *, prefer_alpha: bool = False) -> Pixels:
    """What a picture says as a mask, at its own size."""
    if picture.alpha is not None and (prefer_alpha or _plain(picture)):
        return picture.alpha
    return np.asarray(Image.fromarray(picture.over((0, 0, 0)).rgb).convert("L"))


def _plain(picture: Picture) -> bool:
    """Whether all that can be seen has one colour."""
    assert picture.alpha is not None
    seen = picture.rgb[picture.alpha > 0]
    return bool(seen.size == 0 or np.ptp(seen, axis=0).max() == 0)


def _rounded(small: tuple[int, int], large: tuple[int, int]) -> bool:
    """Whether one size is the other one scaled, to a pixel of the smaller one."""
    if small[0] * small[1] > large[0] * large[1]:
        small, large = large, small
    scale = max(small[0] / large[0], small[1] / large[1])
    return all(abs(side * scale - had) <= 1 for side, had in zip(large, small, strict=True))


def _text(size: tuple[int, int]) -> str:
    return f"{size[0]} × {size[1]}"
