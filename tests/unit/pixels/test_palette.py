"""Dominant colours: exact for drawings, the same every time, accents among them."""

from __future__ import annotations

import numpy as np
import pytest

from studio.pixels.palette import MOST, dominant, from_oklab, oklab
from studio.pixels.pictures import Picture

FLAG = [(250, 244, 230), (200, 30, 45), (20, 40, 110), (245, 200, 0)]


def drawing(noise: int = 0) -> Picture:
    """Three fields and a small accent of half a percent."""
    rgb = np.zeros((100, 200, 3), np.uint8)
    rgb[:, :100], rgb[:, 100:170], rgb[:, 170:] = FLAG[:3]
    rgb[40:50, 20:30] = FLAG[3]
    if noise:
        shift = np.random.default_rng(1).integers(-noise, noise + 1, rgb.shape)
        rgb = np.clip(rgb + shift, 0, 255).astype(np.uint8)
    return Picture(rgb)


def test_a_drawing_gives_its_own_colours_by_their_area() -> None:
    swatches = dominant(drawing(), 6)
    assert [(s.red, s.green, s.blue) for s in swatches] == FLAG
    assert [round(s.share, 3) for s in swatches] == [0.495, 0.35, 0.15, 0.005]
    assert swatches[1].hex == "#c81e2d"


def test_grain_changes_little() -> None:
    for swatch, wanted in zip(dominant(drawing(12), 4), FLAG, strict=True):
        assert np.abs(np.array([swatch.red, swatch.green, swatch.blue]) - wanted).max() <= 8


def test_as_many_as_asked_for_and_no_two_alike() -> None:
    rng = np.random.default_rng(0)
    picture = Picture(rng.integers(0, 256, (80, 80, 3), np.uint8))
    for count in range(3, MOST + 1):
        swatches = dominant(picture, count)
        assert len({s.hex for s in swatches}) == count
        assert sum(s.share for s in swatches) == pytest.approx(1)
    assert dominant(picture, 9) == dominant(picture, 9)


def test_few_colours_clear_places_and_one_pixel() -> None:
    assert [s.hex for s in dominant(Picture(np.full((9, 9, 3), 128, np.uint8)), 5)] == ["#808080"]
    assert [s.hex for s in dominant(Picture(np.zeros((1, 1, 3), np.uint8)), 3)] == ["#000000"]
    picture = drawing()
    alpha = np.full((100, 200), 255, np.uint8)
    alpha[:, 100:] = 0
    assert {s.hex for s in dominant(Picture(picture.rgb, alpha), 6)} == {"#faf4e6", "#f5c800"}
    assert dominant(Picture(picture.rgb, np.zeros((100, 200), np.uint8)), 6) == []


def test_oklab_is_that_of_its_publication() -> None:
    white, red = oklab(np.array([[255.0, 255, 255], [255, 0, 0]]))
    assert white == pytest.approx([1, 0, 0], abs=1e-4)
    assert red == pytest.approx([0.62796, 0.22486, 0.12585], abs=1e-4)
    colours = np.random.default_rng(4).uniform(0, 255, (50, 3))
    assert from_oklab(oklab(colours)) == pytest.approx(colours, abs=1e-3)
