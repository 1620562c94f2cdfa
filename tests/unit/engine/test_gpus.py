"""Graphics cards are counted through NVML, and each gets a worker of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from studio.core.messages import Configure
from studio.engine.gpus import cuda_devices
from tests.support.engine import running
from tests.support.scripted_channel import ScriptedChannel


class Library:
    """NVML as a machine with some cards has it."""

    def __init__(self, count: int, *, status: int = 0) -> None:
        self._count, self._status = count, status

    def nvmlInit_v2(self) -> int:
        return self._status

    def nvmlDeviceGetCount_v2(self, pointer: Any) -> int:
        pointer._obj.value = self._count
        return 0

    def nvmlShutdown(self) -> int:
        return 0


def test_cards_are_counted_and_hidden_ones_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    assert cuda_devices(lambda: Library(2)) == ("cuda:0", "cuda:1")
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "1")
    assert cuda_devices(lambda: Library(2)) == ("cuda:0",)
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "")
    assert cuda_devices(lambda: Library(2)) == ()


def test_no_driver_or_a_failing_one_means_no_cards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)

    def missing() -> Any:
        raise OSError("libnvidia-ml.so.1: cannot open shared object file")

    assert cuda_devices(missing) == ()
    assert cuda_devices(lambda: Library(2, status=9)) == ()
    assert cuda_devices(object) == ()


def configured(channels: list[ScriptedChannel]) -> list[str]:
    return [c.device for channel in channels for c in channel.commands if isinstance(c, Configure)]


@pytest.mark.parametrize(("device", "expected"), [("", ["cuda:0", "cuda:1"]), ("cpu", ["cpu"])])
def test_each_card_has_a_worker_unless_the_user_names_a_device(
    tmp_path: Path, device: str, expected: list[str]
) -> None:
    channels = [ScriptedChannel(), ScriptedChannel()]
    options = {"devices": ("cuda:0", "cuda:1"), "configure": Configure(device=device)}
    with running(lambda i: channels[i], tmp_path, **options) as bench:
        bench.loop.start_worker()
        bench.until(lambda: len(configured(channels)) == len(expected))
        assert configured(channels) == expected
