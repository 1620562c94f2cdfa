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
from studio.library.fitting import Machine, estimate


def show(request: Request, models: Sequence[InstalledModel], *, as_json: bool) -> int:
    """Print the estimate for a resolved request. Raises InputError for a task that is not estimated."""
    if not isinstance(request, ImageRequest) or request.task not in DRAWING_TASKS:
        hint = phrase("Only drawing is estimated: {tasks}.", tasks=", ".join(DRAWING_TASKS))
        raise InputError("setting-invalid", name=phrase("estimate"), value=phrase("used here"), hint=hint)
    calibration = Calibration(paths.calibration_file())
    device, dtype = calibration.device_of(models[0].spec.id)
    found = estimate(request, models, calibration, Machine(device, dtype, psutil.virtual_memory().available))
    if as_json:
        output.emit({"event": "estimate", "device": device, "dtype": dtype, **asdict(found)})
    else:
        time = "time unknown before the first run" if found.seconds is None else f"about {found.seconds:.1f} s"
        output.show(f"{found.verdict}: {found.needed / 1e9:.2f} GB of {found.available / 1e9:.2f} GB, {time}")
    return output.OK
