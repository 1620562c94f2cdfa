"""What happens between the steps of a pipeline: cancel, progress, previews."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from studio.core.messages import Phase
from studio.worker.backends.diffusion.loaded import LoadedPipeline
from studio.worker.backends.diffusion.previews import unpacked
from studio.worker.context import JobContext

PREVIEW_EVERY = 0.1
"""Seconds between previews at least."""

ENCODED, DENOISED = 0.02, 0.9
"""Shares of a take that are done after each phase."""


class Watcher:
    """Called after each step: stops a job that is not wanted any more, tells how far it is, shows a preview."""

    def __init__(
        self,
        loaded: LoadedPipeline,
        size: tuple[int, int],
        ctx: JobContext,
        take: int,
        report: Callable[[Phase, float], None],
        *,
        shown: bool = True,
    ) -> None:
        """``size`` is what the pipeline draws at: width and height in pixels. ``report`` is told the phase and how much
        (0–1) of the call is done; ``shown`` says whether there are previews."""
        self._loaded, self._size, self._ctx, self._take = loaded, size, ctx, take
        self._report, self._shown = report, shown
        self._due = 0.0
        self.latents: Any = None
        """Those after the last step."""
        report(Phase.DENOISING, ENCODED)

    def __call__(self, pipe: Any, step: int, timestep: Any, values: dict[str, Any]) -> dict[str, Any]:
        # Raising ends the pipeline at once; its own interrupt flag would still decode a picture.
        self._ctx.check_cancelled()
        total = max(1, int(getattr(pipe, "num_timesteps", 0)) or step + 1)
        part = ENCODED + (DENOISED - ENCODED) * min(1.0, (step + 1) / total)
        last = step + 1 >= total
        self._report(Phase.DECODING if last else Phase.DENOISING, part)
        if last:
            self.latents = values.get("latents")
        now = time.monotonic()
        if self._shown and now >= self._due and not last:
            self._due = now + PREVIEW_EVERY
            self._show(pipe, values.get("latents"))
        return {}

    def _show(self, pipe: Any, latents: Any) -> None:
        projection = self._loaded.projection
        if projection is None or latents is None:
            return
        single = unpacked(pipe, latents, self._size)
        if single is not None:
            self._ctx.preview(self._take, projection(single.float().cpu().numpy()))
