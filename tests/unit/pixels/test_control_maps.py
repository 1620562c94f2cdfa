"""Maps for ControlNets: known edges are found, whatever the picture is like."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from studio.core.additions import PREPROCESSORS
from studio.core.pictures import ControlUnit
from studio.pixels import canny, control_maps
from studio.pixels.pictures import Picture, Pixels, read_picture


def square(side: int = 64, ground: int = 20, level: int = 220) -> Pixels:
    """A square whose first and last rows and columns are a quarter and three quarters of the side."""
    rgb = np.full((side, side, 3), ground, np.uint8)
    rgb[side // 4 : side * 3 // 4, side // 4 : side * 3 // 4] = level
    return rgb


def made(name: str, rgb: Pixels, **unit: float) -> Pixels:
    return control_maps.make(name, Picture(rgb), ControlUnit(preprocessor=name, **unit))  # type: ignore[arg-type]


def test_every_preprocessor_without_a_model_is_made() -> None:
    assert set(control_maps.MAKERS) == {name for name, task in PREPROCESSORS.items() if not task}


def test_canny_finds_the_outline_of_a_square_and_nothing_else() -> None:
    found = made("canny", square())[..., 0] > 0
    near = np.zeros((64, 64), bool)
    near[14:50, 14:50], near[18:46, 18:46] = True, False
    assert not found[~near].any()
    # Closed and one pixel thin: each row and column through the square's middle crosses it twice.
    assert (found[20:44].sum(axis=1) == 2).all() and (found[:, 20:44].sum(axis=0) == 2).all()


def test_thresholds_say_which_edges_count() -> None:
    rgb = square()
    rgb[:, 60:] = 30  # a faint edge: a step of 10 has a gradient of 40
    assert not made("canny", rgb, low=100, high=200)[:16, 56:].any()
    assert made("canny", rgb, low=20, high=35)[:16, 56:].any()
    # A weak edge counts where it goes on from a strong one.
    ramp = np.zeros((40, 60, 3), np.uint8)
    ramp[20:] = np.linspace(10, 90, 60)[None, :, None].astype(np.uint8)
    weak_kept = made("canny", ramp, low=60, high=240)[..., 0] > 0
    strong_only = made("canny", ramp, low=240, high=240)[..., 0] > 0
    assert strong_only.any(axis=0)[55] and not strong_only.any(axis=0)[20]
    assert weak_kept.any(axis=0)[20] and not weak_kept.any(axis=0)[2]


def test_edges_of_colours_that_are_equally_bright_are_found() -> None:
    rgb = np.zeros((30, 30, 3), np.uint8)
    rgb[:, :15], rgb[:, 15:] = (200, 0, 0), (0, 102, 0)
    assert abs(int(made("grey", rgb)[0, 0, 0]) - int(made("grey", rgb)[0, 29, 0])) <= 1
    assert (made("canny", rgb)[..., 0].sum(axis=1) == 255).all()


def test_strips_make_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    rgb = np.random.default_rng(3).integers(0, 256, (97, 61, 3), np.uint8)
    whole = canny.edges(rgb, 300, 500)
    monkeypatch.setattr(canny, "_STRIP", 7)
    assert np.array_equal(canny.edges(rgb, 300, 500), whole) and 0 < (whole > 0).mean() < 0.4


def test_lines_follow_edges_and_detail_adds_finer_ones() -> None:
    lines = made("line", square(128))[..., 0]
    assert lines[64, 24:34].max() > 200 and lines[64, 94:104].max() > 200
    assert lines[64, 50:78].max() == 0 and lines[4].max() == 0
    texture = square(256)
    texture[80:176:4, 80:176] = 190
    few, many = (made("line", texture, detail=d)[84:172, 84:172].mean() for d in (0.0, 1.0))
    assert many > few + 5


def test_blur_colour_grey_and_invert() -> None:
    rgb = np.random.default_rng(1).integers(0, 256, (64, 96, 3), np.uint8)
    rough, soft = made("blur", rgb, detail=1), made("blur", rgb, detail=0)
    assert rgb.std() > rough.std() > soft.std() and abs(float(soft.mean()) - float(rgb.mean())) < 2
    blocks = made("colour", rgb, detail=0.5)
    assert len(np.unique(blocks.reshape(-1, 3), axis=0)) == 8 * 12
    assert (blocks[:8, :8] == blocks[0, 0]).all()
    assert np.abs(blocks[0, 0] - rgb[:8, :8].reshape(-1, 3).mean(axis=0)).max() < 1
    grey = made("grey", rgb)
    assert (grey[..., 0] == grey[..., 1]).all() and (grey[..., 0] == grey[..., 2]).all()
    assert np.array_equal(made("invert", rgb), 255 - rgb)
    assert np.array_equal(made("", rgb), rgb)


def test_depth_is_spread_over_all_greys_and_hostile_values_do_no_harm() -> None:
    ramp = np.linspace(3, 9, 20, dtype=np.float32).reshape(4, 5)
    shades = control_maps.shades(ramp)
    assert (shades[0, 0, 0], shades[3, 4, 2]) == (0, 255) and shades.shape == (4, 5, 3)
    assert not control_maps.shades(np.full((3, 2), 7, np.float32)).any()
    ramp[0, 0], ramp[0, 1] = np.nan, np.inf
    assert control_maps.shades(ramp)[3, 4, 0] == 255


@pytest.mark.parametrize("name", control_maps.MAKERS)
@pytest.mark.parametrize("size", [(1, 1), (1, 700), (700, 1), (2, 3), (3000, 9)])
@pytest.mark.parametrize("detail", [0.0, 1.0])
def test_every_size_makes_a_map_of_that_size(name: str, size: tuple[int, int], detail: float) -> None:
    rgb = np.random.default_rng(0).integers(0, 256, (*size, 3), np.uint8)
    pixels = made(name, rgb, detail=detail)
    assert pixels.shape == (*size, 3) and pixels.dtype == np.uint8


@pytest.mark.parametrize("kind", ["alpha", "16-bit", "palette", "1-bit", "CMYK"])
def test_unusual_pictures_have_the_same_edges(kind: str, chinese_dir: Path) -> None:
    path = chinese_dir / f"图 {kind}.tif"
    image = Image.fromarray(square())
    if kind == "alpha":
        clear = np.dstack([np.full((64, 64, 3), 20, np.uint8), np.full((64, 64), 255, np.uint8)])
        clear[16:48, 16:48, 3] = 0  # white shows through
        Image.fromarray(clear).save(path)
    elif kind == "16-bit":
        Image.fromarray(square()[..., 0].astype(np.uint16) * 257).save(path)
    elif kind == "palette":
        image.quantize(4).save(path)
    else:
        image.convert({"1-bit": "1", "CMYK": "CMYK"}[kind], dither=Image.Dither.NONE).save(path)
    picture = read_picture(path)
    unit = ControlUnit(preprocessor="canny")
    assert np.array_equal(control_maps.make("canny", picture, unit), made("canny", square()))


def test_a_large_picture_gets_lines_too_and_can_be_stopped() -> None:
    rgb = np.asarray(Image.fromarray(square()).resize((2600, 1700), Image.Resampling.NEAREST))
    lines = made("line", rgb)
    assert lines.shape == (1700, 2600, 3) and lines[850, 600:700].max() > 200

    class Stopped(Exception):
        pass

    def stop() -> None:
        raise Stopped

    for name in ("canny", "line"):
        with pytest.raises(Stopped):
            control_maps.make(name, Picture(rgb), ControlUnit(), stop)
