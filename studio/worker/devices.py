"""What the machine has to compute with: found by running a real kernel on each device in each number format.

``python -m studio.worker.devices`` prints the survey as JSON.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import msgspec

from studio.worker.isolation import limit_threads

DTYPES = ("float32", "bfloat16", "float16")
_SIZE = 512
_TOLERANCE = {"float32": 1e-3, "bfloat16": 0.05, "float16": 0.02}
"""Relative error that a product of random matrices may have in each format."""
_WORTH = 1.3
"""A smaller format is used on a processor only where it is faster by this factor: many emulate it, slowly."""


class DeviceInfo(msgspec.Struct, frozen=True, kw_only=True):
    """A device to run models on. ``id`` is torch's name (``cpu``, ``cuda:0``, ``mps``, ``xpu:0``); ``dtype`` the
    fastest number format that proved right on it; ``memory`` and ``free`` in bytes."""

    id: str = "cpu"
    name: str = ""
    dtype: str = "float32"
    memory: int = 0
    free: int = 0

    @property
    def kind(self) -> str:
        """``cpu``, ``cuda``, ``mps`` or ``xpu``."""
        return self.id.partition(":")[0]


class Trial(msgspec.Struct, frozen=True, kw_only=True):
    """One kernel run: ``speed`` in GFLOP/s of a matrix product, ``error`` why it is not ``ok``."""

    device: str
    dtype: str
    ok: bool
    speed: float = 0.0
    error: str = ""


def choose(wanted: str = "", threads: int = 1, *, short_formats: bool = True) -> DeviceInfo:
    """The device the user wants, or the best one that computes rightly. A wanted one that fails gives way to the CPU.

    ``short_formats`` says whether bfloat16 is of any use on a processor. Without it, or on a processor that has none,
    a machine without an accelerator is told without importing anything: a text job need not wait for torch.
    """
    processor_only = wanted == "cpu" or (wanted == "" and not _accelerator_seen())
    if processor_only and not (short_formats and _cpu_has_short_formats()):
        return _cpu("float32")
    import torch

    torch.set_num_threads(threads)
    candidates = [d for d in _devices() if wanted in ("", d) and (d != "cpu" or wanted == "cpu")]
    for device in candidates:
        if device == "cpu":
            break
        trials = {dtype: _try(device, dtype) for dtype in ("bfloat16", "float16", "float32")}
        for dtype, trial in trials.items():
            if trial.ok:
                return _describe(device, dtype)
    if _cpu_has_short_formats():
        plain, short = _try("cpu", "float32"), _try("cpu", "bfloat16")
        if short.ok and short.speed > _WORTH * plain.speed:
            return _cpu("bfloat16")
    return _cpu("float32")


def survey() -> list[dict[str, Any]]:
    """Every device with the outcome of each format, as the doctor shows it."""
    found = []
    for device in _devices():
        trials = [_try(device, dtype) for dtype in DTYPES]
        best = max((t for t in trials if t.ok), key=lambda t: t.speed, default=None)
        info = _describe(device, best.dtype if best else "")
        row = msgspec.to_builtins(info) | {"ok": best is not None}
        row["kernels"] = [{"dtype": t.dtype, "ok": t.ok, "gflops": round(t.speed, 1), "error": t.error} for t in trials]
        found.append(row)
    return found


def _accelerator_seen() -> bool:
    """A cheap look that may say yes too often, never no too often."""
    if sys.platform == "darwin":
        import platform

        return platform.machine() == "arm64"
    if sys.platform == "win32":
        return True
    nodes = ("/dev/nvidia0", "/dev/nvidiactl", "/dev/kfd", "/dev/dri/renderD128", "/dev/dxg")
    return any(Path(node).exists() for node in nodes)


def _cpu_has_short_formats() -> bool:
    """Whether the processor computes in bfloat16 by itself (AVX512-BF16 or AMX); elsewhere torch emulates it."""
    try:
        flags = Path("/proc/cpuinfo").read_text(encoding="ascii", errors="replace")
    except OSError:
        return False
    return "avx512_bf16" in flags or "amx_bf16" in flags


def _devices() -> list[str]:
    """torch's names of what it sees, the best first."""
    import torch

    found = [f"cuda:{n}" for n in range(torch.cuda.device_count())] if torch.cuda.is_available() else []
    if hasattr(torch, "xpu") and torch.xpu.is_available():
        found += [f"xpu:{n}" for n in range(torch.xpu.device_count())]
    if torch.backends.mps.is_available():
        found.append("mps")
    return [*found, "cpu"]


def _try(device: str, dtype: str) -> Trial:
    """Multiply two matrices and convolve a picture there, compare with double precision here, and time it."""
    import torch

    try:
        generator = torch.Generator().manual_seed(0)
        a = torch.randn(_SIZE, _SIZE, generator=generator, dtype=torch.float64)
        b = torch.randn(_SIZE, _SIZE, generator=generator, dtype=torch.float64)
        kind = getattr(torch, dtype)
        x, y = a.to(device, kind), b.to(device, kind)
        product = (x @ y).to("cpu", torch.float64)
        wrong = float((product - a @ b).norm() / (a @ b).norm())
        picture, kernel = a[None, None, :64, :64], b[None, None, :3, :3]
        exact = torch.nn.functional.conv2d(picture, kernel)
        folded = torch.nn.functional.conv2d(picture.to(device, kind), kernel.to(device, kind)).to("cpu", torch.float64)
        wrong = max(wrong, float((folded - exact).norm() / exact.norm()))
        if not wrong <= _TOLERANCE[dtype]:
            return Trial(device=device, dtype=dtype, ok=False, error=f"wrong result (relative error {wrong:.2g})")
        best = min(_timed(x, y, device) for _ in range(3))
        return Trial(device=device, dtype=dtype, ok=True, speed=2 * _SIZE**3 / best / 1e9)
    except (RuntimeError, NotImplementedError, TypeError, AssertionError) as error:
        return Trial(device=device, dtype=dtype, ok=False, error=str(error).splitlines()[0][:200])


def _timed(x: Any, y: Any, device: str) -> float:
    import torch

    began = time.perf_counter()
    (x @ y).sum().item()
    if device.startswith("cuda"):
        torch.cuda.synchronize(device)
    return max(time.perf_counter() - began, 1e-9)


def _describe(device: str, dtype: str) -> DeviceInfo:
    if device == "cpu":
        return _cpu(dtype)
    import torch

    if device.startswith("cuda"):
        free, total = torch.cuda.mem_get_info(device)
        return DeviceInfo(id=device, name=torch.cuda.get_device_name(device), dtype=dtype, memory=total, free=free)
    if device.startswith("xpu"):
        properties = torch.xpu.get_device_properties(device)
        return DeviceInfo(id=device, name=properties.name, dtype=dtype, memory=properties.total_memory)
    return msgspec.structs.replace(_cpu(dtype), id=device, name="Apple GPU")


def _cpu(dtype: str) -> DeviceInfo:
    import platform

    import psutil

    memory = psutil.virtual_memory()
    return DeviceInfo(
        id="cpu", name=_cpu_name() or platform.processor(), dtype=dtype, memory=memory.total, free=memory.available
    )


def _cpu_name() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return ""


def main() -> int:
    limit_threads(0)
    print(json.dumps(survey(), ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
