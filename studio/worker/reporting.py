"""What a job says while it runs, at a pace the window can follow: progress with the time left, and batches of text."""

from __future__ import annotations

import time
from collections.abc import Callable

from studio.core.errors import Phrase
from studio.core.messages import Event, Phase, Progress, TextDelta

PROGRESS_INTERVAL = 1 / 30
TEXT_INTERVAL = 0.016
"""Seconds between two events at least."""

_ETA_AFTER = 0.25
"""Seconds of work to look back on before a guess at the time left is worth showing."""


class TimeLeft:
    """Guesses the seconds left from how fast the fraction has grown; None while that would be made up."""

    def __init__(self) -> None:
        self._phase: Phase | None = None
        self._since: tuple[float, float] | None = None

    def update(self, phase: Phase, fraction: float | None, now: float) -> float | None:
        """``now`` in seconds of a monotonic clock."""
        if fraction is None:
            self._since = None
            return None
        # Loading says nothing about the speed of what follows, and a fraction that fell started anew.
        loaded = self._phase is Phase.LOADING and phase is not Phase.LOADING
        self._phase = phase
        if self._since is None or loaded or fraction < self._since[1]:
            self._since = (now, fraction)
            return None
        if fraction >= 1.0:
            return 0.0
        began, start = self._since
        if now - began < _ETA_AFTER or fraction - start < 0.01:
            return None
        return round((now - began) * (1.0 - fraction) / (fraction - start), 2)


class Reporter:
    """Paces the events of one job."""

    def __init__(self, job: str, send: Callable[[Event], None], clock: Callable[[], float] = time.monotonic) -> None:
        self._job, self._send, self._clock = job, send, clock
        self._left = TimeLeft()
        self._last: Progress | None = None
        self._held: Progress | None = None
        self._progress_due = 0.0
        self._pieces: dict[int, list[str]] = {}
        self._text_due = 0.0

    def phase(self, phase: Phase, fraction: float | None, take: int, note: Phrase | None) -> None:
        if fraction is not None:
            # min/max in this order also turn NaN into 0.
            fraction = min(1.0, max(0.0, fraction))
        now = self._clock()
        eta = self._left.update(phase, fraction, now)
        event = Progress(job=self._job, phase=phase, fraction=fraction, eta=eta, take=take, note=note)
        last = self._last
        new = last is None or (last.phase, last.take, last.note) != (phase, take, note) or fraction == 1.0
        if event == last:
            return
        if new or now >= self._progress_due:
            self._send_progress(event, now)
        else:
            self._held = event

    def text(self, take: int, piece: str) -> None:
        if not piece:
            return
        self._pieces.setdefault(take, []).append(piece)
        now = self._clock()
        if now >= self._text_due:
            self._send_text(now)

    def flush_due(self) -> None:
        """Send what was held back and is due by now. Cheap: called at every step."""
        if self._pieces or self._held:
            now = self._clock()
            if self._pieces and now >= self._text_due:
                self._send_text(now)
            if self._held and now >= self._progress_due:
                self._send_progress(self._held, now)

    def flush(self) -> None:
        """Send all that was held back."""
        now = self._clock()
        if self._pieces:
            self._send_text(now)
        if self._held:
            self._send_progress(self._held, now)

    def _send_progress(self, event: Progress, now: float) -> None:
        self._last, self._held = event, None
        self._progress_due = now + PROGRESS_INTERVAL
        self._send(event)

    def _send_text(self, now: float) -> None:
        pieces, self._pieces = self._pieces, {}
        self._text_due = now + TEXT_INTERVAL
        for take, parts in pieces.items():
            self._send(TextDelta(job=self._job, take=take, text="".join(parts)))
