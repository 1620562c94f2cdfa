"""What the code that runs one family of models has to offer. Plugins implement :class:`Backend` too.

A backend is found by the entry point group ``aigc_studio.backends``; the entry point's name is the
``ModelSpec.backend`` of the models it runs. Its module may import torch, diffusers and the like only inside
functions: the module itself is imported before anything is known about the job.
"""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from studio.core.models import InstalledModel
from studio.worker.context import JobContext


@runtime_checkable
class Loaded(Protocol):
    """A model in memory. The worker keeps it for later jobs until its memory is needed for another one."""

    memory: int
    """Resident bytes it takes (host or device memory, whichever its device uses)."""

    def close(self) -> None:
        """Give the memory back. Called once, never while a job runs with it."""
        ...


@runtime_checkable
class Backend(Protocol):
    """Runs one family of models. One instance lives as long as the worker; its methods are called from one thread."""

    tasks: frozenset[str]
    """The request tasks it can do. A backend whose models can be computed in bfloat16 also says ``short_formats = True``:
    the format in ``ctx.device.dtype`` is then the fastest on this processor, which torch has to be imported to know."""

    def load(self, model: InstalledModel, ctx: JobContext) -> Loaded:
        """Bring a model into memory on ``ctx.device``. Raises StudioError; MemoryError and torch's out-of-memory
        error make the worker drop other models and call once more. May report ``ctx.phase(Phase.LOADING, …)``."""
        ...

    def run(self, model: Loaded, ctx: JobContext) -> None:
        """Run ``ctx.request``: emit one result per take and call ``ctx.check_cancelled()`` at each step or token."""
        ...

    def warm(self) -> None:
        """Do the heavy imports ahead of the first job. It may do nothing, and must not raise for a missing part."""
        ...
