"""Pictures from any diffusers pipeline: text to image, image to image, inpainting, outpainting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from studio.core.models import InstalledModel
from studio.core.requests import ImageRequest
from studio.worker.context import JobContext

if TYPE_CHECKING:
    from studio.worker.backends.diffusion.loaded import LoadedPipeline


class DiffusersBackend:
    """Runs a folder or a single-file checkpoint of any family that diffusers' automatic pipelines know.

    Options of a model (all optional): ``width``, ``height``, ``steps``, ``guidance``, ``scheduler``, ``dtype``;
    ``native_size`` (draws well only near this side: what is larger is enlarged by a helper model, or else
    interpolated); ``flat_background`` (its plain background can be cut out); ``glossary`` (a file in its folder that
    puts Chinese words into English).
    """

    tasks = frozenset({"text-to-image", "image-to-image", "inpaint", "outpaint"})
    short_formats = True

    def warm(self) -> None:
        from studio.worker.backends.diffusion import runtime

        runtime.prepare()

    def load(self, model: InstalledModel, ctx: JobContext) -> LoadedPipeline:
        from studio.worker.backends.diffusion.loading import load

        return load(model, ctx)

    def run(self, model: Any, ctx: JobContext) -> None:
        from studio.worker.backends.diffusion.drawing import draw

        draw(cast("LoadedPipeline", model), cast(ImageRequest, ctx.request), ctx)
