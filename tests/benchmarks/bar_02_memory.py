"""Resident memory when the window has been painted first, against a bare QMainWindow."""

from __future__ import annotations

from typing import Any

from tests.benchmarks import timing, window_process


def measure(rounds: int) -> dict[str, Any]:
    result = timing.compare(
        "resident memory at the first paint / of a bare QMainWindow",
        lambda: window_process.start("studio")["resident"],
        lambda: window_process.start("bare")["resident"],
        target=1.6,
        rounds=rounds or 3,
    )
    result["studio_mb"], result["baseline_mb"] = result.pop("studio_s") / 1e6, result.pop("baseline_s") / 1e6
    return result
