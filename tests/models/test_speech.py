"""Real voices: what they say is understood, evenly loud, never clipped, and the same again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from studio.core.errors import InputError, ModelError
from studio.core.messages import Progress
from studio.core.models import InstalledModel
from studio.library.library import Library
from studio.worker.audio.loudness import loudness, true_peak
from studio.worker.backends.hibari import HibariBackend
from studio.worker.backends.kokoro import KokoroBackend
from studio.worker.backends.whisper import WhisperBackend
from studio.worker.context import JobCancelled
from tests.support.context import RecordingContext
from tests.support.hearing import characters, error_rate, words
from tests.support.voices import Ready

ENGLISH = (
    "The weather was cold and grey this morning, so we stayed at home and read books by the fire. "
    "Doctor Smith walked slowly along the river. Nobody knew where the children had gone."
)
CHINESE = "今天天气很好，我们一起去公园散步吧。他昨天买了三本书，花了九十块钱。"
SPANISH = "Hola, ¿cómo está usted? Mañana vamos a visitar la ciudad con nuestros amigos."
FRENCH = (
    "Le petit garçon regarde les oiseaux qui volent au-dessus de la maison. "
    "La bibliothèque est fermée le dimanche, mais le musée reste ouvert toute la journée."
)


def ready(backend: object, library: Library, name: str, factory: pytest.TempPathFactory) -> Iterator[Ready]:
    made = Ready(backend, library.get(name), factory.mktemp(name))  # type: ignore[arg-type]
    yield made
    made.loaded.close()


@pytest.fixture(scope="module")
def hibari(starter_models: Library, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ready]:
    yield from ready(HibariBackend(), starter_models, "hibari-en", tmp_path_factory)


@pytest.fixture(scope="module")
def kokoro(starter_models: Library, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ready]:
    yield from ready(KokoroBackend(), starter_models, "kokoro-82m", tmp_path_factory)


@pytest.fixture(scope="module")
def whisper(starter_models: Library, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ready]:
    yield from ready(WhisperBackend(), starter_models, "whisper-base", tmp_path_factory)


def sound(ctx: RecordingContext, take: int = 0) -> tuple[np.ndarray, int]:
    samples, rate = soundfile.read(ctx.results[take].path, dtype="float32")
    return samples, rate


def check_level(ctx: RecordingContext, target: float = -16.0) -> None:
    samples, rate = sound(ctx)
    assert soundfile.info(ctx.results[0].path).subtype == "PCM_24" and rate == 24_000
    assert abs(loudness(samples, rate) - target) <= 0.5
    assert np.abs(samples).max() < 1.0 and true_peak(samples, rate) <= -0.9


def heard(whisper: Ready, ctx: RecordingContext, folder: Path, language: str) -> str:
    text = whisper.run(folder / "heard", Path(ctx.results[0].path), task="transcribe", language=language)
    return Path(text.results[0].path).read_text(encoding="utf-8")


def test_english_is_understood(hibari: Ready, whisper: Ready, chinese_dir: Path) -> None:
    ctx = hibari.run(chinese_dir, prompt=ENGLISH)
    check_level(ctx)
    expected = ENGLISH.replace("Doctor", "Dr.")
    assert error_rate(words(expected), words(heard(whisper, ctx, chinese_dir, "en"))) <= 0.2


@pytest.mark.slow
def test_chinese_is_understood(kokoro: Ready, whisper: Ready, chinese_dir: Path) -> None:
    ctx = kokoro.run(chinese_dir, prompt=CHINESE, language="zh")
    check_level(ctx)
    text = heard(whisper, ctx, chinese_dir, "zh").replace("3", "三").replace("90", "九十")
    assert error_rate(characters(CHINESE), characters(text)) <= 0.2


@pytest.mark.slow
@pytest.mark.parametrize(("language", "text"), [("es", SPANISH), ("fr", FRENCH)])
def test_other_languages_are_understood(
    kokoro: Ready, whisper: Ready, chinese_dir: Path, language: str, text: str
) -> None:
    ctx = kokoro.run(chinese_dir, prompt=text, language=language)
    check_level(ctx)
    assert error_rate(words(text), words(heard(whisper, ctx, chinese_dir, language))) <= 0.2


def test_the_recipe_of_a_take_makes_it_again(hibari: Ready, chinese_dir: Path) -> None:
    ctx = hibari.run(chinese_dir / "a", prompt="Hello there. How are you?", takes=2)
    again = hibari.run(chinese_dir / "b", prompt="Hello there. How are you?", seed=ctx.results[1].recipe.request.seed)  # type: ignore[union-attr]
    assert Path(again.results[0].path).read_bytes() == Path(ctx.results[1].path).read_bytes()
    assert not np.array_equal(sound(ctx, 0)[0], sound(ctx, 1)[0])
    request = ctx.results[0].recipe.request
    assert request.voice == "heart" and request.language == "en"  # type: ignore[union-attr]


def test_speed_and_loudness(hibari: Ready, chinese_dir: Path) -> None:
    slow = hibari.run(chinese_dir / "a", prompt=ENGLISH, speed=0.7, loudness=-23.0)
    fast = hibari.run(chinese_dir / "b", prompt=ENGLISH, speed=1.5)
    check_level(slow, -23.0)
    assert slow.results[0].seconds > 1.5 * fast.results[0].seconds


def test_progress_for_each_sentence_and_cancel_between(hibari: Ready, chinese_dir: Path) -> None:
    ctx = hibari.run(chinese_dir, prompt=ENGLISH)
    fractions = [p.fraction for p in ctx.of(Progress) if p.fraction is not None]
    assert fractions == sorted(fractions)
    stopped = hibari.context(chinese_dir / "stop", prompt=ENGLISH)
    stopped.stop_after = 1
    with pytest.raises(JobCancelled):
        hibari.backend.run(hibari.loaded, stopped)
    assert not stopped.results


@pytest.mark.parametrize(
    "text",
    [
        "Hi",
        "On March 3rd, 2024, 1,250 people paid $9.99 each at 7:30 p.m. (e.g. Dr. O'Neil & co.)!",
        "I saw a ☃ and 漢字 🙂.",
        "5",
        "supercalifragilistic" * 30,
        "1234567890" * 20,
    ],
)
def test_odd_english(hibari: Ready, chinese_dir: Path, text: str) -> None:
    assert hibari.run(chinese_dir, prompt=text).results[0].seconds > 0.15


def test_what_was_not_spoken_is_noted(hibari: Ready, chinese_dir: Path) -> None:
    notes = " ".join(hibari.run(chinese_dir, prompt="I saw a ☃ and 漢 today.").results[0].recipe.notes)
    assert "☃" in notes and "漢" in notes


@pytest.mark.parametrize("text", ["مرحبا", "🙂🙂", "…!?", "你好"])
def test_a_text_without_anything_to_say(hibari: Ready, chinese_dir: Path, text: str) -> None:
    with pytest.raises(InputError) as caught:
        hibari.run(chinese_dir, prompt=text)
    assert caught.value.info.code == "language-unsupported" and "?" not in caught.value.info.what.replace(text, "")


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    ["我用Python写2个AI程序😀。", "50%，3.14，-5℃，13800138000，9:30", "㊗️龘靐齉", "“你好”——他说……（笑）；《书》、A/B"],
)
def test_odd_chinese(kokoro: Ready, chinese_dir: Path, text: str) -> None:
    assert kokoro.run(chinese_dir, prompt=text, language="zh").results[0].seconds > 0.15


def test_unknown_voices_and_languages(hibari: Ready, chinese_dir: Path) -> None:
    for values, code in (({"voice": "emma"}, "voice-unknown"), ({"language": "zh"}, "language-unsupported")):
        with pytest.raises(InputError) as caught:
            hibari.run(chinese_dir, prompt="Hello.", **values)
        assert caught.value.info.code == code and "?" not in str(caught.value)


@pytest.mark.parametrize("name", ["hibari.onnx", "vocab.json", "tagger.json.gz", "oov.onnx"])
@pytest.mark.parametrize("content", [None, b"", b"MZ not a model"])
def test_damaged_voices(hibari: Ready, tmp_path: Path, name: str, content: bytes | None) -> None:
    for file in Path(hibari.model.folder).iterdir():
        if file.name != name and file.is_file():
            (tmp_path / file.name).symlink_to(file)
    if content is not None:
        (tmp_path / name).write_bytes(content)
    bad = InstalledModel(spec=hibari.model.spec, folder=str(tmp_path))
    with pytest.raises(ModelError) as caught:
        HibariBackend().load(bad, hibari.context(tmp_path / "job", prompt="x"))
    assert caught.value.info.code in ("model-damaged", "model-load-failed") and "?" not in caught.value.info.what
