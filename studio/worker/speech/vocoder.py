"""From spectral frames to a waveform, for voices whose network stops at the spectrum (the Hibari family).

A frame is 12.5 ms at 24 kHz. The sound is the sum of three parts in the frequency domain: a train of pulses at the
pitch shaped by magnitude and phase, noise shaped by magnitude, and a part of free phase; one inverse STFT makes it
audible.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Frames = NDArray[np.float32]
    Wave = NDArray[np.float32]

RATE = 24_000
_HOP = 300
_SIZE = 4 * _HOP
_UNVOICED = 40.0
"""Hz below which a frame has no pitch."""
_TOP = 11_000.0
"""Hz of the highest harmonic."""
_LOUDEST = 7.0


def _window() -> Wave:
    return (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(_SIZE) / _SIZE)).astype(np.float32)


def render(
    harmonic: Frames, phase: Frames, noise: Frames, free: Frames, free_phase: Frames, pitch: Wave, seed: int
) -> Wave:
    """All but ``pitch`` (Hz, one for each frame) are [601 bins, frames]: logarithmic magnitudes, and phases in radians
    (``phase`` before tanh). The same seed gives the same samples."""
    from scipy import fft

    frames = harmonic.shape[1]
    if frames < 2:
        return np.zeros(0, np.float32)
    window = _window()
    padded = np.pad(_pulses(pitch[:frames]), _SIZE // 2, mode="reflect")
    cut = np.lib.stride_tricks.sliding_window_view(padded, _SIZE)[::_HOP][:frames]
    spectrum = fft.rfft(cut * (window / _HOP), axis=1).T
    spectrum = spectrum * _polar(harmonic, np.tanh(phase) * np.float32(np.pi))
    random = np.random.default_rng(seed).standard_normal((2, *noise.shape), dtype=np.float32)
    spectrum += (random[0] + 1j * random[1]) * _magnitude(noise)
    spectrum += _polar(free, free_phase)
    pieces: Frames = (fft.irfft(spectrum.T, n=_SIZE, axis=1) * window).astype(np.float32)
    return _overlap(pieces, window)


def _magnitude(logarithm: Frames) -> Frames:
    return np.exp(np.minimum(logarithm, _LOUDEST)).astype(np.float32)


def _polar(logarithm: Frames, angle: Frames) -> NDArray[np.complex64]:
    out: NDArray[np.complex64] = (_magnitude(logarithm) * np.exp(1j * angle)).astype(np.complex64)
    return out


def _pulses(pitch: Wave) -> Wave:
    """Pulses with every harmonic up to 11 kHz at the same strength, by the closed form of the sum of cosines."""
    count = len(pitch) * _HOP
    centres = np.arange(len(pitch)) * _HOP + (_HOP - 1) / 2
    hertz = np.interp(np.arange(count), centres, pitch)
    voiced = hertz > _UNVOICED
    hertz = np.maximum(hertz, _UNVOICED)
    angle = 2 * np.pi * np.modf(np.cumsum(hertz) / RATE)[0]
    order = np.floor(_TOP / hertz) + 0.5
    below = 2 * np.sin(angle / 2)
    at_pulse = np.abs(below) <= 2e-3
    train = np.where(at_pulse, order, np.sin(order * angle) / np.where(at_pulse, 1.0, below)) - 0.5
    return np.where(voiced, train, 0.0).astype(np.float32)


def _overlap(pieces: Frames, window: Wave) -> Wave:
    """Add frames that overlap by three quarters and undo the window."""
    frames, blocks = len(pieces), _SIZE // _HOP
    wave = np.zeros((frames + blocks - 1, _HOP), np.float32)
    weight = np.zeros_like(wave)
    squared = np.square(window).reshape(blocks, _HOP)
    for block in range(blocks):
        wave[block : block + frames] += pieces[:, block * _HOP : (block + 1) * _HOP]
        weight[block : block + frames] += squared[block]
    whole = (wave / np.maximum(weight, np.float32(1e-9))).reshape(-1)
    out: Wave = whole[_SIZE // 2 : _SIZE // 2 + frames * _HOP].astype(np.float32)
    return out
