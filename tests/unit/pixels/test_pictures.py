"""Pictures of every kind through the product's one reader, and the window's own reading of them: the same colours, the
same way up, the same refusals."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from studio.core.errors import InputError
from studio.pixels import pictures
from studio.pixels.pictures import MAX_SIDE, read_picture, size_of
from studio.ui.pictures import load_picture, read_exactly
from tests.support import icc
from tests.unit.worker.test_image_pictures import huge_png

COLOUR = (200, 100, 50)


def plain(width: int = 24, height: int = 16) -> Image.Image:
    image = Image.new("RGB", (width, height), COLOUR)
    image.paste((10, 200, 30), (0, 0, width // 2, height // 2))
    return image


def seen(image: Any, x: int, y: int) -> list[int]:
    colour = image.pixelColor(x, y)
    return [colour.red(), colour.green(), colour.blue()]


@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF", "WEBP"])
def test_an_embedded_profile_is_converted_and_never_ignored(chinese_dir: Path, form: str) -> None:
    path = chinese_dir / f"宽色域.{form.lower()}"
    options: dict[str, Any] = {"JPEG": {"quality": 100, "subsampling": 0}, "WEBP": {"lossless": True}}.get(form, {})
    plain().save(path, form, icc_profile=icc.rgb_profile(), **options)
    picture, wanted = read_picture(path), icc.in_srgb(COLOUR)
    assert np.abs(picture.rgb[12, 20] - wanted).max() <= 3
    assert abs(int(picture.rgb[12, 20, 0]) - COLOUR[0]) > 8, "the colour is another one in sRGB"
    assert any("Test RGB" in str(note) and "to sRGB" in str(note) for note in picture.notes)
    for image in (load_picture(str(path)), read_exactly(str(path)), load_picture(str(path), 12)):
        x, y = image.width() * 5 // 6, image.height() * 3 // 4
        assert np.abs(np.array(seen(image, x, y)) - wanted).max() <= 3, "the window shows it as it is worked on"


def test_a_grey_profile_and_one_with_transparency_are_converted_too(chinese_dir: Path) -> None:
    Image.new("L", (8, 8), 64).save(chinese_dir / "linear.png", icc_profile=icc.grey_profile(1.0))
    grey = read_picture(chinese_dir / "linear.png").rgb[4, 4]
    assert np.abs(grey - icc.encoded(64 / 255)).max() <= 2
    clear = plain().convert("RGBA")
    clear.putalpha(128)
    clear.save(chinese_dir / "clear.png", icc_profile=icc.rgb_profile())
    picture = read_picture(chinese_dir / "clear.png")
    assert picture.alpha is not None and picture.alpha.min() == picture.alpha.max() == 128
    assert np.abs(picture.rgb[12, 20] - icc.in_srgb(COLOUR)).max() <= 3
    palette = plain().quantize(4)
    palette.save(chinese_dir / "p.png", icc_profile=icc.rgb_profile())
    assert np.abs(read_picture(chinese_dir / "p.png").rgb[12, 20] - icc.in_srgb(COLOUR)).max() <= 4


def test_a_cmyk_profile_says_what_its_inks_are(chinese_dir: Path) -> None:
    for ink in range(4):
        colour = tuple(255 * (n == ink) for n in range(4))
        Image.new("CMYK", (8, 8), colour).save(chinese_dir / "inks.tif", icc_profile=icc.cmyk_profile())
        picture = read_picture(chinese_dir / "inks.tif")
        # The perceptual intent also fits the darkest that the inks can to black; without the profile it is 94 and more.
        assert np.abs(picture.rgb[4, 4] - icc.of_ink(ink)).max() <= 12, ink
        assert any("Test CMYK" in str(note) for note in picture.notes)


def unusual(folder: Path, kind: str) -> Path:
    """A picture of a kind that trips programs up."""
    path, image = folder / f"{kind}.png", plain()
    options: dict[str, Any] = {}
    if kind == "alpha":
        image.putalpha(Image.linear_gradient("L").resize(image.size))
    elif kind == "palette":
        image = image.quantize(8)
    elif kind == "palette with transparency":
        image, options = image.quantize(8), {"transparency": 0}
    elif kind == "16 bit":
        image = Image.fromarray((np.asarray(image)[..., 0].astype(np.uint16) << 8) + 7)
    elif kind == "1 bit":
        image = image.convert("1")
    elif kind == "float":
        path, image = path.with_suffix(".tif"), Image.fromarray(np.asarray(image)[..., 0].astype(np.float32) / 255)
    elif kind == "CMYK":
        path, image = path.with_suffix(".jpg"), image.convert("CMYK")
    elif kind == "turned":
        exif = Image.Exif()
        exif[0x0112] = 6
        path, options = path.with_suffix(".jpg"), {"exif": exif}
    elif kind == "profile":
        options = {"icc_profile": icc.rgb_profile()}
    elif kind == "grey profile":
        image, options = image.convert("L"), {"icc_profile": icc.grey_profile(1.0)}
    elif kind == "16 bit profile":
        image = Image.fromarray((np.asarray(image)[..., 0].astype(np.uint16) << 8) + 7)
        options = {"icc_profile": icc.grey_profile(1.0)}
    elif kind == "transparent profile":
        image.putalpha(Image.linear_gradient("L").resize(image.size))
        options = {"icc_profile": icc.rgb_profile()}
    elif kind == "CMYK profile":
        path = path.with_suffix(".jpg")
        image, options = (
            Image.new("CMYK", image.size, (255, 0, 0, 0)),
            {"icc_profile": icc.cmyk_profile(), "quality": 100},
        )
    elif kind == "turned PNG":
        exif = Image.Exif()
        exif[0x0112] = 8
        options = {"exif": exif}
    elif kind == "animation":
        path, options = path.with_suffix(".gif"), {"save_all": True, "append_images": [image.rotate(180)]}
    elif kind == "renamed":
        path = path.with_suffix(".txt")
        options = {"format": "PNG"}
    image.save(path, **options)
    return path


KINDS = (
    "alpha",
    "palette",
    "palette with transparency",
    "16 bit",
    "1 bit",
    "float",
    "CMYK",
    "turned",
    "profile",
    "animation",
    "renamed",
    "grey profile",
    "16 bit profile",
    "transparent profile",
    "CMYK profile",
    "turned PNG",
)


@pytest.mark.parametrize("kind", KINDS)
def test_the_window_shows_what_the_worker_reads(chinese_dir: Path, kind: str) -> None:
    path = unusual(chinese_dir, kind)
    picture = read_picture(path)
    assert size_of(path) == (picture.width, picture.height) == ((16, 24) if kind.startswith("turned") else (24, 16))
    for image in (read_exactly(str(path)), load_picture(str(path))):
        assert (image.width(), image.height()) == (picture.width, picture.height)
        assert image.hasAlphaChannel() is (picture.alpha is not None)
        for x, y in ((2, 2), (14, 14), (2, 14)):
            opacity = 255 if picture.alpha is None else int(picture.alpha[y, x])
            if opacity > 100:
                assert np.abs(np.array(seen(image, x, y)) - picture.rgb[y, x]).max() <= 4
            assert image.pixelColor(x, y).alpha() == opacity


BAD = {
    "empty": (b"", "input-empty"),
    "program": (b"MZ\x90\x00" + bytes(4000), "input-unreadable"),
    "elf": (b"\x7fELF\x02\x01\x01" + bytes(4000), "input-unreadable"),
    "script": (b"#!/bin/sh\nrm -rf ~\n", "input-unreadable"),
    "pdf": (b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF", "input-unreadable"),
    "postscript": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\nshowpage\n", "input-unreadable"),
    "huge": (huge_png(30_000, 30_000), "input-too-large"),
    "wide": (huge_png(MAX_SIDE + 1, 8), "input-too-large"),
}


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".tiff"])
@pytest.mark.parametrize("name", BAD)
def test_what_is_no_picture_is_refused_by_every_way_in(chinese_dir: Path, name: str, suffix: str) -> None:
    data, code = BAD[name]
    path = chinese_dir / f"坏{suffix}"
    path.write_bytes(data)
    for read in (read_picture, size_of, lambda p: read_exactly(str(p)), lambda p: load_picture(str(p))):
        if name == "wide" and read is not read_picture and read is not size_of:
            continue  # what is only looked at is scaled down
        with pytest.raises(InputError) as caught:
            read(path)  # type: ignore[operator]
        assert caught.value.info.code == code and path.name in str(caught.value) and caught.value.info.remedy


def test_a_picture_that_is_not_there_is_named(chinese_dir: Path) -> None:
    for read in (read_picture, size_of):
        with pytest.raises(InputError) as caught:
            read(chinese_dir / "不在.png")
        assert caught.value.info.code == "input-missing"


def test_the_size_of_a_drawing_is_what_it_says(chinese_dir: Path) -> None:
    path = chinese_dir / "画.svg"
    path.write_text('<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"/>', encoding="utf-8")
    assert size_of(path) == (40, 20)


def test_pillows_limit_is_as_before_after_pictures_read_at_the_same_time(chinese_dir: Path) -> None:
    path = chinese_dir / "图.png"
    plain().save(path)
    before = Image.MAX_IMAGE_PIXELS
    assert before is not None
    one, other = pictures._opened(path, 10_000), pictures._opened(path, 10_000)
    with other:
        one.__enter__()
        one.__exit__(None, None, None)
        assert Image.MAX_IMAGE_PIXELS is None, "the other one is still being read"
    first, second = pictures._opened(path, 10_000), pictures._opened(path, 10_000)
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert Image.MAX_IMAGE_PIXELS is None
    second.__exit__(None, None, None)
    assert before == Image.MAX_IMAGE_PIXELS
