"""What the machine has to compute with, found out by running real kernels rather than by believing a flag."""

from __future__ import annotations

import functools
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    import torch

DTYPES = ("float32", "bfloat16", "float16")

_TOLERANCE = {"float32": 1e-3, "bfloat16": 5e-2, "float16": 1e-2}
"""The relative error of a product of 256 terms that each format may have (TF32 allowed for float32)."""


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


class KernelCheck(msgspec.Struct, frozen=True, kw_only=True):
    """A matrix product and a convolution on one device in one number format. ``gflops`` is that of the product."""

    device: str
    dtype: str
    ok: bool
    gflops: float = 0.0
    error: str = ""


def choose(wanted: str = "", threads: int = 0) -> DeviceInfo:
    """The device to use: ``wanted`` if it works, else the best. Imports torch only where there may be an accelerator
    or one is wanted by name."""
    if wanted == "cpu" or (not wanted and not may_have_accelerator()):
        return _cpu()
    found = {device.id: device for device in devices()}
    for name in (wanted, f"{wanted}:0", *found):
        device = found.get(name)
        if device is None:
            continue
        if device.kind == "cpu":
            return device
        good = [check for check in (check_kernel(device.id, dtype, quick=True) for dtype in DTYPES) if check.ok]
        if good:
            # bfloat16 has float32's range: pictures cannot overflow to black as in float16.
            names = {check.dtype for check in good}
            dtype = next(name for name in ("bfloat16", "float16", "float32") if name in names)
            return msgspec.structs.replace(device, dtype=dtype)
    return _cpu()


def may_have_accelerator() -> bool:
    """A quick guess without torch; wrong only towards looking more closely."""
    if not sys.platform.startswith("linux"):
        return True
    return any(Path(path).exists() for path in ("/dev/nvidiactl", "/dev/kfd", "/dev/dxg")) or _has_intel_gpu()


def _has_intel_gpu() -> bool:
    vendors = Path("/sys/class/drm").glob("card*/device/vendor")
    return any(vendor.read_text().strip() == "0x8086" for vendor in vendors)


def devices() -> list[DeviceInfo]:
    """Every device torch can use, the best first, the processor last. Imports torch."""
    import torch

    found: list[DeviceInfo] = []
    for kind in ("cuda", "xpu"):
        runtime = getattr(torch, kind)
        for index in range(runtime.device_count() if runtime.is_available() else 0):
            name = f"{kind}:{index}"
            free, total = runtime.mem_get_info(name)
            found.append(DeviceInfo(id=name, name=runtime.get_device_name(index), memory=total, free=free))
    found.sort(key=lambda device: -device.free)
    if torch.backends.mps.is_available():
        total = torch.mps.recommended_max_memory()
        free = total - torch.mps.driver_allocated_memory()
        found.append(DeviceInfo(id="mps", name="Apple GPU", memory=total, free=free))
    return [*found, _cpu()]


def check_all() -> list[KernelCheck]:
    """A real kernel per device and number format, for the doctor. Takes some seconds."""
    return [check_kernel(device.id, dtype) for device in devices() for dtype in DTYPES]


def check_kernel(device: str, dtype: str, *, quick: bool = False) -> KernelCheck:
    """Multiply and convolve on ``device`` and compare with the processor's float32. ``quick`` measures no speed."""
    import torch

    try:
        number: torch.dtype = getattr(torch, dtype)
        reason = _wrong_product(device, number, dtype) or _wrong_convolution(device, number, dtype)
        if reason:
            return KernelCheck(device=device, dtype=dtype, ok=False, error=reason)
        return KernelCheck(device=device, dtype=dtype, ok=True, gflops=0.0 if quick else _speed(device, number))
    except (RuntimeError, TypeError, AssertionError, NotImplementedError) as error:
        # "no kernel image for this device" and the like: the format or the device cannot be used with this build.
        return KernelCheck(device=device, dtype=dtype, ok=False, error=str(error).splitlines()[0][:300])


def _sample(*shape: int) -> torch.Tensor:
    import torch

    generator = torch.Generator().manual_seed(1)
    return torch.rand(*shape, generator=generator) - 0.5


def _wrong_product(device: str, number: torch.dtype, dtype: str) -> str:
    a, b = _sample(64, 256), _sample(256, 64)
    return _differs("product", a @ b, a.to(device, number) @ b.to(device, number), dtype)


def _wrong_convolution(device: str, number: torch.dtype, dtype: str) -> str:
    from torch.nn.functional import conv2d

    picture, weights = _sample(1, 16, 24, 24), _sample(16, 16, 3, 3)
    right = conv2d(picture, weights, padding=1)
    return _differs(
        "convolution", right, conv2d(picture.to(device, number), weights.to(device, number), padding=1), dtype
    )


def _differs(what: str, right: torch.Tensor, got: torch.Tensor, dtype: str) -> str:
    error = float((got.float().cpu() - right).abs().max() / right.abs().max())
    return "" if error <= _TOLERANCE[dtype] else f"the {what} is wrong by {error:.2g}"


def _speed(device: str, number: torch.dtype) -> float:
    """Gigaflops of a square matrix product, the best of some rounds within a quarter of a second."""
    import torch

    kind = device.partition(":")[0]
    size = 512 if kind == "cpu" else 4096
    a = _sample(size, size).to(device, number)
    runtime: Any = getattr(torch, kind)
    best, end = float("inf"), time.perf_counter() + 0.25
    for round_ in range(50):
        if round_ > 1 and time.perf_counter() > end:
            break
        runtime.synchronize()
        began = time.perf_counter()
        a @ a
        runtime.synchronize()
        best = min(best, time.perf_counter() - began)
    return round(2 * size**3 / best / 1e9, 1)


def _cpu() -> DeviceInfo:
    import psutil

    memory = psutil.virtual_memory()
    dtype = "bfloat16" if _cpu_flags() & {"avx512_bf16", "amx_bf16"} else "float32"
    return DeviceInfo(id="cpu", name=_cpu_name(), dtype=dtype, memory=memory.total, free=memory.available)


@functools.lru_cache
def _cpu_lines() -> dict[str, str]:
    """The first processor of /proc/cpuinfo; empty elsewhere."""
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").split("\n\n", 1)[0]
    except OSError:
        return {}
    return {key.strip(): value.strip() for key, _, value in (line.partition(":") for line in text.splitlines())}


def _cpu_flags() -> set[str]:
    """Instruction sets. Only native bfloat16 arithmetic is worth it: emulated, it is slower than float32."""
    return set(_cpu_lines().get("flags", "").split())


def _cpu_name() -> str:
    import platform

    return _cpu_lines().get("model name", "") or platform.processor() or platform.machine()
