"""Even loudness without clipping: ITU-R BS.1770-4 loudness in LUFS, true peak by fourfold oversampling.

Everything works block by block, so that an hour of speech needs little more memory than its samples.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]

CEILING_DB = -1.0
"""Highest true peak that is left, in dBTP (EBU R 128)."""

_HOP = 0.1
_HOPS = 4
_ABSOLUTE_GATE = -70.0
_RELATIVE_GATE = -10.0
_LOOKAHEAD = 0.004
_MAX_GAIN_DB = 60.0
_ROUNDS = 6
_BLOCK = 1 << 19
_MARGIN = 512


class Levelled(NamedTuple):
    """``loudness`` in LUFS (−inf for silence), ``peak`` in dBTP, both of ``samples`` as they are now."""

    samples: Samples
    loudness: float
    peak: float


def loudness(samples: Samples, rate: int) -> float:
    """Integrated loudness in LUFS; −inf for silence. A clip under 0.4 s is measured as if it were repeated.

    Channels all weigh 1 (mono and stereo; surround weights are not known here).
    """
    import numpy as np

    hop = round(_HOP * rate)
    need = hop * _HOPS
    if not len(samples) or hop == 0:
        return -math.inf
    if len(samples) < need:
        repeats = -(-need // len(samples))
        samples = np.tile(samples, (repeats, 1) if samples.ndim == 2 else repeats)
    energies = np.fromiter(_hop_energies(samples, rate, hop), np.float64)
    blocks = np.lib.stride_tricks.sliding_window_view(energies, _HOPS).mean(axis=1)

    def above(gate: float) -> NDArray[np.float64]:
        kept: NDArray[np.float64] = blocks[blocks > 10 ** ((gate + 0.691) / 10)]
        return kept

    loud = above(_ABSOLUTE_GATE)
    if not len(loud):
        return -math.inf
    gated = above(max(_ABSOLUTE_GATE, _lufs(float(loud.mean())) + _RELATIVE_GATE))
    return _lufs(float(gated.mean()))


def _lufs(energy: float) -> float:
    return 10 * math.log10(energy) - 0.691


def _hop_energies(samples: Samples, rate: int, hop: int) -> Iterator[float]:
    """Mean square of the K-weighted sound for each 0.1 s, summed over the channels."""
    import numpy as np
    from scipy.signal import lfilter

    filters = _k_weighting(rate)
    frames = samples.reshape(len(samples), -1)
    states = [np.zeros((2, frames.shape[1])) for _ in filters]
    step = hop * max(1, _BLOCK // hop)
    for start in range(0, len(frames) - hop + 1, step):
        part = frames[start : start + step].astype(np.float64)
        for index, (b, a) in enumerate(filters):
            part, states[index] = lfilter(b, a, part, axis=0, zi=states[index])
        whole = len(part) // hop
        yield from np.square(part[: whole * hop]).reshape(whole, hop, -1).mean(axis=1).sum(axis=1)


def _k_weighting(rate: int) -> list[tuple[list[float], list[float]]]:
    """The two biquads of BS.1770 for any sample rate: a high shelf of +4 dB and a high pass at 38 Hz.

    Analogue prototypes after De Man, "Evaluation of Implementations of the EBU R128 Loudness Measurement" (2018).
    """
    k, q = math.tan(math.pi * 1681.974450955533 / rate), 0.7071752369554196
    high = 10 ** (3.999843853973347 / 20)
    band = high**0.4996667741545416
    norm = 1 + k / q + k * k
    poles = [1.0, 2 * (k * k - 1) / norm, (1 - k / q + k * k) / norm]
    zeros = [(high + band * k / q + k * k) / norm, 2 * (k * k - high) / norm, (high - band * k / q + k * k) / norm]
    k, q = math.tan(math.pi * 38.13547087602444 / rate), 0.5003270373238773
    norm = 1 + k / q + k * k
    return [(zeros, poles), ([1.0, -2.0, 1.0], [1.0, 2 * (k * k - 1) / norm, (1 - k / q + k * k) / norm])]


def true_peak(samples: Samples, rate: int) -> float:
    """The highest level between and at the samples, in dBTP; −inf for silence."""
    envelope = _peaks(samples, rate)
    top = float(envelope.max()) if len(envelope) else 0.0
    return 20 * math.log10(top) if top > 0 else -math.inf


def level(samples: Samples, rate: int, target: float, ceiling: float = CEILING_DB) -> Levelled:
    """The sound at ``target`` LUFS with no true peak above ``ceiling`` dBTP.

    One gain for all, then a look-ahead limiter for the few peaks that stand out, so that the pace and balance of the
    voice stay. Where the peaks allow no more (a target above about −9), it is as loud as it gets. Silence stays.
    """
    import numpy as np

    measured = loudness(samples, rate)
    peaks = _peaks(samples, rate)
    if not math.isfinite(measured):
        return Levelled(samples.astype(np.float32), -math.inf, true_peak(samples, rate))
    gain = min(target - measured, _MAX_GAIN_DB)
    out, now = samples, measured
    for _ in range(_ROUNDS):
        factor = np.float32(10 ** (gain / 20))
        out = _limit(samples * factor, peaks * factor, rate, ceiling)
        now = loudness(out, rate)
        missing = target - now
        if abs(missing) < 0.1 or gain + missing > _MAX_GAIN_DB:
            break
        gain += missing
    return Levelled(out, now, true_peak(out, rate))


def _peaks(samples: Samples, rate: int) -> Samples:
    """For each frame the highest absolute value at and after it, over all channels, oversampled by four."""
    import numpy as np
    import soxr

    out = np.zeros(len(samples), np.float32)
    frames = samples[:, None] if samples.ndim == 1 else samples
    for start in range(0, len(frames), _BLOCK):
        before, end = min(start, _MARGIN), min(start + _BLOCK, len(frames))
        part = frames[start - before : end + _MARGIN].astype(np.float32)
        over = np.abs(soxr.resample(part, rate, 4 * rate, quality="HQ")).max(axis=1)
        over = np.pad(over, (0, max(0, 4 * len(part) - len(over))))[: 4 * len(part)]
        here = np.maximum(over.reshape(-1, 4).max(axis=1), np.abs(part).max(axis=1))
        out[start:end] = here[before : before + end - start]
    return out


def _limit(samples: Samples, peaks: Samples, rate: int, ceiling: float) -> Samples:
    import numpy as np
    from scipy.ndimage import minimum_filter1d, uniform_filter1d

    top = np.float32(10 ** (ceiling / 20))
    if not len(peaks) or peaks.max() <= top:
        return samples
    wish = np.minimum(np.float32(1.0), top / np.maximum(peaks, np.float32(1e-9)))
    width = 2 * max(1, int(_LOOKAHEAD * rate)) + 1
    # The minimum over a window, then the mean over the same window, is never above the gain that a peak needs.
    gain = uniform_filter1d(minimum_filter1d(wish, width), width, output=np.float32)
    out = samples * (gain if samples.ndim == 1 else gain[:, None])
    left = float(_peaks(out, rate).max())
    limited: Samples = (out * np.float32(min(1.0, float(top) / left))).astype(np.float32)
    return limited
