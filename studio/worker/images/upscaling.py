"""Enlarges pictures with Real-ESRGAN networks through ncnn, on the CPU, tile by tile."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from studio.core import enlarging
from studio.core.drawing import MAX_RESULT, MAX_RESULT_PIXELS
from studio.core.errors import InputError, ModelError, Phrase, ResourceError, WorkerError, phrase
from studio.worker.images.pictures import Picture, Pixels
from studio.worker.images.sizes import resize
from studio.worker.images.tiling import Floats, run_tiled

TILE, MARGIN = 192, 24
"""Side of a tile and context around it, in pixels. The 18 convolutions of the animevideo networks reach 18 pixels,
so their tiles are exact."""

DEEP_TILE, DEEP_MARGIN = 96, 16
"""The same for networks of more than :data:`_DEEP` bytes: they take seconds a tile, and a job can be cancelled only
between tiles. They reach further than that, but what lies there changes nothing that can be seen."""

_DEEP = 4_000_000

Step = Callable[[int, int], None]


@dataclass(frozen=True)
class NetworkFiles:
    """The two files of one network and the factor it enlarges by."""

    scale: int
    param: Path
    weights: Path

    @property
    def tile(self) -> tuple[int, int]:
        """Side and context of the tiles to work in, in pixels."""
        return (DEEP_TILE, DEEP_MARGIN) if self.weights.stat().st_size > _DEEP else (TILE, MARGIN)


def find_networks(folder: Path) -> dict[int, NetworkFiles]:
    """The networks in a model folder by scale: ``<name>x<scale>….param`` with its ``.bin``.

    Raises ModelError ``model-damaged`` when there is none."""
    found: dict[int, NetworkFiles] = {}
    for param in sorted(folder.glob("*.param")):
        match = enlarging.NETWORK.search(param.stem)
        weights = param.with_suffix(".bin")
        if match and weights.is_file():
            found.setdefault(int(match[1]), NetworkFiles(int(match[1]), param, weights))
    if not found:
        raise ModelError(
            "model-damaged", file=folder.name, reason=phrase("no .param and .bin files of an upscaler in it")
        )
    return found


class Network:
    """One ncnn network in memory. ``close`` gives the memory back."""

    def __init__(self, files: NetworkFiles, threads: int) -> None:
        import ncnn

        self.scale = files.scale
        self.tile, self.margin = files.tile
        self._net = ncnn.Net()
        self._net.opt.use_vulkan_compute = False
        self._net.opt.num_threads = max(1, threads)
        # 16-bit arithmetic would round differently from machine to machine and shows as banding in flat colours.
        for option in ("use_fp16_packed", "use_fp16_storage", "use_fp16_arithmetic", "use_bf16_storage"):
            setattr(self._net.opt, option, False)
        # ncnn opens files by narrow strings; in the folder itself their names are plain on every platform.
        with contextlib.chdir(files.param.parent), _quiet():
            failed = self._net.load_param(files.param.name) or self._net.load_model(files.weights.name)
        inputs, outputs = self._net.input_names(), self._net.output_names()
        if failed or not inputs or not outputs:
            raise ModelError("model-damaged", file=files.param.name, reason=phrase("ncnn cannot read it"))
        self._input, self._output = inputs[0], outputs[0]

    def __call__(self, image: Floats) -> Floats:
        """Channels × height × width in, 0–1; the same enlarged out."""
        import ncnn

        with self._net.create_extractor() as extractor:
            extractor.input(self._input, ncnn.Mat(image).clone())
            failed, out = extractor.extract(self._output)
            if failed:
                raise ResourceError("out-of-memory")
            result: Floats = np.array(out, dtype=np.float32)
        if result.shape[1:] != (image.shape[1] * self.scale, image.shape[2] * self.scale):
            raise WorkerError(
                "result-invalid",
                reason=phrase("the upscaler returned {shape} for {given}", shape=result.shape, given=image.shape),
            )
        return result

    def close(self) -> None:
        self._net.clear()


class Upscaler:
    """All networks of one model folder, each loaded when it is first needed."""

    def __init__(self, folder: Path, threads: int) -> None:
        self._files = find_networks(folder)
        self._threads = threads
        self._networks: dict[int, Network] = {}

    @property
    def memory(self) -> int:
        return sum(f.weights.stat().st_size for f in self._files.values())

    def scales(self) -> list[int]:
        return sorted(self._files)

    def enlarge(
        self, picture: Picture, scale: int, step: Step = lambda done, total: None
    ) -> tuple[Pixels, list[Phrase]]:
        """``picture`` enlarged ``scale`` times, as RGB or RGBA, and notes. ``step(done, total)`` counts the tiles.

        A scale for which there is no network is reached with the next larger one and then reduced.
        """
        check_output_size(picture.width, picture.height, scale)
        network = self._network(scale)

        def run(image: Floats) -> Floats:
            return run_tiled(image, network, scale=network.scale, size=network.tile, margin=network.margin, step=step)

        return enlarge_with(picture, scale, network.scale, run)

    def close(self) -> None:
        for network in self._networks.values():
            network.close()
        self._networks.clear()

    def _network(self, scale: int) -> Network:
        native = next((s for s in self.scales() if s >= scale), None)
        if scale < 2 or native is None:
            raise InputError(
                "setting-invalid",
                name="scale",
                value=scale,
                hint=phrase(
                    "Choose one of: {names}.", names=", ".join(str(s) for s in range(2, self.scales()[-1] + 1))
                ),
            )
        if native not in self._networks:
            self._networks[native] = Network(self._files[native], self._threads)
        return self._networks[native]


def enlarge_with(
    picture: Picture, scale: int, native: int, run: Callable[[Floats], Floats]
) -> tuple[Pixels, list[Phrase]]:
    """``picture`` enlarged ``scale`` times by ``run``, which enlarges channels × height × width (0–1) ``native`` times;
    as RGB or RGBA, with notes. A larger result is reduced, and a smaller one goes through ``run`` again.
    """
    # Colours behind full transparency are arbitrary (often black) and would darken the edges.
    rgb = picture.rgb if picture.alpha is None else spread_colours(picture.rgb, picture.alpha)
    out = np.ascontiguousarray(rgb.transpose(2, 0, 1), dtype=np.float32) / np.float32(255)
    reached, passes = 1, 0
    while reached < scale:
        check_output_size(picture.width, picture.height, reached * native)
        out, reached, passes = run(out), reached * native, passes + 1
        if not np.isfinite(out).all():
            raise WorkerError("result-invalid", reason=phrase("the upscaler gave values that are not numbers"))
        out = np.clip(out, 0.0, 1.0)
    notes = [phrase("enlarged ×{scale} {count} times", scale=native, count=passes)] if passes > 1 else []
    pixels = np.rint(out * 255).astype(np.uint8).transpose(1, 2, 0)
    final = (picture.width * scale, picture.height * scale)
    if reached != scale:
        notes.append(phrase("enlarged ×{reached}, then reduced to ×{scale}", reached=reached, scale=scale))
        pixels = resize(np.ascontiguousarray(pixels), final)
    if picture.alpha is not None:
        alpha = Image.fromarray(picture.alpha).resize(final, Image.Resampling.BICUBIC)
        pixels = np.dstack([pixels, np.asarray(alpha)])
    return np.ascontiguousarray(pixels), notes


def check_output_size(width: int, height: int, scale: int) -> None:
    """Raises InputError ``input-too-large`` when the result would be."""
    if not enlarging.fits(width, height, scale):
        raise InputError(
            "input-too-large",
            name=f"×{scale}",
            size=f"{width * scale:,} × {height * scale:,}",
            limit=phrase(
                "{count} megapixels, {side} on a side", count=MAX_RESULT_PIXELS // 1_000_000, side=f"{MAX_RESULT:,}"
            ),
        )


def spread_colours(rgb: Pixels, alpha: Pixels) -> Pixels:
    """``rgb`` with every fully transparent pixel given the colour of the nearest visible one."""
    from scipy import ndimage

    hidden = alpha == 0
    if not hidden.any() or hidden.all():
        return rgb
    rows, columns = ndimage.distance_transform_edt(hidden, return_distances=False, return_indices=True)
    spread: Pixels = rgb[rows, columns]
    return spread


@contextlib.contextmanager
def _quiet() -> Any:
    """ncnn writes what it cannot read to the process's stderr; the error raised says it better."""
    saved, null = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(null, 2)
        yield
    finally:
        os.dup2(saved, 2)
        os.close(saved)
        os.close(null)
