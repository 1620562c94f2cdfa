"""Finds the subject of a picture with a small network: a person, or whatever stands out."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from studio.core.errors import ModelError, phrase
from studio.core.models import InstalledModel
from studio.pixels.pictures import Pixels
from studio.worker import onnx

Floats = NDArray[np.float32]

FOUND = 0.005
"""Share of the picture that a subject fills at least to count as found."""


class SubjectFinder(Protocol):
    """A network in memory. ``side`` is that of its mask, which says how exact its edge is."""

    side: int
    memory: int

    def find(self, rgb: Pixels) -> Floats:
        """How surely each place belongs to the subject: side × side, 0–1, stretched over the whole picture."""
        ...

    def close(self) -> None: ...


class PersonFinder:
    """People by MediaPipe's selfie segmentation: 256 × 256, colours 0–1, the mask is its only output."""

    def __init__(self, file: Path, threads: int) -> None:
        from ai_edge_litert.interpreter import Interpreter

        try:
            # By its bytes: the runtime opens paths in the system's encoding. It verifies the file before it reads it.
            self._network = Interpreter(model_content=file.read_bytes(), num_threads=max(1, threads))
            self._network.allocate_tensors()
            (taken,), (given, *_) = self._network.get_input_details(), self._network.get_output_details()
        except (ValueError, RuntimeError, TypeError, IndexError) as error:
            reason = phrase("it is not a network in TFLite format")
            raise ModelError("model-damaged", str(error), file=file.name, reason=reason) from error
        self._input, self._output = int(taken["index"]), int(given["index"])
        self.side = _side([int(n) for n in taken["shape"][1:3]])
        # Its inner pictures are small and take each other's place.
        self.memory = 2 * file.stat().st_size + 4 * 32 * self.side * self.side

    def find(self, rgb: Pixels) -> Floats:
        self._network.set_tensor(self._input, (_scaled(rgb, self.side) / np.float32(255))[None])
        self._network.invoke()
        mask: Floats = np.clip(self._network.get_tensor(self._output)[0, ..., 0], 0, 1)
        return mask

    def close(self) -> None:
        self._network = None


class ObjectFinder:
    """Whatever stands out, by ISNet (X. Qin et al., "Highly Accurate Dichotomous Image Segmentation", ECCV 2022):
    colours (c − 128) / 256, channels first; its first output is spread to 0–1."""

    def __init__(self, file: Path, threads: int) -> None:
        try:
            self._session = onnx.session(file, threads)
        except Exception as error:
            raise ModelError("model-damaged", str(error), file=file.name, reason=phrase("it cannot be read")) from error
        self._input: str = self._session.get_inputs()[0].name
        self._output: str = self._session.get_outputs()[0].name
        self.side = _side(self._session.get_inputs()[0].shape)
        # Its inner pictures take a multiple of what its weights do.
        self.memory = 2 * file.stat().st_size + 4 * 100 * self.side * self.side

    def find(self, rgb: Pixels) -> Floats:
        values = (_scaled(rgb, self.side) - 128) / np.float32(256)
        (mask,) = self._session.run([self._output], {self._input: values.transpose(2, 0, 1)[None]})
        mask = np.nan_to_num(np.asarray(mask, np.float32).reshape(self.side, self.side))
        low, high = float(mask.min()), float(mask.max())
        # Spread only where something was found: the noise of an empty picture must not become a subject.
        if high > 0.5 and high - low > 0.1:
            mask = (mask - low) / (high - low)
        clipped: Floats = np.clip(mask, 0, 1)
        return clipped

    def close(self) -> None:
        self._session = None


def load(model: InstalledModel, threads: int) -> SubjectFinder:
    """The network of an installed model by its family: ``selfie-segmentation`` or ``isnet``."""
    files = [Path(model.folder) / f.path for f in model.spec.files]
    suffix = {"selfie-segmentation": ".tflite", "isnet": ".onnx"}.get(model.spec.family, "")
    file = next((f for f in files if suffix and f.suffix == suffix), None)
    if file is None:
        reason = phrase("“{family}” is no network that finds subjects", family=model.spec.family)
        raise ModelError("model-unsupported", file=model.spec.name, reason=reason, hint=phrase("Choose another model."))
    return PersonFinder(file, threads) if suffix == ".tflite" else ObjectFinder(file, threads)


def method_of(model: InstalledModel) -> str:
    """The method of a cut-out that a model serves: ``person``, ``object``, or "" when it is not one for cut-outs."""
    return {"selfie-segmentation": "person", "isnet": "object"}.get(model.spec.family, "")


def _scaled(rgb: Pixels, side: int) -> Floats:
    image = Image.fromarray(rgb)
    # Thinning out first keeps the filter's cost down for large pictures without changing what can be seen.
    return np.asarray(image.resize((side, side), Image.Resampling.BILINEAR, reducing_gap=3.0), np.float32)


def _side(shape: list[Any]) -> int:
    height, width = shape[-2:]
    if not isinstance(height, int) or height != width or not 32 <= height <= 4096:
        raise ModelError("model-damaged", file="*.onnx", reason=phrase("its input is {shape}", shape=shape))
    return height
