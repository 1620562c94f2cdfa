"""The second pass: a picture enlarged, then drawn anew a little, tile by tile.

Tiles are as large as the model draws best. Each follows its own part of the enlarged picture and of one field of noise
for the whole, so that neighbours agree where they overlap, and they fade into one another there.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import Any

import msgspec
from PIL import Image

from studio.core.drawing import check_result
from studio.core.errors import Phrase, phrase
from studio.core.messages import Phase
from studio.core.pictures import Hires
from studio.core.requests import MAX_SEED, ImageRequest
from studio.worker.backends.diffusion import calls, errors, samplers
from studio.worker.backends.diffusion.embeddings import prompting
from studio.worker.backends.diffusion.enlarging import enlarged
from studio.worker.backends.diffusion.noise import Change
from studio.worker.backends.diffusion.takes import Call, run
from studio.worker.backends.diffusion.wording import Wording
from studio.worker.backends.diffusion.work import Work
from studio.worker.images.overlapping import Axis, Blend, axis
from studio.worker.images.pictures import Pixels

Tensor = Any

_OVERLAP = 6
"""Tiles overlap by at least a sixth of their side."""
_OTHER_NOISE = 0x9E3779B9
"""Added to the seed: the noise of the first pass would draw its picture over the enlarged one."""
_ENLARGED = 0.15
"""Share of the second pass's time that enlarging is taken to have."""
_END = 0.98


@dataclass(frozen=True)
class Plan:
    """The second pass of a job: tiles along both axes of the picture of ``size`` (width, height), 0 ``steps`` a tile when
    it is only enlarged."""

    across: Axis
    down: Axis
    settings: calls.Settings
    refines: bool

    @property
    def size(self) -> tuple[int, int]:
        return self.across.length, self.down.length


