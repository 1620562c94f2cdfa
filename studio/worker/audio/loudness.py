"""Even loudness without clipping: ITU-R BS.1770-4 loudness in LUFS, true peak by fourfold oversampling."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CEILING_DB = -1.0
"""Highest true peak that is left, in dBTP (EBU R 128)."""

_BLOCK = 0.4
_LOOKAHEAD = 0.004
_MAX_GAIN_DB = 60.0
_ROUNDS = 6


class Levelled(NamedTuple):
    """``loudness`` in LUFS (−inf for silence), ``peak`` in dBTP, both of ``samples`` as they are now."""

    samples: NDArray[np.float32]
    loudness: float
    peak: float


def loudness(samples: NDArray[np.float32], rate: int) -> float:
    """Integrated loudness in LUFS; −inf for silence. A clip under 0.4 s is measured as if it were repeated."""
    import numpy as np
    import pyloudnorm

    if not len(samples):
        return -math.inf
    need = int(math.ceil(_BLOCK * rate)) + 1
    if len(samples) < need:
        repeats = -(-need // len(samples))
        samples = np.tile(samples, (repeats, 1) if samples.ndim == 2 else repeats)
    with np.errstate(all="ignore"):
        return float(pyloudnorm.Meter(rate).integrated_loudness(samples.astype(np.float64)))


def true_peak(samples: NDArray[np.float32], rate: int) -> float:
    """The highest level between and at the samples, in dBTP; −inf for silence."""
    envelope = _peaks(samples, rate)
    top = float(envelope.max()) if len(envelope) else 0.0
    return 20 * math.log10(top) if top > 0 else -math.inf


def level(samples: NDArray[np.float32], rate: int, target: float, ceiling: float = CEILING_DB) -> Levelled:
    """The sound at ``target`` LUFS with no true peak above ``ceiling`` dBTP.

    One gain for all, then a look-ahead limiter for the few peaks that stand out, so that the pace and balance of the
    voice stay. Where the peaks allow no more (a target above about −9), it is as loud as it gets. Silence stays.
    """
    import numpy as np

    measured = loudness(samples, rate)
    if not math.isfinite(measured):
        return Levelled(samples.astype(np.float32), -math.inf, true_peak(samples, rate))
    gain = min(target - measured, _MAX_GAIN_DB)
    out, now = samples, measured
    for _ in range(_ROUNDS):
        out = _limit(samples * np.float32(10 ** (gain / 20)), rate, ceiling)
        now = loudness(out, rate)
        missing = target - now
        if abs(missing) < 0.1 or gain + missing > _MAX_GAIN_DB:
            break
        gain += missing
    return Levelled(out, now, true_peak(out, rate))


def _peaks(samples: NDArray[np.float32], rate: int) -> NDArray[np.float32]:
    """For each frame the highest absolute value in and around it, over all channels, oversampled by four."""
    import numpy as np
    import soxr

    if not len(samples):
        return np.zeros(0, np.float32)
    frames = samples.reshape(len(samples), -1).astype(np.float32)
    over = np.abs(soxr.resample(frames, rate, 4 * rate, quality="HQ")).max(axis=1)
    wanted = 4 * len(frames)
    over = np.pad(over, (0, max(0, wanted - len(over))))[:wanted]
    peaks: NDArray[np.float32] = np.maximum(over.reshape(-1, 4).max(axis=1), np.abs(frames).max(axis=1))
    return peaks


def _limit(samples: NDArray[np.float32], rate: int, ceiling: float) -> NDArray[np.float32]:
    import numpy as np
    from scipy.ndimage import minimum_filter1d, uniform_filter1d

    top = np.float32(10 ** (ceiling / 20))
    peaks = _peaks(samples, rate)
    if not len(peaks) or peaks.max() <= top:
        return samples
    wish = np.minimum(1.0, top / np.maximum(peaks, 1e-9))
    width = 2 * max(1, int(_LOOKAHEAD * rate)) + 1
    # The minimum over a window, then the mean over the same window, is never above the gain that a peak needs.
    gain = uniform_filter1d(minimum_filter1d(wish, width), width).astype(np.float32)
    out = samples * (gain if samples.ndim == 1 else gain[:, None])
    left = float(_peaks(out, rate).max())
    limited: NDArray[np.float32] = (out * np.float32(min(1.0, float(top) / left))).astype(np.float32)
    return limited
