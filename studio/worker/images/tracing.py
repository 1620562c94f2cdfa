"""A picture traced into an SVG asset, with a picture of the result for its thumbnail."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from studio.core.pictures import Trace
from studio.vector import checking, drawing, tracing
from studio.vector.helper import Helper
from studio.vector.tracing import Traced
from studio.worker.images.pictures import Picture

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SHOWN = 768
"""Pixels of the longer side of the picture that the thumbnail is made from."""


def trace(
    picture: Picture, settings: Trace, cancelled: Callable[[], bool] = lambda: False
) -> tuple[Traced, NDArray[np.uint8]]:
    """The traced picture, and how it looks (height × width × 4).

    Raises InputError, and :class:`studio.vector.helper.Cancelled`."""
    with Helper() as helper:
        traced = tracing.trace(picture.rgba, settings, helper=helper, cancelled=cancelled)
        shown = drawing.draw(
            checking.check(traced.svg, "SVG"),
            lambda size: drawing.within(size, SHOWN),
            helper=helper,
            cancelled=cancelled,
        )
    return traced, drawing.pixels(shown)
