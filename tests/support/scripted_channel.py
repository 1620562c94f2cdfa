"""A worker that follows a script: a Channel without a process, for tests of the engine and of the interface."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from studio.core.errors import ErrorInfo, Phrase, verbatim
from studio.core.messages import (
    CancelJob,
    Command,
    Configure,
    Event,
    Finished,
    Phase,
    Preview,
    Progress,
    Ready,
    Residency,
    Result,
    RunJob,
    Started,
    TextDelta,
    Warmed,
)
from studio.core.recipes import Recipe
from studio.core.requests import TEXT_RESULTS, Kind, kind_of
from studio.engine.channel import ChannelClosed
from studio.engine.wakeup import WakeUp

Script = Callable[["ScriptedChannel", RunJob], None]


def complete(channel: ScriptedChannel, command: RunJob) -> None:
    """The usual script: progress, every take a small text file, done."""
    channel.say(Started(job=command.job))
    channel.progress(command, 0.5)
    for take in range(command.request.takes):
        channel.result(command, take)
    channel.finish(command)


def nothing(channel: ScriptedChannel, command: RunJob) -> None:
    """A script for tests that say every event themselves."""


class ScriptedChannel:
    """Answers Configure with Ready and Warmed, and each RunJob by ``script``; CancelJob with Finished unless ``deaf``.

    A test may also drive it from outside: :meth:`say`, :meth:`progress`, :meth:`result`, :meth:`finish`, :meth:`die`
    may be called from any thread. ``commands`` has all that was sent, ``commands[-1]`` the latest.
    """

    def __init__(self, script: Script = complete, *, ready: bool = True, deaf: bool = False) -> None:
        self.script = script
        self.commands: list[Command] = []
        self.previews: dict[int, bytes] = {}
        self.started = self.stopped = self.terminated = self.killed = False
        self.output = ""
        self._ready, self.deaf = ready, deaf
        self._events: deque[Event] = deque()
        self._wake = WakeUp()
        self._reason: Phrase | None = None
        self._dead = threading.Event()

    # ---- what the engine calls

    def start(self) -> None:
        self.started = True

    def send(self, command: Command) -> None:
        if self._dead.is_set():
            raise ChannelClosed("dead")
        self.commands.append(command)
        if isinstance(command, Configure) and self._ready:
            self.say(Ready(pid=1), Warmed(device="cpu", seconds=0.0))
        elif isinstance(command, RunJob):
            self.script(self, command)
        elif isinstance(command, CancelJob) and not self.deaf:
            self.say(Finished(job=command.job, outcome="cancelled"))

    def receive(self) -> list[Event]:
        self._wake.clear()
        dead = self._dead.is_set()
        events = []
        while self._events:
            events.append(self._events.popleft())
        if dead and not events:
            raise ChannelClosed("dead")
        if dead:
            self._wake.set()
        return events

    def waitables(self) -> list[Any]:
        return [self._wake.waitable]

    def stop(self, grace: float) -> None:
        self.stopped = True
        self._dead.set()
        self._wake.close()

    def terminate(self) -> None:
        self.terminated = True
        self.die("terminated")

    def kill(self) -> None:
        self.killed = True
        self.die("killed")

    @property
    def alive(self) -> bool:
        return not self._dead.is_set()

    def last_output(self) -> str:
        return self.output

    @property
    def exit_reason(self) -> Phrase | None:
        return self._reason

    def preview(self, event: Preview) -> bytes | None:
        return self.previews.get(event.serial)

    # ---- what a test or a script calls

    @property
    def job(self) -> RunJob:
        """The latest job it was given."""
        return next(c for c in reversed(self.commands) if isinstance(c, RunJob))

    def has(self, job: str) -> bool:
        """True when it was given this job."""
        return any(isinstance(c, RunJob) and c.job == job for c in list(self.commands))

    def say(self, *events: Event) -> None:
        self._events.extend(events)
        self._wake.set()

    def progress(self, command: RunJob, fraction: float | None, phase: Phase = Phase.GENERATING, **more: Any) -> None:
        self.say(Progress(job=command.job, phase=phase, fraction=fraction, **more))

    def text(self, command: RunJob, text: str, take: int = 0) -> None:
        self.say(TextDelta(job=command.job, take=take, text=text))

    def show(self, command: RunJob, rgb: bytes, width: int, height: int, take: int = 0) -> None:
        """Say that there is a preview of these RGB888 rows."""
        serial = len(self.previews) + 1
        self.previews[serial] = rgb
        self.say(Preview(job=command.job, take=take, slot=0, serial=serial, width=width, height=height))

    def residency(self, models: dict[str, int], budget: int = 8 << 30) -> None:
        self.say(Residency(models=models, budget=budget))

    def result(
        self,
        command: RunJob,
        take: int = 0,
        content: bytes = b"Text of a take.",
        suffix: str = ".txt",
        kind: Kind | None = None,
        notes: tuple[str, ...] = (),
        tokens_per_s: float = 0.0,
        **more: Any,
    ) -> None:
        """Write a take's file into the job's folder and say so. The recipe is the request with this take's seed."""
        path = Path(command.folder) / f"take-{take}{suffix}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        if kind is None:
            kind = "text" if command.request.task in TEXT_RESULTS else kind_of(command.request)
        if kind == "text":
            more.setdefault("excerpt", content.decode(errors="replace")[:2000])
        request = msgspec.structs.replace(command.request, takes=1, seed=(command.request.seed or 0) + take)
        recipe = Recipe(
            request=request,
            kind=kind,
            take=take,
            job=command.job,
            created="2026-01-01T00:00:00Z",
            notes=notes,
            tokens_per_s=tokens_per_s,
        )
        self.say(Result(job=command.job, take=take, kind=kind, path=str(path), recipe=recipe, **more))

    def finish(self, command: RunJob, outcome: str = "done", error: ErrorInfo | None = None) -> None:
        self.say(Finished(job=command.job, outcome=outcome, error=error))

    def die(self, reason: str = "killed (SIGKILL)", output: str = "") -> None:
        """The worker is gone."""
        self._reason, self.output = verbatim(reason), output or self.output
        self._dead.set()
        self._wake.set()
