"""Reads pictures of unknown origin into plain 8-bit sRGB, whatever they were: converted, never ignored.

Only decoders in :data:`FORMATS` are tried, so a renamed executable or a PostScript file never starts another program;
the size is checked from the header, before anything is decoded.
"""

from __future__ import annotations

import contextlib
import io
import threading
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from studio.core.errors import InputError, Phrase, phrase
from studio.vector import checking, drawing

FORMATS = ("PNG", "JPEG", "WEBP", "BMP", "DIB", "GIF", "TIFF", "AVIF", "JPEG2000", "TGA", "PPM")

MAX_SIDE = 16_384
MAX_PIXELS = 100_000_000
"""Width × height that is read at most (a 100-megapixel camera): 300 MB as RGB."""

KEPT_PIXELS, KEPT_SIDE = 300_000_000, 65_535
"""The same for what lies in the gallery and is only shown or exported."""

MAX_FILE = 1 << 30
"""Bytes of a file that is opened at most."""

Pixels = NDArray[np.uint8]


@dataclass(frozen=True)
class Picture:
    """sRGB pixels: ``rgb`` height × width × 3, ``alpha`` height × width or None when all is opaque.

    ``notes`` say in plain words what had to be converted.
    """

    rgb: Pixels
    alpha: Pixels | None = None
    notes: tuple[Phrase, ...] = ()

    @property
    def width(self) -> int:
        return int(self.rgb.shape[1])

    @property
    def height(self) -> int:
        return int(self.rgb.shape[0])

    @property
    def rgba(self) -> Pixels:
        """Height × width × 4, or × 3 when there is no alpha: as results are written."""
        return self.rgb if self.alpha is None else np.dstack([self.rgb, self.alpha])

    def over(self, colour: tuple[int, int, int] = (255, 255, 255)) -> Picture:
        """The picture laid over a plain colour: without alpha."""
        if self.alpha is None:
            return self
        weight = self.alpha[..., None].astype(np.float32) / 255
        mixed = self.rgb * weight + np.array(colour, np.float32) * (1 - weight)
        return replace(self, rgb=np.rint(mixed).astype(np.uint8), alpha=None)


def read_picture(
    path: Path | str, *, max_pixels: int = MAX_PIXELS, max_side: int = MAX_SIDE, within: int = 0
) -> Picture:
    """The picture in ``path``. With ``within`` it may come smaller, where that is quicker, though with its longer side no
    less than so many pixels. Raises InputError: ``input-missing``, ``-empty``, ``-unreadable`` or ``-too-large``."""
    path = Path(path)
    if checking.is_svg(path):
        return _drawn(path, max_pixels)
    with _opened(path, max_pixels, max_side) as image:
        notes: list[Phrase] = []
        if getattr(image, "n_frames", 1) > 1 and image.format != "MPO":
            notes.append(phrase("only the first frame of the animation was used"))
        try:
            if within:
                image.draft("RGB", (within, within))
            image.load()
            image = _upright(image, notes)
            image, alpha = split_alpha(image)
            if within and alpha is None and image.mode in ("RGB", "L", "CMYK"):
                # Before the colours: converting all of a photograph takes longer than reading it.
                image.thumbnail((within, within), reducing_gap=2.0)
            rgb = to_srgb(image, notes)
        except (OSError, ValueError, SyntaxError, IndexError, TypeError, ZeroDivisionError, OverflowError) as error:
            # Pillow's decoders answer damaged data with any of these.
            raise InputError(
                "input-unreadable",
                detail=str(error),
                name=path.name,
                expected=phrase("a complete picture (it is damaged)"),
            ) from error
    if alpha is not None and alpha.min(initial=255) == 255:
        alpha = None
    return Picture(rgb, alpha, tuple(notes))


