"""Will it fit? Memory and time of a picture job on this machine, before it is started.

Memory is that of the models plus the work space of the largest step. The work space follows from what was measured on
this machine; before that, from the architecture: decoding a picture holds about eight maps of the autoencoder's first
128 channels at full size at once (4.0 kB a pixel were measured for Stable Diffusion's at 512 × 512 in float32), and the
network's own work is less at every usual size (1.4 kB).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import msgspec

from studio.core import grids
from studio.core.models import InstalledModel, ModelSpec
from studio.core.requests import ImageRequest
from studio.library.calibration import Calibration, Run, passes_of, steps_of

_SIDES = {"sd15": 512, "sdxl": 1024, "sd3": 1024, "flux": 1024}
_STEPS = {"flux": 28, "sd3": 28}
_DECODING = 128 * 8
"""Numbers per pixel that an ordinary autoencoder holds at once when it decodes."""
_BYTES = {"float32": 4, "bfloat16": 2, "float16": 2}
_RUNTIME = 300 << 20
"""Bytes that the runtime itself needs beside model and picture."""
TILED = 0.3
"""What is left of the work space when a large picture is decoded in tiles."""
_TILED_AREA = 1.4
"""The tiles of a second pass overlap: so much more than its picture is drawn."""
_REFINING, _ENLARGING = 60, 36
"""Bytes a pixel (57 and 36 were measured) of the large picture while its tiles are mixed, and of what an upscaler makes on
the way to it."""
_NEAREST = 6


@dataclass(frozen=True)
class Machine:
    """Where the job would run: ``device`` and ``dtype`` as torch names them, bytes ``free`` on it, and which models are in
    memory with their bytes (they give way when needed)."""

    device: str = "cpu"
    dtype: str = "float32"
    free: int = 0
    resident: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Estimate:
    """``needed`` bytes at most, of which ``models``; ``available`` bytes when other models give way; ``seconds`` for all
    takes, None before the first run of the model here; ``runs`` that the figures rest on.

    ``verdict`` is ``fits``, ``tight`` (only with the memory savers, which cost time) or ``too-large``. ``most`` is the
    largest scale of the second pass that would fit, where that pass alone is too large; 0 elsewhere.
    """

    needed: int
    models: int
    available: int
    seconds: float | None
    runs: int
    verdict: str
    most: float = 0.0


def estimate(
    request: ImageRequest, models: Sequence[InstalledModel], calibration: Calibration, machine: Machine
) -> Estimate:
    """The estimate for a drawing request with its resolved models, the main one first."""
    if request.grid is not None:
        return _of_grid(request, models, calibration, machine)
    main = models[0].spec
    width, height = size_of(request, main)
    pixels = width * height
    known = calibration.runs(main.id, machine.device, machine.dtype)
    near = sorted(known, key=lambda run: abs(run.pixels - pixels))[:_NEAREST]
    loaded = dict(machine.resident)
    weights = sum(loaded.get(m.spec.id) or _weights(m.spec, machine.dtype) for m in models)
    first = _work_space(pixels, known, main, machine.dtype)
    second = _second_pass(request, pixels, models) if machine.device == "cpu" else 0
    needed = weights + max(first, second) + _RUNTIME
    available = machine.free + sum(loaded.values())
    tiled = int(first * TILED)
    least = weights + max(tiled, second) + _RUNTIME
    verdict = "fits" if needed <= available else "tight" if least <= available else "too-large"
    room = available - weights - _RUNTIME
    most = _most(request, pixels, models, room) if verdict == "too-large" and tiled <= room else 0.0
    seconds = _seconds(request, main, pixels, near)
    return Estimate(needed, weights, available, seconds, len(known), verdict, most)


def _second_pass(request: ImageRequest, pixels: int, models: Sequence[InstalledModel]) -> int:
    """Bytes of the large picture. Beside a graphics card it is in the machine's own memory, which is not what is short."""
    hires = request.hires
    if hires is None:
        return 0
    upscaler = next((m.spec for m in models[1:] if "upscale" in m.spec.tasks), None)
    reached = hires.scale
    if upscaler is not None and hires.scale > 1:
        factor = int(upscaler.options.get("scale") or 0) or math.ceil(hires.scale)
        reached = (
            float(factor ** max(1, math.ceil(math.log(math.ceil(hires.scale), factor)))) if factor > 1 else reached
        )
    refines = hires.strength > 0 and not models[0].spec.options.get("native_size")
    refining = _REFINING * hires.scale**2 if refines else 0.0
    return int(pixels * max(refining, _ENLARGING * reached**2))


