"""What jobs took on this machine, kept so that the next ones can be estimated."""

from __future__ import annotations

import contextlib
import logging
import os
import threading
from pathlib import Path

import msgspec

from studio.core.recipes import Recipe
from studio.core.requests import DRAWING_TASKS, ImageRequest

log = logging.getLogger(__name__)
VERSION = 1
RUNS_KEPT = 24
"""Runs kept for a model on a device; the oldest go first."""
KEYS_KEPT = 128


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """One take as it was drawn: ``pixels`` of the picture delivered, ``steps``, ``passes`` of the network a step (2 with
    classifier-free guidance), ``seconds``, and ``peak`` bytes beyond the models (0 = not measured)."""

    pixels: int
    steps: int
    passes: int
    seconds: float
    peak: int = 0

    @property
    def work(self) -> int:
        return self.pixels * self.steps * self.passes


class _Document(msgspec.Struct, kw_only=True):
    version: int = VERSION
    runs: dict[str, list[Run]] = {}


def passes_of(request: ImageRequest, family: str, guidance: float) -> int:
    """How often a step runs the network: twice with classifier-free guidance. Flux takes guidance as an input and runs
    twice only to follow a negative prompt."""
    if family.startswith("flux"):
        return 2 if request.negative else 1
    return 2 if guidance > 1 else 1


def steps_of(request: ImageRequest, steps: int) -> int:
    """The steps that are really done: work on a picture leaves out those before its strength."""
    return steps if request.task in ("text-to-image", "outpaint") else max(1, round(steps * request.strength))


class Calibration:
    """The runs of this machine in one small file. Methods may be called from any thread."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._document: _Document | None = None

    def observe(self, recipe: Recipe, peak: int = 0) -> None:
        """Remember a finished take. What is no drawing of a diffusion model, or was not timed, is passed over."""
        request, model = recipe.request, recipe.model
        if not isinstance(request, ImageRequest) or request.task not in DRAWING_TASKS or model is None:
            return
        if request.grid is not None:
            return  # a contact sheet, whose pictures were told one by one
        pixels = request.width * request.height
        if pixels <= 0 or request.steps <= 0 or recipe.duration_s <= 0 or request.hires is not None:
            return
        passes = (
            2 if (request.guidance or 0) > 1 and not (model.family.startswith("flux") and not request.negative) else 1
        )
        run = Run(pixels=pixels, steps=request.steps, passes=passes, seconds=recipe.duration_s, peak=peak)
        key = _key(model.id, recipe.device, recipe.dtype)
        with self._lock:
            runs = self._read().runs
            # Taken out and put back: the keys stay ordered by their last use.
            runs[key] = [*runs.pop(key, []), run][-RUNS_KEPT:]
            while len(runs) > KEYS_KEPT:
                runs.pop(next(iter(runs)))
            self._write()

    def runs(self, model: str, device: str, dtype: str) -> list[Run]:
        """The runs of a model on a device in a number format, oldest first."""
        with self._lock:
            return list(self._read().runs.get(_key(model, device, dtype), []))

    def device_of(self, model: str, device: str = "") -> tuple[str, str]:
        """Device (``device`` where one is given) and number format in which a model will run: those of its last run, else
        of the last drawing by any model, as the format follows from the machine; else those of a plain processor."""
        with self._lock:
            keys = [key.rsplit("|", 2) for key in self._read().runs]
        there = [key for key in keys if device in ("", key[1])]
        found = [key for key in there if key[0] == model] or there
        return (found[-1][1], found[-1][2]) if found else (device or "cpu", "float32")

    def _read(self) -> _Document:
        if self._document is None:
            self._document = _Document()
            try:
                found = msgspec.json.decode(self._path.read_bytes(), type=_Document)
                if found.version == VERSION:
                    self._document = found
            except FileNotFoundError:
                pass
            except (OSError, msgspec.MsgspecError) as error:
                # Only estimates rest on it: it is written anew after the next job.
                log.info("%s cannot be read: %s", self._path, error)
        return self._document

    def _write(self) -> None:
        part = self._path.with_name(f"{self._path.name}.{os.getpid()}.part")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            part.write_bytes(msgspec.json.encode(self._document))
            part.replace(self._path)
        except OSError as error:
            log.info("%s cannot be written: %s", self._path, error)
            with contextlib.suppress(OSError):
                part.unlink()


def _key(model: str, device: str, dtype: str) -> str:
    return f"{model}|{device}|{dtype}"
