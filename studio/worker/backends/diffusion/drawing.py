"""One job: from the request to its pictures."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import msgspec

from studio.core.errors import InputError, ResourceError, phrase
from studio.core.messages import Phase
from studio.core.requests import ImageRequest
from studio.worker.backends.diffusion import calls, errors, quantising, refining, runtime, samplers
from studio.worker.backends.diffusion.attachments import attached
from studio.worker.backends.diffusion.embeddings import prompting
from studio.worker.backends.diffusion.finishing import cut_out, sized
from studio.worker.backends.diffusion.inputs import read_inputs
from studio.worker.backends.diffusion.ladder import is_shortage
from studio.worker.backends.diffusion.loaded import LoadedPipeline
from studio.worker.backends.diffusion.planning import choose_size, follows_source
from studio.worker.backends.diffusion.takes import draw_take
from studio.worker.backends.diffusion.wording import wording
from studio.worker.backends.diffusion.work import Work
from studio.worker.context import JobContext


def draw(loaded: LoadedPipeline, request: ImageRequest, ctx: JobContext) -> None:
    """Draw every take of ``request`` and hand it over."""
    runtime.use_threads(ctx.threads)
    ctx.phase(Phase.ENCODING, 0.0)
    work = _begin(loaded, request, ctx)
    loaded.check = ctx.check_cancelled
    try:
        with runtime.quiet(), attached(work):
            # Pipelines of additions have other defaults than those of the model.
            settings = calls.decide(loaded.pipeline(request.task), request, loaded.options)
            second = refining.plan(work, settings)
            for take in range(request.takes):
                _deliver_within_memory(work, settings, second, take)
    finally:
        loaded.check = lambda: None


def _begin(loaded: LoadedPipeline, request: ImageRequest, ctx: JobContext) -> Work:
    quantising.settle(loaded, request.fast)
    pipe = loaded.pipeline(request.task)
    _check_transparent(loaded, request)
    inputs = read_inputs(request)
    plan = choose_size(loaded, pipe, request, inputs)
    return Work(loaded, request, ctx, pipe, inputs, plan, notes=[*inputs.notes, *plan.notes])


def _deliver_within_memory(work: Work, settings: calls.Settings, second: refining.Plan | None, take: int) -> None:
    """When memory runs out the take is begun anew with whatever saves some, until nothing is left to save."""
    while True:
        try:
            _deliver(work, settings, second, take)
            return
        except ResourceError as error:
            if not is_shortage(error) or work.ladder is None:
                raise
            shortage = error
        # Outside of the except clause: the traceback would keep the tensors of the failed attempt alive.
        shortage.__traceback__ = shortage.__cause__ = None
        if not work.ladder.climb(take):
            raise shortage


def _deliver(work: Work, settings: calls.Settings, second: refining.Plan | None, take: int) -> None:
    loaded, request, ctx, pipe = work.loaded, work.request, work.ctx, work.pipe
    # A scheduler remembers its last steps, so each take gets a fresh one.
    pipe.scheduler = samplers.make_scheduler(loaded.scheduler, work.scheduler)
    words = wording(loaded, request, ctx, take)
    values, said = calls.arguments(pipe, request, words, settings, work.size)
    with errors.running():
        read = prompting(pipe, loaded.prompts, words, request.clip_skip, calls.token_limit(pipe))
    given = calls.taken(pipe, read.values)
    if len(given) < len(read.values):
        said.append(phrase("with this control no negative prompt is taken: it was left out"))
    values |= given | work.inputs.arguments(work.plan) | calls.taken(pipe, work.extra)
    pixels, drawn = draw_take(work, values, take)
    pixels, enlarged = sized(work, pixels, take)
    pixels = work.inputs.keep_unmasked(pixels, work.plan)
    if second is not None:
        with _refining(work):
            pixels, refined = refining.refine(work, second, words, pixels, take)
        enlarged += refined
    pixels, cut = cut_out(pixels, request)
    ctx.phase(Phase.SAVING, ctx.overall(take, 0.99), take=take)
    ctx.check_cancelled()
    size = (request.width, request.height) if follows_source(request) else work.plan.final
    filled = msgspec.structs.replace(
        request,
        width=size[0],
        height=size[1],
        steps=settings.steps,
        guidance=settings.guidance,
        strength=settings.strength,
        scheduler=work.scheduler,
        fast=work.ladder.on if work.ladder else (),
    )
    sampler = phrase("sampler: {name}", name=samplers.describe(pipe.scheduler))
    recipe = ctx.recipe(
        filled,
        take=take,
        dtype=loaded.dtype,
        notes=(*words.notes, *work.notes, *settings.notes, *said, *read.notes, *drawn, *enlarged, *cut, sampler),
        source="generated" if request.task == "text-to-image" else "edited",
    )
    ctx.emit_image(take, pixels, recipe)


@contextlib.contextmanager
def _refining(work: Work) -> Iterator[None]:
    work.refining = True
    try:
        yield
    finally:
        work.refining = False


def _check_transparent(loaded: LoadedPipeline, request: ImageRequest) -> None:
    if request.transparent and not loaded.options.get("flat_background"):
        hint = phrase(
            "“{model}” does not draw on a plain background; choose a model that does.", model=loaded.model.spec.name
        )
        raise InputError("setting-invalid", name="transparent", value=phrase("on"), hint=hint)