def _most(request: ImageRequest, pixels: int, models: Sequence[InstalledModel], room: int) -> float:
    """The largest scale, in tenths, whose second pass fits into ``room`` bytes, where the one that is asked for does not."""
    if request.hires is None:
        return 0.0
    for tenths in range(math.ceil(request.hires.scale * 10), 10, -1):
        hires = msgspec.structs.replace(request.hires, scale=tenths / 10)
        if _second_pass(msgspec.structs.replace(request, hires=hires), pixels, models) <= room:
            return tenths / 10 if tenths / 10 < request.hires.scale else 0.0
    return 0.0


def _of_grid(
    request: ImageRequest, models: Sequence[InstalledModel], calibration: Calibration, machine: Machine
) -> Estimate:
    """The most memory that one of its pictures needs, and the time of all of them."""
    plan = grids.plan(request)
    return combined([estimate(w, grids.models_of(w, plan, models), calibration, machine) for w in plan.requests])


def combined(estimates: Sequence[Estimate]) -> Estimate:
    """Several requests one after the other: the most memory that one needs, the time of all, the worst verdict."""
    largest = max(estimates, key=lambda e: e.needed)
    known = [e.seconds for e in estimates if e.seconds is not None]
    verdict = max((e.verdict for e in estimates), key=("fits", "tight", "too-large").index)
    seconds = sum(known) if len(known) == len(estimates) else None
    runs = min(e.runs for e in estimates)
    return Estimate(largest.needed, largest.models, largest.available, seconds, runs, verdict, largest.most)


def size_of(request: ImageRequest, spec: ModelSpec) -> tuple[int, int]:
    """Width and height in pixels that the request is drawn at on this model; a second pass works in tiles of that."""
    side = int(spec.options.get("size") or _SIDES.get(spec.family, 512))
    width = request.width or int(spec.options.get("width") or side)
    height = request.height or int(spec.options.get("height") or side)
    if request.extend is not None:
        width += request.extend.left + request.extend.right
        height += request.extend.top + request.extend.bottom
    return width, height


def _weights(spec: ModelSpec, dtype: str) -> int:
    """Bytes of a model in memory: its files as they are on a processor that computes in float32."""
    size = spec.memory or int(spec.size * 1.2)
    kept = spec.options.get("dtypes")
    if dtype == "float32" and isinstance(kept, list | tuple) and kept and set(kept) <= {"F16", "BF16"}:
        return size * 2
    return size


def _work_space(pixels: int, runs: Sequence[Run], spec: ModelSpec, dtype: str) -> int:
    """Bytes for the largest step. Among measured runs the largest share per pixel counts: a later take finds memory that
    an earlier one left with the allocator and shows less."""
    measured = [run for run in runs if run.peak > 0]
    if not measured:
        native = int(spec.options.get("native_size") or 0)
        drawn = min(pixels, native * native) if native else pixels
        return drawn * _DECODING * _BYTES.get(dtype, 4)
    near = [run for run in measured if pixels / 2 <= run.pixels <= pixels * 2] or measured
    return int(max(run.peak / run.pixels for run in near) * pixels)


def _seconds(request: ImageRequest, spec: ModelSpec, pixels: int, near: Sequence[Run]) -> float | None:
    if not near:
        return None
    steps = steps_of(request, request.steps or int(spec.options.get("steps") or _STEPS.get(spec.family, 25)))
    guidance = request.guidance if request.guidance is not None else float(spec.options.get("guidance", 7.5))
    pace = median(run.seconds / run.work for run in near)
    seconds = pace * pixels * steps * passes_of(request, spec.family, guidance) * request.takes
    if (hires := request.hires) is not None:
        share = hires.strength * (hires.steps / steps if hires.steps else 1.0)
        seconds *= 1 + _TILED_AREA * hires.scale**2 * share
    return float(seconds)
