"""How much memory there is: of the machine, of the container around this process, of an accelerator."""

from __future__ import annotations

import contextlib
import gc
import sys
import threading
from pathlib import Path
from typing import Any

import psutil

from studio.worker.devices import DeviceInfo

_CGROUP = Path("/sys/fs/cgroup")
_SHARE = 0.6
"""The share of the memory that is free at the start which models may keep."""


def available() -> int:
    """Bytes of main memory that can be taken without swapping, within a container's limit."""
    return int(min(psutil.virtual_memory().available, *_container()))


def _container(folder: Path = _CGROUP) -> list[float]:
    try:
        limit = (folder / "memory.max").read_text().strip()
        used = int((folder / "memory.current").read_text())
        # Cached file pages count as used but are given up when needed.
        stat = dict(line.split() for line in (folder / "memory.stat").read_text().splitlines())
        used -= int(stat.get("inactive_file", 0)) + int(stat.get("active_file", 0))
        return [] if limit == "max" else [max(0, int(limit) - used)]
    except (OSError, ValueError):
        return [float("inf")]


def free_on(device: DeviceInfo) -> int:
    """Bytes free on a device; unified and main memory are the same where there is no other."""
    if device.kind in ("cuda", "xpu"):
        import torch

        runtime = torch.cuda if device.kind == "cuda" else torch.xpu
        return int(runtime.mem_get_info(device.id)[0])
    return available()


def budget_on(device: DeviceInfo, wanted: int = 0) -> int:
    """Bytes that resident models may take together: ``wanted``, or (0) a share of what is free now."""
    if wanted > 0:
        return wanted
    share = 0.9 if device.kind in ("cuda", "xpu") else _SHARE
    return int(free_on(device) * share)


def give_back() -> None:
    """Return what was freed to the device and to the system, so that the next measurement is true."""
    gc.collect()
    torch = sys.modules.get("torch")
    if torch is not None:
        for runtime in (torch.cuda, torch.xpu):
            if runtime.is_available():
                runtime.empty_cache()
        if torch.backends.mps.is_available():
            torch.mps.empty_cache()
    if sys.platform.startswith("linux"):
        import ctypes

        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).malloc_trim(0)


class PeakMeter:
    """The most bytes that are taken on a device beyond what was in use at the last :meth:`restart`.

    A GPU's allocator counts by itself. For main memory the process is looked at every 20 ms: a shorter peak is missed,
    and what an earlier take gave back to the allocator but not to the system counts as in use.
    """

    INTERVAL = 0.02

    def __init__(self, device: DeviceInfo) -> None:
        self._device = device
        self._process = psutil.Process()
        self._base = self._most = 0
        self._end = threading.Event()
        self._thread: threading.Thread | None = None
        if device.kind not in ("cuda", "xpu"):
            self._thread = threading.Thread(target=self._watch, name="memory", daemon=True)
        self.restart()
        if self._thread is not None:
            self._thread.start()

    def restart(self) -> None:
        """Count anew from what is in use now."""
        if (runtime := self._runtime()) is not None:
            runtime.reset_peak_memory_stats(self._device.id)
        self._base = self._most = self._now()

    def peak(self) -> int:
        """Bytes since the last :meth:`restart`."""
        if (runtime := self._runtime()) is not None:
            return max(0, int(runtime.max_memory_allocated(self._device.id)) - self._base)
        return max(0, max(self._most, self._now()) - self._base)

    def close(self) -> None:
        self._end.set()
        if self._thread is not None:
            self._thread.join()

    def _runtime(self) -> Any:
        torch = sys.modules.get("torch")
        if torch is None or self._device.kind not in ("cuda", "xpu"):
            return None
        return torch.cuda if self._device.kind == "cuda" else torch.xpu

    def _now(self) -> int:
        if (runtime := self._runtime()) is not None:
            return int(runtime.memory_allocated(self._device.id))
        return int(self._process.memory_info().rss)

    def _watch(self) -> None:
        while not self._end.wait(self.INTERVAL):
            self._most = max(self._most, self._now())


def is_shortage(error: BaseException) -> bool:
    """True for Python's, torch's and other runtimes' ways to say that memory ran out."""
    if isinstance(error, MemoryError) or any(t.__name__ == "OutOfMemoryError" for t in type(error).__mro__):
        return True
    # torch's CPU allocator and onnxruntime raise a plain RuntimeError; there is nothing but its text to tell.
    text = str(error)
    return isinstance(error, RuntimeError) and any(
        words in text
        for words in ("DefaultCPUAllocator", "Failed to allocate memory", "out of memory", "bad allocation")
    )


def gib(size: float) -> str:
    return f"{size / 2**30:.1f} GiB"
