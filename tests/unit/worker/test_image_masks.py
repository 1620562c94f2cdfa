"""Masks inverted, grown, feathered and refused; canvases extended around a picture."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.core.errors import InputError
from studio.core.pictures import Margins
from studio.worker.images import masks
from studio.worker.images.canvas import extended


def square(side: int = 64, low: int = 20, high: int = 44) -> np.ndarray:
    mask = np.zeros((side, side), np.uint8)
    mask[low:high, low:high] = 255
    return mask


def test_growing_moves_the_edge_by_so_many_pixels_and_shrinking_takes_it_back() -> None:
    bigger = masks.shaped(square(), grow=5)
    assert bigger[32, 15] == 255 and bigger[32, 14] == 0
    assert bigger[15, 15] == 0, "corners are round"
    smaller = masks.shaped(square(), grow=-5)
    assert smaller[32, 25] == 255 and smaller[32, 24] == 0
    edge = np.zeros((20, 20), np.uint8)
    edge[:, :10] = 255
    assert masks.shaped(edge, grow=-3)[10, 0] == 255, "it does not shrink away from the picture's edge"
    everything = np.full((8, 8), 255, np.uint8)
    assert (masks.shaped(everything, grow=-3) == 255).all() and (masks.shaped(everything, grow=3) == 255).all()


def test_inverting_comes_first_and_feathering_last() -> None:
    turned = masks.shaped(square(), invert=True, grow=4)
    assert turned[32, 23] == 255 and turned[32, 24] == 0
    soft = masks.shaped(square(), grow=4, feather=8)
    row = soft[32].astype(int)
    assert row[4] == 0 and row[32] == 255 and 0 < row[16] < 255
    assert (np.diff(row[:32]) >= 0).all()
    assert masks.area(soft, soft=True).sum() > masks.area(soft, soft=False).sum()


@pytest.mark.parametrize(
    ("mask", "values", "name"),
    [
        (np.zeros((8, 8), np.uint8), {}, "mask"),
        (np.full((8, 8), 100, np.uint8), {"grow": 3}, "mask"),
        (np.full((8, 8), 255, np.uint8), {"invert": True}, "mask"),
        (square(), {"grow": -20}, "mask_grow"),
        (np.zeros((0, 8), np.uint8), {}, "mask"),
    ],
)
def test_a_mask_that_asks_for_nothing_is_refused(mask: np.ndarray, values: dict[str, int], name: str) -> None:
    with pytest.raises(InputError) as caught:
        masks.shaped(mask, **values)  # type: ignore[arg-type]
    assert caught.value.info.params["name"] == name and caught.value.info.remedy


@settings(max_examples=30, deadline=None)
@given(margins=st.tuples(*[st.integers(0, 40)] * 4).filter(any), overlap=st.integers(0, 60))
def test_a_canvas_keeps_the_picture_and_marks_all_that_is_new(margins: tuple[int, ...], overlap: int) -> None:
    left, top, right, bottom = margins
    picture = np.random.default_rng(3).integers(0, 256, (48, 64, 3), dtype=np.uint8)
    canvas, mask = extended(picture, Margins(left=left, top=top, right=right, bottom=bottom), overlap)
    assert canvas.shape == (48 + top + bottom, 64 + left + right, 3) and mask.shape == canvas.shape[:2]
    inside = (slice(top, top + 48), slice(left, left + 64))
    assert (canvas[inside] == picture).all()
    new = np.ones(mask.shape, bool)
    new[inside] = False
    assert (mask[new] == 255).all()
    depth = min(overlap or 8, 24)
    kept = mask[inside][
        depth if top else 0 : 48 - depth if bottom else 48, depth if left else 0 : 64 - depth if right else 64
    ]
    assert (kept == 0).all()
    again, _ = extended(picture, Margins(left=left, top=top, right=right, bottom=bottom), overlap)
    assert (again == canvas).all()


def test_the_new_area_continues_the_colours_at_the_edge() -> None:
    picture = np.zeros((40, 40, 3), np.uint8)
    picture[:, 30:] = (200, 40, 40)
    picture[:, :10] = (40, 40, 200)
    canvas, _ = extended(picture, Margins(left=40, right=40))
    assert np.abs(canvas[:, :20].mean(axis=(0, 1)) - (40, 40, 200)).max() < 45
    assert np.abs(canvas[:, -20:].mean(axis=(0, 1)) - (200, 40, 40)).max() < 45
    assert canvas[:, :20].std(axis=(0, 1)).min() > 4, "there is grain to draw from"


def test_a_canvas_too_large_is_refused() -> None:
    with pytest.raises(InputError, match="the result"):
        extended(np.zeros((8192, 8192, 3), np.uint8), Margins(left=8192, top=8192))
