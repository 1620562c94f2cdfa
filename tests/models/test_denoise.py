"""Noise removal of real speech: what is gained, in time, at any rate and channel count."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr

from studio.core.errors import InputError, ModelError
from studio.core.models import InstalledModel
from studio.library.library import Library
from studio.worker.backends.deepfilter import DeepFilterBackend
from studio.worker.backends.hibari import HibariBackend
from studio.worker.context import JobCancelled
from tests.support.hearing import si_sdr
from tests.support.voices import Ready

TEXT = "Seven birds sat on the old fence. The train to London leaves at noon. We will meet you at the station."


@pytest.fixture(scope="module")
def cleaner(starter_models: Library, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ready]:
    made = Ready(DeepFilterBackend(), starter_models.get("deepfilternet3"), tmp_path_factory.mktemp("df"))
    yield made
    made.loaded.close()


@pytest.fixture(scope="module")
def speech(starter_models: Library, tmp_path_factory: pytest.TempPathFactory) -> np.ndarray:
    folder = tmp_path_factory.mktemp("speech")
    voice = Ready(HibariBackend(), starter_models.get("hibari-en"), folder)
    ctx = voice.run(folder, prompt=TEXT)
    voice.loaded.close()
    return soundfile.read(ctx.results[0].path, dtype="float32")[0]


def noisy(speech: np.ndarray, rate: int, decibels: float = 5.0) -> tuple[np.ndarray, np.ndarray]:
    clean = soxr.resample(speech, 24_000, rate) * 0.5
    noise = np.random.default_rng(1).standard_normal(len(clean)).astype(np.float32)
    noise *= np.sqrt(np.mean(clean**2) / np.mean(noise**2)) * 10 ** (-decibels / 20)
    return clean, clean + noise


@pytest.mark.parametrize(("rate", "channels"), [(24_000, 1), (48_000, 2), (44_100, 1), (16_000, 1)])
def test_at_least_6_db_are_gained(
    cleaner: Ready, speech: np.ndarray, chinese_dir: Path, rate: int, channels: int
) -> None:
    clean, mixed = noisy(speech, rate)
    path = chinese_dir / "嘈杂.wav"
    soundfile.write(path, np.repeat(mixed[:, None], channels, axis=1), rate, subtype="FLOAT")
    ctx = cleaner.run(chinese_dir / "out", path, task="denoise")
    done, done_rate = soundfile.read(ctx.results[0].path, dtype="float32", always_2d=True)
    assert done.shape == (len(mixed), channels) and done_rate == rate
    gain = si_sdr(done[:, 0], clean) - si_sdr(mixed, clean)
    assert gain >= 6.0
    late = [si_sdr(np.roll(done[:, 0], shift), clean) for shift in (-3, 3)]
    assert max(late) < si_sdr(done[:, 0], clean)
    assert ctx.results[0].recipe.source == "edited"


def test_channels_are_cleaned_apart(cleaner: Ready, speech: np.ndarray, chinese_dir: Path) -> None:
    _, mixed = noisy(speech[:48_000], 48_000)
    soundfile.write(chinese_dir / "a.wav", np.stack([mixed, np.zeros_like(mixed)], axis=1), 48_000, subtype="FLOAT")
    ctx = cleaner.run(chinese_dir / "out", chinese_dir / "a.wav", task="denoise")
    done, _ = soundfile.read(ctx.results[0].path)
    assert np.abs(done[:, 0]).max() > 0.05 and np.abs(done[:, 1]).max() < 1e-3


def test_the_same_sound_gives_the_same_bytes(cleaner: Ready, speech: np.ndarray, chinese_dir: Path) -> None:
    soundfile.write(chinese_dir / "a.wav", noisy(speech[:24_000], 48_000)[1], 48_000)
    a, b = (cleaner.run(chinese_dir / str(i), chinese_dir / "a.wav", task="denoise") for i in range(2))
    assert Path(a.results[0].path).read_bytes() == Path(b.results[0].path).read_bytes()


@pytest.mark.parametrize("frames", [1, 100, 1440])
def test_very_short_sounds(cleaner: Ready, chinese_dir: Path, frames: int) -> None:
    soundfile.write(chinese_dir / "a.wav", np.full(frames, 0.1, np.float32), 44_100)
    ctx = cleaner.run(chinese_dir / "out", chinese_dir / "a.wav", task="denoise")
    assert soundfile.info(ctx.results[0].path).frames == frames


def test_more_than_two_channels(cleaner: Ready, chinese_dir: Path) -> None:
    soundfile.write(chinese_dir / "a.wav", np.full((4800, 6), 0.1, np.float32), 48_000)
    ctx = cleaner.run(chinese_dir / "out", chinese_dir / "a.wav", task="denoise")
    assert soundfile.info(ctx.results[0].path).channels == 2 and "two channels" in ctx.results[0].recipe.notes[0]


@pytest.mark.parametrize(
    ("content", "code"), [(None, "input-missing"), (b"", "input-empty"), (b"MZ\x90" * 999, "input-unreadable")]
)
def test_hostile_files(cleaner: Ready, chinese_dir: Path, content: bytes | None, code: str) -> None:
    path = chinese_dir / "坏.wav"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        cleaner.run(chinese_dir / "out", path, task="denoise")
    assert caught.value.info.code == code


def test_cancel(cleaner: Ready, speech: np.ndarray, chinese_dir: Path) -> None:
    soundfile.write(chinese_dir / "a.wav", speech, 24_000)
    ctx = cleaner.context(chinese_dir / "out", chinese_dir / "a.wav", task="denoise")
    ctx.stop_after = 3
    with pytest.raises(JobCancelled):
        cleaner.backend.run(cleaner.loaded, ctx)
    assert not ctx.results and ctx.checks == 4


@pytest.mark.parametrize("keep", [0, 100, 0.5])
def test_damaged_networks_do_not_end_the_process(cleaner: Ready, tmp_path: Path, keep: float) -> None:
    folder = Path(cleaner.model.folder)
    library = next(folder.glob("*deepfilter*.*"))
    (tmp_path / library.name).symlink_to(library)
    whole = (folder / "DeepFilterNet3_onnx.tar.gz").read_bytes()
    (tmp_path / "DeepFilterNet3_onnx.tar.gz").write_bytes(whole[: int(keep * len(whole)) if keep < 1 else int(keep)])
    bad = InstalledModel(spec=cleaner.model.spec, folder=str(tmp_path))
    with pytest.raises(ModelError) as caught:
        DeepFilterBackend().load(bad, cleaner.context(tmp_path / "job", tmp_path, task="denoise"))
    assert caught.value.info.code == "model-damaged"


@pytest.mark.parametrize("content", [None, b"not a library"])
def test_a_damaged_library(cleaner: Ready, tmp_path: Path, content: bytes | None) -> None:
    folder = Path(cleaner.model.folder)
    (tmp_path / "DeepFilterNet3_onnx.tar.gz").symlink_to(folder / "DeepFilterNet3_onnx.tar.gz")
    if content is not None:
        (tmp_path / "libdeepfilter.so").write_bytes(content)
    bad = InstalledModel(spec=cleaner.model.spec, folder=str(tmp_path))
    with pytest.raises(ModelError) as caught:
        DeepFilterBackend().load(bad, cleaner.context(tmp_path / "job", tmp_path, task="denoise"))
    assert caught.value.info.code in ("model-damaged", "model-load-failed")