def _allowed(path: Path, size: tuple[int, int], max_pixels: int, max_side: int = MAX_SIDE) -> tuple[int, int]:
    """The size, or InputError ``input-too-large``."""
    if size[0] * size[1] > max_pixels or max(size) > max_side:
        raise InputError(
            "input-too-large",
            name=path.name,
            size=f"{size[0]:,} × {size[1]:,}",
            limit=phrase("{count} megapixels, {side} on a side", count=max_pixels // 1_000_000, side=f"{max_side:,}"),
        )
    return size


def _drawn(path: Path, max_pixels: int) -> Picture:
    """An SVG picture at its declared size."""

    def size(declared: tuple[int, int]) -> tuple[int, int]:
        return _allowed(path, declared, max_pixels)

    drawn = drawing.pixels(drawing.draw(path, size))
    alpha = None if drawn[..., 3].min(initial=255) == 255 else np.ascontiguousarray(drawn[..., 3])
    note = phrase("drawn at {size} pixels", size=f"{drawn.shape[1]}×{drawn.shape[0]}")
    return Picture(np.ascontiguousarray(drawn[..., :3]), alpha, (note,))


def size_of(path: Path | str, *, max_pixels: int = MAX_PIXELS, max_side: int = MAX_SIDE) -> tuple[int, int]:
    """Width and height as :func:`read_picture` would give them, from the header alone. Raises as that does, but for
    damage further on."""
    path = Path(path)
    if checking.is_svg(path):
        return _allowed(path, checking.read(path).size, max_pixels, max_side)
    with _opened(path, max_pixels, max_side) as image:
        turned = orientation(image) in (5, 6, 7, 8)
        return (image.height, image.width) if turned else (image.width, image.height)


@contextlib.contextmanager
def _opened(path: Path, max_pixels: int, max_side: int = MAX_SIDE) -> Iterator[Image.Image]:
    try:
        size = path.stat().st_size
    except OSError as error:
        raise InputError("input-missing", path=path) from error
    if size == 0:
        raise InputError("input-empty", name=path.name)
    if size > MAX_FILE:
        raise InputError("input-too-large", name=path.name, size=f"{size >> 20:,} MB", limit=f"{MAX_FILE >> 20:,} MB")
    with _PILLOWS_LIMIT.off(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # remarks on odd metadata
        try:
            image = Image.open(path, formats=FORMATS)
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError, TypeError, OverflowError) as error:
            raise InputError(
                "input-unreadable", detail=str(error), name=path.name, expected=phrase("a picture the studio can read")
            ) from error
        with image:
            _allowed(path, image.size, max_pixels, max_side)
            yield image


class _Limit:
    """Pillow's limit of pixels, which is one for all threads: it is off as long as any of them reads a picture here."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._readers = 0
        self._before: int | None = None

    @contextlib.contextmanager
    def off(self) -> Iterator[None]:
        """The studio's own limit also names the size."""
        with self._lock:
            if not self._readers:
                self._before, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, None
            self._readers += 1
        try:
            yield
        finally:
            with self._lock:
                self._readers -= 1
                if not self._readers:
                    Image.MAX_IMAGE_PIXELS = self._before


_PILLOWS_LIMIT = _Limit()


def _upright(image: Image.Image, notes: list[Phrase]) -> Image.Image:
    """Turned as its EXIF orientation says. Damaged EXIF counts as none."""
    turned = orientation(image) != 1
    try:
        image = ImageOps.exif_transpose(image)
    except Exception:  # any damage in optional metadata
        return image
    if turned:
        notes.append(phrase("turned upright as its EXIF data says"))
    return image


def orientation(image: Image.Image) -> int:
    """How an open picture is turned: 1 (upright) to 8, as EXIF counts. Damaged EXIF counts as none."""
    try:
        found = image.getexif().get(0x0112, 1)
    except Exception:  # any damage in optional metadata
        return 1
    return int(found) if found in range(2, 9) else 1


def split_alpha(image: Image.Image) -> tuple[Image.Image, Pixels | None]:
    """The picture without its transparency, and that."""
    if image.mode in ("La", "RGBa"):
        image = image.convert({"La": "LA", "RGBa": "RGBA"}[image.mode])
    if image.mode in ("P", "PA", "L", "1", "RGB", "I;16") and (image.mode == "PA" or "transparency" in image.info):
        if image.mode in ("1", "I;16"):
            return image, None
        image = _keep_profile(image.convert("RGBA"), image)
    if image.mode in ("RGBA", "LA"):
        alpha = np.array(image.getchannel("A"))
        return _keep_profile(image.convert("RGB" if image.mode == "RGBA" else "L"), image), alpha
    return image, None


def _keep_profile(to: Image.Image, source: Image.Image) -> Image.Image:
    if "icc_profile" in source.info:
        to.info["icc_profile"] = source.info["icc_profile"]
    return to


def to_srgb(image: Image.Image, notes: list[Phrase]) -> Pixels:
    """The colours of a picture without alpha, height × width × 3; what had to be converted is added to ``notes``."""
    if image.mode.startswith(("I", "F")):
        notes.append(phrase("reduced from more than 8 bits per channel"))
        image = _keep_profile(Image.fromarray(_eight_bit(np.asarray(image))), image)
    if image.mode in ("P", "1"):
        image = _keep_profile(image.convert("RGB"), image)
    profile = image.info.get("icc_profile")
    if profile and (converted := _through_profile(image, profile, notes)) is not None:
        return np.array(converted)
    if image.mode == "CMYK":
        notes.append(phrase("converted from CMYK without a profile"))
    return np.array(image.convert("RGB"))


def _eight_bit(values: NDArray[Any]) -> Pixels:
    """Grey values of 16 or 32 bits or floats (0–1, or 0–255) as 8 bits."""
    if values.dtype.kind == "f":
        values = np.nan_to_num(values, nan=0.0, posinf=1.0, neginf=0.0)
        top = 1.0 if values.max(initial=0) <= 1.0 else 255.0 if values.max(initial=0) <= 255.0 else 65535.0
    else:
        top = 65535.0 if values.max(initial=0) <= 65535 else float(2**32 - 1)
    return np.rint(np.clip(values / top, 0.0, 1.0) * 255).astype(np.uint8)


_SPACES = {"RGB": ("RGB",), "GRAY": ("L",), "CMYK": ("CMYK",), "LAB": ("LAB",)}


def _through_profile(image: Image.Image, data: bytes, notes: list[Phrase]) -> Image.Image | None:
    """The picture converted by its embedded colour profile to sRGB; None when that is of no use."""
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(data))
        space = profile.profile.xcolor_space.strip()
        name = (profile.profile.profile_description or "").strip()
        if image.mode not in _SPACES.get(space, ()):
            notes.append(phrase("its colour profile does not fit the picture and was left out"))
            return None
        if space == "RGB" and "srgb" in name.lower():
            return image
        converted = ImageCms.profileToProfile(image, profile, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        notes.append(phrase("its colour profile is damaged and was left out"))
        return None
    notes.append(phrase("converted from the colour profile “{name}” to sRGB", name=name or space))
    return converted
