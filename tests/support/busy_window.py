"""The studio's real window in a process of its own, drafting without end; the crash test kills it and its workers.

    python -m tests.support.busy_window PROJECT

It prints what the studio has promised: ``submitted JOB`` once a job is written down, ``saved ASSET`` once a result is
in the gallery.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from studio import services
from studio.app import Studio, make_application
from studio.core import requests
from studio.core.jobs import Job, JobState
from studio.core.messages import Configure
from studio.services import load_settings

MOST_WAITING = 6


class Drafter(QObject):
    """Keeps the queue filled and says what it is told."""

    def __init__(self, studio: Studio) -> None:
        super().__init__()
        self._engine = studio.engine
        self._number = 0
        self._told: set[str] = set()
        self._engine.jobChanged.connect(self._changed)
        self._engine.assetSaved.connect(self._saved)
        self._timer = QTimer(self, interval=15)
        self._timer.timeout.connect(self._fill)
        self._timer.start()

    def _fill(self) -> None:
        waiting = sum(job.state is JobState.WAITING for job in self._engine.jobs())
        if waiting < MOST_WAITING:
            self._number += 1
            values = {"prompt": f"草图 {self._number}", "seed": self._number, "takes": 1 + self._number % 2}
            self._engine.submit(requests.build("image", values))

    def _changed(self, job: Job) -> None:
        if job.id not in self._told:
            self._told.add(job.id)
            _say(f"submitted {job.id}")

    def _saved(self, job: str, take: int, asset: object) -> None:
        _say(f"saved {asset.id}")  # type: ignore[attr-defined]


def _say(line: str) -> None:
    """In one piece, so that whoever is killed meanwhile has said all of it or nothing."""
    print(f"{line}\n", end="", flush=True)


def main() -> None:
    # Nothing needs warming here, and every one of many workers would import all model runtimes.
    services.configuration = lambda settings: Configure(warm=False)
    settings = load_settings()
    application = make_application(settings)
    studio = Studio(settings)
    studio.show()
    studio.open(Path(sys.argv[1]))
    drafter = Drafter(studio)
    print("ready", flush=True)
    application.exec()
    del drafter


if __name__ == "__main__":
    main()
