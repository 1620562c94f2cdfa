"""Time from the start of the process to the window's first paint, against a bare QMainWindow."""

from __future__ import annotations

from typing import Any

from tests.benchmarks import timing, window_process


def measure(rounds: int) -> dict[str, Any]:
    return timing.compare(
        "first paint of the window / of a bare QMainWindow",
        lambda: window_process.start("studio")["first_paint_s"],
        lambda: window_process.start("bare")["first_paint_s"],
        target=2.0,
        rounds=rounds or 7,
    )
