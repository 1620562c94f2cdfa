"""Pictures: sized, converted to sRGB, flattened where the format has no transparency, and encoded."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PIL import Image, ImageCms, ImageOps

from studio.exports import vectors
from studio.exports.options import VECTOR, ExportOptions, PlannedFile, Resize
from studio.pixels.pictures import KEPT_PIXELS, KEPT_SIDE, read_picture


def write(planned: PlannedFile, options: ExportOptions, target: Path) -> tuple[int, int]:
    """Encode to ``target`` without any metadata; returns width and height in pixels."""
    path = planned.item.path
    if planned.format in VECTOR:
        return vectors.write(planned, options, target)
    if vectors.is_vector(path):
        picture = vectors.drawn(path, options.resize, planned.scale)
    else:
        picture = Image.fromarray(read_picture(path, max_pixels=KEPT_PIXELS, max_side=KEPT_SIDE).rgba)
    if not vectors.is_vector(path) or options.resize.mode == "exact":
        picture = _sized(picture, options.resize, planned.scale)
    if planned.format == "jpeg":
        picture = _flattened(picture)
    picture.save(target, **_settings(planned.format, options))
    return picture.width, picture.height


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
    if picture.mode != "RGBA":
        return picture
    flat = Image.new("RGB", picture.size, "white")
    flat.paste(picture, mask=picture.getchannel("A"))
    return flat


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
