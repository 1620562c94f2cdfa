"""The pictures a request brings along, at the size the model draws at."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from PIL import Image

from studio.core.errors import InputError, Phrase, phrase
from studio.core.pictures import Margins
from studio.core.requests import ImageRequest
from studio.pixels.masks import read_mask
from studio.worker.images import masks
from studio.worker.images.canvas import extended
from studio.worker.images.pictures import Picture, Pixels, read_picture
from studio.worker.images.sizes import SizePlan, cover, resize


@dataclass
class Inputs:
    """``source`` as the user gave it, laid over white (for outpaint: on its larger canvas); ``mask`` at its size: how
    much of what is drawn is seen; ``area`` (black and white): where the network draws."""

    source: Picture | None = None
    mask: Pixels | None = None
    area: Pixels | None = None
    notes: list[Phrase] = field(default_factory=list)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the source in pixels."""
        assert self.source is not None
        return self.source.width, self.source.height

    def arguments(self, plan: SizePlan) -> dict[str, Any]:
        """The pictures for a pipeline, at the size it draws at."""
        values: dict[str, Any] = {}
        if self.source is not None:
            values["image"] = Image.fromarray(self.drawn(self.source.rgb, plan))
        if self.area is not None:
            values["mask_image"] = Image.fromarray(self.drawn(self.area, plan))
        return values

    def drawn(self, pixels: Pixels, plan: SizePlan) -> Pixels:
        """``pixels`` at the size the pipeline draws at, as the source is brought to it."""
        return self._at(pixels, (plan.width, plan.height), plan)

    def keep_unmasked(self, drawn: Pixels, plan: SizePlan) -> Pixels:
        """``drawn`` as far as the mask is white and the source as it was elsewhere: what was not asked for stays."""
        if self.source is None or self.mask is None:
            return drawn
        size = (drawn.shape[1], drawn.shape[0])
        share = self._at(self.mask, size, plan)[..., None].astype(np.float32) / 255
        mixed = drawn * share + self._at(self.source.rgb, size, plan) * (1 - share)
        return np.rint(mixed).astype(np.uint8)

    def _at(self, pixels: Pixels, size: tuple[int, int], plan: SizePlan) -> Pixels:
        """Scaled to ``size``; stretched by a hair where the result is to lie exactly on the source."""
        return resize(pixels, size) if self.mask is not None and plan.final == self.size else cover(pixels, size)


def read_inputs(request: ImageRequest) -> Inputs:
    """Raises InputError for what is missing or cannot be read, and for a mask that asks for nothing."""
    inputs = Inputs()
    if request.task == "text-to-image":
        return inputs
    source = request.input("source")
    if source is None:
        raise InputError("input-needed", what=phrase("a picture"))
    picture = read_picture(source.path)
    inputs.notes += picture.notes
    if picture.alpha is not None:
        inputs.notes.append(phrase("the picture's transparency was laid over white"))
    inputs.source = picture.over()
    if request.task == "inpaint" or (request.task == "outpaint" and request.input("mask") is not None):
        _read_mask(inputs, request)
    if request.task == "outpaint":
        _extend(inputs, request)
    return inputs


def _read_mask(inputs: Inputs, request: ImageRequest) -> None:
    mask = request.input("mask")
    if mask is None:
        raise InputError("input-needed", what=phrase("a mask (white where the picture is to change)"))
    pixels, _, notes = read_mask(mask.path, inputs.size)
    inputs.notes += notes
    soft = request.mask_feather > 0
    inputs.mask = masks.shaped(pixels, invert=request.mask_invert, grow=request.mask_grow, feather=request.mask_feather)
    inputs.area = masks.area(inputs.mask, soft=soft)


def _extend(inputs: Inputs, request: ImageRequest) -> None:
    """The source on its larger canvas; what the user painted besides is drawn anew too."""
    assert inputs.source is not None
    margins = request.extend or Margins()
    canvas, mask = extended(inputs.source.rgb, margins, max(0, request.mask_feather))
    if inputs.mask is not None and inputs.area is not None:
        around = ((margins.top, margins.bottom), (margins.left, margins.right))
        mask = np.maximum(mask, np.pad(inputs.mask, around))
    inputs.source = replace(inputs.source, rgb=canvas)
    inputs.mask, inputs.area = mask, masks.area(mask, soft=True)
