"""Input pictures looked at before anything is started: what cannot be read is said at once, not after a model is loaded."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from studio.core import enlarging
from studio.core.models import InstalledModel
from studio.core.requests import ImageRequest, Request


def check(request: Request, models: Sequence[InstalledModel] = ()) -> None:
    """Raises InputError for an input picture that is empty, too large or none, for a mask of other proportions than its
    picture, and, where the upscaler is known, for a picture that it cannot make so large. Only headers are read; a file
    that is not there (yet) is left to who opens it."""
    if not isinstance(request, ImageRequest) or not request.inputs:
        return
    # Imported here: what takes no picture starts without numpy and Pillow.
    from studio.pixels.masks import refuse_misfit
    from studio.pixels.pictures import size_of

    sizes = {i.role: size_of(i.path) for i in request.inputs if Path(i.path).is_file()}
    mask = request.input("mask")
    if mask is not None and "mask" in sizes and "source" in sizes:
        refuse_misfit(Path(mask.path).name, sizes["mask"], sizes["source"])
    if request.task == "upscale" and models and "source" in sizes:
        enlarging.check(*sizes["source"], request.scale, enlarging.factors(models[0].spec))
