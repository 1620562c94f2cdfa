"""Transcription by Whisper models in CTranslate2 format.

faster-whisper itself is not used: it imports PyAV at once, whose wheel bundles encoders under the GPL.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from studio.core.errors import InputError, ModelError, Phrase, WorkerError, phrase
from studio.core.messages import Phase
from studio.core.models import InstalledModel
from studio.core.recipes import Recipe
from studio.core.requests import AudioRequest
from studio.worker import onnx
from studio.worker.audio.reading import SoundReader, read_mono
from studio.worker.audio.voice_activity import RATE, Stretch, VoiceActivity, grouped, stretches
from studio.worker.backends.base import Loaded
from studio.worker.backends.whisper_decoding import WhisperDecoder
from studio.worker.context import JobCancelled, JobContext
from studio.worker.refusals import load_failed
from studio.worker.speech.sentences import is_cjk
from studio.worker.speech.speaking import primary

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LIMIT_SECONDS = 4 * 3600.0
_CHUNK_SECONDS = 28.0
_PARAGRAPH_SECONDS = 1.5
_LISTENING = 0.1
"""Part of the work that finding the speech takes, as progress is shown."""

_VOICE_FILE = "silero_vad_16k_sequence.onnx"


class WhisperModel:
    """The recogniser and what finds speech for it."""

    def __init__(self, folder: Path, device: str, compute: str, threads: int) -> None:
        self.compute = compute
        self.decoder = WhisperDecoder(folder, device=device, compute=compute, threads=threads)
        voice = folder / _VOICE_FILE
        self.voice: VoiceActivity | None = None
        if voice.is_file():
            self.voice = VoiceActivity(onnx.session(voice, 1))
        size = (folder / "model.bin").stat().st_size
        # 16-bit weights on disk take half as much as int8; encoder states and beams come on top.
        self.memory = (size // 2 if compute.startswith("int8") else size) + 200 * 2**20

    def close(self) -> None:
        self.decoder.close()


class WhisperBackend:
    """Speech to text: speech is found first, then written down in chunks of up to 28 seconds."""

    tasks = frozenset({"transcribe"})

    def warm(self) -> None:
        try:
            import ctranslate2  # noqa: F401
        except ImportError:
            return  # said when a job needs it

    def load(self, model: InstalledModel, ctx: JobContext) -> Loaded:
        import ctranslate2

        ctx.phase(Phase.LOADING)
        folder = Path(model.folder)
        for name in ("model.bin", "config.json", "tokenizer.json"):
            if not (folder / name).is_file():
                raise ModelError("model-damaged", file=name, reason=phrase("it is missing"))
        gpu = ctx.device.kind == "cuda" and ctranslate2.get_cuda_device_count() > 0
        try:
            return WhisperModel(folder, "cuda" if gpu else "cpu", "float16" if gpu else "int8", ctx.threads)
        except Exception as error:
            # CTranslate2, tokenizers and onnxruntime raise Exception itself or classes of their own.
            if isinstance(error, MemoryError):
                raise
            raise load_failed(model.spec.name, error) from error

    def run(self, model: Loaded, ctx: JobContext) -> None:
        assert isinstance(model, WhisperModel)
        request = ctx.request
        assert isinstance(request, AudioRequest)
        source = request.input("source")
        if source is None:
            raise InputError("input-needed", what=phrase("a sound"))
        language = primary(request.language)
        if language and not model.decoder.knows(language):
            name = ctx.models[0].spec.name
            raise InputError("language-unsupported", model=name, language=language, languages="en, zh, fr, es, de …")
        ctx.phase(Phase.ENCODING, 0.0)
        with SoundReader(source.path, LIMIT_SECONDS) as reader:
            samples = read_mono(reader, RATE)
        ctx.check_cancelled()
        chunks, notes = _chunks(model, ctx, samples)
        if not chunks:
            raise WorkerError("result-invalid", reason=phrase("no speech was found in the sound"))
        for take in range(request.takes):
            heard = _Heard(language)
            try:
                self._write(model, ctx, take, samples, chunks, heard)
            except JobCancelled:
                ctx.emit_stopped(take, heard.text, heard.recipe(ctx, take, model.compute, notes))
                raise
            ctx.emit_text(take, heard.text, heard.recipe(ctx, take, model.compute, notes))

    def _write(
        self,
        model: WhisperModel,
        ctx: JobContext,
        take: int,
        samples: NDArray[np.float32],
        chunks: list[Stretch],
        so_far: _Heard,
    ) -> None:
        total = sum(chunk.seconds for chunk in chunks)
        done = 0.0
        last: Stretch | None = None
        for chunk in chunks:
            ctx.check_cancelled()
            part = _LISTENING + (1 - _LISTENING) * done / total
            ctx.phase(Phase.GENERATING, ctx.overall(take, part), take=take)
            encoded = model.decoder.encode(samples[chunk.start : chunk.end])
            so_far.language = so_far.language or model.decoder.language(encoded)[0]
            heard = model.decoder.decode(encoded, so_far.language, ctx.request.prompt, ctx.check_cancelled)
            done += chunk.seconds
            if heard.doubtful or not heard.text:
                continue
            pause = (chunk.start - last.end) / RATE if last else 0.0
            piece = _between(so_far.text, heard.text, pause) + heard.text
            last = chunk
            so_far.text += piece
            ctx.text(take, piece)
        if not so_far.text:
            raise WorkerError("result-invalid", reason=phrase("no speech was understood in the sound"))


@dataclass
class _Heard:
    """What was understood so far, and in which language ("" while that is not known)."""

    language: str
    text: str = ""

    def recipe(self, ctx: JobContext, take: int, dtype: str, notes: list[Phrase]) -> Recipe:
        request = msgspec.structs.replace(ctx.request, language=self.language)
        return ctx.recipe(request, take=take, dtype=dtype, notes=notes)


def _chunks(model: WhisperModel, ctx: JobContext, samples: NDArray[np.float32]) -> tuple[list[Stretch], list[Phrase]]:
    if model.voice is None:
        step = int(_CHUNK_SECONDS * RATE)
        cuts = range(0, len(samples), step)
        return [Stretch(at, min(at + step, len(samples))) for at in cuts], [phrase("without voice activity detection")]

    def step_done(part: float) -> None:
        ctx.check_cancelled()
        ctx.phase(Phase.ENCODING, _LISTENING * part / max(1, ctx.request.takes))

    chances = model.voice.probabilities(samples, step_done)
    return grouped(stretches(chances, len(samples), _CHUNK_SECONDS), _CHUNK_SECONDS), []


def _between(before: str, after: str, pause: float) -> str:
    """What separates two chunks: a new line after a pause, nothing in Chinese, else a space."""
    if not before:
        return ""
    if pause >= _PARAGRAPH_SECONDS:
        return "\n"
    return "" if is_cjk(after) and before[-1] in "。！？，；…" else " "
