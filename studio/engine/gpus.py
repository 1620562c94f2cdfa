"""How many graphics cards there are to work on, found without a model runtime: NVIDIA's management library (NVML)."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

_OK = 0


def _load() -> Any:
    """Raises OSError where the library is not installed, which is so without NVIDIA's driver."""
    if sys.platform == "win32":
        return ctypes.CDLL("nvml.dll")
    if not Path("/dev/nvidia0").exists():
        raise OSError("no NVIDIA card")
    return ctypes.CDLL("libnvidia-ml.so.1")


def cuda_devices(load: Callable[[], Any] = _load) -> tuple[str, ...]:
    """torch's names of the cards, ``cuda:0`` first; empty where there is none or it cannot be known.

    ``CUDA_VISIBLE_DEVICES`` counts as in CUDA: only as many as it names can be used.
    """
    try:
        library = load()
        if library.nvmlInit_v2() != _OK:
            return ()
        count = ctypes.c_uint(0)
        status = library.nvmlDeviceGetCount_v2(ctypes.byref(count))
        library.nvmlShutdown()
    except (OSError, AttributeError):
        return ()
    found = count.value if status == _OK else 0
    visible = os.environ.get("CUDA_VISIBLE_DEVICES")
    if visible is not None:
        found = min(found, len([part for part in visible.split(",") if part.strip() not in ("", "-1")]))
    return tuple(f"cuda:{n}" for n in range(found))
