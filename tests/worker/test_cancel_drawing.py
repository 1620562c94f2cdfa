"""A drawing job cancelled in each of its phases, in a real worker process."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.core.messages import CancelJob, Configure, Finished, Phase, Progress, Result, Unload
from studio.core.requests import ImageRequest, validate
from tests.support import tiny_pipelines
from tests.support.talk import Talk

MANY, STEPS = 64, 8
"""Takes of a job that is cancelled, and steps of each: so many that it cannot end before the cancel has come through."""

QUICKLY = 3.0
"""Seconds until it has ended at most, on a busy machine; the engine's patience is 5."""


class Studio:
    """A worker with a tiny model, and what it draws when nothing is cancelled."""

    def __init__(self, root: Path) -> None:
        self.model = tiny_pipelines.installed(tiny_pipelines.save("sd15", root / "模型"), "sd15")
        self.talk = Talk(root)
        self.talk.channel.send(Configure(warm=False, threads=1))
        self.reference = self.draw("reference")

    def start(self, name: str, takes: int) -> None:
        request = ImageRequest(prompt="一辆红色的车 red car", seed=11, takes=takes, steps=STEPS, width=32, height=32)
        self.talk.start(validate(request), name, models=(self.model,))

    def draw(self, name: str) -> bytes:
        self.start(name, 1)
        finished = self.talk.until(Finished, 120, name)
        assert finished.outcome == "done", finished
        return Path(self.talk.until(Result, job=name).path).read_bytes()


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    studio = Studio(tmp_path_factory.mktemp("取消 cancel"))
    yield studio
    studio.talk.channel.stop(1.0)
    assert not studio.talk.channel.alive


@pytest.mark.parametrize("phase", [Phase.LOADING, Phase.ENCODING, Phase.DENOISING, Phase.DECODING, Phase.SAVING])
def test_cancel_ends_the_job_at_once_and_the_next_is_as_ever(studio: Studio, phase: Phase) -> None:
    talk, name = studio.talk, f"cancelled-{phase.value}"
    if phase is Phase.LOADING:
        talk.channel.send(Unload())
    studio.start(name, MANY)
    talk.until(Progress, 60, name, phase=phase)
    began = time.monotonic()
    talk.channel.send(CancelJob(job=name))
    finished = talk.until(Finished, 60, name)
    assert time.monotonic() - began < QUICKLY
    assert (finished.outcome, finished.error) == ("cancelled", None)
    results = [e for e in talk.events if isinstance(e, Result) and e.job == name]
    # What was finished before is whole and told of; nothing else is left in the folder.
    told = {Path(p).name for r in results for p in (r.path, r.thumbnail)}
    assert {p.name for p in (talk.folder / name).iterdir()} == told and len(results) < MANY
    assert studio.draw(f"after-{phase.value}") == studio.reference
