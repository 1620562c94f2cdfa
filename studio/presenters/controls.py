"""The control units of the image tab: what the task control-map makes of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from studio.core.models import ModelSpec
from studio.core.pictures import ControlUnit
from studio.core.requests import ImageRequest
from studio.library.fitting import size_of

FIRST_MAP = "canny"
"""What is made of a picture when nothing else is chosen."""
_SIDE = 1024
"""Where the model is not known."""


def for_map(units: Sequence[ControlUnit]) -> tuple[ControlUnit]:
    """The one unit of the task control-map: how the first unit makes its map, and nothing of how it is followed."""
    unit = units[0] if units else ControlUnit(preprocessor=FIRST_MAP)
    return (
        ControlUnit(
            preprocessor=unit.preprocessor or FIRST_MAP, low=unit.low, high=max(unit.low, unit.high), detail=unit.detail
        ),
    )


def side(values: Mapping[str, Any], spec: ModelSpec | None) -> int:
    """The longest side that a tab with these values draws at: maps are made for it, so that their lines are as thin."""
    if spec is None:
        return max(values["width"], values["height"]) or _SIDE
    return max(size_of(ImageRequest(width=values["width"], height=values["height"]), spec))
