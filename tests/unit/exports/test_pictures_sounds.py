from __future__ import annotations

import io
from pathlib import Path

import msgspec
import numpy as np
import pytest
import soundfile
from PIL import Image, ImageCms

from studio.exports import ExportItem, ExportOptions, Manifest, Resize, export, plan
from studio.pixels.pictures import read_picture
from tests.support import icc
from tests.unit.exports.conftest import copy_embed
from tests.unit.pixels.test_pictures import KINDS, unusual


def run(item: ExportItem, to: Path, **options: object) -> Manifest:
    return export(plan([item], ExportOptions(folder=to, **options)), embed=copy_embed)  # type: ignore[arg-type]


@pytest.mark.parametrize("file_format", ["png", "webp", "jpeg"])
def test_picture_formats(picture: ExportItem, tmp_path: Path, file_format: str) -> None:
    done = run(picture, tmp_path / "出", image_format=file_format, quality=95)
    assert not done.failures
    with Image.open(done.files[0].path) as made:
        assert made.format == file_format.upper()
        assert made.size == (64, 48) == (done.files[0].width, done.files[0].height)
        red, green, blue = made.convert("RGB").getpixel((5, 5))
        if file_format == "jpeg":  # half transparent red on white
            assert red > 215 and abs(green - 127) < 6 and abs(blue - 127) < 6
        else:
            assert made.convert("RGBA").getpixel((5, 5))[3] == 128


@pytest.mark.parametrize(
    ("resize", "sizes"),
    [
        (Resize(mode="fit", width=32), [(32, 24)]),
        (Resize(mode="fit", width=32, height=12), [(16, 12)]),
        (Resize(mode="exact", width=20, height=20), [(20, 20)]),
        (Resize(mode="fit", width=16, scales=(1, 2, 3)), [(16, 12), (32, 24), (48, 36)]),
        (Resize(scales=(1, 2)), [(64, 48), (128, 96)]),
    ],
)
def test_sizes(picture: ExportItem, tmp_path: Path, resize: Resize, sizes: list[tuple[int, int]]) -> None:
    done = run(picture, tmp_path / "out", resize=resize)
    opened = [Image.open(f.path) for f in done.files]
    assert [p.size for p in opened] == sizes
    for each in opened:
        each.close()


def test_dpi_and_profile(picture: ExportItem, tmp_path: Path) -> None:
    done = run(picture, tmp_path / "out", dpi=300, srgb=True)
    with Image.open(done.files[0].path) as made:
        assert round(made.info["dpi"][0]) == 300
        assert "sRGB" in ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(made.info["icc_profile"])))


def test_nothing_of_the_source_is_carried_over(picture: ExportItem, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010E] = "gps of home"
    path = picture.path.with_name("photo.jpg")
    Image.new("RGB", (8, 8)).save(path, exif=exif, comment=b"private")
    done = run(msgspec.structs.replace(picture, path=path), tmp_path / "out", image_format="jpeg", level="nothing")
    data = done.files[0].path.read_bytes()
    assert b"gps" not in data and b"private" not in data


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("file_format", ["png", "jpeg", "webp"])
def test_what_was_imported_leaves_as_every_task_reads_it(
    picture: ExportItem, tmp_path: Path, kind: str, file_format: str
) -> None:
    path = unusual(picture.path.parent, kind)
    done = run(msgspec.structs.replace(picture, path=path), tmp_path / "出", image_format=file_format, quality=100)
    assert not done.failures
    read = read_picture(path)
    expected = read.over().rgb if file_format == "jpeg" else read.rgba
    with Image.open(done.files[0].path) as made:
        assert not made.getexif() and "icc_profile" not in made.info
        assert made.size == (read.width, read.height) == (done.files[0].width, done.files[0].height)
        pixels = np.asarray(made.convert("RGBA" if expected.shape[2] == 4 else "RGB")).astype(int)
    seen = pixels[..., 3] > 0 if pixels.shape[2] == 4 else np.ones(pixels.shape[:2], bool)
    # JPEG is lossy where colours meet.
    assert np.median(np.abs(pixels - expected)[seen]) <= (2 if file_format == "jpeg" else 0)
    assert file_format == "jpeg" or np.abs(pixels - expected)[seen].max() <= 0


