"""The logarithmic mel spectrogram that Whisper models listen to (Radford et al. 2022; filters after Slaney)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

RATE = 16_000
WINDOW_SECONDS = 30
_SIZE, _HOP = 400, 160
_FRAMES = WINDOW_SECONDS * RATE // _HOP


def filters(bands: int) -> NDArray[np.float32]:
    """Triangles [bands, 201] of equal area, linear below 1 kHz and logarithmic above."""
    edges = _hertz(np.linspace(_mel(0.0), _mel(RATE / 2), bands + 2))
    bins = np.linspace(0, RATE / 2, _SIZE // 2 + 1)
    rise = (bins - edges[:-2, None]) / np.diff(edges)[:-1, None]
    fall = (edges[2:, None] - bins) / np.diff(edges)[1:, None]
    area = 2.0 / (edges[2:] - edges[:-2])
    return (np.maximum(0, np.minimum(rise, fall)) * area[:, None]).astype(np.float32)


def _mel(hertz: float) -> float:
    return hertz * 3 / 200 if hertz < 1000 else 15 + 27 * float(np.log(hertz / 1000)) / float(np.log(6.4))


def _hertz(mel: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(mel < 15, mel * 200 / 3, 1000 * np.exp((mel - 15) * np.log(6.4) / 27))


def log_mel(samples: NDArray[np.float32], bank: NDArray[np.float32]) -> NDArray[np.float32]:
    """[1, bands, 3000] for up to 30 s at 16 kHz; what is shorter is filled up with silence."""
    whole = np.zeros(WINDOW_SECONDS * RATE, np.float32)
    whole[: min(len(samples), len(whole))] = samples[: len(whole)]
    padded = np.pad(whole, _SIZE // 2, mode="reflect")
    window = (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(_SIZE) / _SIZE)).astype(np.float32)
    frames = np.lib.stride_tricks.sliding_window_view(padded, _SIZE)[::_HOP][:_FRAMES] * window
    power = np.square(np.abs(np.fft.rfft(frames, axis=1))).astype(np.float32)
    loud = np.log10(np.maximum(bank @ power.T, np.float32(1e-10)))
    loud = np.maximum(loud, loud.max() - np.float32(8.0))
    return np.ascontiguousarray(((loud + 4.0) / 4.0)[None], dtype=np.float32)
