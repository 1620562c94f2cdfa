"""A crop's frame never leaves the picture, never vanishes, and keeps its proportion."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.core.pictures import Edit
from studio.pixels import framing
from studio.pixels.editing import apply
from studio.pixels.framing import ASPECTS, HANDLES, Box
from studio.pixels.pictures import Picture

SIZE = (400, 300)
sides = st.integers(1, 400)
places = st.floats(-1000, 1000)


@st.composite
def boxes(draw: st.DrawFn) -> Box:
    return framing.inside((draw(st.integers(-9, 399)), draw(st.integers(-9, 299)), draw(sides), draw(sides)), SIZE)


def lies_inside(box: Box) -> bool:
    return box[0] >= 0 and box[1] >= 0 and min(box[2:]) >= 1 and box[0] + box[2] <= 400 and box[1] + box[3] <= 300


@given(boxes(), st.sampled_from(HANDLES), places, places, st.sampled_from(sorted(ASPECTS)))
def test_dragging(box: Box, handle: str, x: float, y: float, aspect: str) -> None:
    share = ASPECTS[aspect]
    result = framing.dragged(box, handle, x, y, SIZE, share)
    assert lies_inside(result)
    if share is not None:
        # Rounding to whole pixels moves each side by less than one.
        assert abs(result[2] * share[1] - result[3] * share[0]) <= 2 * max(share)
    else:
        if "e" in handle or "w" not in handle:
            assert result[0] == box[0]
        if "w" not in handle and "e" not in handle:
            assert result[2] == box[2]


@given(boxes(), st.sampled_from(sorted(ASPECTS)))
def test_fitting_a_proportion(box: Box, aspect: str) -> None:
    result = framing.fitted(box, ASPECTS[aspect], SIZE)
    assert lies_inside(result)
    assert result[2] <= box[2] and result[3] <= box[3]


@given(boxes(), places, places)
def test_moving_keeps_the_size(box: Box, across: float, down: float) -> None:
    result = framing.moved(box, across, down, SIZE)
    assert lies_inside(result) and result[2:] == box[2:]


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_turning_and_flipping_keep_the_same_part(quarters: int) -> None:
    rgb = np.zeros((30, 40, 3), np.uint8)
    rgb[..., 0], rgb[..., 1] = np.arange(40), np.arange(30)[:, None]
    picture, box = Picture(rgb), (5, 7, 12, 9)
    part = apply(picture, Edit(crop=box)).rgb
    turned = apply(picture, Edit(turn=90 * quarters, crop=framing.turned(box, quarters, (40, 30)))).rgb
    assert np.array_equal(turned, np.rot90(part, -quarters))
    for flip in ("horizontal", "vertical"):
        whole = apply(picture, Edit(flip=flip))  # type: ignore[arg-type]
        assert np.array_equal(
            apply(whole, Edit(crop=framing.mirrored(box, flip, (40, 30)))).rgb,
            apply(picture, Edit(crop=box, flip=flip)).rgb,  # type: ignore[arg-type]
        )


def test_another_size_keeps_about_the_same_part() -> None:
    assert framing.rescaled((100, 50, 200, 100), (400, 300), (200, 150)) == (50, 25, 100, 50)
    assert framing.rescaled((0, 0, 400, 300), (400, 300), (399, 299)) == (0, 0, 399, 299)
