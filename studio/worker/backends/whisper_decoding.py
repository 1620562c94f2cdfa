"""One Whisper model: from up to 30 seconds of sound to text, through CTranslate2."""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_BEAMS = 5
_MOST_TOKENS = 224
_PROMPT_TOKENS = 200
_POLL = 0.02
_REPETITIVE = 2.4
_NO_SPEECH = 0.6
_UNSURE = -1.0

_SIMPLIFIED = "以下是普通话的句子，使用简体中文和标点符号。"
"""Whisper writes Chinese in traditional or simplified characters by chance; a prompt in one of them settles it."""


class Heard(NamedTuple):
    """``doubtful`` when the model itself believes that nobody spoke."""

    text: str
    doubtful: bool


class WhisperDecoder:
    """Wraps the CTranslate2 model, its tokenizer and the mel filters. ``wait`` is called every 20 ms while it computes
    and may raise to stop; the computation under way then ends by itself within seconds."""

    def __init__(self, folder: Path, *, device: str, compute: str, threads: int) -> None:
        import ctranslate2
        import tokenizers

        from studio.worker.audio import mel

        self._tokens = tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._model = ctranslate2.models.Whisper(
            str(folder), device=device, compute_type=compute, intra_threads=threads
        )
        self._bank = mel.filters(self._model.n_mels)
        self.multilingual = bool(self._model.is_multilingual)

    def knows(self, language: str) -> bool:
        return self._tokens.token_to_id(f"<|{language}|>") is not None and (self.multilingual or language == "en")

    def close(self) -> None:
        self._model.unload_model()

    def encode(self, samples: NDArray[np.float32]) -> Any:
        import ctranslate2

        from studio.worker.audio import mel

        features = ctranslate2.StorageView.from_array(mel.log_mel(samples, self._bank))
        return self._model.encode(features, to_cpu=False)

    def language(self, encoded: Any) -> tuple[str, float]:
        """The most likely language and its probability."""
        if not self.multilingual:
            return "en", 1.0
        token, chance = self._model.detect_language(encoded)[0][0]
        return str(token).strip("<|>"), float(chance)

    def decode(self, encoded: Any, language: str, hint: str, wait: Callable[[], None]) -> Heard:
        """The text of encoded sound. ``hint`` is text in the wanted style: names, terms, punctuation."""
        prompt = self._prompt(language, hint)
        heard = self._generate(encoded, prompt, wait)
        if _repetitive(heard.text):
            # The way out of a loop that needs no chance, so that the same sound gives the same text.
            heard = self._generate(encoded, prompt, wait, repetition_penalty=1.15, no_repeat_ngram_size=3)
        return heard

    def _prompt(self, language: str, hint: str) -> list[int]:
        hint = hint.strip() or (_SIMPLIFIED if language == "zh" else "")
        ids: list[int] = []
        if hint:
            words = self._tokens.encode(" " + hint, add_special_tokens=False).ids[-_PROMPT_TOKENS:]
            ids += [self._special("<|startofprev|>"), *words]
        ids.append(self._special("<|startoftranscript|>"))
        if self.multilingual:
            ids += [self._special(f"<|{language}|>"), self._special("<|transcribe|>")]
        return [*ids, self._special("<|notimestamps|>")]

    def _special(self, token: str) -> int:
        found = self._tokens.token_to_id(token)
        if found is None:
            raise ValueError(f"the tokenizer has no {token}")
        return int(found)

    def _generate(self, encoded: Any, prompt: list[int], wait: Callable[[], None], **more: Any) -> Heard:
        running = self._model.generate(
            encoded,
            [prompt],
            asynchronous=True,
            beam_size=_BEAMS,
            max_length=len(prompt) + _MOST_TOKENS,
            return_scores=True,
            return_no_speech_prob=True,
            **more,
        )[0]
        while not running.done():
            wait()
            time.sleep(_POLL)
        result = running.result()
        text = self._tokens.decode(result.sequences_ids[0], skip_special_tokens=True).strip()
        doubtful = result.no_speech_prob > _NO_SPEECH and result.scores[0] < _UNSURE
        return Heard(text, doubtful)


def _repetitive(text: str) -> bool:
    data = text.encode()
    return len(data) > 60 and len(data) / len(zlib.compress(data)) > _REPETITIVE
