"""Captions, tags and objects of a picture, with models that transformers itself knows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import msgspec

from studio.core.errors import InputError, ModelError, Phrase, phrase, verbatim
from studio.core.messages import Phase
from studio.core.models import InstalledModel
from studio.core.pictures import See
from studio.core.requests import ImageRequest
from studio.worker.context import JobContext

if TYPE_CHECKING:
    from PIL import Image

    from studio.worker.backends.vision.loading import VisionModel

_KINDS = {"caption": ("text",), "tag": ("tags",), "detect": ("objects", "text")}


class VisionBackend:
    """Writes a text about the input ``source``: a sentence; tags with commas between them; or a line
    ``label score left top width height`` for each object."""

    tasks = frozenset({"caption", "tag", "detect"})
    short_formats = True

    def load(self, model: InstalledModel, ctx: JobContext) -> VisionModel:
        from studio.worker.backends.vision.loading import load

        return load(Path(model.folder), model.spec.name, ctx.device.id, ctx.device.dtype)

    def warm(self) -> None:
        """The imports are those of the backend for texts."""

    def run(self, model: Any, ctx: JobContext) -> None:
        loaded = cast("VisionModel", model)
        request = cast(ImageRequest, ctx.request)
        if loaded.kind not in _KINDS[request.task]:
            hint = phrase("choose another model.")
            raise ModelError("model-wrong-kind", model=ctx.models[0].spec.name, task=request.task, hint=hint)
        see = request.see or See()
        ctx.phase(Phase.ENCODING, 0.0)
        picture, notes = _source(request)
        ctx.check_cancelled()
        ctx.phase(Phase.GENERATING, None)
        text, said = _look(loaded, request.task, picture, see, ctx)
        done = msgspec.structs.replace(request, see=see, width=picture.width, height=picture.height)
        # Nothing here is left to chance, so every take is the same.
        for take in range(request.takes):
            ctx.check_cancelled()
            ctx.text(take, text)
            recipe = ctx.recipe(done, take=take, dtype=loaded.dtype, notes=(*notes, *said))
            ctx.emit_text(take, text, recipe)


def _source(request: ImageRequest) -> tuple[Image.Image, tuple[Phrase, ...]]:
    from PIL import Image as Pillow

    from studio.worker.images.pictures import read_picture

    source = request.input("source")
    if source is None:
        raise InputError("input-needed", what=phrase("a picture"))
    picture = read_picture(source.path)
    return Pillow.fromarray(picture.over().rgb), picture.notes


def _look(
    model: VisionModel, task: str, picture: Image.Image, see: See, ctx: JobContext
) -> tuple[str, tuple[Phrase, ...]]:
    """The text, and notes for the recipe."""
    from studio.worker.backends.vision import captions, findings

    if task == "caption":
        return captions.write(model, picture, see, ctx.check_cancelled), ()
    if task == "tag":
        tags = findings.tags(model, picture, see)
        return ", ".join(tag.label for tag in tags), tuple(verbatim(f"{tag.label}: {tag.score:.3f}") for tag in tags)
    found = findings.objects(model, picture, see, ctx.check_cancelled)
    if not found:
        return "", (phrase("nothing was found with that much confidence"),)
    return "\n".join(map(str, found)), (phrase("{count} objects", count=len(found)),)
