"""Seamless tiles: their edges fit as neighbours do, and nothing is left of the old edges in the middle."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from studio.core.errors import InputError
from studio.core.pictures import Tile
from studio.core.requests import ImageRequest, InputRef, build
from studio.library.builtin import TOOLS
from studio.pixels.pictures import Picture
from studio.worker.backends.pictures import PicturesBackend
from studio.worker.images import seamless
from studio.worker.images.seamless import make_seamless
from tests.support.context import make_context


def texture(width: int = 210, height: int = 150, seed: int = 2) -> Picture:
    """Soft grains under light that comes from the left: its edges do not fit."""
    rng = np.random.default_rng(seed)
    grain = ndimage.gaussian_filter(rng.normal(0, 60, (height, width, 3)), (2, 2, 0))
    light = np.linspace(60, -60, width)[None, :, None] + np.linspace(30, -30, height)[:, None, None]
    return Picture(np.clip(128 + grain + light, 0, 255).astype(np.uint8))


def jumps(pixels: NDArray[np.uint8], axis: int) -> tuple[float, float, float]:
    """Mean step between neighbours: across the outer edge, the largest of any inner line, and of all."""
    values = np.moveaxis(pixels.astype(float), axis, 0)
    inner = np.abs(np.diff(values, axis=0)).mean(axis=tuple(range(1, values.ndim)))
    return float(np.abs(values[0] - values[-1]).mean()), float(inner.max()), float(inner.mean())


@pytest.mark.parametrize("axes", ["both", "x", "y"])
def test_edges_fit_and_the_middle_shows_no_seam(axes: str) -> None:
    picture = texture()
    tiled = make_seamless(picture, Tile(axes=axes))  # type: ignore[arg-type]
    assert tiled.rgb.shape == picture.rgb.shape
    for axis, name in ((1, "x"), (0, "y")):
        edge, largest, mean = jumps(tiled.rgb, axis)
        before = jumps(picture.rgb, axis)[0]
        if axes in ("both", name):
            assert before > 10 * mean
            # The light has to come back to where it began within the blended stretch, so some lines are steeper.
            assert edge < 1.5 * mean and largest < 3 * mean < 0.3 * before
        else:
            assert edge > 5 * mean
    # A shift by half must look like any other place: the tile is seamless there too.
    shifted = np.roll(tiled.rgb, (40, 60), (0, 1))
    for axis, name in ((1, "x"), (0, "y")):
        if axes in ("both", name):
            assert jumps(shifted, axis)[1] < 3 * jumps(shifted, axis)[2]


def test_most_pixels_are_the_pictures_own() -> None:
    picture = texture()
    tiled = make_seamless(picture, Tile(axes="x", blend=0.1))
    same = (tiled.rgb == np.roll(picture.rgb, 105, axis=1)).all(axis=2)
    assert same.mean() > 0.6


def test_light_can_be_evened_out() -> None:
    def spread(picture: Picture) -> float:
        return float(np.ptp(ndimage.gaussian_filter(picture.rgb.astype(float).mean(axis=2), 20)))

    plain, evened = (make_seamless(texture(), Tile(even=amount)) for amount in (0.0, 1.0))
    assert spread(evened) < 0.5 * spread(plain)
    assert abs(float(evened.rgb.mean()) - float(plain.rgb.mean())) < 8


def test_a_closed_cut_ends_where_it_began() -> None:
    rng = np.random.default_rng(0)
    error = rng.random((300, 70), np.float32)
    path = seamless._cut(error, closed=True)
    assert abs(int(path[0]) - int(path[-1])) <= 1
    assert (np.abs(np.diff(path)) <= 1).all()
    straight = error[:, 35].sum()
    assert error[np.arange(300), path].sum() < 0.7 * straight


def test_the_cut_is_the_best_of_all() -> None:
    error = np.ones((6, 5), np.float32)
    way = [1, 2, 3, 3, 2, 1]
    error[np.arange(6), way] = 0
    assert seamless._cut(error, closed=False).tolist() == way
    assert seamless._cut(error, closed=True).tolist() == way


def test_transparency_is_kept_and_bleeds_nothing() -> None:
    picture = texture()
    alpha = np.full(picture.rgb.shape[:2], 255, np.uint8)
    alpha[50:100, 80:140] = 0
    rgb = np.full_like(picture.rgb, 200)
    rgb[alpha == 0] = 0
    tiled = make_seamless(Picture(rgb, alpha), Tile())
    assert tiled.alpha is not None and tiled.alpha.min() == 0 and tiled.alpha.max() == 255
    assert (tiled.rgb[tiled.alpha > 20] > 190).all()


@pytest.mark.parametrize("size", [(1, 1), (15, 40), (16, 16), (17, 300), (300, 20)])
def test_small_and_narrow_pictures(size: tuple[int, int]) -> None:
    picture = texture(*size)
    for blend in (0.05, 0.5):
        tiled = make_seamless(picture, Tile(blend=blend, even=0.5))
        assert tiled.rgb.shape == picture.rgb.shape
        assert len(tiled.notes) == sum(side < seamless.SMALLEST for side in size)


def test_the_task_gives_the_same_bytes_again(chinese_dir: Path) -> None:
    path = chinese_dir / "纹理.png"
    Image.fromarray(texture().rgb).save(path)
    request = ImageRequest(task="tile", tile=Tile(axes="x"), inputs=(InputRef(path=str(path)),))
    files = []
    for folder in ("one", "two"):
        ctx = make_context(request, chinese_dir / folder, [TOOLS])
        backend = PicturesBackend()
        backend.run(backend.load(TOOLS, ctx), ctx)
        files.append(Path(ctx.results[0].path).read_bytes())
        assert ctx.results[0].recipe.request is not None
    assert files[0] == files[1]


def test_bad_values_name_setting_and_range() -> None:
    for values in ({"tile.blend": "0.9"}, {"tile.even": "-1"}, {"tile.axes": "z"}):
        with pytest.raises(InputError, match=next(iter(values)).partition(".")[2]):
            build("image", {"task": "tile", "inputs": [{"path": "/a"}], **values})
