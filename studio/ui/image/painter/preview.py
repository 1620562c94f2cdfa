"""The mask's effect (grow, feather, invert) for the part in view, worked out in the background."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QRect, Signal

from studio.ui.image.painter.effect import Effect, applied
from studio.ui.image.painter.mask import Mask
from studio.ui.image.painter.overlay import Sample, sample

if TYPE_CHECKING:
    from studio.presenters.background import Background


class EffectPreview(QObject):
    """Asked as often as one likes; it works on one thing at a time and then on the newest. ``ready`` when done."""

    ready = Signal()

    def __init__(self, background: Background, parent: QObject) -> None:
        super().__init__(parent)
        self._background = background
        self._working = False
        self._next: tuple[Mask, Effect, QRect, int] | None = None
        self._found: Sample | None = None
        self._of: tuple[int, int, Effect] | None = None

    def ask(self, mask: Mask, effect: Effect, rect: QRect, step: int) -> None:
        """Work the effect out for a rectangle on the grid of ``step``."""
        self._next = (mask, effect, rect, step)
        if not self._working:
            self._start()

    def part(self, mask: Mask, effect: Effect, rect: QRect, step: int) -> Sample | None:
        """What is known of a rectangle by now; mixed with what has been painted since, so that nothing lags."""
        if self._found is None or self._of is None or self._of[::2] != (id(mask), effect):
            return None
        if self._found.step != step or not self._found.rect.contains(rect):
            return None
        found = self._found.part(rect)
        if self._of[1] == mask.version:
            return found
        raw = sample(mask.data, rect, step).pixels
        mixed = np.minimum(found.pixels, 255 - raw) if effect.invert else np.maximum(found.pixels, raw)
        return Sample(rect, step, mixed)

    def _start(self) -> None:
        if self._next is None:
            return
        mask, effect, rect, step = self._next
        self._next, self._working = None, True
        version = mask.version
        reach = -(-effect.reach // step) * step
        around = rect.adjusted(-reach, -reach, reach, reach).intersected(mask.whole)
        pixels = sample(mask.data, around, step).pixels.copy()
        whole = Sample(around, step, pixels)

        def work() -> Sample:
            return Sample(around, step, applied(whole.pixels, effect, step)).part(rect)

        def done(found: Sample) -> None:
            self._found, self._of, self._working = found, (id(mask), version, effect), False
            self.ready.emit()
            self._start()

        self._background.run(work, done)
