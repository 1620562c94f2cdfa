"""Style transfer: a picture in one of the built-in styles, or in that of any painting (CPU)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import msgspec

from studio.core.errors import InputError, phrase
from studio.core.messages import Phase
from studio.core.models import InstalledModel
from studio.core.requests import ImageRequest
from studio.worker.context import JobContext

if TYPE_CHECKING:
    from studio.worker.images.pictures import Pixels
    from studio.worker.images.styles import Restyler


class RestyleBackend:
    """Restyles the input ``source`` by ``request.style``, or by the input ``style`` when there is one.

    ``request.strength`` mixes the result with the original. The model's option ``styles`` names the built-in ones:
    a list (in order) or an object name → number.
    """

    tasks = frozenset({"restyle"})

    def load(self, model: InstalledModel, ctx: JobContext) -> Restyler:
        from studio.worker.images.styles import Restyler

        return Restyler(Path(model.folder), ctx.threads)

    def warm(self) -> None:
        """Nothing here takes long to import."""

    def run(self, model: Any, ctx: JobContext) -> None:
        from studio.worker.images.pictures import read_picture
        from studio.worker.images.styles import MAX_SIDE, parse_style, too_small

        restyler = cast("Restyler", model)
        request = cast(ImageRequest, ctx.request)
        source = request.input("source")
        if source is None:
            raise InputError("input-needed", what=phrase("a picture"))
        ctx.phase(Phase.GENERATING, 0.0)
        painting = request.input("style")
        weights = None if painting else parse_style(request.style, _names(ctx))
        picture = read_picture(source.path)
        if too_small(picture.rgb):
            raise InputError(
                "setting-invalid",
                name=phrase("picture"),
                value=f"{picture.width} × {picture.height}",
                hint=phrase("Choose a larger one."),
            )
        # The look of what lies behind transparency must not matter.
        ground = picture.over()
        notes = [*picture.notes]
        ctx.check_cancelled()
        if painting is not None:
            notes.append(phrase("worked at {count} pixels, then scaled to the picture's size", count=384))
            styled = restyler.apply_painting(ground.rgb, read_picture(painting.path).over().rgb, lambda: ctx.cancelled)
        else:
            assert weights is not None
            if max(picture.width, picture.height) > MAX_SIDE:
                notes.append(phrase("worked at {count} pixels, then scaled to the picture's size", count=MAX_SIDE))
            styled = restyler.apply(ground.rgb, weights, lambda: ctx.cancelled)
        ctx.check_cancelled()
        pixels = replace(picture, rgb=_mix(ground.rgb, styled, request.strength)).rgba
        done = msgspec.structs.replace(request, width=picture.width, height=picture.height)
        for take in range(request.takes):
            ctx.check_cancelled()
            ctx.phase(Phase.SAVING, 0.95, take=take)
            ctx.emit_image(take, pixels, ctx.recipe(done, take=take, dtype="float32", notes=notes, source="edited"))


def _names(ctx: JobContext) -> dict[str, int]:
    styles = ctx.models[0].spec.options.get("styles") if ctx.models else None
    if isinstance(styles, dict):
        return {str(name): int(number) for name, number in styles.items()}
    return {str(name): number for number, name in enumerate(styles if isinstance(styles, list | tuple) else ())}


def _mix(original: Pixels, styled: Pixels, strength: float) -> Pixels:
    import numpy as np

    if strength >= 1:
        return styled
    weight = np.float32(strength)
    mixed: Pixels = np.rint(original * (1 - weight) + styled * weight).astype(np.uint8)
    return mixed
