"""Undo and redo of an edit's settings. What one control does in one go is one step."""

from __future__ import annotations

import time

import msgspec

from studio.core.pictures import Edit

TOGETHER = 1.0
"""Seconds within which changes of the same settings are one step: a slider says every value on its way."""

_PRESSED = {"turn", "flip"}
"""Settings of buttons: every press is a step."""


class EditHistory:
    def __init__(self) -> None:
        self.current: Edit | None = None
        self._before: list[Edit | None] = []
        self._after: list[Edit | None] = []
        self._last: tuple[float, frozenset[str]] = (0.0, frozenset())

    @property
    def can_undo(self) -> bool:
        return bool(self._before)

    @property
    def can_redo(self) -> bool:
        return bool(self._after)

    def begin(self, edit: Edit | None) -> None:
        """Another picture is edited: what was done to the one before cannot be taken back here."""
        self.current, self._before, self._after = edit, [], []
        self._last = (0.0, frozenset())

    def record(self, edit: Edit | None) -> None:
        """The edit is another now. An edit that came by undo or redo is known already."""
        if (edit or Edit()) == (self.current or Edit()):
            self.current = edit
            return
        now, changed = time.monotonic(), _differing(self.current, edit)
        when, what = self._last
        if not (self._before and changed == what and now - when < TOGETHER and not changed & _PRESSED):
            self._before.append(self.current)
        self._after.clear()
        self.current, self._last = edit, (now, changed)

    def undo(self) -> Edit | None:
        return self._step(self._before, self._after)

    def redo(self) -> Edit | None:
        return self._step(self._after, self._before)

    def _step(self, source: list[Edit | None], other: list[Edit | None]) -> Edit | None:
        if source:
            other.append(self.current)
            self.current = source.pop()
            self._last = (0.0, frozenset())
        return self.current


def _differing(one: Edit | None, other: Edit | None) -> frozenset[str]:
    a, b = msgspec.structs.asdict(one or Edit()), msgspec.structs.asdict(other or Edit())
    return frozenset(name for name in a if a[name] != b[name])
