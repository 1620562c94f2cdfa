"""What is put on a pipeline for the time of one job and taken off again, so that the next job finds it as it was.

An attachment is a context manager made from the job's :class:`Work`; what it raises on entering ends the job. Those
that a request does not ask for do nothing. They are entered in this order and left in the opposite one.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

from studio.worker.backends.diffusion.additions.control import controlled
from studio.worker.backends.diffusion.additions.embedding import embeddings
from studio.worker.backends.diffusion.additions.files import tidied
from studio.worker.backends.diffusion.additions.lora import loras
from studio.worker.backends.diffusion.additions.references import referenced
from studio.worker.backends.diffusion.additions.vae import vae
from studio.worker.backends.diffusion.ladder import switched
from studio.worker.backends.diffusion.seamless import repeating
from studio.worker.backends.diffusion.work import Work

Attachment = Callable[[Work], contextlib.AbstractContextManager[None]]

# LoRAs after the switches, which may put other layers in place of those they are added to; repeating last: it wraps
# the convolutions of whatever else was put on.
ATTACHMENTS: tuple[Attachment, ...] = (tidied, vae, embeddings, controlled, referenced, switched, loras, repeating)


@contextlib.contextmanager
def attached(work: Work) -> Iterator[None]:
    """All of :data:`ATTACHMENTS` around what a job draws."""
    with contextlib.ExitStack() as stack:
        for attachment in ATTACHMENTS:
            stack.enter_context(attachment(work))
        yield
