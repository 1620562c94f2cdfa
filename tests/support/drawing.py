"""Draws with tiny real models of every family, each built and loaded once for all tests of a module."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from studio.core.messages import Phase
from studio.core.models import InstalledModel
from studio.core.requests import ImageRequest, InputRef, validate
from studio.core.ring import Ring
from studio.worker.backends.diffusers_image import DiffusersBackend
from studio.worker.backends.diffusion.loaded import LoadedPipeline
from tests.support import tiny_pipelines
from tests.support.context import RecordingContext, make_context

FAMILIES = ("sd15", "sdxl", "sd3", "flux")
SMALL = {"width": 32, "height": 32}


class Easel:
    """``root`` keeps the models' folders and the inputs; close it when the module's tests are done."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.backend = DiffusersBackend()
        self.loaded: dict[str, LoadedPipeline] = {}
        self.last: RecordingContext | None = None
        """The context of the last drawing, also of one that was cancelled."""
        self._runs = 0

    def model(self, family: str, **options: Any) -> InstalledModel:
        folder = self.root / family
        if family.startswith("flux"):
            # Its own size is four times the others'.
            options = {"width": 64, "height": 64, **options}
        return tiny_pipelines.installed(
            folder if folder.exists() else tiny_pipelines.save(family, folder), family, **options
        )

    def draw(
        self,
        family: str,
        *,
        stop_after: int | None = None,
        stop_at: Phase | None = None,
        ring: Ring | None = None,
        models: Sequence[InstalledModel] = (),
        folder: Path | None = None,
        **values: Any,
    ) -> RecordingContext:
        """Run a request with the tiny model of a family; the other keyword arguments are the request's fields.
        ``models`` are those beside the main one; ``stop_after`` cancels after so many looks at the flag once the model is loaded,
        ``stop_at`` when that phase begins."""
        model = self.model(family)
        request = validate(ImageRequest(**{"prompt": "a red car", "seed": 7, **values}))
        self._runs += 1
        ctx = make_context(request, folder or self.root / f"run-{self._runs}", [model, *models], ring=ring)
        if family not in self.loaded:
            self.loaded[family] = self.backend.load(model, ctx)
        self.last = ctx
        ctx.checks, ctx.stop_after, ctx.stop_at = 0, stop_after, stop_at
        self.backend.run(self.loaded[family], ctx)
        return ctx

    def again(self, family: str, ctx: RecordingContext, take: int = 0, **more: Any) -> RecordingContext:
        """Run the recipe of a take."""
        request = ctx.results[take].recipe.request
        assert isinstance(request, ImageRequest)
        values = {name: getattr(request, name) for name in request.__struct_fields__ if name != "kind"}
        return self.draw(family, **{**values, **more})

    def picture(self, name: str, pixels: np.ndarray, role: str = "source") -> InputRef:
        """An input file with these pixels."""
        path = self.root / f"{name}.png"
        Image.fromarray(pixels).save(path)
        return InputRef(path=str(path), role=role)

    def close(self) -> None:
        for loaded in self.loaded.values():
            loaded.close()
        self.loaded.clear()


def data(ctx: RecordingContext, take: int = 0) -> bytes:
    """The file of a take."""
    return Path(ctx.results[take].path).read_bytes()


def pixels(ctx: RecordingContext, take: int = 0) -> np.ndarray:
    return np.asarray(Image.open(ctx.results[take].path))


def notes(ctx: RecordingContext, take: int = 0) -> str:
    """The recipe's notes in one text."""
    return "\n".join(ctx.results[take].recipe.notes)


def stripes(width: int = 64, height: int = 48) -> np.ndarray:
    """A picture with something to see in it: height × width × 3."""
    rows, columns = np.mgrid[0:height, 0:width]
    return np.stack([rows * 5 % 256, columns * 3 % 256, (rows + columns) * 2 % 256], axis=-1).astype(np.uint8)
