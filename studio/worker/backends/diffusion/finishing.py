"""What is done to a picture after it was drawn: enlarging to the size asked for, cutting out its background."""

from __future__ import annotations

from studio.core.messages import Phase
from studio.core.requests import ImageRequest
from studio.worker.backends.diffusion.loaded import LoadedPipeline
from studio.worker.context import JobContext
from studio.worker.images.cutout import cut_out_plain
from studio.worker.images.pictures import Picture, Pixels
from studio.worker.images.sizes import SizePlan, resize

_STARTED, _DONE = 0.94, 0.98


def sized(
    loaded: LoadedPipeline, pixels: Pixels, plan: SizePlan, ctx: JobContext, take: int
) -> tuple[Pixels, list[str]]:
    """The picture at the size that is delivered, and notes."""
    notes: list[str] = []
    if plan.scale > 1:
        pixels = _enlarge(loaded, pixels, plan.scale, ctx, take, notes)
    return resize(pixels, plan.final), notes


def cut_out(pixels: Pixels, request: ImageRequest) -> tuple[Pixels, list[str]]:
    """The picture without its plain background where that is wanted, and notes."""
    if not request.transparent:
        return pixels, []
    cut = cut_out_plain(pixels)
    if cut is None:
        return pixels, ["the background was not plain, so it was not cut out"]
    return cut, ["the plain background was cut out"]


def _enlarge(
    loaded: LoadedPipeline, pixels: Pixels, scale: int, ctx: JobContext, take: int, notes: list[str]
) -> Pixels:
    """At least ``scale`` times larger, by the helper model of the job; unchanged when it has none."""
    helper = next((m for m in ctx.models[1:] if m.spec.backend == "upscale"), None)
    if helper is None:
        notes.append("enlarged by interpolation: no upscaler is installed")
        return pixels
    upscaler = loaded.upscaler(helper, ctx.threads)

    def step(done: int, total: int) -> None:
        ctx.check_cancelled()
        part = _STARTED + (_DONE - _STARTED) * done / total
        ctx.phase(Phase.GENERATING, ctx.overall(take, part), take=take)

    left = scale
    while left > 1:
        factor = next((s for s in upscaler.scales() if s >= left), upscaler.scales()[-1])
        pixels, _ = upscaler.enlarge(Picture(pixels), factor, step)
        left = -(-left // factor)
    notes.append(f"enlarged with {helper.spec.name}")
    return pixels
