"""Reading sounds for the waveform. Runs in the background: the libraries it needs are imported there."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from studio.core.errors import InputError, phrase

COLUMNS = 1600
"""Pairs of lowest and highest sample that a waveform is drawn from."""
_BLOCK = 1 << 18


@dataclass(frozen=True)
class Waveform:
    """What a waveform needs: ``peaks`` are (lowest, highest) in −1…1 per column; ``rate`` in Hz."""

    seconds: float
    rate: int
    channels: int
    peaks: tuple[tuple[float, float], ...]


def read_waveform(path: str, columns: int = COLUMNS) -> Waveform:
    """The waveform of a sound file. Raises :class:`InputError` for anything that is not a sound."""
    import numpy as np
    import soundfile

    name = Path(path).name
    try:
        if Path(path).stat().st_size == 0:
            raise InputError("input-empty", name=name)
    except FileNotFoundError as error:
        raise InputError("input-missing", path=path) from error
    try:
        with soundfile.SoundFile(path) as file:
            frames, rate, channels = file.frames, file.samplerate, file.channels
            if frames <= 0 or rate <= 0:
                raise InputError("input-unreadable", name=name, expected=phrase("a sound with any samples"))
            per_column = max(1, -(-frames // columns))
            lows, highs = [], []
            block = max(per_column, _BLOCK // per_column * per_column)
            while len(data := file.read(block, dtype="float32", always_2d=True)):
                mono = np.nan_to_num(data.mean(axis=1))
                for start in range(0, len(mono), per_column):
                    part = mono[start : start + per_column]
                    lows.append(float(part.min()))
                    highs.append(float(part.max()))
    except (soundfile.SoundFileError, RuntimeError, ValueError) as error:
        raise InputError("input-unreadable", detail=str(error), name=name, expected=phrase("a sound")) from error
    peaks = tuple((max(-1.0, low), min(1.0, high)) for low, high in zip(lows, highs, strict=True))
    return Waveform(seconds=frames / rate, rate=rate, channels=channels, peaks=peaks)
