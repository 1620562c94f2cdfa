"""What is put on a pipeline for the time of one job and taken off again, so that the next job finds it as it was.

An attachment is a context manager made from the job's :class:`Work`; what it raises on entering ends the job. Those
that a request does not ask for do nothing. They are entered in this order and left in the opposite one.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

from studio.worker.backends.diffusion.work import Work

Attachment = Callable[[Work], contextlib.AbstractContextManager[None]]

_TILED_DECODE = 2_500_000
"""Pixels above which the picture is decoded in tiles: whole, it would need tens of gigabytes."""


@contextlib.contextmanager
def tiled_decoding(work: Work) -> Iterator[None]:
    """Large pictures are decoded in tiles."""
    if work.plan.width * work.plan.height <= _TILED_DECODE or not hasattr(work.pipe, "enable_vae_tiling"):
        yield
        return
    vae = work.pipe.vae
    vae.enable_tiling()
    work.notes.append("decoded in tiles")
    try:
        yield
    finally:
        vae.disable_tiling()


ATTACHMENTS: tuple[Attachment, ...] = (tiled_decoding,)


@contextlib.contextmanager
def attached(work: Work) -> Iterator[None]:
    """All of :data:`ATTACHMENTS` around what a job draws."""
    with contextlib.ExitStack() as stack:
        for attachment in ATTACHMENTS:
            stack.enter_context(attachment(work))
        yield
