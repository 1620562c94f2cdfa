"""What a file from outside is, found out with its size limits checked before anything is decoded."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from pathlib import Path

from studio.core.errors import InputError, phrase
from studio.core.requests import Kind
from studio.metadata import front_matter
from studio.vector import checking

PICTURE_PIXELS = 200_000_000
FILE_BYTES = 2 * 1024**3
TEXT_BYTES = 8 * 1024 * 1024
SOUND_SECONDS = 24 * 3600
EXCERPT = 2000

_SUFFIXES: dict[str, Kind] = {
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp", ".tif", ".tiff", ".svg"), "image"),
    **dict.fromkeys((".wav", ".flac", ".ogg", ".oga", ".opus", ".mp3", ".aif", ".aiff"), "audio"),
    **dict.fromkeys((".txt", ".md", ".markdown"), "text"),
}
_FORMATS = {"PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF", "MPO"}


@dataclass(frozen=True)
class Facts:
    """What an import needs to know of a file. ``body`` is the text of a text file."""

    kind: Kind
    width: int = 0
    height: int = 0
    seconds: float = 0.0
    body: str = ""


_LIMIT = phrase("{count} megapixels", count=200)


def inspect(path: Path) -> Facts:
    """Raises :class:`InputError` in the user's words for whatever is no picture, sound or text, or too large."""
    try:
        size = path.stat().st_size
    except OSError as error:
        raise InputError("input-missing", path=path) from error
    kind = _SUFFIXES.get(path.suffix.lower())
    if kind is None or not path.is_file():
        raise InputError(
            "input-unreadable", name=path.name, expected=phrase("a picture, sound or text the studio can read")
        )
    if size == 0:
        raise InputError("input-empty", name=path.name)
    if size > FILE_BYTES:
        raise InputError("input-too-large", name=path.name, size=f"{size / 1e9:.1f} GB", limit="2 GB")
    return {"image": _picture, "audio": _sound, "text": _text}[kind](path)


def _picture(path: Path) -> Facts:
    if path.suffix.lower() == ".svg":
        width, height = checking.read(path).size
        return Facts("image", width=width, height=height)
    from PIL import Image

    from studio.pixels.pictures import orientation

    with warnings.catch_warnings():
        # Pillow warns from a size of its own on; the limit below is ours.
        warnings.simplefilter("ignore")
        try:
            with Image.open(path) as picture:
                width, height = picture.size
                known = picture.format in _FORMATS
                if known and orientation(picture) in (5, 6, 7, 8):
                    width, height = height, width
        except Image.DecompressionBombError as error:
            raise InputError(
                "input-too-large", name=path.name, size=phrase("more than {count} megapixels", count=350), limit=_LIMIT
            ) from error
        except (OSError, ValueError, SyntaxError) as error:
            raise InputError("input-unreadable", name=path.name, expected=phrase("a picture")) from error
    if not known:
        raise InputError("input-unreadable", name=path.name, expected=phrase("a picture"))
    if width * height > PICTURE_PIXELS:
        raise InputError("input-too-large", name=path.name, size=f"{width:,} × {height:,}", limit=_LIMIT)
    return Facts("image", width=width, height=height)


def _sound(path: Path) -> Facts:
    import soundfile

    try:
        with soundfile.SoundFile(path) as sound:
            frames, rate = len(sound), sound.samplerate
    except (soundfile.LibsndfileError, OSError, ValueError) as error:
        raise InputError("input-unreadable", name=path.name, expected=phrase("a sound")) from error
    if frames == 0 or rate <= 0:
        raise InputError("input-unreadable", name=path.name, expected=phrase("a sound: it has no samples"))
    if frames / rate > SOUND_SECONDS:
        raise InputError(
            "input-too-large",
            name=path.name,
            size=phrase("{count} hours", count=f"{frames / rate / 3600:.0f}"),
            limit=phrase("{count} hours", count=24),
        )
    return Facts("audio", seconds=frames / rate)


def _text(path: Path) -> Facts:
    size = path.stat().st_size
    if size > TEXT_BYTES:
        raise InputError("input-too-large", name=path.name, size=f"{size / 1e6:.0f} MB", limit="8 MB")
    data = path.read_bytes()
    for encoding in ("utf-8-sig", "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "gb18030"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise InputError("input-unreadable", name=path.name, expected=phrase("a text"))
    if "\0" in text:
        raise InputError("input-unreadable", name=path.name, expected=phrase("a text"))
    _, body = front_matter.split(text.replace("\r\n", "\n"))
    return Facts("text", body=body)
