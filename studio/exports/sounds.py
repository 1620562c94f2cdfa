"""Sound: converted to another container, resampled when asked, in blocks of bounded memory."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import soundfile
import soxr

from studio.core.errors import InputError, phrase
from studio.exports.options import ExportOptions, PlannedFile

BLOCK = 65_536
"""Frames read and written at a time; libsndfile's Vorbis encoder overflows its stack on very long writes."""

MP3_RATES = (8000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000)
VORBIS_MAX_RATE = 192_000


def write(planned: PlannedFile, options: ExportOptions, target: Path, check: Callable[[], None]) -> float:
    """Encode to ``target`` without any metadata; returns seconds. ``check`` may raise to cancel between blocks."""
    name = planned.item.path.name
    try:
        with soundfile.SoundFile(planned.item.path) as source:
            if source.frames == 0:
                raise InputError("input-unreadable", name=name, expected=phrase("a sound with any frames"))
            rate = _rate(planned.format, options.sample_rate or source.samplerate)
            _convert(source, rate, planned.format, options, target, check)
            return float(source.frames / source.samplerate)
    except soundfile.LibsndfileError as error:
        raise InputError("input-unreadable", name=name, expected=phrase("a sound"), detail=str(error)) from error


def _rate(file_format: str, rate: int) -> int:
    if file_format == "mp3" and rate not in MP3_RATES:
        return min((r for r in MP3_RATES if r >= rate), default=MP3_RATES[-1])
    return min(rate, VORBIS_MAX_RATE) if file_format == "ogg" else rate


def _subtype(file_format: str, source: str) -> str:
    if file_format == "ogg":
        return "VORBIS"
    if file_format == "mp3":
        return "MPEG_LAYER_III"
    # 16 bits stay 16; everything finer (24, 32, float, what was lossy) becomes 24.
    return "PCM_16" if source in ("PCM_16", "PCM_S8", "PCM_U8", "ULAW", "ALAW") else "PCM_24"


def _convert(
    source: soundfile.SoundFile,
    rate: int,
    file_format: str,
    options: ExportOptions,
    target: Path,
    check: Callable[[], None],
) -> None:
    resampler = (
        soxr.ResampleStream(source.samplerate, rate, source.channels, dtype="float32", quality="VHQ")
        if rate != source.samplerate
        else None
    )
    # libsndfile counts compression the other way round: 0 is the best quality and 1 the smallest file.
    compression = (100 - options.quality) / 100 if file_format in ("ogg", "mp3") else None
    with soundfile.SoundFile(
        target,
        "w",
        samplerate=rate,
        channels=source.channels,
        format=file_format.upper(),
        subtype=_subtype(file_format, source.subtype),
        compression_level=compression,
    ) as sink:
        left = source.frames
        for block in source.blocks(BLOCK, dtype="float32", always_2d=True):
            check()
            left -= len(block)
            if resampler is not None:
                block = resampler.resample_chunk(block, last=left <= 0)
            sink.write(np.clip(block, -1.0, 1.0))
