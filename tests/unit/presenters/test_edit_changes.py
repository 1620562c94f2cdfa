"""What a click makes of an edit looks as one expects it, with flips and frames in play."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.core.errors import InputError
from studio.core.pictures import Edit, Margins
from studio.pixels.editing import apply
from studio.pixels.pictures import Picture
from studio.presenters import edit_changes as changes

SIZE = (40, 30)


def picture() -> Picture:
    rgb = np.zeros((30, 40, 3), np.uint8)
    rgb[..., 0], rgb[..., 1] = np.arange(40), np.arange(30)[:, None]
    return Picture(rgb)


def seen(edit: Edit) -> np.ndarray:
    return apply(picture(), edit).rgb


@given(st.lists(st.sampled_from(["left", "right", "horizontal", "vertical"]), max_size=6), st.booleans())
def test_every_click_does_to_the_result_what_it_says(clicks: list[str], cropped: bool) -> None:
    edit = changes.crop(Edit(), SIZE, (3, 5, 20, 12)) if cropped else Edit()
    looks = seen(edit)
    for click in clicks:
        if click in ("left", "right"):
            edit = changes.turn(edit, SIZE, 1 if click == "right" else -1)
            looks = np.rot90(looks, -1 if click == "right" else 1)
        else:
            edit = changes.flip(edit, SIZE, click)  # type: ignore[arg-type]
            looks = looks[:, ::-1] if click == "horizontal" else looks[::-1]
        assert np.array_equal(seen(edit), looks)


def test_a_frame_follows_straightening_and_stays_inside() -> None:
    edit = changes.crop(Edit(), SIZE, (20, 15, 20, 15))
    for degrees in (0.5, 10.0, -45.0, 0.0):
        edit = changes.straighten(edit, SIZE, degrees)
        box = changes.frame(edit, SIZE)
        width, height = apply(picture(), Edit(straighten=degrees)).rgb.shape[1::-1]
        assert box[0] + box[2] <= width and box[1] + box[3] <= height and min(box[2:]) >= 1
        assert seen(edit).shape[:2] == (box[3], box[2])


def test_the_whole_picture_is_no_crop() -> None:
    assert changes.crop(Edit(), SIZE, (0, 0, 40, 30)).crop is None
    assert changes.crop(Edit(), SIZE, (-5, -5, 90, 90)).crop is None
    assert changes.frame(Edit(turn=90), SIZE) == (0, 0, 30, 40)
    assert changes.turn(Edit(crop=(1, 1, 2, 2)), (0, 0), 1).crop is None  # the source is not read yet


def test_the_size_said_is_the_size_made() -> None:
    for turn, crop, width, room in itertools.product(
        (0, 90), (None, (2, 3, 10, 7)), (0, 33), (None, Margins(left=4, top=1))
    ):
        edit = Edit(turn=turn, crop=crop, width=width, canvas=room, fill="#ffffff")
        assert changes.result_size(edit, SIZE) == seen(edit).shape[1::-1]
    with pytest.raises(InputError):
        changes.result_size(Edit(width=16_384), SIZE)


def test_margins_and_resets() -> None:
    edit = changes.canvas(changes.canvas(Edit(exposure=1), "left", 9), "top", 3)
    assert edit.canvas == Margins(left=9, top=3)
    assert changes.canvas(changes.canvas(edit, "left", 0), "top", 0).canvas is None
    assert changes.is_reset(changes.reset(edit, "tone"), "tone") and not changes.is_reset(edit, "size")
    assert changes.reset(edit, "size") == Edit(exposure=1)
    every = {name for names in changes.GROUPS.values() for name in names}
    assert every == set(Edit.__struct_fields__)
