"""Pictures: sized, converted to sRGB, flattened where the format has no transparency, and encoded."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from studio.core.errors import InputError, phrase
from studio.exports import vectors
from studio.exports.options import VECTOR, ExportOptions, PlannedFile, Resize

MAX_PIXELS = 300_000_000
"""Pixels of a picture the exporter opens: more would need gigabytes."""


def write(planned: PlannedFile, options: ExportOptions, target: Path) -> tuple[int, int]:
    """Encode to ``target`` without any metadata; returns width and height in pixels."""
    path = planned.item.path
    if planned.format in VECTOR:
        return vectors.write(planned, options, target)
    with vectors.drawn(path, options.resize, planned.scale) if vectors.is_vector(path) else _open(path) as source:
        picture = _to_srgb(ImageOps.exif_transpose(source))
        if not vectors.is_vector(path) or options.resize.mode == "exact":
            picture = _sized(picture, options.resize, planned.scale)
        if planned.format == "jpeg":
            picture = _flattened(picture)
        elif planned.format == "webp" and picture.mode not in ("RGB", "RGBA"):
            picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
        picture.info.clear()
        picture.save(target, **_settings(planned.format, options))
        return picture.width, picture.height


def _open(path: Path) -> Image.Image:
    try:
        picture = Image.open(path)
        if picture.width * picture.height > MAX_PIXELS:
            raise InputError(
                "input-too-large",
                name=path.name,
                size=f"{picture.width} × {picture.height}",
                limit=phrase("{count} megapixels", count=MAX_PIXELS // 1_000_000),
            )
        picture.load()
    except (UnidentifiedImageError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise InputError("input-unreadable", name=path.name, expected=phrase("a picture")) from error
    except OSError as error:
        if error.errno is not None:
            raise
        raise InputError("input-unreadable", name=path.name, expected=phrase("a picture")) from error
    return picture


def _to_srgb(picture: Image.Image) -> Image.Image:
    profile = picture.info.get("icc_profile")
    if picture.mode in ("P", "PA"):
        picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    if picture.mode in ("1", "I", "F") or picture.mode.startswith("I;16"):
        picture = picture.convert("L")
    if profile and picture.mode in ("RGB", "RGBA", "CMYK"):
        alpha = picture.getchannel("A") if picture.mode == "RGBA" else None
        body = picture.convert("RGB") if alpha else picture
        try:
            converted = ImageCms.profileToProfile(
                body, ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
        except (ImageCms.PyCMSError, OSError):
            converted = None  # a broken profile is no reason to withhold the picture
        if converted is not None:
            picture = converted
            if alpha:
                picture.putalpha(alpha)
    return picture.convert("RGB") if picture.mode in ("CMYK", "YCbCr", "LAB", "HSV") else picture


def _sized(picture: Image.Image, resize: Resize, scale: int) -> Image.Image:
    width, height = picture.size
    if resize.mode == "exact":
        size = (resize.width * scale, resize.height * scale)
        return picture if size == picture.size else ImageOps.fit(picture, size, Image.Resampling.LANCZOS)
    factor = float(scale)
    if resize.mode == "fit":
        limits = [side / own for side, own in ((resize.width, width), (resize.height, height)) if side]
        factor *= min(limits, default=1.0)
    if factor == 1.0:
        return picture
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    return picture.resize(size, Image.Resampling.LANCZOS)


def _flattened(picture: Image.Image) -> Image.Image:
    if picture.has_transparency_data:
        rgba = picture.convert("RGBA")
        picture = Image.new("RGB", rgba.size, "white")
        picture.paste(rgba, mask=rgba.getchannel("A"))
    return picture if picture.mode in ("RGB", "L") else picture.convert("RGB")


def _settings(file_format: str, options: ExportOptions) -> dict[str, Any]:
    settings: dict[str, Any] = {"format": file_format}
    if file_format == "png":
        settings["compress_level"] = 4
    elif file_format == "jpeg":
        settings |= {"quality": min(options.quality, 95), "optimize": True, "progressive": True}
        if options.quality >= 90:
            settings["subsampling"] = 0
    else:
        settings |= {"quality": options.quality, "lossless": options.quality == 100, "method": 4}
    if options.srgb:
        settings["icc_profile"] = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    if options.dpi and file_format != "webp":  # WebP has no place for it
        settings["dpi"] = (options.dpi, options.dpi)
    return settings