@pytest.mark.parametrize("kind", ["profile", "grey profile", "16 bit profile", "CMYK profile", "transparent profile"])
def test_colours_are_those_of_the_profile(picture: ExportItem, tmp_path: Path, kind: str) -> None:
    path = unusual(picture.path.parent, kind)
    done = run(msgspec.structs.replace(picture, path=path), tmp_path / "out", srgb=True)
    with Image.open(done.files[0].path) as made:
        colour = np.asarray(made.convert("RGB"))[12, 20].astype(float)
        assert made.mode in ("RGB", "RGBA"), "an sRGB profile in a grey file would be wrong"
    wanted = {
        "CMYK profile": icc.of_ink(0),
        "grey profile": icc.encoded(np.full(3, 124 / 255)),
        "16 bit profile": icc.encoded(np.full(3, 200 / 255)),
    }.get(kind, icc.in_srgb((200, 100, 50)))
    assert np.abs(colour - wanted).max() <= 6


def test_a_postscript_file_starts_no_program(picture: ExportItem, tmp_path: Path) -> None:
    path = picture.path.with_name("drawing.png")
    path.write_bytes(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 8 8\nshowpage\n")
    done = run(msgspec.structs.replace(picture, path=path), tmp_path / "out")
    assert [f.error.code for f in done.failures] == ["input-unreadable"]
    assert "the studio can read" in str(done.failures[0].error)


@pytest.mark.parametrize("content", [b"", b"MZ\x90\x00 not a picture", b"\x89PNG\r\n\x1a\n broken"])
def test_a_damaged_picture_fails_alone(picture: ExportItem, tmp_path: Path, content: bytes) -> None:
    bad = picture.path.with_name("bad.png")
    bad.write_bytes(content)
    made = plan([msgspec.structs.replace(picture, path=bad), picture], ExportOptions(folder=tmp_path / "out"))
    done = export(made, embed=copy_embed)
    assert [f.error.code for f in done.failures] == ["input-unreadable" if content else "input-empty"]
    assert len(done.files) == 1
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["manifest.json", "红 方块 (2).png"]


@pytest.mark.parametrize(
    ("file_format", "subtype"),
    [("wav", "PCM_24"), ("flac", "PCM_24"), ("ogg", "VORBIS"), ("mp3", "MPEG_LAYER_III")],
)
def test_sound_formats(sound: ExportItem, tmp_path: Path, file_format: str, subtype: str) -> None:
    done = run(sound, tmp_path / "出", audio_format=file_format)
    assert not done.failures
    info = soundfile.info(done.files[0].path)
    assert info.subtype == subtype and info.samplerate == 22_050
    assert abs(info.duration - 1.0) < 0.1 and done.files[0].seconds == 1.0
    made, _ = soundfile.read(done.files[0].path)
    assert 0.3 < np.sqrt(np.mean(np.square(made))) < 0.4


def test_resampling_and_rates_mp3_does_not_know(sound: ExportItem, tmp_path: Path) -> None:
    done = run(sound, tmp_path / "a", audio_format="wav", sample_rate=48_000)
    assert soundfile.info(done.files[0].path).samplerate == 48_000
    assert abs(soundfile.info(done.files[0].path).duration - 1.0) < 0.001
    done = run(sound, tmp_path / "b", audio_format="mp3", sample_rate=96_000)
    assert soundfile.info(done.files[0].path).samplerate == 48_000


def test_quality_makes_sound_smaller(sound: ExportItem, tmp_path: Path) -> None:
    best = run(sound, tmp_path / "a", audio_format="mp3", quality=100).files[0].bytes
    small = run(sound, tmp_path / "b", audio_format="mp3", quality=10).files[0].bytes
    assert small < best


def test_a_sound_without_frames_and_a_renamed_program(sound: ExportItem, tmp_path: Path) -> None:
    soundfile.write(sound.path, np.zeros(0), 8000)
    assert run(sound, tmp_path / "a").failures[0].error.code == "input-unreadable"
    sound.path.write_bytes(b"MZ\x90\x00" * 100)
    assert run(sound, tmp_path / "b").failures[0].error.code == "input-unreadable"
    assert list((tmp_path / "b").iterdir()) == []
