"""One worker under supervision: started, restarted after a death, given up after too many deaths."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from studio.core.errors import ErrorInfo, WorkerError, phrase
from studio.core.messages import PROTOCOL, CancelJob, Command, Configure, Event, Fault, Ready, RunJob, Warmed
from studio.core.messages import Residency as ResidencyEvent
from studio.engine.channel import Channel, ChannelClosed, WorkerState


@dataclass(frozen=True)
class Limits:
    """Seconds and counts. ``deaths``: in a row, without a finished job in between, before the worker is given up."""

    cancel_grace: float = 5.0
    terminate_grace: float = 1.0
    stop_grace: float = 1.0
    ready_within: float = 60.0
    save_grace: float = 5.0
    deaths: int = 5
    backoff: float = 0.1
    backoff_most: float = 5.0


@dataclass(frozen=True)
class Death:
    """A worker ended. ``wanted``: the engine ended it because a job would not stop."""

    job: str
    error: ErrorInfo
    wanted: bool


class Supervisor:
    """All methods are called from the engine's thread."""

    def __init__(
        self,
        factory: Callable[[], Channel],
        configure: Configure,
        limits: Limits,
        report: Callable[[WorkerState, ErrorInfo | None], None],
        channel: Channel | None = None,
    ) -> None:
        """``channel``: a live worker taken over from another loop; it is ready already."""
        self.configure = configure
        self.job = ""
        self.models: frozenset[str] = frozenset()
        self._factory, self._limits, self._report = factory, limits, report
        self._channel = channel
        self._deaths = 0
        self._wanted = self._stale = False
        self._warm = channel is not None
        self._ready = channel is not None
        self._due: tuple[float, Callable[[], None]] | None = None
        self._fault: ErrorInfo | None = None
        self.state = WorkerState.STOPPED
        if channel is not None:
            self._tell()

    # ---- life

    def start(self) -> None:
        """Start the worker unless it lives, is about to be started, or was given up."""
        if self._channel is None and self._due is None and self.state is not WorkerState.FAILED:
            self._start()

    def _start(self) -> None:
        self._due = None
        self._ready = self._warm = self._wanted = self._stale = False
        self._fault = None
        self._change(WorkerState.STARTING)
        try:
            self._channel = self._factory()
            self._channel.start()
            self._channel.send(self.configure)
        except Exception as error:
            reason = phrase("it could not be started")
            self._fault = WorkerError("worker-died", str(error), reason=reason).info
            self._after_death()
            return
        self._due = (time.monotonic() + self._limits.ready_within, self._late)

    def _late(self) -> None:
        self._fault = WorkerError("worker-died", reason=phrase("it did not answer")).info
        self.kill()

    def revive(self) -> None:
        """Forget the deaths and start again, also after giving up."""
        self._deaths = 0
        if self._channel is None:
            self._due = None
            self.state = WorkerState.STOPPED
            self._start()

    def kill(self) -> None:
        """End the worker now; its death arrives by :meth:`poll`."""
        if self._channel is not None:
            self._due = None
            self._channel.kill()

    def stop(self) -> None:
        """End the worker for good and wait until it is gone."""
        self._due = None
        channel, self._channel = self._channel, None
        if channel is not None:
            channel.stop(self._limits.stop_grace)
        if self.state is not WorkerState.FAILED:
            self._change(WorkerState.STOPPED)

    def release(self) -> Channel | None:
        """Hand over the live worker when it can be used at once by another loop; None otherwise."""
        if self._channel is None or not self._warm or self.job or self._wanted:
            return None
        channel, self._channel, self._due = self._channel, None, None
        return channel

    def reconfigure(self, configure: Configure) -> None:
        """Use other settings from the next start on, which is now or after the running job."""
        self.configure = configure
        self._stale = self._channel is not None
        if self._stale and not self.job:
            self._renew()

    def _renew(self) -> None:
        self._stale = False
        self.stop()
        self._start()

    # ---- work

    @property
    def free(self) -> bool:
        """True when a job can be given to it."""
        return self._channel is not None and self._ready and not self.job and not self._wanted

    def run(self, command: RunJob) -> None:
        """A worker that is gone by now is noticed by :meth:`poll`, which then names this job."""
        self.job = command.job
        self._tell()
        self.send(command)

    def cancel(self) -> None:
        """Ask it to stop its job; end it when it has not done so after the grace period."""
        if self._wanted or (self._due is not None and self._due[1] == self._terminate):
            return
        self.send(CancelJob(job=self.job))
        self._due = (time.monotonic() + self._limits.cancel_grace, self._terminate)

    def _terminate(self) -> None:
        self._wanted = True
        if self._channel is not None:
            self._channel.terminate()
            self._due = (time.monotonic() + self._limits.terminate_grace, self.kill)

    def finished(self) -> None:
        """Its job has ended."""
        self.job = ""
        self._deaths = 0
        if not self._wanted:
            self._due = None
        self._tell()
        if self._stale:
            self._renew()

    def send(self, command: Command) -> None:
        if self._channel is not None:
            with suppress(ChannelClosed):  # its death arrives by poll()
                self._channel.send(command)

    def preview(self, event: Any) -> bytes | None:
        return self._channel.preview(event) if self._channel is not None else None

    # ---- news

    def waitables(self) -> list[Any]:
        return self._channel.waitables() if self._channel is not None else []

    @property
    def deadline(self) -> float | None:
        """When :meth:`tick` has something to do, in seconds of the monotonic clock."""
        return self._due[0] if self._due else None

    def tick(self) -> None:
        if self._due is not None and time.monotonic() >= self._due[0]:
            action = self._due[1]
            self._due = None
            action()

    def poll(self) -> tuple[list[Event], Death | None]:
        """What the worker said about its jobs since the last call, and its death."""
        if self._channel is None:
            return [], None
        try:
            return [event for event in self._channel.receive() if not self._handled(event)], None
        except ChannelClosed:
            return [], self._after_death()

    def _handled(self, event: Event) -> bool:
        if isinstance(event, Ready):
            self._ready = True
            if self._due is not None and self._due[1] == self._late:
                self._due = None
            if event.protocol != PROTOCOL:
                reason = phrase("it is of another version of the studio")
                self._fault = WorkerError(
                    "worker-died", f"protocol {event.protocol}, not {PROTOCOL}", reason=reason
                ).info
                self._ready = False
                self._deaths = self._limits.deaths
                self.kill()
            self._tell()
        elif isinstance(event, Warmed):
            self._warm = True
            self._tell()
        elif isinstance(event, Fault):
            self._fault = event.error
        elif isinstance(event, ResidencyEvent):
            self.models = frozenset(event.models)
            return False
        else:
            return False
        return True

    def _after_death(self) -> Death:
        channel, self._channel = self._channel, None
        job, self.job = self.job, ""
        wanted = self._wanted
        self._due, self._ready, self._warm, self._wanted = None, False, False, False
        self.models = frozenset()
        reason, output = None, ""
        if channel is not None:
            reason, output = channel.exit_reason, channel.last_output()
            channel.stop(0.0)
        error = self._fault or WorkerError("worker-died", output, reason=reason).info
        self._fault = None
        if wanted:
            self._start()
            return Death(job, error, True)
        self._deaths += 1
        if self._deaths >= self._limits.deaths:
            given_up = WorkerError("worker-gave-up", output, count=self._deaths).info
            self._change(WorkerState.FAILED, given_up)
        else:
            wait = min(self._limits.backoff * 2 ** (self._deaths - 1), self._limits.backoff_most)
            self._due = (time.monotonic() + wait, self._start)
            self._change(WorkerState.STARTING, error)
        return Death(job, error, False)

    def _tell(self) -> None:
        if self._channel is None or not self._ready:
            return
        busy = WorkerState.BUSY if self.job else WorkerState.READY
        self._change(busy if self._warm or self.job else WorkerState.LOADING)

    def _change(self, state: WorkerState, error: ErrorInfo | None = None) -> None:
        if state is not self.state or error:
            self.state = state
            self._report(state, error)
