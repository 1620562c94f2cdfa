"""One job: from the request to its pictures."""

from __future__ import annotations

import inspect
import time
from typing import Any

import msgspec
import numpy as np

from studio.core.errors import InputError, WorkerError
from studio.core.messages import Phase
from studio.core.requests import ImageRequest
from studio.worker.backends.diffusion import calls, errors, runtime, samplers
from studio.worker.backends.diffusion.finishing import finish
from studio.worker.backends.diffusion.inputs import Inputs, read_inputs
from studio.worker.backends.diffusion.loaded import LoadedPipeline
from studio.worker.backends.diffusion.previews import unpacked
from studio.worker.context import JobContext
from studio.worker.images.glossary import Glossary
from studio.worker.images.pictures import Pixels
from studio.worker.images.sizes import SizePlan, plan_size, size_like

PREVIEW_EVERY = 0.1
"""Seconds between previews at least."""

_ENCODED, _DENOISED, _DECODED = 0.02, 0.9, 0.94
"""Shares of a take that are done after each phase."""

_TILED_DECODE = 2_500_000
"""Pixels above which the picture is decoded in tiles: whole, it would need tens of gigabytes."""


def draw(loaded: LoadedPipeline, request: ImageRequest, ctx: JobContext) -> None:
    """Draw every take of ``request`` and hand it over."""
    runtime.use_threads(ctx.threads)
    ctx.phase(Phase.ENCODING, 0.0)
    pipe = loaded.pipeline(request.task)
    _check_transparent(loaded, request)
    inputs = read_inputs(request)
    wanted, notes = _in_english(loaded, request, ctx)
    plan = choose_size(loaded, pipe, request, inputs)
    settings = calls.decide(pipe, request, loaded.options)
    values, said = calls.arguments(pipe, wanted, settings, (plan.width, plan.height))
    if cut := calls.prompt_cut(pipe, wanted.prompt):
        said.append(cut)
    name = request.scheduler or str(loaded.options.get("scheduler", ""))
    filled = msgspec.structs.replace(
        request,
        width=plan.final[0],
        height=plan.final[1],
        steps=settings.steps,
        guidance=settings.guidance,
        strength=settings.strength,
        scheduler=name,
    )
    values |= inputs.arguments(plan)
    notes = [*notes, *inputs.notes, *plan.notes, *settings.notes, *said]
    if plan.width * plan.height > _TILED_DECODE and hasattr(pipe, "enable_vae_tiling"):
        pipe.vae.enable_tiling()
        notes.append("decoded in tiles")
    loaded.check = ctx.check_cancelled
    try:
        with runtime.quiet():
            for take in range(request.takes):
                # A scheduler remembers its last steps, so each take gets a fresh one.
                pipe.scheduler = samplers.make_scheduler(loaded.scheduler, name)
                pixels = _draw_take(loaded, pipe, values, plan, ctx, take)
                pixels = inputs.keep_unmasked(pixels)
                pixels, more = finish(loaded, pixels, plan, request, ctx, take)
                sampler = f"sampler: {samplers.describe(pipe.scheduler)}"
                ctx.phase(Phase.SAVING, ctx.overall(take, 0.99), take=take)
                recipe = ctx.recipe(
                    filled,
                    take=take,
                    dtype=loaded.dtype,
                    notes=(*notes, *more, sampler),
                    source="generated" if request.task == "text-to-image" else "edited",
                )
                ctx.emit_image(take, pixels, recipe)
    finally:
        loaded.check = lambda: None
        if getattr(pipe, "vae", None) is not None and getattr(pipe.vae, "use_tiling", False):
            pipe.vae.disable_tiling()


def choose_size(loaded: LoadedPipeline, pipe: Any, request: ImageRequest, inputs: Inputs) -> SizePlan:
    """The request's size, or the model's own; with a source picture its shape."""
    native = calls.native_side(pipe)
    default = (int(loaded.options.get("width") or native), int(loaded.options.get("height") or native))
    if inputs.source is not None:
        default = size_like((inputs.source.width, inputs.source.height), default[0] * default[1])
    width, height = request.width, request.height
    if inputs.source is not None and bool(width) != bool(height):
        shape = inputs.source.width / inputs.source.height
        width, height = width or round(height * shape), height or round(width / shape)
    return plan_size(
        (width or default[0], height or default[1]),
        multiple=calls.side_multiple(pipe),
        native=int(loaded.options.get("native_size") or 0),
        smallest=min(native, 32),
    )


