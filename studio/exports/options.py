"""What an export is made of: items, options, planned files and the manifest's entries. Plain data."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, TypeAlias

import msgspec

from studio.core.errors import ErrorInfo, Phrase
from studio.core.recipes import Recipe
from studio.core.requests import Kind

Level: TypeAlias = Literal["full", "provenance", "nothing"]
"""What an exported file says about how it was made: the whole recipe; only that (and with which model) it was
generated; or nothing at all."""

LEVELS: tuple[Level, ...] = ("full", "provenance", "nothing")

FORMATS: dict[Kind, tuple[str, ...]] = {
    "text": ("txt", "md", "docx", "pdf"),
    "image": ("png", "webp", "jpeg", "svg", "pdf"),
    "audio": ("wav", "flac", "ogg", "mp3"),
}
SUFFIXES: dict[str, str] = {"jpeg": ".jpg"}
"""File suffixes that are not simply the format's name."""

VECTOR = frozenset({"svg", "pdf"})
"""Formats of pictures that only assets made of paths can have; sizes and densities do not matter to them."""

LOSSY = frozenset({"webp", "jpeg", "ogg", "mp3"})
"""Formats that heed ``ExportOptions.quality``."""


def suffix_of(file_format: str) -> str:
    return SUFFIXES.get(file_format, f".{file_format}")


class ExportItem(msgspec.Struct, frozen=True, kw_only=True):
    """One asset to deliver. ``created`` is seconds since the epoch (UTC)."""

    id: str
    kind: Kind
    path: Path
    title: str = ""
    created: float = 0.0
    recipe: Recipe | None = None


class Resize(msgspec.Struct, frozen=True, kw_only=True):
    """How pictures are sized, in pixels.

    ``original`` leaves them; ``fit`` makes them as large as possible within width × height without cropping or
    distortion (0 means: no limit on that side); ``exact`` fills width × height and crops what stands over.
    ``scales`` writes each picture several times, 2 as ``name@2x`` with twice the pixels of that size.
    """

    mode: Literal["original", "fit", "exact"] = "original"
    width: int = 0
    height: int = 0
    scales: tuple[int, ...] = (1,)


class ExportOptions(msgspec.Struct, frozen=True, kw_only=True):
    """``quality`` is 1–100 for lossy formats (100 makes WebP lossless); ``dpi`` 0 writes none; ``sample_rate`` is in
    Hz, 0 keeps the source's."""

    folder: Path
    text_format: str = "md"
    image_format: str = "png"
    audio_format: str = "wav"
    quality: int = 90
    resize: Resize = Resize()
    dpi: int = 0
    srgb: bool = False
    """Embed an sRGB profile. Pixels are converted to sRGB in any case when the source has another profile."""
    sample_rate: int = 0
    name: str = "{title}"
    start: int = 1
    level: Level = "full"
    overwrite: bool = False
    manifest: bool = True

    def format_for(self, kind: Kind) -> str:
        return {"text": self.text_format, "image": self.image_format, "audio": self.audio_format}[kind]


class PlannedFile(msgspec.Struct, frozen=True, kw_only=True):
    """One file that will be written. ``exists`` is how it was when planned."""

    item: ExportItem
    path: Path
    format: str
    scale: int = 1
    exists: bool = False


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    options: ExportOptions
    files: tuple[PlannedFile, ...] = ()
    manifest: Path | None = None

    @property
    def existing(self) -> tuple[PlannedFile, ...]:
        """The files that are there already."""
        return tuple(f for f in self.files if f.exists)


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """A file that was written: ``bytes`` and ``sha256`` are of the file as delivered."""

    asset: str
    path: Path
    sha256: str
    bytes: int
    width: int = 0
    height: int = 0
    seconds: float = 0.0
    notes: tuple[Phrase, ...] = ()


class Failure(msgspec.Struct, frozen=True, kw_only=True):
    """A file that could not be written while the others could."""

    asset: str
    path: Path
    error: ErrorInfo


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What an export did. ``path`` is the manifest file, None when none was asked for."""

    files: tuple[Written, ...] = ()
    failures: tuple[Failure, ...] = ()
    cancelled: bool = False
    path: Path | None = None
