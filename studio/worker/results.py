"""Writes finished takes as files, with their thumbnails, and says what a Result event has to know about them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from studio.core.errors import WorkerError, phrase, verbatim
from studio.worker import thumbnails
from studio.worker.files import fill_atomic, write_atomic

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

EXCERPT = 2000
"""Characters of a text that travel with its Result."""


def write_text(path: Path, text: str) -> dict[str, Any]:
    """Lone surrogates, which UTF-8 cannot hold, are replaced."""
    write_atomic(path, text.encode("utf-8", errors="replace"))
    return {"path": str(path), "excerpt": text.encode("utf-8", errors="replace").decode()[:EXCERPT]}


def write_image(path: Path, pixels: NDArray[np.uint8]) -> dict[str, Any]:
    import numpy as np

    shape: tuple[int, ...] = getattr(pixels, "shape", ())
    if len(shape) != 3 or shape[2] not in (3, 4) or pixels.dtype != np.uint8 or 0 in shape:
        raise WorkerError("result-invalid", reason=verbatim(f"pixels {shape} {getattr(pixels, 'dtype', '')}"))
    pixels = np.ascontiguousarray(pixels)
    write_atomic(path, encode_png(pixels))
    thumbnail = _write_thumbnail(path, *thumbnails.of_picture(pixels))
    return {"path": str(path), "thumbnail": thumbnail, "width": shape[1], "height": shape[0]}


def write_file(path: Path, data: bytes, shown: NDArray[np.uint8] | None, size: tuple[int, int]) -> dict[str, Any]:
    """A file whose bytes are made already; ``shown`` is a picture of it for its thumbnail (RGB or RGBA)."""
    import numpy as np

    write_atomic(path, data)
    thumbnail = "" if shown is None else _write_thumbnail(path, *thumbnails.of_picture(np.ascontiguousarray(shown)))
    return {"path": str(path), "thumbnail": thumbnail, "width": size[0], "height": size[1]}


def write_audio(path: Path, samples: NDArray[np.float32], rate: int) -> dict[str, Any]:
    import numpy as np
    import soundfile

    samples = np.asarray(samples, dtype=np.float32)
    if samples.ndim not in (1, 2) or samples.size == 0 or rate <= 0:
        raise WorkerError("result-invalid", reason=phrase("an empty sound"))
    if not np.isfinite(samples).all():
        raise WorkerError("result-invalid", reason=phrase("a sound with values that are not numbers"))
    samples = np.clip(samples, -1.0, 1.0)

    def fill(part: Path) -> None:
        try:
            soundfile.write(part, samples, rate, subtype="PCM_24", format="WAV")
        except soundfile.LibsndfileError as error:
            # libsndfile keeps errno to itself; a plain write tells a full disk from a bug.
            part.write_bytes(bytes(samples.size * 3 + 64))
            raise WorkerError("result-invalid", reason=verbatim(error)) from error

    fill_atomic(path, fill)
    thumbnail = _write_thumbnail(path, *thumbnails.of_sound(samples))
    return {"path": str(path), "thumbnail": thumbnail, "seconds": len(samples) / rate}


def encode_png(pixels: NDArray[np.uint8]) -> bytes:
    """PNG of a contiguous RGB or RGBA array: fpng, which is some seventy times faster than Pillow, or else Pillow."""
    try:
        import fpng

        return bytes(fpng.from_ndarray(pixels))
    except ImportError:
        import io

        from PIL import Image

        out = io.BytesIO()
        Image.fromarray(pixels).save(out, "PNG", compress_level=1)
        return out.getvalue()


def _write_thumbnail(path: Path, data: bytes, suffix: str) -> str:
    return str(write_atomic(path.with_name(f"{path.stem}.thumb{suffix}"), data))