def plan(work: Work, settings: calls.Settings) -> Plan | None:
    """What the request's second pass is, if it has one; also sets which share of the time the first pass has. Raises
    InputError, before anything is drawn, where the result would be too large: a size that follows the source shows here."""
    hires = work.request.hires
    if hires is None:
        return None
    check_result(*work.plan.final, hires.scale)
    multiple = calls.side_multiple(work.pipe)
    width, height = (max(multiple, round(side * hires.scale / multiple) * multiple) for side in work.plan.final)
    native = int(work.loaded.options.get("native_size") or 0)
    side = max(calls.native_side(work.pipe), multiple)
    seamless = work.seamless
    across = axis(width, side, side // _OVERLAP, multiple, wrap=seamless is not None and seamless.x)
    down = axis(height, side, side // _OVERLAP, multiple, wrap=seamless is not None and seamless.y)
    second = calls.decide(work.loaded.pipeline("image-to-image"), _second(work.request, settings), work.loaded.options)
    made = Plan(across, down, second, refines=hires.strength > 0 and not native)
    work.first = 1.0 / (1.0 + _effort(made, settings, work.size))
    return made


def _second(request: ImageRequest, first: calls.Settings) -> ImageRequest:
    """The request of a tile."""
    hires = request.hires or Hires()
    return msgspec.structs.replace(
        request,
        task="image-to-image",
        strength=hires.strength,
        steps=hires.steps or first.steps,
        guidance=first.guidance,
        hires=None,
    )


def _effort(made: Plan, first: calls.Settings, size: tuple[int, int]) -> float:
    """The second pass's time as a multiple of the first one's."""
    if not made.refines:
        return 0.3
    tiles = len(made.across.starts) * len(made.down.starts)
    area = tiles * made.across.side * made.down.side / (size[0] * size[1])
    return area * made.settings.steps * made.settings.strength / max(1, first.steps)


def refine(work: Work, made: Plan, words: Wording, pixels: Pixels, take: int) -> tuple[Pixels, list[Phrase]]:
    """The picture of a take after its second pass, and notes."""
    hires = work.request.hires
    assert hires is not None
    pixels, notes = _enlarged(work, hires, made, pixels, take)
    if not made.refines:
        if hires.strength > 0:
            notes.append(phrase("not refined: this model draws whole pictures only, not parts of them"))
        return pixels, notes
    pixels, said = _by_tiles(work, made, words, pixels, take)
    tiles = len(made.across.starts) * len(made.down.starts)
    return pixels, [
        *notes,
        *said,
        phrase("refined as a whole") if tiles == 1 else phrase("refined in {count} tiles", count=tiles),
    ]


def _part(work: Work, take: int, part: float) -> float:
    """The fraction of the job when ``part`` of the second pass is done."""
    return work.ctx.overall(take, work.first + (_END - work.first) * part)


def _enlarged(work: Work, hires: Hires, made: Plan, pixels: Pixels, take: int) -> tuple[Pixels, list[Phrase]]:
    def step(done: int, total: int) -> None:
        work.ctx.check_cancelled()
        work.ctx.phase(Phase.GENERATING, _part(work, take, _ENLARGED * done / total), take=take)

    scale = max(made.size[0] / pixels.shape[1], made.size[1] / pixels.shape[0])
    return enlarged(work, pixels, scale, made.size, step, hires.upscaler)


def _by_tiles(work: Work, made: Plan, words: Wording, pixels: Pixels, take: int) -> tuple[Pixels, list[Phrase]]:
    loaded, request = work.loaded, _second(work.request, made.settings)
    pipe = loaded.pipeline("image-to-image")
    size = (made.across.side, made.down.side)
    values, _ = calls.arguments(pipe, request, words, made.settings, size)
    with errors.running():
        read = prompting(pipe, loaded.prompts, words, request.clip_skip, calls.token_limit(pipe))
    values |= read.values | calls.taken(pipe, work.extra)
    blend = Blend(made.across, made.down, pixels)
    tiles = blend.tiles()
    field = _Field(made, (work.ctx.seed(take) + _OTHER_NOISE) % (MAX_SEED + 1))
    notes: list[Phrase] = []
    whole = len(tiles) == 1
    across, down = len(made.across.starts) == 1, len(made.down.starts) == 1
    with contextlib.nullcontext() if work.seamless is None else work.seamless.only(x=across, y=down):
        for number, (left, top) in enumerate(tiles):
            # A scheduler remembers its last steps.
            pipe.scheduler = samplers.make_scheduler(loaded.scheduler, work.scheduler)

            def report(phase: Phase, part: float, number: int = number) -> None:
                done = _ENLARGED + (1 - _ENLARGED) * (number + part) / len(tiles)
                work.ctx.phase(phase, _part(work, take, done), take=take)

            picture = Image.fromarray(blend.cut(left, top))
            call = Call(pipe, {**values, "image": picture}, size, work.ctx.seed(take), field.at(left, top), report)
            tile, said = run(work, call, take, shown=whole)
            blend.lay(left, top, tile)
            notes += said
            work.ctx.preview(take, blend.result())
    return blend.result(), list({str(note): note for note in notes}.values())


class _Field:
    """Noise for a whole picture, drawn when the size of its latents is known."""

    def __init__(self, made: Plan, seed: int) -> None:
        self._made, self._seed = made, seed
        self._noise: Tensor = None

    def at(self, left: int, top: int) -> Change:
        """Puts the field's part in place of the noise of the tile at ``left``, ``top``."""
        across, down = self._made.across, self._made.down

        def change(noise: Tensor) -> Tensor:
            import torch

            unit = across.side // noise.shape[-1]
            if self._noise is None:
                shape = (noise.shape[1], down.length // unit, across.length // unit)
                generator = torch.Generator("cpu").manual_seed(self._seed)
                self._noise = torch.randn(shape, generator=generator, dtype=torch.float32)
            rows, columns = down.indices(top, unit), across.indices(left, unit)
            part = self._noise[:, torch.from_numpy(rows)[:, None], torch.from_numpy(columns)[None, :]]
            return part[None].expand(noise.shape).to(noise.dtype)

        return change
