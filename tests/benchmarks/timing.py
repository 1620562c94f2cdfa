"""Alternating measurement: A B A B in one run, so that the machine's noise meets both sides."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any


def seconds(action: Callable[[], object]) -> float:
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


def compare(
    what: str,
    studio: Callable[[], float],
    baseline: Callable[[], float],
    *,
    target: float,
    rounds: int,
    at_least: bool = False,
    **more: Any,
) -> dict[str, Any]:
    """Call both sides by turns; each returns its own figure (seconds or bytes). The ratio is that of the medians."""
    ours, theirs = [], []
    for _ in range(rounds):
        theirs.append(baseline())
        ours.append(studio())
    ratio = statistics.median(ours) / statistics.median(theirs)
    return {
        "what": what,
        "ratio": ratio,
        "target": target,
        "at_least": at_least,
        "met": ratio >= target if at_least else ratio <= target,
        "studio_s": statistics.median(ours),
        "baseline_s": statistics.median(theirs),
        "rounds": rounds,
        **more,
    }
