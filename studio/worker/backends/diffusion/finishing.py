"""What is done to a picture after it was drawn: enlarging to the size asked for, cutting out its background."""

from __future__ import annotations

from studio.core.errors import Phrase, phrase
from studio.core.requests import ImageRequest
from studio.worker.backends.diffusion.enlarging import enlarged
from studio.worker.backends.diffusion.work import Work
from studio.worker.images.cutout import cut_out_plain
from studio.worker.images.pictures import Pixels

_STARTED, _DONE = 0.94, 0.98


def sized(work: Work, pixels: Pixels, take: int) -> tuple[Pixels, list[Phrase]]:
    """The picture at the size that is delivered, and notes."""
    plan = work.plan
    return enlarged(work, pixels, plan.scale, plan.final, work.counting(take, _STARTED, _DONE))


def cut_out(pixels: Pixels, request: ImageRequest) -> tuple[Pixels, list[Phrase]]:
    """The picture without its plain background where that is wanted, and notes."""
    if not request.transparent:
        return pixels, []
    cut = cut_out_plain(pixels)
    if cut is None:
        return pixels, [phrase("the background was not plain, so it was not cut out")]
    return cut, [phrase("the plain background was cut out")]
