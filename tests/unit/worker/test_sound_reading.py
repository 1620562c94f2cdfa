"""Sound files of strangers: every bad one has its own clear error."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from studio.core.errors import InputError
from studio.worker.audio.reading import SoundReader, read_mono


def write(path: Path, seconds: float = 1.0, rate: int = 22_050, channels: int = 1, **kwargs: str) -> Path:
    t = np.arange(int(seconds * rate)) / rate
    wave = 0.3 * np.sin(2 * np.pi * 440 * t)
    soundfile.write(path, np.repeat(wave[:, None], channels, axis=1), rate, **kwargs)
    return path


def code_of(path: Path, limit: float = 3600) -> str:
    with pytest.raises(InputError) as caught, SoundReader(path, limit) as reader:
        read_mono(reader, 16_000)
    assert caught.value.info.what and "?" not in caught.value.info.what
    return caught.value.info.code


@pytest.mark.parametrize("name", ["声音.wav", "a.flac", "b.ogg", "c.mp3", "d.aiff"])
def test_formats(tmp_path: Path, name: str) -> None:
    with SoundReader(write(tmp_path / name, channels=2), 60) as reader:
        assert reader.info.channels == 2 and reader.info.rate == 22_050
        mono = read_mono(reader, 16_000)
    assert abs(len(mono) - 16_000) < 800 and mono.dtype == np.float32
    assert float(np.sqrt(np.mean(mono**2))) == pytest.approx(0.212, abs=0.02)


def test_no_file(tmp_path: Path) -> None:
    assert code_of(tmp_path / "没有.wav") == "input-missing"


def test_folder(tmp_path: Path) -> None:
    assert code_of(tmp_path) == "input-unreadable"


def test_zero_bytes(tmp_path: Path) -> None:
    (tmp_path / "x.wav").touch()
    assert code_of(tmp_path / "x.wav") == "input-empty"


def test_no_frames(tmp_path: Path) -> None:
    assert code_of(write(tmp_path / "x.wav", 0.0)) == "input-empty"


@pytest.mark.parametrize(
    "content", [b"MZ\x90\x00" * 500, b"\x89PNG\r\n\x1a\n" + bytes(100), b"hello", b"RIFF\xff\xff\xff\xffWAVE"]
)
def test_not_a_sound(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.wav").write_bytes(content)
    assert code_of(tmp_path / "x.wav") in ("input-unreadable", "input-empty")


def test_too_long(tmp_path: Path) -> None:
    assert code_of(write(tmp_path / "x.wav", 3.0, 8000), limit=2.0) == "input-too-large"


def test_truncated_file_keeps_what_is_there(tmp_path: Path) -> None:
    path = write(tmp_path / "x.wav", 2.0, 16_000)
    path.write_bytes(path.read_bytes()[: 44 + 32_000])
    with SoundReader(path, 60) as reader:
        assert len(read_mono(reader, 16_000)) == pytest.approx(16_000, abs=2)


def test_not_a_number_becomes_silence(tmp_path: Path) -> None:
    samples = np.full(4000, np.nan, np.float32)
    samples[::2] = np.inf
    soundfile.write(tmp_path / "x.wav", samples, 16_000, subtype="FLOAT")
    with SoundReader(tmp_path / "x.wav", 60) as reader:
        block = next(reader.blocks())
    assert np.isfinite(block).all() and np.abs(block).max() <= 1.0
