"""``aigc-studio run … --estimate``: what a picture would take in memory and time, without making it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

import psutil

from studio.commands import output
from studio.core import paths
from studio.core.errors import InputError, phrase
from studio.core.models import InstalledModel
from studio.core.requests import DRAWING_TASKS, ImageRequest, Request
from studio.library.calibration import Calibration
from studio.library.fitting import Estimate, Machine, estimate


def warn(request: Request, models: Sequence[InstalledModel]) -> None:
    """Say before a drawing begins that it will hardly fit into memory."""
    if isinstance(request, ImageRequest) and request.task in DRAWING_TASKS:
        found, _, _ = _estimate(request, models)
        if found.verdict == "too-large":
            output.say(f"warning: it may not fit: {_memory(found)}")


def show(request: Request, models: Sequence[InstalledModel], *, as_json: bool) -> int:
    """Print the estimate for a resolved request. Raises InputError for a task that is not estimated."""
    if not isinstance(request, ImageRequest) or request.task not in DRAWING_TASKS:
        hint = phrase("Only drawing is estimated: {tasks}.", tasks=", ".join(DRAWING_TASKS))
        raise InputError("setting-invalid", name=phrase("estimate"), value=phrase("used here"), hint=hint)
    found, device, dtype = _estimate(request, models)
    if as_json:
        output.emit({"event": "estimate", "device": device, "dtype": dtype, **asdict(found)})
    else:
        time = "time unknown before the first run" if found.seconds is None else f"about {found.seconds:.1f} s"
        output.show(f"{found.verdict}: {_memory(found)}, {time}")
    return output.OK


def _estimate(request: ImageRequest, models: Sequence[InstalledModel]) -> tuple[Estimate, str, str]:
    """The estimate, with the device and number format that it is for."""
    calibration = Calibration(paths.calibration_file())
    device, dtype = calibration.device_of(models[0].spec.id)
    machine = Machine(device, dtype, psutil.virtual_memory().available)
    return estimate(request, models, calibration, machine), device, dtype


def _memory(found: Estimate) -> str:
    text = f"{found.needed / 1e9:.2f} GB of {found.available / 1e9:.2f} GB"
    return f"{text}, hires.scale={found.most:g} would" if found.most else text
