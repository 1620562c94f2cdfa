"""What every voice does alike: sentence after sentence, pauses, loudness, progress, cancel, result."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from studio.core.errors import InputError, Phrase, phrase
from studio.core.messages import Phase
from studio.core.models import ModelSpec
from studio.core.requests import AudioRequest
from studio.worker.audio.loudness import level
from studio.worker.speech.sentences import split

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from studio.worker.context import JobContext


class Said(NamedTuple):
    """The sound of one piece of text, and the symbols in it that the voice cannot read."""

    samples: NDArray[np.float32]
    left_out: frozenset[str]


Say = Callable[[str, int], Said]
"""Speaks a piece of text; the second argument is a seed for whatever chance there is in the voice."""

_NOTED_SYMBOLS = 20
_SEED_STEP = 0x9E3779B1  # odd and large, so that pieces of takes with neighbouring seeds share none


def primary(language: str) -> str:
    """``zh`` of ``zh-CN``."""
    return language.replace("_", "-").partition("-")[0].lower()


def check_language(spec: ModelSpec, language: str) -> None:
    """Raises InputError when the model says which languages it speaks and this is none of them."""
    spoken = {primary(known) for known in spec.languages}
    if language and spoken and primary(language) not in spoken:
        raise InputError(
            "language-unsupported", model=spec.name, language=language, languages=", ".join(sorted(spoken))
        )


def choose_voice(spec: ModelSpec, available: Sequence[str], wanted: str) -> str:
    """The voice wanted, or the model's first one. Raises InputError naming those there are."""
    offered = [v for v in spec.voices if v in available] or list(available)
    if not wanted:
        return offered[0]
    if wanted not in available:
        raise InputError("voice-unknown", model=spec.name, voice=wanted, voices=", ".join(offered))
    return wanted


def speak(
    ctx: JobContext, request: AudioRequest, say: Say, rate: int, *, dtype: str, notes: Sequence[Phrase] = ()
) -> None:
    """Run all takes of a speak request whose voice and language are filled in. Emits 24-bit WAV at the voice's rate.

    Raises InputError when the voice can read nothing of the text.
    """
    pieces = split(request.prompt)
    for take in range(request.takes):
        parts: list[NDArray[np.float32]] = []
        left_out: set[str] = set()
        for index, piece in enumerate(pieces):
            ctx.check_cancelled()
            ctx.phase(Phase.GENERATING, ctx.overall(take, index / len(pieces)), take=take)
            said = say(piece.text, (ctx.seed(take) + index * _SEED_STEP) % 2**64)
            left_out |= said.left_out
            if len(said.samples):
                parts += [said.samples, _silence(piece.pause, rate)]
        ctx.check_cancelled()
        if not parts:
            spec = ctx.models[0].spec
            raise InputError(
                "language-unsupported",
                model=spec.name,
                language=request.prompt.strip()[:40],
                languages=", ".join(spec.languages),
            )
        ctx.phase(Phase.SAVING, ctx.overall(take, 0.99), take=take)
        samples = _joined(parts[:-1])
        done = level(samples, rate, request.loudness)
        said_notes = list(notes)
        if left_out:
            said_notes.append(phrase("not spoken: {symbols}", symbols=" ".join(sorted(left_out)[:_NOTED_SYMBOLS])))
        if abs(done.loudness - request.loudness) > 0.5:
            said_notes.append(
                phrase("loudness {loudness} LUFS: its peaks allow no more", loudness=f"{done.loudness:.1f}")
            )
        ctx.emit_audio(take, done.samples, rate, ctx.recipe(request, take=take, dtype=dtype, notes=said_notes))


def _silence(seconds: float, rate: int) -> NDArray[np.float32]:
    import numpy as np

    return np.zeros(int(seconds * rate), np.float32)


def _joined(parts: list[NDArray[np.float32]]) -> NDArray[np.float32]:
    import numpy as np

    joined = np.concatenate(parts)
    parts.clear()
    return joined


def trim(samples: NDArray[np.float32], rate: int, threshold: float = 0.01, keep: float = 0.04) -> NDArray[np.float32]:
    """Without the silence at both ends but for ``keep`` seconds; ``threshold`` is relative to the loudest sample."""
    import numpy as np

    top = float(np.abs(samples).max(initial=0.0))
    if top == 0:
        return samples[:0]
    loud = np.flatnonzero(np.abs(samples) > threshold * top)
    margin = int(keep * rate)
    return samples[max(0, int(loud[0]) - margin) : int(loud[-1]) + margin]
