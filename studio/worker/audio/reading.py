"""Reading any sound file of a stranger in small blocks, with a clear error for everything that is not one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from studio.core.errors import InputError, ResourceError, phrase

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BLOCK_SECONDS = 10.0
MAX_CHANNELS = 32
RATES = (2_000, 768_000)
"""Sample rates that are believed, in Hz."""

_EXPECTED = phrase("a sound file the studio can read (WAV, FLAC, OGG, MP3, AIFF)")


@dataclass(frozen=True)
class SoundInfo:
    """``frames`` is what the file's header says: a hint, not a promise."""

    rate: int
    channels: int
    frames: int

    @property
    def seconds(self) -> float:
        return self.frames / self.rate


class SoundReader:
    """An open sound file. Use it as a context manager; :meth:`blocks` gives float32 arrays [frames, channels].

    ``limit_seconds`` bounds the duration, whatever the header says. Raises :class:`InputError` with
    ``input-missing``, ``input-empty``, ``input-unreadable`` or ``input-too-large``.
    """

    def __init__(self, path: str | Path, limit_seconds: float) -> None:
        import soundfile

        self.path = Path(path)
        self._name = self.path.name
        self._limit = limit_seconds
        self._check_file()
        try:
            self._file = soundfile.SoundFile(str(self.path))
        except (soundfile.SoundFileError, RuntimeError, TypeError, ValueError) as error:
            raise InputError("input-unreadable", detail=str(error), name=self._name, expected=_EXPECTED) from error
        self.info = SoundInfo(self._file.samplerate, self._file.channels, max(0, self._file.frames))
        if not (RATES[0] <= self.info.rate <= RATES[1] and 1 <= self.info.channels <= MAX_CHANNELS):
            self.close()
            raise InputError("input-unreadable", name=self._name, expected=_EXPECTED)
        if self.info.frames == 0:
            self.close()
            raise InputError("input-empty", name=self._name)
        # Some files of unknown length claim the largest number there is; those are counted while they are read.
        if limit_seconds < self.info.seconds < 1e6:
            self.close()
            raise self._too_long(self.info.seconds)

    def _check_file(self) -> None:
        try:
            size = self.path.stat().st_size
            if not self.path.is_file():
                raise InputError("input-unreadable", name=self._name, expected=_EXPECTED)
            with self.path.open("rb"):
                pass
        except FileNotFoundError as error:
            raise InputError("input-missing", path=self.path) from error
        except PermissionError as error:
            raise InputError("input-unreadable", detail=str(error), name=self._name, expected=_EXPECTED) from error
        if size == 0:
            raise InputError("input-empty", name=self._name)

    def _too_long(self, seconds: float) -> InputError:
        return InputError("input-too-large", name=self._name, size=_duration(seconds), limit=_duration(self._limit))

    def blocks(self) -> Iterator[NDArray[np.float32]]:
        """The samples in blocks of about ten seconds; not-a-number becomes 0 and infinities full scale."""
        import numpy as np
        import soundfile

        step = max(1, int(self.info.rate * BLOCK_SECONDS))
        total = 0
        while True:
            try:
                block = self._file.read(step, dtype="float32", always_2d=True)
            except (soundfile.SoundFileError, RuntimeError) as error:
                if total:
                    return  # a damaged end: what could be read is kept
                raise InputError("input-unreadable", detail=str(error), name=self._name, expected=_EXPECTED) from error
            if not len(block):
                break
            total += len(block)
            if total > self._limit * self.info.rate:
                raise self._too_long(total / self.info.rate)
            if not np.isfinite(block).all():
                block = np.nan_to_num(block, nan=0.0, posinf=1.0, neginf=-1.0)
            yield block
        if not total:
            raise InputError("input-empty", name=self._name)

    def close(self) -> None:
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _duration(seconds: float) -> str:
    return f"{seconds / 3600:.1f} h" if seconds >= 5400 else f"{seconds / 60:.0f} min"


def read_mono(reader: SoundReader, rate: int) -> NDArray[np.float32]:
    """The whole sound at ``rate`` Hz, its channels averaged. Raises ResourceError when memory is short."""
    import numpy as np
    import soxr

    stream = soxr.ResampleStream(reader.info.rate, rate, 1, dtype="float32", quality="HQ")
    try:
        parts = [stream.resample_chunk(np.ascontiguousarray(block.mean(axis=1))) for block in reader.blocks()]
        parts.append(stream.resample_chunk(np.zeros(0, np.float32), last=True))
        return np.concatenate(parts)
    except MemoryError as error:
        raise ResourceError("out-of-memory") from error
