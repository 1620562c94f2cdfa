"""A real worker process, spoken to directly."""

from __future__ import annotations

import time
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any

from studio.core.messages import Event, RunJob
from studio.core.requests import Request, TextRequest
from studio.engine.process import ProcessChannel
from tests.support.backend import model


class Talk:
    """The channel to a worker that runs from here on; ``events`` are those that no one has asked for yet."""

    def __init__(self, folder: Path) -> None:
        self.channel = ProcessChannel(log_folder=folder / "logs")
        self.folder = folder
        self.events: list[Event] = []
        self.channel.start()

    def run(self, prompt: str, name: str = "j", takes: int = 1, seed: int | None = 5, **more: Any) -> None:
        """Start a job of the tests' own backend."""
        more.setdefault("models", (model(),))
        self.start(TextRequest(prompt=prompt, takes=takes, seed=seed), name, **more)

    def start(self, request: Request, name: str, **more: Any) -> None:
        """Start a job; its results go into a folder of its name."""
        folder = self.folder / name
        folder.mkdir(exist_ok=True)
        self.channel.send(RunJob(job=name, request=request, folder=str(folder), **more))

    def until(self, kind: type, seconds: float = 20.0, job: str = "", **values: Any) -> Any:
        """The next event of a kind whose fields have these values; keeps all others."""
        end = time.monotonic() + seconds
        while True:
            for event in self.events:
                if not isinstance(event, kind) or (job and event.job != job):
                    continue
                if all(getattr(event, name) == value for name, value in values.items()):
                    self.events.remove(event)
                    return event
            assert time.monotonic() < end, f"no {kind} in {self.events}"
            wait(self.channel.waitables(), 0.5)
            self.events += self.channel.receive()
