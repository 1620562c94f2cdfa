from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.worker.images.overlapping import Blend, axis


@settings(max_examples=200, deadline=None)
@given(
    length=st.integers(1, 300).map(lambda n: n * 8),
    side=st.integers(8, 700),
    share=st.integers(2, 8),
    wrap=st.booleans(),
)
def test_tiles_cover_everything_and_overlap(length: int, side: int, share: int, wrap: bool) -> None:
    side = max(side, 48)
    cut = axis(length, side, side // share // 2, 8, wrap=wrap)
    assert all(start % 8 == 0 for start in cut.starts)
    assert cut.side <= max(side, length) and cut.side % 8 == 0
    total = np.zeros(length, np.float32)
    for start in cut.starts:
        weights = cut.weights(start)
        assert weights.min() > 0 and weights.max() <= 1
        assert wrap or start + cut.side <= length
        total[cut.indices(start)] += weights
    assert total.min() > 0
    if len(cut.starts) > 1:
        ends = [*cut.starts[1:], *([cut.starts[0] + length] if wrap else [])]
        assert all(cut.side - (b - a) >= side // share // 2 for a, b in zip(cut.starts, ends, strict=False))


@pytest.mark.parametrize("wrap", (False, True))
def test_what_is_not_changed_comes_back_and_constants_leave_no_seam(wrap: bool) -> None:
    picture = np.random.default_rng(0).integers(0, 256, (96, 160, 3), np.uint8)
    across, down = axis(160, 64, 16, 8, wrap=wrap), axis(96, 64, 16, 8)
    same, grey = Blend(across, down, picture), Blend(across, down, picture)
    assert len(same.tiles()) == len(across.starts) * len(down.starts) > 3
    assert (same.result() == picture).all()
    for left, top in same.tiles():
        same.lay(left, top, same.cut(left, top))
        grey.lay(left, top, np.full((64, 64, 3), 77, np.uint8))
    assert (same.result() == picture).all()
    assert (grey.result() == 77).all()


def test_tiles_of_different_brightness_fade_into_one_another() -> None:
    across, down = axis(160, 64, 24, 8), axis(64, 64, 24, 8)
    blend = Blend(across, down, np.zeros((64, 160, 3), np.uint8))
    for number, (left, top) in enumerate(blend.tiles()):
        blend.lay(left, top, np.full((64, 64, 3), 60 * number, np.uint8))
    row = blend.result()[30, :, 0].astype(int)
    assert np.abs(np.diff(row)).max() <= 6, "no step is seen where 60 lie between two tiles"
