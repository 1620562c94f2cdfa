"""Control maps for a job: those of :mod:`studio.pixels.control_maps`, and those that a model makes."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from studio.core.errors import ModelError, phrase
from studio.core.pictures import ControlUnit
from studio.pixels import control_maps
from studio.pixels.pictures import Picture, Pixels

Depth = Callable[[Pixels], NDArray[np.float32]]
"""A depth estimator: height × width × 3 pixels to height × width nearness in any unit, larger is nearer."""


def make_map(
    name: str,
    picture: Picture,
    unit: ControlUnit,
    depth: Depth | None = None,
    check: Callable[[], None] = lambda: None,
) -> Pixels:
    """The map ``name`` (a key of :data:`studio.core.additions.PREPROCESSORS`, or "" for a picture that is a map already)
    with the thresholds and the detail of ``unit``: height × width × 3, 0–255, as large as the picture.

    Transparency is laid over white. ``check`` may raise to stop. Raises ModelError ``addition-needs`` when the map is
    ``depth`` and there is no estimator.
    """
    if name != "depth":
        return control_maps.make(name, picture, unit, check)
    if depth is None:
        hint = phrase("Import the folder of a depth model in the model library.")
        raise ModelError("addition-needs", addition=name, part=phrase("a model that estimates depth"), hint=hint)
    return control_maps.shades(depth(picture.over().rgb))
