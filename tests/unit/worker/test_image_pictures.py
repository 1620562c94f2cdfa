"""Pictures of strangers: what is damaged or too large is named, what is unusual is converted."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms

from studio.core.errors import InputError
from studio.pixels.masks import read_mask
from studio.worker.images.pictures import read_picture


def code(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        read_picture(path)
    assert path.name in str(caught.value)
    return caught.value.info.code


def huge_png(width: int, height: int) -> bytes:
    """A PNG of a few bytes that claims to be of that size."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def test_bad_files_are_named(chinese_dir: Path) -> None:
    assert code(chinese_dir / "不在.png") == "input-missing"
    for name, data, expected in (
        ("空.png", b"", "input-empty"),
        ("程序.png", b"MZ\x90\x00" + bytes(500), "input-unreadable"),
        ("elf.jpg", b"\x7fELF" + bytes(500), "input-unreadable"),
        ("post.png", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "input-unreadable"),
        ("大.png", huge_png(30_000, 30_000), "input-too-large"),
        ("long.png", huge_png(100_000, 10), "input-too-large"),
        ("none.png", huge_png(16, 16), "input-unreadable"),
    ):
        (chinese_dir / name).write_bytes(data)
        assert code(chinese_dir / name) == expected, name


def test_the_size_is_refused_before_anything_is_decoded(chinese_dir: Path) -> None:
    import tracemalloc

    (chinese_dir / "x.png").write_bytes(huge_png(30_000, 30_000))
    tracemalloc.start()
    assert code(chinese_dir / "x.png") == "input-too-large"
    assert tracemalloc.get_traced_memory()[1] < 4_000_000
    tracemalloc.stop()


@pytest.mark.parametrize("format_", ["PNG", "JPEG", "WEBP", "TIFF", "GIF"])
def test_cut_off_files_are_refused(chinese_dir: Path, format_: str) -> None:
    out = io.BytesIO()
    noise = np.random.default_rng(0).integers(0, 255, (64, 64, 3), dtype=np.uint8)
    Image.fromarray(noise).save(out, format_)
    path = chinese_dir / "cut"
    path.write_bytes(out.getvalue()[: len(out.getvalue()) // 2])
    assert code(path) == "input-unreadable"


def test_sixteen_bits_float_palette_and_one_bit(chinese_dir: Path) -> None:
    ramp = np.linspace(0, 65535, 256).astype(np.uint16).reshape(16, 16)
    Image.fromarray(ramp).save(chinese_dir / "16.png")
    picture = read_picture(chinese_dir / "16.png")
    assert picture.rgb.shape == (16, 16, 3) and abs(int(picture.rgb[15, 15, 0]) - 255) <= 1
    assert abs(int(picture.rgb[8, 0, 1]) - 128) <= 1
    assert any("8 bits" in str(note) for note in picture.notes)
    Image.fromarray((ramp / 65535).astype(np.float32)).save(chinese_dir / "f.tiff")
    assert abs(int(read_picture(chinese_dir / "f.tiff").rgb[8, 0, 0]) - 128) <= 1
    palette = Image.new("P", (4, 4))
    palette.putpalette([255, 0, 0, 0, 255, 0])
    palette.putpixel((0, 0), 1)
    palette.save(chinese_dir / "p.png")
    assert read_picture(chinese_dir / "p.png").rgb[0, 0].tolist() == [0, 255, 0]
    palette.save(chinese_dir / "pt.png", transparency=0)
    picture = read_picture(chinese_dir / "pt.png")
    assert picture.alpha is not None and picture.alpha[0, 0] == 255 and picture.alpha[1, 1] == 0
    Image.new("1", (4, 4), 1).save(chinese_dir / "1.png")
    assert read_picture(chinese_dir / "1.png").rgb.min() == 255


def test_alpha_is_kept_and_can_be_laid_over_a_colour(chinese_dir: Path) -> None:
    pixels = np.full((8, 8, 4), (200, 0, 0, 255), np.uint8)
    Image.fromarray(pixels).save(chinese_dir / "opaque.png")
    assert read_picture(chinese_dir / "opaque.png").alpha is None
    pixels[:4, :, 3] = 0
    Image.fromarray(pixels).save(chinese_dir / "a.png")
    picture = read_picture(chinese_dir / "a.png")
    assert picture.rgba.shape == (8, 8, 4)
    assert picture.over().rgb[0, 0].tolist() == [255, 255, 255] and picture.over().rgb[7, 7].tolist() == [200, 0, 0]


def test_cmyk_exif_and_profiles_are_converted_and_noted(chinese_dir: Path) -> None:
    Image.new("CMYK", (8, 8), (255, 0, 0, 0)).save(chinese_dir / "c.jpg", quality=95)
    picture = read_picture(chinese_dir / "c.jpg")
    assert picture.rgb[4, 4, 0] < 60 < picture.rgb[4, 4, 2] and any("CMYK" in str(n) for n in picture.notes)
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (16, 8)).save(chinese_dir / "e.jpg", exif=exif)
    turned = read_picture(chinese_dir / "e.jpg")
    assert (turned.width, turned.height) == (8, 16) and any("upright" in str(n) for n in turned.notes)
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    Image.new("RGB", (8, 8), (9, 9, 9)).save(chinese_dir / "l.png", icc_profile=lab)
    assert any("does not fit" in str(n) for n in read_picture(chinese_dir / "l.png").notes)
    Image.new("RGB", (8, 8), (9, 9, 9)).save(chinese_dir / "d.png", icc_profile=b"broken" * 40)
    damaged = read_picture(chinese_dir / "d.png")
    assert any("damaged" in str(n) for n in damaged.notes) and damaged.rgb[0, 0].tolist() == [9, 9, 9]
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    Image.new("RGB", (8, 8), (9, 99, 9)).save(chinese_dir / "s.png", icc_profile=srgb)
    assert read_picture(chinese_dir / "s.png").rgb[0, 0].tolist() == [9, 99, 9]


def test_masks_are_read_by_light_or_alpha_and_scaled(chinese_dir: Path) -> None:
    mask = Image.new("L", (10, 10))
    mask.paste(255, (0, 0, 5, 10))
    mask.save(chinese_dir / "m.png")
    grey, had, notes = read_mask(chinese_dir / "m.png", (20, 20))
    assert (
        had == (10, 10)
        and grey.shape == (20, 20)
        and grey[0, 0] == 255
        and grey[0, 19] == 0
        and "scaled" in str(notes[0])
    )
    alpha = np.zeros((10, 10, 4), np.uint8)
    alpha[:5, :, 3] = 255
    Image.fromarray(alpha).save(chinese_dir / "ma.png")
    grey, _, notes = read_mask(chinese_dir / "ma.png", (10, 10))
    assert grey[0, 0] == 255 and grey[9, 9] == 0 and notes == ()
