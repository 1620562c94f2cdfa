"""Two pictures brought to one size, and how many of their pixels differ."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.pixels.difference import FACTORS, amplified, difference, paired
from studio.pixels.pictures import Picture


def noise(width: int, height: int, seed: int = 0) -> Picture:
    return Picture(np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8))


def test_the_same_picture_does_not_differ() -> None:
    pair = paired(noise(40, 30), noise(40, 30))
    found = difference(pair)
    assert (found.share, found.mean, found.largest) == (0.0, 0.0, 0)
    assert pair.box == (0, 0, 40, 30) and pair.sizes == ((40, 30), (40, 30))
    assert not amplified(found, 64).any()


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 1000), count=st.integers(1, 200), by=st.integers(1, 255))
def test_the_share_is_that_of_the_changed_pixels(seed: int, count: int, by: int) -> None:
    a = noise(40, 30, seed)
    rgb = a.rgb.copy()
    places = np.random.default_rng(seed).choice(1200, count, replace=False)
    channel = rgb.reshape(-1, 3)[places, seed % 3].astype(int)
    rgb.reshape(-1, 3)[places, seed % 3] = np.where(channel + by > 255, channel - by, channel + by).clip(0, 255)
    apart = np.abs(a.rgb.astype(int) - rgb.astype(int))
    found = difference(paired(a, Picture(rgb)))
    assert (found.absolute == apart).all()
    assert found.share == pytest.approx(np.count_nonzero(apart.max(axis=2)) / 1200)
    assert found.largest == apart.max() and found.mean == pytest.approx(apart.mean())
    back = difference(paired(Picture(rgb), a))
    assert (back.absolute == found.absolute).all(), "A and B can change places"
    for factor in FACTORS:
        assert (amplified(found, factor) == np.minimum(apart * factor, 255)).all()


def test_another_size_of_the_same_picture_is_fitted() -> None:
    ramp = np.linspace(0, 255, 64).astype(np.uint8)
    large = Picture(np.dstack([np.tile(ramp, (48, 1))] * 3))
    small = Picture(np.ascontiguousarray(large.rgb[::2, ::2]))
    pair = paired(small, large)
    assert pair.size == (64, 48) and pair.box == (0, 0, 64, 48) and pair.sizes == ((32, 24), (64, 48))
    assert (pair.b[..., :3] == large.rgb).all()
    assert difference(pair).largest < 12
    odd = paired(noise(33, 25), noise(131, 99))
    assert odd.box == (0, 0, 131, 99), "rounding is no other proportion"


def test_another_proportion_leaves_edges_free_that_do_not_count() -> None:
    grey = Picture(np.full((30, 60, 3), 120, np.uint8))
    tall = Picture(np.full((200, 100, 3), 120, np.uint8))
    pair = paired(grey, tall)
    assert pair.size == (100, 200) and pair.box == (0, 75, 100, 50)
    assert pair.a[0, 0].tolist() == [0, 0, 0, 0] and pair.b[0, 0].tolist() == [120, 120, 120, 255]
    assert difference(pair).share == 0.0


def test_transparency_counts_as_far_as_it_is_seen() -> None:
    rgb = np.full((10, 10, 3), 200, np.uint8)
    alpha = np.full((10, 10), 255, np.uint8)
    alpha[:5] = 0
    hidden = rgb.copy()
    hidden[:5] = 30
    assert difference(paired(Picture(rgb, alpha), Picture(hidden, alpha))).largest == 0
    found = difference(paired(Picture(rgb), Picture(rgb, alpha)))
    assert found.share == 0.5 and found.largest == 255


def test_very_large_pictures_are_made_smaller_first() -> None:
    pair = paired(noise(120, 80), noise(120, 80, 1), most=2400)
    assert pair.size[0] * pair.size[1] <= 2400 and pair.sizes == ((120, 80), (120, 80))
    assert difference(pair).share > 0.9


def test_one_row_of_pixels_is_a_picture_too() -> None:
    found = difference(paired(noise(200, 1), noise(1, 200)))
    assert 0.0 <= found.share <= 1.0


def test_the_factors_in_the_window_are_those_here() -> None:
    from studio.ui.image.compare import bar

    assert bar.FACTORS == FACTORS
