"""One job while it is worked on: what its steps hand to one another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from studio.core.errors import Phrase
from studio.core.messages import Phase
from studio.core.requests import ImageRequest
from studio.worker.backends.diffusion.inputs import Inputs
from studio.worker.backends.diffusion.loaded import LoadedPipeline
from studio.worker.context import JobContext
from studio.worker.images.sizes import SizePlan

if TYPE_CHECKING:
    from studio.worker.backends.diffusion.ladder import Ladder
    from studio.worker.backends.diffusion.seamless import Seamless


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
    notes: list[Phrase] = field(default_factory=list)
    ladder: Ladder | None = None
    first: float = 1.0
    """The share of a take's time that its first pass has."""
    refining: bool = False
    """True in the second pass, whose tiles are parts that no control picture belongs to."""
    seamless: Seamless | None = None
    """What makes the picture repeat, while that is on."""

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels that the pipeline draws at."""
        return self.plan.width, self.plan.height

    @property
    def scheduler(self) -> str:
        """The name of the scheduler that is drawn with; "" is the one that the model brings."""
        return self.request.scheduler or str(self.loaded.options.get("scheduler", ""))

    def overall(self, take: int, part: float) -> float:
        """The fraction of the whole job when ``part`` (0–1) of the first pass of a take is done."""
        return self.ctx.overall(take, part * self.first)

    def counting(self, take: int, start: float, end: float) -> Callable[[int, int], None]:
        """A counter of steps (done, total) that fill ``start`` to ``end`` (0–1) of a take's first pass; it raises
        JobCancelled when the job is not wanted any more."""

        def step(done: int, total: int) -> None:
            self.ctx.check_cancelled()
            fraction = self.overall(take, start + (end - start) * done / total)
            self.ctx.phase(Phase.GENERATING, fraction, take=take)

        return step
