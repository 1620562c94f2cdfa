from __future__ import annotations

import pytest

from studio.worker import devices


def test_without_an_accelerator_nothing_heavy_is_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "_accelerator_seen", lambda: False)
    monkeypatch.setattr(devices, "_cpu_has_short_formats", lambda: False)
    monkeypatch.setitem(devices.sys.modules, "torch", None)  # importing it would raise
    monkeypatch.delitem(devices.sys.modules, "torch")
    chosen = devices.choose("")
    assert chosen.id == chosen.kind == "cpu" and chosen.dtype == "float32" and chosen.memory > 0
    assert "torch" not in devices.sys.modules


@pytest.mark.slow
def test_real_kernels_on_the_processor() -> None:
    row = devices.survey()[-1]
    assert row["id"] == "cpu" and row["ok"]
    kernels = {kernel["dtype"]: kernel for kernel in row["kernels"]}
    assert set(kernels) == set(devices.DTYPES) and kernels["float32"]["ok"] and kernels["float32"]["gflops"] > 0


@pytest.mark.slow
def test_a_wanted_device_that_is_not_there_gives_way() -> None:
    assert devices.choose("cuda:63").kind in ("cpu", "cuda", "mps", "xpu")
    assert not devices._try("cuda:63", "float32").ok


def test_who_has_no_use_for_short_formats_need_not_wait_for_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "_accelerator_seen", lambda: False)
    monkeypatch.setattr(devices, "_cpu_has_short_formats", lambda: True)
    monkeypatch.setitem(devices.sys.modules, "torch", None)  # importing it raises
    assert devices.choose("", short_formats=False).dtype == "float32"
    with pytest.raises(ImportError):
        devices.choose("")
