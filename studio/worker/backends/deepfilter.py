"""Noise removal by DeepFilterNet's C library (48 kHz frames), through ctypes."""

from __future__ import annotations

import ctypes
import os
import sys
import tarfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studio.core.errors import InputError, ModelError, Phrase, ResourceError, phrase
from studio.core.messages import Phase
from studio.core.models import InstalledModel
from studio.core.requests import AudioRequest
from studio.worker.audio.reading import SoundReader
from studio.worker.backends.base import Loaded
from studio.worker.context import JobContext
from studio.worker.refusals import load_failed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RATE = 48_000
DELAY = 1440
"""Samples at 48 kHz by which the output comes later: one window of 960 and two frames of look-ahead, less a frame."""

LIMIT_SECONDS = 3600.0
_MAX_CHANNELS = 2
_ATTENUATION_DB = 100.0
_FRAMES_PER_CHECK = 50
_LIBRARIES = {"linux": "libdeepfilter.so", "darwin": "libdeepfilter.dylib", "win32": "deepfilter.dll"}
_PARTS = frozenset({"enc.onnx", "erb_dec.onnx", "df_dec.onnx", "config.ini"})
_MEMORY = 80 * 2**20
"""Bytes resident with one state (measured)."""


class DeepFilterModel:
    """The library and the archive of its networks. A state is made anew for each channel: it remembers the sound."""

    def __init__(self, library: Path, networks: Path) -> None:
        self.memory = _MEMORY
        self._networks = os.fsencode(networks)
        self._library: Any = ctypes.CDLL(os.fspath(library))
        self._library.df_create.restype = ctypes.c_void_p
        self._library.df_create.argtypes = [ctypes.c_char_p, ctypes.c_float, ctypes.c_char_p]
        self._library.df_get_frame_length.restype = ctypes.c_size_t
        self._library.df_get_frame_length.argtypes = [ctypes.c_void_p]
        floats = ctypes.POINTER(ctypes.c_float)
        self._library.df_process_frame.restype = ctypes.c_float
        self._library.df_process_frame.argtypes = [ctypes.c_void_p, floats, floats]
        self._library.df_free.restype = None
        self._library.df_free.argtypes = [ctypes.c_void_p]
        self._state = self._create()
        """The first state, made at load so that damaged networks are found then."""

    def _create(self) -> int:
        state = self._library.df_create(self._networks, _ATTENUATION_DB, None)
        if not state:
            raise ValueError("the library refused the networks")
        return int(state)

    def close(self) -> None:
        if self._state:
            self._library.df_free(self._state)
            self._state = 0

    def clean(self, channel: NDArray[np.float32], step: Callable[[float], None]) -> NDArray[np.float32]:
        """One channel at 48 kHz without its noise, in time with the input. ``step`` is told the fraction done and may
        raise to stop."""
        import numpy as np

        state, self._state = self._state or self._create(), 0
        try:
            size = int(self._library.df_get_frame_length(state))
            frames = -(-(len(channel) + DELAY) // size)
            source = np.zeros(frames * size, np.float32)
            source[: len(channel)] = channel
            target = np.zeros_like(source)
            floats = ctypes.POINTER(ctypes.c_float)
            for frame in range(frames):
                if frame % _FRAMES_PER_CHECK == 0:
                    step(frame / frames)
                at = frame * size * source.itemsize
                self._library.df_process_frame(
                    state,
                    ctypes.cast(source.ctypes.data + at, floats),
                    ctypes.cast(target.ctypes.data + at, floats),
                )
            return np.nan_to_num(target[DELAY : DELAY + len(channel)])
        finally:
            self._library.df_free(state)


class DeepFilterBackend:
    """Speech without noise, at the rate, channels and length of the input."""

    tasks = frozenset({"denoise"})

    def warm(self) -> None:
        """Nothing heavy is imported."""

    def load(self, model: InstalledModel, ctx: JobContext) -> Loaded:
        ctx.phase(Phase.LOADING)
        folder = Path(model.folder)
        library = folder / _LIBRARIES.get(sys.platform, "libdeepfilter.so")
        networks = next(iter(sorted(folder.glob("*.tar.gz"))), folder / "DeepFilterNet3_onnx.tar.gz")
        for path in (library, networks):
            if not path.is_file():
                raise ModelError("model-damaged", file=path.name, reason=phrase("it is missing"))
        _check_networks(networks)
        try:
            return DeepFilterModel(library, networks)
        except (OSError, AttributeError, ValueError) as error:
            raise load_failed(model.spec.name, error) from error

    def run(self, model: Loaded, ctx: JobContext) -> None:
        assert isinstance(model, DeepFilterModel)
        request = ctx.request
        assert isinstance(request, AudioRequest)
        source = request.input("source")
        if source is None:
            raise InputError("input-needed", what=phrase("a sound"))
        ctx.phase(Phase.ENCODING, 0.0)
        try:
            for take in range(request.takes):
                samples, rate, notes = _clean_file(model, ctx, take, source.path)
                ctx.phase(Phase.SAVING, ctx.overall(take, 0.99), take=take)
                recipe = ctx.recipe(request, take=take, dtype="float32", notes=notes, source="edited")
                ctx.emit_audio(take, samples, rate, recipe)
        except MemoryError as error:
            raise ResourceError("out-of-memory") from error


def _check_networks(archive: Path) -> None:
    """Reads the whole archive: the library aborts the process when it is damaged."""
    try:
        with tarfile.open(archive, "r:gz") as file:
            names = {Path(member.name).name for member in file if member.isfile()}
    except (tarfile.TarError, OSError, EOFError, zlib.error) as error:
        raise ModelError("model-damaged", str(error), file=archive.name, reason=phrase("it cannot be read")) from error
    if missing := _PARTS - names:
        raise ModelError("model-damaged", file=archive.name, reason=phrase("{name} is missing", name=min(missing)))


def _clean_file(
    model: DeepFilterModel, ctx: JobContext, take: int, path: str
) -> tuple[NDArray[np.float32], int, list[Phrase]]:
    import numpy as np
    import soxr

    with SoundReader(path, LIMIT_SECONDS) as reader:
        rate = reader.info.rate
        blocks = []
        for block in reader.blocks():
            ctx.check_cancelled()
            blocks.append(block[:, :_MAX_CHANNELS])
        notes = [phrase("only the first two channels are kept")] if reader.info.channels > _MAX_CHANNELS else []
    samples = np.concatenate(blocks)
    blocks.clear()
    channels = samples.shape[1]
    out = np.empty_like(samples)
    for channel in range(channels):

        def step(part: float, done: int = channel) -> None:
            ctx.check_cancelled()
            ctx.phase(Phase.DENOISING, ctx.overall(take, 0.98 * (done + part) / channels), take=take)

        same = channel > 0 and np.array_equal(samples[:, channel], samples[:, 0])
        if same:  # mono in two channels
            out[:, channel] = out[:, 0]
            continue
        cleaned = model.clean(soxr.resample(samples[:, channel], rate, RATE, quality="HQ"), step)
        back = soxr.resample(cleaned, RATE, rate, quality="HQ")[: len(samples)]
        out[:, channel] = np.pad(back, (0, len(samples) - len(back)))
    if rate > RATE:
        notes.append(phrase("sound above 24 kHz is removed"))
    return (out[:, 0] if channels == 1 else out), rate, notes
