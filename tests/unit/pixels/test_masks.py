"""Masks of every kind of picture file: what they say, at which size, and which are refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from studio.core.errors import InputError
from studio.pixels.masks import read_mask

WHITE_LEFT = np.zeros((12, 16), np.uint8)
WHITE_LEFT[:, :8] = 255


def saved(folder: Path, kind: str) -> Path:
    """The same mask in another kind of file."""
    grey, path = Image.fromarray(WHITE_LEFT), folder / f"遮罩 {kind}.png"
    if kind == "grey":
        grey.save(path)
    elif kind == "rgb":
        grey.convert("RGB").save(path)
    elif kind == "1 bit":
        grey.convert("1").save(path)
    elif kind == "16 bit":
        Image.fromarray(WHITE_LEFT.astype(np.uint16) * 257).save(path)
    elif kind == "palette":
        palette = Image.new("P", (16, 12), 1)
        palette.putpalette([255, 255, 255, 0, 0, 0])
        palette.paste(0, (0, 0, 8, 12))
        palette.save(path)
    elif kind == "palette with transparency":
        palette = Image.new("P", (16, 12), 1)
        palette.putpalette([200, 10, 10, 200, 10, 10])
        palette.paste(0, (0, 0, 8, 12))
        palette.save(path, transparency=1)
    elif kind == "opaque rgba":
        rgba = grey.convert("RGBA")
        rgba.putalpha(255)
        rgba.save(path)
    elif kind == "white strokes on nothing":
        rgba = Image.new("RGBA", (16, 12), (0, 0, 0, 0))
        rgba.paste((255, 255, 255, 255), (0, 0, 8, 12))
        rgba.save(path)
    elif kind == "black strokes on nothing":
        rgba = Image.new("RGBA", (16, 12), (255, 255, 255, 0))
        rgba.paste((0, 0, 0, 255), (0, 0, 8, 12))
        rgba.save(path)
    else:
        assert kind == "grey and alpha"
        pixels = np.dstack([WHITE_LEFT, np.full_like(WHITE_LEFT, 255)])
        Image.fromarray(pixels, "LA").save(path)
    return path


KINDS = (
    "grey",
    "rgb",
    "1 bit",
    "16 bit",
    "palette",
    "palette with transparency",
    "opaque rgba",
    "white strokes on nothing",
    "black strokes on nothing",
    "grey and alpha",
)


@pytest.mark.filterwarnings("ignore:'mode' parameter is deprecated:DeprecationWarning")
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_file_says_the_same(chinese_dir: Path, kind: str) -> None:
    path = saved(chinese_dir, kind)
    mask, had, notes = read_mask(path, (16, 12))
    assert np.array_equal(mask, WHITE_LEFT) and had == (16, 12) and notes == ()
    larger, _, notes = read_mask(path, (64, 48))
    assert larger.shape == (48, 64) and larger[:, :28].min() == 255 and larger[:, 36:].max() == 0
    assert list(map(str, notes)) == ["the mask was scaled from 16×12 to 64×48"]


@pytest.mark.parametrize("picture", [(1000, 750), (160, 121), (33, 25), (4096, 3072), (17, 12), (3, 2)])
def test_the_same_proportions_are_scaled_however_sizes_are_rounded(chinese_dir: Path, picture: tuple[int, int]) -> None:
    mask, _, _ = read_mask(saved(chinese_dir, "grey"), picture)
    assert mask.shape == picture[::-1]


@pytest.mark.parametrize("picture", [(16, 16), (12, 16), (160, 90), (1000, 10)])
def test_other_proportions_are_refused_and_name_both_sizes(chinese_dir: Path, picture: tuple[int, int]) -> None:
    path = saved(chinese_dir, "grey")
    with pytest.raises(InputError) as caught:
        read_mask(path, picture)
    info = caught.value.info
    assert info.code == "mask-misfit" and info.remedy
    for part in (path.name, "16 × 12", f"{picture[0]} × {picture[1]}"):
        assert part in str(info)


def test_a_cut_out_gives_its_alpha_only_when_asked(chinese_dir: Path) -> None:
    rgba = np.random.default_rng(0).integers(0, 256, (12, 16, 4), dtype=np.uint8)
    rgba[..., 3] = WHITE_LEFT
    Image.fromarray(rgba).save(chinese_dir / "cut.png")
    by_light, _, _ = read_mask(chinese_dir / "cut.png", (16, 12))
    by_alpha, _, _ = read_mask(chinese_dir / "cut.png", (16, 12), prefer_alpha=True)
    assert np.array_equal(by_alpha, WHITE_LEFT) and not np.array_equal(by_light, WHITE_LEFT)
    assert by_light[:, 8:].max() == 0, "what is not there is black"


def test_a_mask_turned_by_exif_is_turned_as_its_picture_is(chinese_dir: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.fromarray(WHITE_LEFT).save(chinese_dir / "t.png", exif=exif)
    mask, had, _ = read_mask(chinese_dir / "t.png", (12, 16))
    assert had == (12, 16) and np.array_equal(mask, np.rot90(WHITE_LEFT, -1))
