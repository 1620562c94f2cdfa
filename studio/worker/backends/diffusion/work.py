"""One job while it is worked on: what its steps hand to one another."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from studio.core.requests import ImageRequest
from studio.worker.backends.diffusion.inputs import Inputs
from studio.worker.backends.diffusion.loaded import LoadedPipeline
from studio.worker.context import JobContext
from studio.worker.images.sizes import SizePlan

if TYPE_CHECKING:
    from studio.worker.backends.diffusion.ladder import Ladder


@dataclass
class Work:
    """``pipe`` is the pipeline of the task. Attachments may put another one in its place, add arguments for its call
    (``extra``; those it does not take are left out) and say in ``notes`` what the recipe is to keep. ``ladder`` holds the
    switches that are on, while they are."""

    loaded: LoadedPipeline
    request: ImageRequest
    ctx: JobContext
    pipe: Any
    inputs: Inputs
    plan: SizePlan
    extra: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    ladder: Ladder | None = None

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels that the pipeline draws at."""
        return self.plan.width, self.plan.height
