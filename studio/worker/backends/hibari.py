"""English speech by Hibari voices (ONNX spectra, 24 kHz)."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

from studio.core.messages import Phase
from studio.core.models import InstalledModel
from studio.core.requests import AudioRequest
from studio.worker import onnx
from studio.worker.backends.base import Loaded
from studio.worker.context import JobContext
from studio.worker.speech import speaking
from studio.worker.speech.english.guessing import WordGuesser
from studio.worker.speech.english.phonemes import EnglishPhonemes
from studio.worker.speech.english.tagger import Tagger

_VOICE = "heart"
_LONGEST = 400
"""Phonemes of one run; the pieces of text are far shorter, but numbers grow when they are written out."""

_DICTIONARIES = 130 * 2**20
"""Bytes that the dictionaries and the tagger take as Python objects (measured)."""


class HibariModel:
    """The network, the dictionaries and the symbol table."""

    def __init__(self, folder: Path, threads: int) -> None:
        threads = min(threads, 4)
        self._session = onnx.session(folder / "hibari.onnx", threads)
        self._ids: dict[str, int] = json.loads((folder / "vocab.json").read_text(encoding="utf-8"))
        guesser = WordGuesser(onnx.session(folder / "oov.onnx", threads), folder / "oov.json")
        self._phonemes = EnglishPhonemes(
            _read(folder / "lexicon_us_gold.json.gz"),
            _read(folder / "lexicon_us_silver.json.gz"),
            Tagger(_read(folder / "tagger.json.gz")),
            guesser,
        )
        self.memory = 3 * sum(f.stat().st_size for f in folder.glob("*.onnx")) + _DICTIONARIES

    def close(self) -> None:
        self._session = None

    def say(self, text: str, seed: int, speed: float) -> speaking.Said:
        """The sound of one piece of text at 24 kHz."""
        import numpy as np

        phonemes, left_out = self._phonemes(text)
        ids = [self._ids[c] for c in phonemes if c in self._ids]
        waves = [
            self._wave(ids[at : at + _LONGEST], speed, seed + at)
            for at in range(0, len(ids), _LONGEST)
            if any(c.isalpha() for c in phonemes)
        ]
        return speaking.Said(np.concatenate(waves) if waves else np.zeros(0, np.float32), left_out)

    def _wave(self, ids: list[int], speed: float, seed: int) -> Any:
        import numpy as np

        from studio.worker.speech import vocoder

        feed = {"ids": np.array([[0, *ids, 0]], np.int64), "speed": np.array([speed], np.float32)}
        harmonic, phase, noise, free, free_phase, pitch = (out[0] for out in self._session.run(None, feed))
        wave = vocoder.render(harmonic, phase, noise, free, free_phase, pitch, seed)
        return speaking.trim(wave, vocoder.RATE)


def _read(path: Path) -> Any:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return json.load(file)


class HibariBackend:
    """Speech with the one voice that comes with the model."""

    tasks = frozenset({"speak"})

    def warm(self) -> None:
        onnx.warm()

    def load(self, model: InstalledModel, ctx: JobContext) -> Loaded:
        ctx.phase(Phase.LOADING)
        with onnx.loading(model.spec.name):
            return HibariModel(Path(model.folder), ctx.threads)

    def run(self, model: Loaded, ctx: JobContext) -> None:
        import msgspec

        from studio.worker.speech import vocoder

        assert isinstance(model, HibariModel)
        request = ctx.request
        assert isinstance(request, AudioRequest)
        spec = ctx.models[0].spec
        speaking.check_language(spec, request.language)
        voice = speaking.choose_voice(spec, spec.voices or (_VOICE,), request.voice)
        request = msgspec.structs.replace(request, voice=voice, language="en")
        speed = request.speed
        speaking.speak(ctx, request, lambda text, seed: model.say(text, seed, speed), vocoder.RATE, dtype="int8")
