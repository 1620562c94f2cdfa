"""The switches of one job: those the request asks for, and those that are added when memory runs out."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from studio.core.errors import ResourceError, phrase
from studio.core.messages import Phase
from studio.worker.backends.diffusion import tuning
from studio.worker.backends.diffusion.errors import free_device_memory
from studio.worker.backends.diffusion.switches import LADDER, SWITCHES, refuse
from studio.worker.backends.diffusion.work import Work

_TILED_DECODE = 2_500_000
"""Pixels above which the picture is decoded in tiles from the start: whole, it would need tens of gigabytes."""


class Ladder:
    """``on`` has the names of the switches that are on, in the order of the table."""

    def __init__(self, work: Work, stack: contextlib.ExitStack) -> None:
        self._work, self._stack = work, stack
        self._on: set[str] = set()
        self._made_room = False

    @property
    def on(self) -> tuple[str, ...]:
        return tuple(name for name in SWITCHES if name in self._on)

    def turn_on(self, name: str) -> None:
        if name not in self._on:
            self._stack.callback(SWITCHES[name].turn_on(self._work))
            self._on.add(name)
            self._work.notes.append(SWITCHES[name].note)

    def climb(self, take: int) -> bool:
        """Do the next thing that saves memory; False when nothing is left to do."""
        work = self._work
        free_device_memory()
        if not self._made_room:
            self._made_room = True
            if work.ctx.make_room():
                return True
        for name in LADDER:
            if name not in self._on and not SWITCHES[name].why_not(work):
                self.turn_on(name)
                note = phrase("memory ran out: {note}", note=SWITCHES[name].note)
                work.notes[-1] = note
                work.ctx.phase(Phase.ENCODING, work.ctx.overall(take, 0.0), take=take, note=note)
                return True
        return False


@contextlib.contextmanager
def switched(work: Work) -> Iterator[None]:
    """The request's switches are on and ``work.ladder`` can add others; all are off again afterwards.

    Raises InputError for a name that does not exist and for a switch that would not help. One that only saves memory is
    passed over where it cannot be used: a recipe made on another machine may name it.
    """
    wanted = dict.fromkeys(work.request.fast)
    if work.plan.width * work.plan.height > _TILED_DECODE:
        wanted["tiled-decode"] = None
    for name in wanted:
        if name not in SWITCHES and name != tuning.AUTO:
            raise refuse(name, phrase("Choose one of: {names}.", names=", ".join([*SWITCHES, tuning.AUTO])))
    with contextlib.ExitStack() as stack:
        work.ladder = ladder = Ladder(work, stack)
        for name, switch in SWITCHES.items():
            if name not in wanted:
                continue
            if reason := switch.why_not(work):
                if name not in LADDER:
                    raise refuse(name, phrase("It would not help: {reason}.", reason=reason))
                work.notes.append(phrase("{switch} was left out: {reason}", switch=name, reason=reason))
                continue
            ladder.turn_on(name)
        if tuning.AUTO in wanted:
            tuning.tune(work, ladder)
        yield


def is_shortage(error: BaseException) -> bool:
    return isinstance(error, ResourceError) and error.info.code == "out-of-memory"
