"""Loudness on target, peaks below the ceiling, and no crash for the clips that have none."""

from __future__ import annotations

import math

import numpy as np
import pytest

from studio.worker.audio.loudness import level, loudness, true_peak

RATE = 24_000


def speechlike(seconds: float, seed: int = 0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    t = np.arange(int(seconds * RATE)) / RATE
    envelope = np.clip(np.sin(2 * np.pi * 3 * t), 0, 1) ** 4
    return (envelope * (np.sin(2 * np.pi * 180 * t) + 0.3 * rng.standard_normal(len(t))) * 0.05).astype(np.float32)


@pytest.mark.parametrize("target", [-30.0, -23.0, -18.0, -16.0])
def test_on_target_and_never_clipped(target: float) -> None:
    done = level(speechlike(3), RATE, target)
    assert abs(loudness(done.samples, RATE) - target) <= 0.3
    assert true_peak(done.samples, RATE) <= -0.95
    assert done.loudness == pytest.approx(loudness(done.samples, RATE)) and done.samples.dtype == np.float32


@pytest.mark.parametrize("frames", [1, 10, 2400, 9599, 9600])
def test_short_clips_are_levelled(frames: int) -> None:
    clip = speechlike(1)[2000 : 2000 + frames] + np.float32(0.01)
    done = level(clip, RATE, -16.0)
    assert len(done.samples) == frames and np.isfinite(done.samples).all() and np.abs(done.samples).max() <= 0.9


@pytest.mark.parametrize("frames", [0, 1, 48_000])
def test_silence_stays_silence(frames: int) -> None:
    done = level(np.zeros(frames, np.float32), RATE, -16.0)
    assert done.loudness == -math.inf and len(done.samples) == frames and not done.samples.any()


def test_a_loud_target_gives_way_to_the_peaks() -> None:
    done = level(speechlike(2), RATE, -6.0)
    assert true_peak(done.samples, RATE) <= -0.95 and done.loudness > -16


def test_stereo_keeps_its_balance() -> None:
    mono = speechlike(2)
    done = level(np.stack([mono, mono * 0.5], axis=1), RATE, -16.0)
    assert done.samples.shape == (len(mono), 2)
    assert np.allclose(done.samples[:, 1], done.samples[:, 0] * 0.5, atol=1e-6)


def test_true_peak_sees_between_samples() -> None:
    # A sine at a quarter of the rate, 45° off: every sample is 3 dB under the real peak.
    t = np.arange(RATE)
    wave = np.sin(np.pi / 2 * t + np.pi / 4).astype(np.float32)
    assert 20 * math.log10(np.abs(wave).max()) == pytest.approx(-3.01, abs=0.02)
    assert true_peak(wave, RATE) == pytest.approx(0.0, abs=0.3)


@pytest.mark.parametrize("rate", [16_000, 24_000, 44_100, 48_000])
def test_agrees_with_another_implementation(rate: int) -> None:
    import pyloudnorm

    rng = np.random.default_rng(rate)
    tone = np.sin(2 * np.pi * 997 * np.arange(rate * 12) / rate) * np.repeat(rng.uniform(0.001, 0.5, 24), rate // 2)
    stereo = np.stack([tone, 0.3 * tone + 0.01 * rng.standard_normal(len(tone))], axis=1).astype(np.float32)
    expected = pyloudnorm.Meter(rate).integrated_loudness(stereo.astype(np.float64))
    assert loudness(stereo, rate) == pytest.approx(expected, abs=0.2)


def test_a_full_scale_sine_of_one_channel_is_minus_3_lufs() -> None:
    # The calibration of ITU-R BS.1770-4: 997 Hz at 0 dBFS in one channel reads −3.01 LUFS.
    tone = np.sin(2 * np.pi * 997 * np.arange(48_000 * 3) / 48_000).astype(np.float32)
    assert loudness(tone, 48_000) == pytest.approx(-3.01, abs=0.05)
