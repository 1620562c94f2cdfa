"""Small real files of every format, made on the spot."""

from __future__ import annotations

from pathlib import Path

import fpng
import numpy as np
import soundfile
from PIL import Image

from studio.core import recipes, requests
from studio.core.recipes import ModelUse, Recipe
from studio.metadata import svg

PROMPT = '红色的苹果, "a red apple" é\nsecond line: 🍎'
FORMATS = ("png", "jpg", "webp", "svg", "wav", "flac", "ogg", "mp3", "md")
SVG = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<!-- 红 --><svg xmlns="http://www.w3.org/2000/svg" '
    'width="48" height="32" viewBox="0 0 48 32" aria-label="a > b">\n<path d="M8 8L40 8L40 24L8 24Z" fill="#c01020"/></svg>\n'
)


def kind_of(suffix: str) -> str:
    return {"png": "image", "jpg": "image", "webp": "image", "svg": "image", "md": "text", "txt": "text"}.get(
        suffix, "audio"
    )


def pixels(width: int = 48, height: int = 32, channels: int = 3, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 255, (height, width, channels), dtype=np.uint8)


def samples(seconds: float = 0.5, rate: int = 24_000) -> np.ndarray:
    t = np.arange(int(seconds * rate)) / rate
    return (0.3 * np.sin(2 * np.pi * 220 * t) * np.exp(-t)).astype(np.float32)


def make(path: Path) -> Path:
    """A valid file of the format that the suffix names."""
    path.parent.mkdir(parents=True, exist_ok=True)
    suffix = path.suffix[1:]
    if suffix == "png":
        path.write_bytes(fpng.from_ndarray(pixels()))
    elif suffix == "svg":
        path.write_text(SVG, encoding="utf-8")
    elif kind_of(suffix) == "image":
        Image.fromarray(pixels()).save(path, quality=80)
    elif kind_of(suffix) == "audio":
        soundfile.write(path, samples(), 24_000)
    else:
        path.write_text("第一行 first line\n---\nthe rest", encoding="utf-8")
    return path


def recipe(kind: str = "image", prompt: str = PROMPT, **more: object) -> Recipe:
    values = {"prompt": prompt, "seed": 7, **({"steps": 20, "negative": "blurry, 模糊"} if kind == "image" else {})}
    request = requests.build(kind, values)  # type: ignore[arg-type]
    model = ModelUse(id="tiny", name="Tiny, model: 1", sha256="ab" * 32, licence="Apache-2.0")
    created = "2026-01-02T03:04:05Z"
    return Recipe(request=request, kind=kind, model=model, created=created, **more)  # type: ignore[arg-type]


def content(path: Path) -> object:
    """Decoded pixels, samples or text: what must not change when metadata is written."""
    if path.suffix == ".svg":
        # Lines of their own around what is written in are no part of the picture.
        return svg.without(path.read_bytes()).replace(b"\n", b"")
    if kind_of(path.suffix[1:]) == "image":
        with Image.open(path) as picture:
            return np.asarray(picture).tobytes()
    if kind_of(path.suffix[1:]) == "audio":
        return soundfile.read(path)[0].tobytes()
    return path.read_text(encoding="utf-8")


assert recipes.RECIPE_VERSION == 1
