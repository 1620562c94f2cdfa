"""Speech by Kokoro-82M (ONNX, 24 kHz): Chinese, Spanish, French and English with any of its voices."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from studio.core.errors import InputError, phrase
from studio.core.messages import Phase
from studio.core.models import InstalledModel
from studio.core.requests import AudioRequest
from studio.worker import onnx
from studio.worker.backends.base import Loaded
from studio.worker.context import JobContext
from studio.worker.speech import speaking
from studio.worker.speech.english.phonemes import EnglishPhonemes, Spoken
from studio.worker.speech.languages.french import FrenchPhonemes
from studio.worker.speech.languages.spanish import SpanishPhonemes
from studio.worker.speech.sentences import is_cjk

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RATE = 24_000
_LONGEST = 500
"""Phonemes of one run; the network knows 510 positions."""

_ACTIVATIONS = 520 * 2**20
"""Bytes of one run of 500 phonemes (measured)."""


class KokoroModel:
    """The network, its voices and symbols, and one front end for each language, made when it is first needed."""

    def __init__(self, folder: Path, threads: int) -> None:
        import numpy as np

        network = next(iter(sorted(folder.glob("*.onnx"))), folder / "kokoro-v1.0.int8.onnx")
        self._ids: dict[str, int] = json.loads((folder / "vocab.json").read_text(encoding="utf-8"))["vocab"]
        archive = next(iter(sorted(folder.glob("*.npz"))), folder / "voices.npz")
        with np.load(archive, allow_pickle=False) as voices:
            self._voices: dict[str, NDArray[np.float32]] = {
                name: voices[name].reshape(-1, 1, voices[name].shape[-1]).astype(np.float32) for name in voices.files
            }
        self._session: Any = onnx.session(network, threads)
        self._front_ends: dict[str, Callable[[str], Spoken]] = {}
        self.memory = network.stat().st_size + archive.stat().st_size + _ACTIVATIONS

    @property
    def voices(self) -> tuple[str, ...]:
        return tuple(self._voices)

    def close(self) -> None:
        self._session = None
        for front_end in self._front_ends.values():
            close = getattr(front_end, "close", None)
            if close:
                close()
        self._front_ends.clear()

    def front_end(self, language: str) -> Callable[[str], Spoken]:
        if language not in self._front_ends:
            self._front_ends[language] = self._make_front_end(language)
        return self._front_ends[language]

    def _make_front_end(self, language: str) -> Callable[[str], Spoken]:
        if language == "zh":
            from studio.worker.speech.languages.chinese import ChinesePhonemes

            return ChinesePhonemes(self.front_end("en"))
        if language == "es":
            return SpanishPhonemes()
        if language == "fr":
            return FrenchPhonemes()
        return EnglishPhonemes(_english("us_gold.json"), _english("us_silver.json"))

    def say(self, text: str, language: str, voice: str, speed: float) -> speaking.Said:
        """The sound of one piece of text."""
        import numpy as np

        phonemes, left_out = self.front_end(language)(text)
        ids = [self._ids[c] for c in phonemes if c in self._ids]
        spoken = any(c.isalpha() for c in phonemes)
        waves = [self._wave(part, voice, speed) for part in _cut(ids, self._ids[" "])] if spoken else []
        return speaking.Said(np.concatenate(waves) if waves else np.zeros(0, np.float32), left_out)

    def _wave(self, ids: list[int], voice: str, speed: float) -> NDArray[np.float32]:
        import numpy as np

        styles = self._voices[voice]
        feed = {
            "tokens": np.array([[0, *ids, 0]], np.int64),
            "style": styles[min(len(ids), len(styles)) - 1],
            "speed": np.array([speed], np.float32),
        }
        wave = np.asarray(self._session.run(None, feed)[0], np.float32).ravel()
        return speaking.trim(wave, RATE)


def _cut(ids: list[int], space: int) -> list[list[int]]:
    """Runs of at most 500 symbols, cut at spaces where there are any."""
    parts: list[list[int]] = []
    while len(ids) > _LONGEST:
        at = next((i for i in range(_LONGEST, _LONGEST // 2, -1) if ids[i] == space), _LONGEST)
        parts.append(ids[:at])
        ids = ids[at:]
    return [*parts, ids] if ids else parts


def _english(name: str) -> Any:
    """The dictionaries that come with misaki (Apache-2.0)."""
    return json.loads((resources.files("misaki") / "data" / name).read_text(encoding="utf-8"))


class KokoroBackend:
    """Kokoro has no chance in it that could be seeded from outside: all takes of a text are alike."""

    tasks = frozenset({"speak"})

    def warm(self) -> None:
        onnx.warm()

    def load(self, model: InstalledModel, ctx: JobContext) -> Loaded:
        ctx.phase(Phase.LOADING)
        with onnx.loading(model.spec.name):
            return KokoroModel(Path(model.folder), ctx.threads)

    def run(self, model: Loaded, ctx: JobContext) -> None:
        assert isinstance(model, KokoroModel)
        request = ctx.request
        assert isinstance(request, AudioRequest)
        spec = ctx.models[0].spec
        speaking.check_language(spec, request.language)
        language = speaking.primary(request.language) or ("zh" if is_cjk(request.prompt) else "en")
        if language not in ("zh", "es", "fr", "en"):
            raise InputError("language-unsupported", model=spec.name, language=language, languages="zh, es, fr, en")
        voice = speaking.choose_voice(spec, model.voices, request.voice or str(spec.options.get("voice", "")))
        request = msgspec.structs.replace(request, voice=voice, language=language)
        speed = request.speed

        def say(text: str, seed: int) -> speaking.Said:
            return model.say(text, language, voice, speed)

        notes = (phrase("all takes are alike: this voice has no variation"),) if request.takes > 1 else ()
        speaking.speak(ctx, request, say, RATE, dtype="int8", notes=notes)
