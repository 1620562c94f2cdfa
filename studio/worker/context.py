"""Everything a backend may touch while it runs a job: report, ask whether to stop, hand over results."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from studio import version
from studio.core.errors import Phrase, WorkerError, verbatim
from studio.core.messages import Event, Phase, Preview, Result
from studio.core.models import InstalledModel
from studio.core.recipes import STOPPED, ModelUse, Recipe
from studio.core.requests import TEXT_RESULTS, ImageRequest, Kind, Request, kind_of
from studio.core.ring import Ring
from studio.worker import results
from studio.worker.devices import DeviceInfo
from studio.worker.memory import PeakMeter
from studio.worker.reporting import Reporter

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PREVIEW_INTERVAL = 1 / 20
"""Seconds between previews at least: faster ones are dropped."""


class JobCancelled(Exception):
    """Raised by :meth:`JobContext.check_cancelled`. A backend lets it pass."""


class JobContext:
    """One job as its backend sees it. Not thread-safe but for :attr:`cancelled`."""

    def __init__(
        self,
        *,
        job: str,
        request: Request,
        folder: Path,
        send: Callable[[Event], None],
        models: Sequence[InstalledModel] = (),
        device: DeviceInfo | None = None,
        threads: int = 1,
        is_cancelled: Callable[[], bool] = lambda: False,
        ring: Ring | None = None,
        make_room: Callable[[], bool] = lambda: False,
    ) -> None:
        """``request`` has its seed chosen already. ``make_room`` drops the models of other jobs from memory."""
        self.job = job
        self.request = request
        self.folder = folder
        self.models = tuple(models)
        self.device = device or DeviceInfo()
        self.threads = threads
        self._send = send
        self._is_cancelled = is_cancelled
        self._ring = ring
        self._make_room = make_room
        self._meter: PeakMeter | None = None
        self._report = Reporter(job, send)
        self._take_began = time.monotonic()
        self._next_preview = 0.0

    # ---- stopping

    @property
    def cancelled(self) -> bool:
        """True when the user wants this job to stop."""
        return self._is_cancelled()

    def check_cancelled(self) -> None:
        """Call it at every step or token. Raises :class:`JobCancelled` when the job is to stop."""
        if self._is_cancelled():
            raise JobCancelled(self.job)
        self._report.flush_due()

    # ---- reporting

    def phase(self, phase: Phase, fraction: float | None = None, *, take: int = 0, note: Phrase | None = None) -> None:
        """Say what is being done. ``fraction`` is that of the whole job, all takes (see :meth:`overall`), or None
        while it cannot be known. The time left is worked out here. At most 30 a second are sent."""
        self._report.phase(phase, fraction, take, note)

    def overall(self, take: int, part: float) -> float:
        """The fraction of the whole job when ``part`` (0–1) of take ``take`` is done and takes follow one another."""
        return min(1.0, (take + part) / max(1, self.request.takes))

    def text(self, take: int, piece: str) -> None:
        """Append a piece of text to a take while it is written. Pieces are gathered for 16 ms."""
        self._report.text(take, piece)

    def preview(self, take: int, rgb: NDArray[np.uint8]) -> None:
        """Show an unfinished picture (height × width × 3, uint8). Never waits; previews that come too fast are
        dropped and large ones are thinned out to fit."""
        now = time.monotonic()
        if self._ring is None or now < self._next_preview:
            return
        import numpy as np

        height, width = rgb.shape[:2]
        step = 1
        while -(-height // step) * -(-width // step) * 3 > self._ring.capacity:
            step += 1
        pixels = np.ascontiguousarray(rgb[::step, ::step, :3], dtype=np.uint8)
        height, width = pixels.shape[:2]
        slot, serial = self._ring.write(pixels.reshape(-1).data, width, height)
        self._next_preview = now + PREVIEW_INTERVAL
        self._send(Preview(job=self.job, take=take, slot=slot, serial=serial, width=width, height=height))

    # ---- results

    def seed(self, take: int) -> int:
        """The seed of a take: the request's plus the take's number (variations vary one seed)."""
        return self.request.take_seed(take)

    def recipe(
        self,
        request: Request,
        *,
        take: int,
        models: Sequence[InstalledModel] | None = None,
        dtype: str = "",
        notes: Sequence[Phrase] = (),
        source: str = "generated",
        tokens_per_s: float = 0.0,
    ) -> Recipe:
        """The Recipe of a take. ``request`` is the job's with the defaults filled in that the backend chose; takes
        and seed are set here to those of this take. ``models`` (default: the job's) lists the main one first."""
        used = self.models if models is None else tuple(models)
        now = time.monotonic()
        if isinstance(request, ImageRequest) and request.run_prompts:
            # Running the take again must not roll its wildcards again.
            request = msgspec.structs.replace(request, run_prompts=(request.run_prompt(take),))
        if isinstance(request, ImageRequest) and request.variation:
            request = msgspec.structs.replace(request, variation_seed=request.take_variation(take))
        recipe = Recipe(
            request=msgspec.structs.replace(request, takes=1, seed=self.seed(take)),
            kind="text" if request.task in TEXT_RESULTS else kind_of(request),
            take=take,
            job=self.job,
            model=_use(used[0]) if used else None,
            additions=tuple(_use(model) for model in used[1:]),
            device=self.device.id,
            dtype=dtype,
            versions=versions(),
            created=datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
            duration_s=round(now - self._take_began, 3),
            tokens_per_s=round(tokens_per_s, 2),
            parents=tuple(dict.fromkeys(i.asset for i in request.inputs if i.asset)),
            source=source,
        ).noted(notes)
        self._take_began = now
        return recipe

    def result_file(self, take: int, suffix: str) -> Path:
        """Where the file of a take belongs; ``suffix`` with its dot."""
        return self.folder / f"take-{take}{suffix}"

    def emit_text(self, take: int, text: str, recipe: Recipe) -> None:
        """The text of a take is complete: write it as UTF-8."""
        self._emit("text", take, recipe, results.write_text(self.result_file(take, ".txt"), text))

    def emit_stopped(self, take: int, text: str, recipe: Recipe) -> None:
        """The user stopped the job: what was written until then is kept, if it is anything."""
        if text.strip():
            self.emit_text(take, text, msgspec.structs.replace(recipe, notes=(*recipe.notes, str(STOPPED))))

    def emit_image(self, take: int, pixels: NDArray[np.uint8], recipe: Recipe) -> None:
        """The picture of a take is complete (height × width × 3 or 4, uint8; alpha not multiplied in): write a PNG.

        Raises WorkerError ``result-invalid`` for any other array, ResourceError for a full disk."""
        self._emit("image", take, recipe, results.write_image(self.result_file(take, ".png"), pixels))

    def emit_audio(self, take: int, samples: NDArray[np.float32], rate: int, recipe: Recipe) -> None:
        """The sound of a take is complete (n or n × channels, −1 to 1, ``rate`` in Hz): write a 24-bit WAV.

        Raises WorkerError ``result-invalid`` for an empty sound or values that are not numbers."""
        self._emit("audio", take, recipe, results.write_audio(self.result_file(take, ".wav"), samples, rate))

    def make_room(self) -> bool:
        """Drop every model from memory that is not this job's; True when there was one. For a backend that runs out of
        memory and can begin its step anew."""
        return self._make_room()

    def emit_file(
        self,
        take: int,
        data: bytes,
        suffix: str,
        recipe: Recipe,
        *,
        shown: NDArray[np.uint8] | None = None,
        size: tuple[int, int] = (0, 0),
    ) -> None:
        """A take is complete that is a file of another format: its bytes, and its suffix with the dot (``.svg``).

        ``shown`` is a picture of it for the thumbnail (height × width × 3 or 4, uint8), ``size`` its width and height
        in pixels. The asset's kind is that of the request. Raises ResourceError for a full disk."""
        written = results.write_file(self.result_file(take, suffix), data, shown, size)
        self._emit(kind_of(self.request), take, recipe, written)

    def send(self, event: Event) -> None:
        """Hand on an event of a part of this job (a grid's cell) as it is, after what was held back."""
        self._report.flush()
        self._send(event)

    def begin(self) -> None:
        """The model is in memory: the first take's time and memory count from here. Called by the worker."""
        self._take_began = time.monotonic()
        self._meter = PeakMeter(self.device)

    def finish(self) -> None:
        """Send what is still gathered. Called by the worker after the backend."""
        self._report.flush()

    def close(self) -> None:
        """End what watches the job. Called by the worker, whatever became of the job."""
        if self._meter is not None:
            self._meter.close()
            self._meter = None

    def _emit(self, kind: Kind, take: int, recipe: Recipe, written: dict[str, Any]) -> None:
        if not 0 <= take < self.request.takes:
            raise WorkerError("result-invalid", reason=verbatim(f"take {take} of {self.request.takes}"))
        self._report.flush()
        peak = self._meter.peak() if self._meter else 0
        recipe = msgspec.structs.replace(recipe, kind=kind)
        self._send(Result(job=self.job, take=take, kind=kind, recipe=recipe, peak=peak, **written))
        if self._meter is not None:
            self._meter.restart()


def _use(model: InstalledModel) -> ModelUse:
    spec = model.spec
    return ModelUse(
        id=spec.id,
        name=spec.name,
        sha256=model.sha256,
        licence=spec.licence,
        family=spec.family,
        tensors=str(spec.options.get("tensor_sha256", "")),
        word=str(spec.options.get("token", "")),
    )


_RUNTIMES = {
    "torch": "torch",
    "diffusers": "diffusers",
    "transformers": "transformers",
    "onnxruntime": "onnxruntime",
    "ai_edge_litert": "ai-edge-litert",
    "ctranslate2": "ctranslate2",
    "faster_whisper": "faster-whisper",
    "xllamacpp": "xllamacpp",
    "ncnn": "ncnn",
    "spandrel": "spandrel",
    "numpy": "numpy",
}


def versions() -> dict[str, str]:
    """Versions of the studio and of those model runtimes that this process has imported."""
    found = {"studio": version(), "python": ".".join(map(str, sys.version_info[:3]))}
    return found | {name: _version(name) for module, name in _RUNTIMES.items() if module in sys.modules}


@lru_cache
def _version(distribution: str) -> str:
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return "unknown"
