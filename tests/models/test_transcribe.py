"""Transcription of real speech, and a clear error for everything that is not speech."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr

from studio.core.errors import InputError, ModelError, WorkerError
from studio.core.messages import Progress, TextDelta
from studio.core.models import InstalledModel
from studio.core.recipes import STOPPED
from studio.library.library import Library
from studio.worker.backends.hibari import HibariBackend
from studio.worker.backends.whisper import WhisperBackend, WhisperModel
from studio.worker.context import JobCancelled
from tests.support.hearing import error_rate, words
from tests.support.voices import Ready

TEXT = "Seven birds sat on the old fence. The train to London leaves at noon. We will meet you at the station."
RATE = 24_000


@pytest.fixture(scope="module")
def whisper(starter_models: Library, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ready]:
    made = Ready(WhisperBackend(), starter_models.get("whisper-base"), tmp_path_factory.mktemp("whisper"))
    yield made
    made.loaded.close()


@pytest.fixture(scope="module")
def speech(starter_models: Library, tmp_path_factory: pytest.TempPathFactory) -> np.ndarray:
    folder = tmp_path_factory.mktemp("speech")
    voice = Ready(HibariBackend(), starter_models.get("hibari-en"), folder)
    ctx = voice.run(folder, prompt=TEXT)
    voice.loaded.close()
    return soundfile.read(ctx.results[0].path, dtype="float32")[0]


def transcript(whisper: Ready, folder: Path, path: Path, **values: object) -> str:
    ctx = whisper.run(folder / "out", path, task="transcribe", **values)
    result = ctx.results[0]
    assert result.kind == "text" and result.path.endswith(".txt")
    text = Path(result.path).read_text(encoding="utf-8")
    assert "".join(e.text for e in ctx.of(TextDelta)) == text
    return text


@pytest.mark.parametrize(
    ("name", "rate", "channels"), [("语音.wav", 24_000, 1), ("a.flac", 48_000, 2), ("b.ogg", 16_000, 1)]
)
def test_any_format_rate_and_channels(
    whisper: Ready, speech: np.ndarray, chinese_dir: Path, name: str, rate: int, channels: int
) -> None:
    samples = soxr.resample(speech, RATE, rate)
    soundfile.write(chinese_dir / name, np.repeat(samples[:, None], channels, axis=1), rate)
    text = transcript(whisper, chinese_dir, chinese_dir / name)
    assert error_rate(words(TEXT), words(text)) <= 0.2


def test_the_language_is_found_and_kept_in_the_recipe(whisper: Ready, speech: np.ndarray, chinese_dir: Path) -> None:
    soundfile.write(chinese_dir / "a.wav", speech, RATE)
    ctx = whisper.run(chinese_dir / "out", chinese_dir / "a.wav", task="transcribe")
    request = ctx.results[0].recipe.request
    assert request is not None and request.language == "en" and ctx.results[0].recipe.model.id == "whisper-base"  # type: ignore[union-attr]
    fractions = [p.fraction for p in ctx.of(Progress) if p.fraction is not None]
    assert fractions == sorted(fractions)


def test_a_long_sound_with_pauses_is_written_in_paragraphs_and_streamed(
    whisper: Ready, speech: np.ndarray, chinese_dir: Path
) -> None:
    pause = np.zeros(RATE * 6, np.float32)
    soundfile.write(chinese_dir / "a.wav", np.concatenate([pause, speech, pause, speech, pause]), RATE)
    text = transcript(whisper, chinese_dir, chinese_dir / "a.wav", language="en")
    assert text.count("\n") == 1
    assert error_rate(words(TEXT + " " + TEXT), words(text)) <= 0.2


def test_the_same_sound_gives_the_same_text(whisper: Ready, speech: np.ndarray, chinese_dir: Path) -> None:
    soundfile.write(chinese_dir / "a.wav", speech, RATE)
    a, b = (transcript(whisper, chinese_dir / str(i), chinese_dir / "a.wav") for i in range(2))
    assert a == b


@pytest.mark.parametrize("kind", ["silence", "noise", "tone", "click"])
def test_no_speech_is_said_and_nothing_made_up(whisper: Ready, chinese_dir: Path, kind: str) -> None:
    t = np.arange(16_000 * 4) / 16_000
    samples = {
        "silence": np.zeros_like(t),
        "noise": 0.05 * np.random.default_rng(0).standard_normal(len(t)),
        "tone": 0.3 * np.sin(2 * np.pi * 440 * t),
        "click": np.eye(1, len(t), 8000)[0],
    }[kind]
    soundfile.write(chinese_dir / "a.wav", samples, 16_000)
    with pytest.raises(WorkerError) as caught:
        whisper.run(chinese_dir / "out", chinese_dir / "a.wav", task="transcribe")
    assert "no speech" in caught.value.info.what


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (None, "input-missing"),
        (b"", "input-empty"),
        (b"MZ\x90" * 999, "input-unreadable"),
        (b"\x89PNG\r\n\x1a\n" * 99, "input-unreadable"),
    ],
)
def test_hostile_files(whisper: Ready, chinese_dir: Path, content: bytes | None, code: str) -> None:
    path = chinese_dir / "坏.wav"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        whisper.run(chinese_dir / "out", path, task="transcribe")
    assert caught.value.info.code == code and "?" not in str(caught.value)


def test_a_wav_without_frames(whisper: Ready, chinese_dir: Path) -> None:
    soundfile.write(chinese_dir / "a.wav", np.zeros(0, np.float32), 16_000)
    with pytest.raises(InputError) as caught:
        whisper.run(chinese_dir / "out", chinese_dir / "a.wav", task="transcribe")
    assert caught.value.info.code == "input-empty"


def test_unknown_language(whisper: Ready, speech: np.ndarray, chinese_dir: Path) -> None:
    soundfile.write(chinese_dir / "a.wav", speech, RATE)
    with pytest.raises(InputError) as caught:
        whisper.run(chinese_dir / "out", chinese_dir / "a.wav", task="transcribe", language="tlh")
    assert caught.value.info.code == "language-unsupported"


def test_cancel_while_it_computes(whisper: Ready, speech: np.ndarray, chinese_dir: Path) -> None:
    soundfile.write(chinese_dir / "a.wav", speech, RATE)
    ctx = whisper.context(chinese_dir / "out", chinese_dir / "a.wav", task="transcribe", language="en")
    ctx.stop_after = 5
    with pytest.raises(JobCancelled):
        whisper.backend.run(whisper.loaded, ctx)
    assert not ctx.results


def test_what_was_written_until_the_stop_is_kept(whisper: Ready, speech: np.ndarray, chinese_dir: Path) -> None:
    pause = np.zeros(int(2.5 * RATE), np.float32)
    soundfile.write(chinese_dir / "a.wav", np.concatenate([speech, pause] * 6), RATE)
    ctx = whisper.context(chinese_dir / "out", chinese_dir / "a.wav", task="transcribe", language="en")
    told = ctx.text

    def stop_after_the_first(take: int, piece: str) -> None:
        told(take, piece)
        ctx.stop_after = ctx.checks

    ctx.text = stop_after_the_first
    with pytest.raises(JobCancelled):
        whisper.backend.run(whisper.loaded, ctx)
    (result,) = ctx.results
    kept = Path(result.path).read_text(encoding="utf-8")
    assert "birds" in kept and kept == "".join(event.text for event in ctx.of(TextDelta))
    assert result.recipe.notes == (str(STOPPED),)


def test_works_without_the_voice_activity_network(whisper: Ready, speech: np.ndarray, chinese_dir: Path) -> None:
    assert isinstance(whisper.loaded, WhisperModel)
    kept, whisper.loaded.voice = whisper.loaded.voice, None
    try:
        soundfile.write(chinese_dir / "a.wav", speech, RATE)
        assert error_rate(words(TEXT), words(transcript(whisper, chinese_dir, chinese_dir / "a.wav"))) <= 0.2
    finally:
        whisper.loaded.voice = kept


@pytest.mark.parametrize("name", ["model.bin", "config.json", "tokenizer.json"])
@pytest.mark.parametrize("content", [None, b"", b"not a model"])
def test_damaged_models(whisper: Ready, tmp_path: Path, name: str, content: bytes | None) -> None:
    for file in Path(whisper.model.folder).iterdir():
        if file.name != name and file.is_file():
            (tmp_path / file.name).symlink_to(file)
    if content is not None:
        (tmp_path / name).write_bytes(content)
    bad = InstalledModel(spec=whisper.model.spec, folder=str(tmp_path))
    with pytest.raises(ModelError) as caught:
        WhisperBackend().load(bad, whisper.context(tmp_path / "job", tmp_path, task="transcribe"))
    assert caught.value.info.code in ("model-damaged", "model-load-failed") and "?" not in caught.value.info.what
