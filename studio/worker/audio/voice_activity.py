"""Where in a sound somebody speaks: the Silero network (MIT) over frames of 32 ms at 16 kHz."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RATE = 16_000
_FRAME = 512
_CONTEXT = 64
_BATCH = 1024
_ON, _OFF = 0.5, 0.35
_MIN_SPEECH = 0.2
_MIN_PAUSE = 0.4
_PAD = 0.2


class Stretch(NamedTuple):
    """Part of a sound, in samples at 16 kHz."""

    start: int
    end: int

    @property
    def seconds(self) -> float:
        return (self.end - self.start) / RATE


class VoiceActivity:
    """``session`` is an ONNX session of ``silero_vad_16k_sequence.onnx``, which reads many frames in one run."""

    def __init__(self, session: Any) -> None:
        self._session = session

    def probabilities(self, samples: NDArray[np.float32], step: Callable[[float], None]) -> NDArray[np.float32]:
        """The probability of speech for each 32 ms. ``step`` is told the fraction done and may raise to stop."""
        import numpy as np

        frames = -(-len(samples) // _FRAME)
        h = c = np.zeros((1, 1, 128), np.float32)
        found: list[NDArray[np.float32]] = []
        for first in range(0, frames, _BATCH):
            step(first / max(1, frames))
            count = min(_BATCH, frames - first)
            start = first * _FRAME - _CONTEXT
            part = samples[max(0, start) : start + _CONTEXT + count * _FRAME]
            part = np.pad(part, (max(0, -start), 0))
            part = np.pad(part, (0, _CONTEXT + count * _FRAME - len(part)))
            windows = np.lib.stride_tricks.sliding_window_view(part, _FRAME + _CONTEXT)[::_FRAME][:count]
            chances, h, c = self._session.run(None, {"input": np.ascontiguousarray(windows), "h": h, "c": c})
            found.append(chances)
        return np.concatenate(found) if found else np.zeros(0, np.float32)


def stretches(chances: NDArray[np.float32], length: int, longest: float) -> list[Stretch]:
    """The stretches of speech of at most ``longest`` seconds, with a little of the silence around them.

    A stretch that is too long is cut where speech is least likely in its second half.
    """
    spoken = _speech(chances)
    out: list[Stretch] = []
    pad, most = int(_PAD * RATE), int(longest * RATE)
    for first, last in spoken:
        start = max(0, first * _FRAME - pad, out[-1].end if out else 0)
        end = min(length, last * _FRAME + pad)
        while end - start > most:
            low, high = (start + most // 2) // _FRAME, (start + most) // _FRAME
            cut = (low + int(chances[low:high].argmin())) * _FRAME
            out.append(Stretch(start, cut))
            start = cut
        out.append(Stretch(start, end))
    return out


def _speech(chances: NDArray[np.float32]) -> list[tuple[int, int]]:
    """First and last frame of each utterance; short pauses join, short noises are dropped."""
    frame = _FRAME / RATE
    found: list[tuple[int, int]] = []
    start: int | None = None
    quiet = 0
    for index, chance in enumerate([*chances.tolist(), *[0.0] * (int(_MIN_PAUSE / frame) + 2)]):
        if start is None:
            if chance >= _ON:
                start, quiet = index, 0
        elif chance < _OFF:
            quiet += 1
            if quiet * frame >= _MIN_PAUSE:
                end = index - quiet + 1
                if (end - start) * frame >= _MIN_SPEECH:
                    found.append((start, end))
                start = None
        else:
            quiet = 0
    return found


def grouped(parts: list[Stretch], longest: float, gap: float = 2.0) -> list[Stretch]:
    """Neighbouring stretches joined while they span at most ``longest`` seconds and pause for less than ``gap``."""
    out: list[Stretch] = []
    for part in parts:
        near = out and (part.start - out[-1].end) / RATE < gap
        if near and (part.end - out[-1].start) / RATE <= longest:
            out[-1] = Stretch(out[-1].start, part.end)
        else:
            out.append(part)
    return out
