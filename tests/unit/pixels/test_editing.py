"""Edits: geometry to the pixel, tone in its order, and what cannot be."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from studio.core.errors import InputError
from studio.core.pictures import Edit, Margins
from studio.core.requests import build
from studio.pixels import tone
from studio.pixels.editing import apply
from studio.pixels.framing import clip_crop, straightened_size, upright_size
from studio.pixels.pictures import Picture


def grid(width: int = 7, height: int = 5, *, alpha: bool = False) -> Picture:
    """Every pixel of another colour: column, row, 128."""
    rgb = np.zeros((height, width, 3), np.uint8)
    rgb[..., 0], rgb[..., 1], rgb[..., 2] = np.arange(width), np.arange(height)[:, None], 128
    return Picture(rgb, np.arange(width * height, dtype=np.uint8).reshape(height, width) if alpha else None)


def ramp() -> Picture:
    return Picture(np.repeat(np.arange(256, dtype=np.uint8)[None, :, None], 3, axis=2))


def refused(**values: Any) -> str:
    with pytest.raises(InputError) as caught:
        build("image", {"task": "edit", "inputs": [{"path": "/a.png"}], **{f"edit.{n}": v for n, v in values.items()}})
    return str(caught.value)


def test_nothing_asked_changes_nothing() -> None:
    for picture in (grid(), grid(alpha=True)):
        edited = apply(picture, Edit())
        assert np.array_equal(edited.rgba, picture.rgba) and edited.notes == ()


@pytest.mark.parametrize("alpha", [False, True])
def test_turns_are_clockwise_and_lossless(alpha: bool) -> None:
    picture = grid(alpha=alpha)
    quarter = apply(picture, Edit(turn=90))
    assert (quarter.width, quarter.height) == (5, 7)
    assert np.array_equal(quarter.rgba[0, -1], picture.rgba[0, 0])
    assert np.array_equal(apply(quarter, Edit(turn=270)).rgba, picture.rgba)
    assert np.array_equal(apply(picture, Edit(turn=180)).rgba, picture.rgba[::-1, ::-1])
    assert np.array_equal(apply(picture, Edit(flip="horizontal")).rgba, picture.rgba[:, ::-1])
    assert np.array_equal(apply(picture, Edit(flip="vertical")).rgba, picture.rgba[::-1])


def test_a_crop_is_of_what_turning_left() -> None:
    picture = grid()
    edited = apply(picture, Edit(turn=90, crop=(1, 2, 3, 4)))
    assert np.array_equal(edited.rgb, np.rot90(picture.rgb, -1)[2:6, 1:4])


def test_a_crop_is_clipped_and_an_empty_one_refused() -> None:
    edited = apply(grid(), Edit(crop=(-3, 2, 100, 100)))
    assert (edited.width, edited.height) == (7, 3)
    assert "7 × 3 at 0, 2" in str(edited.notes[-1])
    assert clip_crop((0, 0, 7, 5), 7, 5) == (0, 0, 7, 5)
    with pytest.raises(InputError, match="7 × 5") as caught:
        apply(grid(), Edit(crop=(7, 0, 3, 3)))
    assert "edit.crop" in str(caught.value)


def test_straightening_leaves_no_corner_empty_and_keeps_the_shape() -> None:
    picture = Picture(np.full((300, 400, 3), 200, np.uint8), np.full((300, 400), 255, np.uint8))
    for degrees in (-45.0, -10.0, 0.3, 3.0, 44.5):
        edited = apply(picture, Edit(straighten=degrees))
        assert edited.alpha is not None and edited.alpha.min() == 255 and edited.rgb.min() == 200
        assert (edited.width, edited.height) == straightened_size(400, 300, degrees)
        assert abs(edited.width / edited.height - 4 / 3) < 0.02
    assert upright_size(400, 300, Edit(turn=90)) == (300, 400)


def test_straightening_turns_clockwise() -> None:
    picture = Picture(np.zeros((201, 201, 3), np.uint8))
    picture.rgb[98:103, 120:180] = 255  # a bar right of the centre
    edited = apply(picture, Edit(straighten=20))
    rows, columns = np.nonzero(edited.rgb[..., 0] > 128)
    assert rows[columns.argmax()] > rows[columns.argmin()]  # its far end goes down


def test_levels_exposure_and_grey() -> None:
    levels = apply(ramp(), Edit(black=50, white=200)).rgb[0, :, 0]
    assert levels[50] == 0 and levels[200] == 255 and levels[125] == 128
    assert apply(ramp(), Edit(gamma=2.0)).rgb[0, 128, 0] == 181
    # One stop is twice the light: sRGB 128 is 0.216 of full light, sRGB 176 is 0.432.
    assert apply(ramp(), Edit(exposure=1)).rgb[0, 128, 0] == 176
    grey = apply(grid(), Edit(saturation=-1)).rgb
    assert (grey[..., 0] == grey[..., 1]).all() and (grey[..., 1] == grey[..., 2]).all()
    assert (apply(ramp(), Edit(contrast=-1)).rgb == 128).all()


def test_the_tone_curve_never_falls_and_keeps_black_and_white() -> None:
    for shadows in (-1.0, 0.0, 1.0):
        for highlights in (-1.0, 0.0, 1.0):
            for contrast in (-0.5, 0.0, 1.0):
                curve = tone.tables(Edit(shadows=shadows, highlights=highlights, contrast=contrast))[0].astype(int)
                assert (np.diff(curve) >= 0).all()
                if contrast >= 0:
                    assert curve[0] == 0 and curve[255] == 255
    assert tone.tables(Edit(shadows=1))[0, 64] > 64 + 20
    assert tone.tables(Edit(highlights=-1))[0, 192] < 192 - 20


def test_warmth_moves_red_against_blue_at_the_same_brightness() -> None:
    picture = Picture(np.full((1, 1, 3), 128, np.uint8))
    red, green, blue = apply(picture, Edit(warmth=0.5)).rgb[0, 0].astype(int)
    assert red > 128 > blue
    before, after = (tone.to_linear(np.array(v) / 255) @ tone.LUMA for v in ([128] * 3, [red, green, blue]))
    assert abs(before - after) < 0.01
    assert (apply(picture, Edit(warmth=-0.5)).rgb[0, 0, [0, 2]] < [128, 256]).all()


def test_sizes_and_canvas() -> None:
    assert apply(grid(), Edit(width=70)).rgb.shape == (50, 70, 3)
    assert apply(grid(), Edit(height=10)).rgb.shape == (10, 14, 3)
    assert apply(grid(), Edit(width=3, height=9)).rgb.shape == (9, 3, 3)
    room = apply(grid(), Edit(canvas=Margins(left=2, bottom=3)))
    assert room.rgba.shape == (8, 9, 4)
    assert room.alpha is not None and room.alpha[0, 0] == 0 and room.alpha[7, 8] == 0 and room.alpha[0, 2] == 255
    filled = apply(grid(alpha=True), Edit(canvas=Margins(top=1), fill="#ff8000"))
    assert filled.alpha is None and tuple(filled.rgb[0, 0]) == (255, 128, 0)
    assert tuple(filled.rgb[1, 0]) == (255, 128, 0)  # it was wholly transparent
    with pytest.raises(InputError, match="too large"):
        apply(grid(), Edit(width=16_384))
    with pytest.raises(InputError, match="too large"):
        apply(grid(), Edit(canvas=Margins(right=16_384)))


def test_one_pixel_takes_every_edit() -> None:
    one = Picture(np.full((1, 1, 3), 90, np.uint8), np.full((1, 1), 77, np.uint8))
    everything = Edit(
        turn=90, straighten=12, crop=(0, 0, 5, 5), flip="vertical", black=10, gamma=1.2, exposure=0.5, contrast=0.3,
        saturation=0.2, warmth=0.1, shadows=0.5, highlights=-0.5, width=3, canvas=Margins(left=1),
    )  # fmt: skip
    edited = apply(one, everything)
    assert edited.rgba.shape == (3, 4, 4)
    assert edited.alpha is not None and edited.alpha[1, 2] == 77


def test_the_same_settings_give_the_same_bytes() -> None:
    rng = np.random.default_rng(3)
    picture = Picture(rng.integers(0, 256, (90, 130, 3), np.uint8), rng.integers(0, 256, (90, 130), np.uint8))
    settings = Edit(straighten=3.3, exposure=0.4, saturation=0.3, contrast=0.2, width=77)
    assert apply(picture, settings).rgba.tobytes() == apply(picture, settings).rgba.tobytes()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"turn": "45"}, "0, 90, 180 or 270"),
        ({"straighten": "90"}, "-45 to 45"),
        ({"straighten": "nan"}, "-45 to 45"),
        ({"exposure": "9"}, "-5 to 5"),
        ({"gamma": "0"}, "0.1 to 10"),
        ({"black": "200", "white": "100"}, "less than the white point"),
        ({"crop": "[0, 0, 0, 10]"}, "at least 1 pixel"),
        ({"crop": "[0, 0, 10]"}, "crop"),
        ({"fill": "red"}, "#rrggbb"),
        ({"canvas.left": "-4"}, "0 to 16384"),
        ({"saturation": "2"}, "edit.saturation"),
        ({"flip": "diagonal"}, "flip"),
        ({"sepia": "1"}, "sepia"),
    ],
)
def test_bad_values_name_setting_and_range(values: dict[str, str], words: str) -> None:
    assert words in refused(**values)
