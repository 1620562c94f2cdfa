"""Workers and windows are killed fifty times at random moments: no finished asset and no job is ever lost."""

from __future__ import annotations

import json
import os
import queue
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest

from studio import metadata
from studio.core import paths
from studio.core.jobs import JobState
from studio.gallery.project import Project
from tests.support import tiny_backend

KILLS = 50
ROOT = Path(__file__).resolve().parents[2]


class Window:
    """The window's process with what it said."""

    def __init__(self, project: Path, promised: dict[str, set[str]]) -> None:
        environment = {**os.environ, "AIGC_STUDIO_BACKENDS": tiny_backend.VARIABLE, "QT_QPA_PLATFORM": "offscreen"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.busy_window", str(project)],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        self._promised = promised
        self._ready: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read, name="window reader")
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            word, _, value = line.strip().partition(" ")
            if word == "ready":
                self._ready.put(word)
            elif word in self._promised:
                self._promised[word].add(value)

    def wait_until_ready(self) -> None:
        try:
            self._ready.get(timeout=60)
        except queue.Empty:
            self.process.kill()
            raise AssertionError(f"the window did not open: {self.process.communicate()[1]}") from None

    def worker(self, within: float) -> psutil.Process | None:
        """Its worker, waited for at most ``within`` seconds."""
        end = time.monotonic() + within
        while time.monotonic() < end:
            try:
                for child in psutil.Process(self.process.pid).children(recursive=True):
                    if "spawn_main" in " ".join(child.cmdline()) and child.status() != psutil.STATUS_ZOMBIE:
                        return child
            except psutil.Error:
                pass
            time.sleep(0.01)
        return None

    def wait_for_news(self, within: float) -> None:
        """Wait until one more asset has been saved, however slow the machine is."""
        known, end = len(self._promised["saved"]), time.monotonic() + within
        while len(self._promised["saved"]) == known and time.monotonic() < end:
            time.sleep(0.005)

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self._reader.join()
        for stream in (self.process.stdout, self.process.stderr):
            assert stream is not None
            stream.close()


@pytest.mark.slow
def test_fifty_kills_lose_nothing(tmp_path: Path) -> None:
    rng = random.Random(20)
    folder = tmp_path / "崩溃 测试"
    tiny_backend.install(paths.models_dir())
    promised: dict[str, set[str]] = {"submitted": set(), "saved": set()}
    window: Window | None = None
    workers: set[int] = set()
    killed = {"window": 0, "worker": 0}
    while sum(killed.values()) < KILLS:
        if window is None:
            window = Window(folder, promised)
            window.wait_until_ready()
        worker = window.worker(within=10.0)
        if rng.random() < 0.6:
            # Amid the work; the other times amid the start.
            window.wait_for_news(within=20.0)
        time.sleep(rng.uniform(0.0, 0.4))
        if worker is not None:
            workers.add(worker.pid)
        # A worker that was given up after too many deaths in a row does not come back by itself: then it is the
        # window's turn.
        if worker is not None and worker.is_running() and rng.random() < 0.6:
            worker.kill()
            killed["worker"] += 1
        else:
            window.kill()
            window = None
            killed["window"] += 1
    if window is not None:
        window.kill()
    assert killed["window"] > 5 and killed["worker"] > 5, killed
    _no_worker_outlives_its_window(workers)
    _nothing_is_lost(folder, promised)
    _the_queue_goes_on(folder, promised)


def _no_worker_outlives_its_window(workers: set[int]) -> None:
    end = time.monotonic() + 10
    while alive := [p for p in workers if psutil.pid_exists(p) and psutil.Process(p).status() != psutil.STATUS_ZOMBIE]:
        assert time.monotonic() < end, f"workers without a window: {alive}"
        time.sleep(0.05)


def _nothing_is_lost(folder: Path, promised: dict[str, set[str]]) -> None:
    with Project.open(folder) as project:
        assert project.database.healthy()
        jobs = {job.id for job in project.jobs.load()}
        assert promised["submitted"] and promised["submitted"] <= jobs
        assets = {a.id: a for a in project.store.page(limit=100_000).assets}
        assert len(promised["saved"]) > 10 and promised["saved"] <= set(assets)
        for asset in assets.values():
            assert not asset.missing
            recipe = metadata.read(project.store.file(asset)).recipe
            assert recipe is not None and recipe.asset == asset.id


def _the_queue_goes_on(folder: Path, promised: dict[str, set[str]]) -> None:
    """What waited or was interrupted can still be run, from the command line this time."""
    result = subprocess.run(
        [sys.executable, "-m", "studio", "queue", "run", "--interrupted", "--project", str(folder), "--json"],
        cwd=ROOT,
        env={**os.environ, "AIGC_STUDIO_BACKENDS": tiny_backend.VARIABLE},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
    )
    assert result.returncode == 0, result.stderr
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert lines[-1]["failed"] == 0
    with Project.open(folder) as project:
        states = {job.state for job in project.jobs.load()}
    # Those that failed with their worker stay failed until someone retries them.
    assert states <= {JobState.DONE, JobState.FAILED}
