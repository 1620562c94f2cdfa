"""The pictures a request brings along, at the size the model draws at."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from PIL import Image

from studio.core.errors import InputError
from studio.core.requests import ImageRequest
from studio.worker.images.pictures import Picture, Pixels, read_mask, read_picture
from studio.worker.images.sizes import SizePlan, cover


@dataclass
class Inputs:
    """``source`` as the user gave it, laid over white; ``mask`` at its size (white = draw anew)."""

    source: Picture | None = None
    mask: Pixels | None = None
    notes: list[str] = field(default_factory=list)

    def arguments(self, plan: SizePlan) -> dict[str, Any]:
        """The pictures for a pipeline, at the size it draws at."""
        size = (plan.width, plan.height)
        values: dict[str, Any] = {}
        if self.source is not None:
            values["image"] = Image.fromarray(cover(self.source.rgb, size))
        if self.mask is not None:
            values["mask_image"] = Image.fromarray(cover(self.mask, size))
        return values

    def keep_unmasked(self, drawn: Pixels) -> Pixels:
        """``drawn`` where the mask is white and the source as it was elsewhere: what was not asked for stays."""
        if self.source is None or self.mask is None:
            return drawn
        size = (drawn.shape[1], drawn.shape[0])
        share = cover(self.mask, size)[..., None].astype(np.float32) / 255
        mixed = drawn * share + cover(self.source.rgb, size) * (1 - share)
        return np.rint(mixed).astype(np.uint8)


def read_inputs(request: ImageRequest) -> Inputs:
    """Raises InputError for what is missing or cannot be read, and for a mask that asks for nothing."""
    inputs = Inputs()
    if request.task == "text-to-image":
        return inputs
    source = request.input("source")
    if source is None:
        raise InputError("input-needed", what="a picture")
    picture = read_picture(source.path)
    inputs.source = picture.over()
    inputs.notes += picture.notes
    if request.task == "inpaint":
        mask = request.input("mask")
        if mask is None:
            raise InputError("input-needed", what="a mask (white where the picture is to change)")
        inputs.mask, notes = read_mask(mask.path, (picture.width, picture.height))
        inputs.notes += notes
        if inputs.mask.max(initial=0) < 128:
            raise InputError("setting-invalid", name="mask", value="all black", hint="Paint white what is to change.")
    return inputs
