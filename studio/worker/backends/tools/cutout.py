"""The task ``cutout``: the subject of a picture with a transparent, plain or other background."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from studio.core.errors import InputError, ModelError, Phrase, phrase
from studio.core.messages import Phase
from studio.core.models import InstalledModel
from studio.core.pictures import Cutout
from studio.worker.backends.pictures import Tools
from studio.worker.backends.tools.results import emit, read_source, request_of
from studio.worker.context import JobContext

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from studio.pixels.pictures import Picture, Pixels

    Floats = NDArray[np.float32]
    Found = tuple[str, Floats, Pixels, InstalledModel]
    """Method, alpha, clean colours, and the model that did it."""


def run(ctx: JobContext, tools: Tools) -> None:
    from studio.worker.images import matting

    picture = read_source(ctx)
    settings = _settings(ctx)
    background = read_source(ctx, "background") if settings.background == "picture" else None
    ctx.phase(Phase.GENERATING, 0.1)
    method, alpha, colours, model = _find(ctx, tools, picture, settings)
    ctx.phase(Phase.GENERATING, 0.8)
    alpha = matting.feather(alpha, settings.feather)
    ctx.check_cancelled()
    pixels = _lay(colours, alpha, picture, settings, background)
    notes = [*picture.notes, *(background.notes if background else ())]
    if (request_of(ctx).cutout or Cutout()).method == "auto":
        notes.append(phrase("cut out by {method}", method=method))
    # The recipe names what was chosen, so that it stays the same when other models are installed later.
    chosen = msgspec.structs.replace(settings, method=method)
    emit(ctx, pixels, notes, [model], cutout=chosen, model=model.spec.id)


def _settings(ctx: JobContext) -> Cutout:
    """What is asked for; a network that is named and does one thing has no choice left."""
    from studio.worker.images import subjects

    settings = request_of(ctx).cutout or Cutout()
    own = subjects.method_of(ctx.models[0])
    if settings.method == "auto" and own:
        return msgspec.structs.replace(settings, method=own)
    return settings


def _find(ctx: JobContext, tools: Tools, picture: Picture, settings: Cutout) -> Found:
    by_method = _finders(ctx)
    if settings.method in ("auto", "colour"):
        found = _by_colour(ctx, picture, settings)
        if found is not None:
            return found
        if settings.method == "colour":
            hint = phrase("Raise the tolerance, or choose another method.")
            raise InputError("cutout-not-found", reason=phrase("its border is not of one colour"), hint=hint)
    methods = [settings.method] if settings.method != "auto" else ["object", "person"]
    for method in methods:
        model = by_method.get(method)
        if model is not None:
            found = _by_network(ctx, tools, picture, settings, method, model)
            if found is not None:
                return found
        elif settings.method != "auto":
            raise ModelError(
                "model-wrong-kind", model=ctx.models[0].spec.name, task=method, hint=phrase("none of these.")
            )
    raise InputError("cutout-not-found", reason=_reason(by_method), hint=_hint(by_method))


def _finders(ctx: JobContext) -> dict[str, InstalledModel]:
    from studio.worker.images import subjects

    return {method: m for m in ctx.models if (method := subjects.method_of(m))}


def _reason(by_method: dict[str, InstalledModel]) -> Phrase:
    if not by_method:
        return phrase("its background is not plain")
    return phrase("no person was found") if "object" not in by_method else phrase("nothing in it stands out")


def _hint(by_method: dict[str, InstalledModel]) -> Phrase:
    if "object" in by_method:
        return phrase("Crop it closer to what you want, or raise the tolerance and cut out by colour.")
    return phrase(
        "Install a model that finds other subjects in the model library, or cut out by colour with more tolerance."
    )


def _by_colour(ctx: JobContext, picture: Picture, settings: Cutout) -> Found | None:
    from studio.worker.images import cutout, matting

    cut = cutout.find_plain(picture.over().rgb, settings.tolerance, enclosed=settings.enclosed)
    ctx.check_cancelled()
    if cut is None:
        return None
    alpha = matting.move_edge(cut.alpha, settings.grow)
    moved = cutout.PlainCut(alpha, cut.colour)
    colours = cutout.without_colour(picture.rgb, moved) if settings.decontaminate else picture.rgb
    return "colour", alpha, colours, ctx.models[0]


def _by_network(
    ctx: JobContext, tools: Tools, picture: Picture, settings: Cutout, method: str, model: InstalledModel
) -> Found | None:
    from studio.worker.images import matting, subjects

    rgb = picture.over().rgb
    kept = tools.network if model == ctx.models[0] else None
    finder = kept or subjects.load(model, ctx.threads)
    try:
        mask, side = finder.find(rgb), finder.side
    finally:
        if kept is None:
            finder.close()
    ctx.check_cancelled()
    if (mask > 0.5).mean() < subjects.FOUND:
        return None
    ctx.phase(Phase.GENERATING, 0.6)
    alpha = matting.refine(rgb, mask, matting.reach_of(picture.width, picture.height, side), ctx.check_cancelled)
    alpha = matting.move_edge(alpha, settings.grow)
    colours = matting.decontaminate(rgb, alpha, ctx.check_cancelled) if settings.decontaminate else rgb
    return method, alpha, colours, model


def _lay(colours: Pixels, alpha: Floats, picture: Picture, settings: Cutout, background: Picture | None) -> Pixels:
    """The subject on its new background: RGBA when that is transparent, else RGB."""
    import numpy as np

    from studio.pixels.editing import parse_colour
    from studio.pixels.pictures import Picture as Whole

    shares = np.rint(alpha * 255).astype(np.uint8)
    if picture.alpha is not None:
        shares = np.minimum(shares, picture.alpha)
    if settings.background == "":
        return np.dstack([colours, shares])
    if background is None:
        return Whole(colours, shares).over(parse_colour(settings.background)).rgb
    return _over_picture(colours, shares, background)


def _over_picture(colours: Pixels, shares: Pixels, background: Picture) -> Pixels:
    """The background is scaled to cover the picture, its middle shown."""
    import numpy as np
    from PIL import Image, ImageOps

    height, width = shares.shape
    ground = np.asarray(ImageOps.fit(Image.fromarray(background.over().rgb), (width, height), Image.Resampling.LANCZOS))
    out = np.empty_like(colours)
    for top in range(0, height, 256):
        weight = shares[top : top + 256, :, None].astype(np.float32) / 255
        out[top : top + 256] = np.rint(colours[top : top + 256] * weight + ground[top : top + 256] * (1 - weight))
    return out