def _draw_take(
    loaded: LoadedPipeline, pipe: Any, values: dict[str, Any], plan: SizePlan, ctx: JobContext, take: int
) -> Pixels:
    import torch

    ctx.check_cancelled()
    ctx.phase(Phase.ENCODING, ctx.overall(take, 0.0), take=take)
    # The noise comes from the CPU and per take: it is the same on every device and for any number of takes.
    generator = torch.Generator("cpu").manual_seed(ctx.seed(take))
    if "callback_on_step_end" in inspect.signature(type(pipe).__call__).parameters:
        values = {**values, "callback_on_step_end": _Watcher(loaded, plan, ctx, take)}
    try:
        with errors.running():
            images = pipe(**values, generator=generator).images
    except ValueError as error:
        if "scheduler" in str(error).lower() and "support" in str(error).lower():
            flow = samplers.is_flow({"_class_name": type(loaded.scheduler).__name__, **loaded.scheduler.config})
            raise samplers.refused(ctx.request.scheduler, flow=flow) from error  # type: ignore[union-attr]
        raise
    ctx.check_cancelled()
    picture = np.asarray(images[0], dtype=np.float32)
    if not np.isfinite(picture).all():
        raise WorkerError("result-invalid", reason="the picture holds values that are not numbers (NaN)")
    return np.rint(np.clip(picture, 0.0, 1.0) * 255).astype(np.uint8)


class _Watcher:
    """Called after each step: stops a job that is not wanted any more, tells how far it is, shows a preview."""

    def __init__(self, loaded: LoadedPipeline, plan: SizePlan, ctx: JobContext, take: int) -> None:
        self._loaded, self._plan, self._ctx, self._take = loaded, plan, ctx, take
        self._due = 0.0
        ctx.phase(Phase.DENOISING, ctx.overall(take, _ENCODED), take=take)

    def __call__(self, pipe: Any, step: int, timestep: Any, values: dict[str, Any]) -> dict[str, Any]:
        # Raising ends the pipeline at once; its own interrupt flag would still decode a picture.
        self._ctx.check_cancelled()
        total = max(1, int(getattr(pipe, "num_timesteps", 0)) or step + 1)
        part = _ENCODED + (_DENOISED - _ENCODED) * min(1.0, (step + 1) / total)
        last = step + 1 >= total
        phase = Phase.DECODING if last else Phase.DENOISING
        self._ctx.phase(phase, self._ctx.overall(self._take, part), take=self._take)
        now = time.monotonic()
        if now >= self._due and not last:
            self._due = now + PREVIEW_EVERY
            self._show(pipe, values.get("latents"))
        return {}

    def _show(self, pipe: Any, latents: Any) -> None:
        projection = self._loaded.projection
        if projection is None or latents is None:
            return
        single = unpacked(pipe, latents, (self._plan.width, self._plan.height))
        if single is not None:
            self._ctx.preview(self._take, projection(single.float().cpu().numpy()))


def _in_english(loaded: LoadedPipeline, request: ImageRequest, ctx: JobContext) -> tuple[ImageRequest, list[str]]:
    """The request with its prompts as the model can read them, and what that means for the recipe."""
    glossary = loaded.glossary()
    if glossary is None or not Glossary.needed(request.prompt + request.negative):
        return request, []
    prompt, negative = glossary.translate(request.prompt), glossary.translate(request.negative)
    unknown = (*prompt.unknown, *negative.unknown)
    if not prompt.text:
        hint = "This model knows none of these words; write other ones, or English."
        raise InputError("setting-invalid", name="prompt", value=request.prompt[:80], hint=hint)
    notes = [f"prompt run as: {prompt.text}"]
    if request.negative:
        notes.append(f"negative prompt run as: {negative.text}")
    if unknown:
        notes.append(f"words the model does not know: {', '.join(unknown)}")
        ctx.phase(Phase.ENCODING, 0.0, note=notes[-1])
    return msgspec.structs.replace(request, prompt=prompt.text, negative=negative.text), notes


def _check_transparent(loaded: LoadedPipeline, request: ImageRequest) -> None:
    if request.transparent and not loaded.options.get("flat_background"):
        hint = f"“{loaded.model.spec.name}” does not draw on a plain background; choose a model that does."
        raise InputError("setting-invalid", name="transparent", value="on", hint=hint)
