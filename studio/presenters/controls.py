"""The control units of the image tab: what the task control-map makes of them."""

from __future__ import annotations

from collections.abc import Sequence

from studio.core.pictures import ControlUnit

FIRST_MAP = "canny"
"""What is made of a picture when nothing else is chosen."""


def for_map(units: Sequence[ControlUnit]) -> tuple[ControlUnit]:
    """The one unit of the task control-map: how the first unit makes its map, and nothing of how it is followed."""
    unit = units[0] if units else ControlUnit(preprocessor=FIRST_MAP)
    return (
        ControlUnit(
            preprocessor=unit.preprocessor or FIRST_MAP, low=unit.low, high=max(unit.low, unit.high), detail=unit.detail
        ),
    )
