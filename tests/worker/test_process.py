"""The worker as a real process: what it does to jobs, and what a job can do to it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
import pytest

from studio.core.jobs import JobState
from studio.core.messages import (
    CancelJob,
    Configure,
    Fault,
    Finished,
    Preview,
    Progress,
    Ready,
    Residency,
    Result,
    RunJob,
    TextDelta,
    Unload,
    Warmed,
)
from studio.core.requests import TextRequest
from studio.engine.channel import ChannelClosed, WorkerState
from studio.engine.process import ProcessChannel
from tests.support.backend import INJECTION, model
from tests.support.engine import QUICK, Bench, running
from tests.support.talk import Talk

S = JobState
LIMITS = replace(QUICK, cancel_grace=1.0)


@pytest.fixture(autouse=True)
def _backend(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in INJECTION.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def talk(tmp_path: Path) -> Iterator[Talk]:
    talk = Talk(tmp_path)
    talk.channel.send(Configure(warm=False, threads=3))
    yield talk
    talk.channel.stop(1.0)
    assert not talk.channel.alive


@pytest.fixture
def bench(chinese_dir: Path) -> Iterator[Bench]:
    with running(
        lambda i: ProcessChannel(i, log_folder=chinese_dir / "日志"),
        chinese_dir / "jobs",
        limits=LIMITS,
        resolve=lambda request: (request, (model(),)),
    ) as bench:
        yield bench


def ask(prompt: str, **more: Any) -> TextRequest:
    return TextRequest(prompt=prompt, **more)


def until_here(bench: Bench, job: str, folder: Path) -> None:
    bench.until(lambda: (folder / "jobs" / job / "here").exists())


def pid(bench: Bench) -> int:
    return bench.channels[-1].pid  # type: ignore[attr-defined]


# ---- speaking to it directly


def test_ready_soon_and_light(talk: Talk) -> None:
    ready = talk.until(Ready)
    assert ready.pid == talk.channel.pid and set(ready.versions) == {"studio", "python"}
    talk.until(Warmed)
    talk.run("environment")
    told = json.loads(Path(talk.until(Result).path).read_text(encoding="utf-8"))
    assert told["heavy"] == [] and told["OMP_NUM_THREADS"] == "3" and told["threads"] == 3
    assert told["HF_HUB_OFFLINE"] == told["TRANSFORMERS_OFFLINE"] == told["DO_NOT_TRACK"] == "1"


def test_takes_seeds_and_recipes(talk: Talk) -> None:
    talk.run("ok", takes=3, seed=2**32 - 1)
    assert talk.until(Finished).outcome == "done"
    results = [e for e in talk.events if isinstance(e, Result)]
    assert [r.recipe.request.seed for r in results] == [2**32 - 1, 0, 1]
    assert all(r.recipe.request.takes == 1 and r.recipe.model.sha256 == "ab" for r in results)
    talk.run("ok", "k", seed=None)
    assert talk.until(Result, job="k").recipe.request.seed is not None


def test_text_is_batched_and_whole(talk: Talk) -> None:
    talk.run("stream")
    assert talk.until(Finished).outcome == "done"
    pieces = [e.text for e in talk.events if isinstance(e, TextDelta)]
    assert "".join(pieces) == "".join(f"{n} " for n in range(200))
    assert len(pieces) < 60
    fractions = [e.fraction for e in talk.events if isinstance(e, Progress) and e.fraction is not None]
    assert fractions == sorted(fractions) and len(fractions) < 40


def test_previews_come_through_the_ring(talk: Talk) -> None:
    talk.run("picture")
    preview = talk.until(Preview)
    rgb = talk.channel.preview(preview)
    assert rgb is None or (len(rgb) == 64 * 32 * 3 and len(set(rgb)) == 1)
    talk.until(Finished)
    last = [e for e in talk.events if isinstance(e, Preview)][-1]
    rgb = talk.channel.preview(last)
    assert rgb is not None and len(rgb) == 64 * 32 * 3
    assert 3 <= len([e for e in talk.events if isinstance(e, Preview)]) <= 12


def test_cancel_before_during_and_of_another_job(talk: Talk) -> None:
    talk.run("sleep", "a")
    talk.run("sleep", "b")
    talk.run("ok", "c")
    talk.channel.send(CancelJob(job="b"))  # waits in the worker
    assert talk.until(Finished, job="b").outcome == "cancelled"
    talk.channel.send(CancelJob(job="nobody"))
    talk.channel.send(CancelJob(job="a"))
    assert talk.until(Finished, job="a").outcome == "cancelled"
    talk.channel.send(CancelJob(job="a"))
    assert talk.until(Finished, job="c").outcome == "done"


@pytest.mark.slow
def test_a_job_goes_before_warming(tmp_path: Path) -> None:
    talk = Talk(tmp_path)
    talk.channel.send(Configure(warm=True))
    talk.until(Ready)
    talk.run("ok")
    assert talk.until(Finished, 60).outcome == "done"
    assert not [e for e in talk.events if isinstance(e, Warmed)]
    assert talk.until(Warmed, 120).seconds > 0
    talk.channel.stop(1.0)


def test_errors_are_told_apart(talk: Talk) -> None:
    talk.run("raise", "a")
    error = talk.until(Finished, job="a").error
    assert error.code == "internal" and "没有办法" in error.params["reason"] and "Traceback" in error.detail
    talk.run("oom", "b")
    assert talk.until(Finished, job="b").error.code == "out-of-memory"
    talk.run("exit", "c")  # sys.exit in a backend does not end the worker
    assert talk.until(Finished, job="c").outcome == "failed"
    talk.run("ok", "d", models=())
    assert talk.until(Finished, job="d").error.code == "model-none-for-task"
    talk.run("network", "e")
    refused = str(talk.until(Finished, job="e").error)
    assert "no network" in refused or "NetworkBlocked" in refused  # the tests' own block may come first
    huge = model("huge", memory=1 << 60)
    talk.run("ok", "f", models=(huge,))
    short = talk.until(Finished, job="f").error
    assert short.code == "memory-short" and short.params["needed"].endswith("GiB")


def test_unknown_backend_and_wrong_task(talk: Talk) -> None:
    import msgspec

    strange = msgspec.structs.replace(model(), spec=msgspec.structs.replace(model().spec, backend="nothing"))
    talk.run("ok", "a", models=(strange,))
    assert talk.until(Finished, job="a").error.code == "backend-missing"
    folder = talk.folder / "b"
    talk.channel.send(
        RunJob(job="b", request=TextRequest(task="chat", prompt="x"), folder=str(folder), models=(model(),))
    )
    assert talk.until(Finished, job="b").error.code == "model-wrong-kind"


def test_a_folder_that_is_gone(talk: Talk) -> None:
    talk.channel.send(RunJob(job="x", request=TextRequest(prompt="ok"), folder="/nowhere/没有", models=(model(),)))
    assert talk.until(Finished).outcome == "failed"


def test_models_stay_and_can_be_dropped(talk: Talk) -> None:
    talk.run("ok", "a")
    chosen = talk.until(Residency)
    assert (chosen.models, chosen.device) == ({}, "cpu") and 0 < chosen.device_free <= chosen.device_memory
    assert talk.until(Residency).models == {"tiny": 1000}
    talk.run("ok", "b")
    talk.until(Finished, job="b")
    assert not [e for e in talk.events if isinstance(e, Residency)]
    talk.channel.send(Unload())
    assert talk.until(Residency).models == {}


def test_output_goes_into_the_log(talk: Talk) -> None:
    talk.run("chatter")
    talk.until(Finished)
    assert "complaint from c" in talk.channel.last_output()
    assert len(talk.channel.last_output()) < 20_000


def test_wrong_protocol_is_refused(tmp_path: Path) -> None:
    talk = Talk(tmp_path)
    talk.channel.send(Configure(protocol=99))
    with pytest.raises(ChannelClosed):
        talk.until(Ready)
    assert "status 3" in str(talk.channel.exit_reason) and "another protocol" in talk.channel.last_output()
    with pytest.raises(ChannelClosed):
        talk.channel.send(Unload())
    talk.channel.stop(0)


def test_unknown_command_is_a_fault(talk: Talk) -> None:
    talk.until(Ready)
    talk.channel._commands.put(b"nonsense")
    assert "unknown command" in str(talk.until(Fault).error)


def test_stop_ends_a_busy_worker_at_once_and_a_stopped_one_too(tmp_path: Path) -> None:
    for prompt, freeze in (("deaf", False), ("sleep", True)):
        talk = Talk(tmp_path)
        talk.channel.send(Configure(warm=False))
        talk.run(prompt, prompt)
        talk.until(Progress)
        number = talk.channel.pid
        if freeze:
            os.kill(number, signal.SIGSTOP)
        began = time.monotonic()
        talk.channel.stop(0.5)
        assert time.monotonic() - began < 4 and not psutil.pid_exists(number)


def test_nothing_is_left_of_a_channel(tmp_path: Path) -> None:
    rings: set[str] = set()
    before = 0
    for round_ in range(4):
        if round_ == 1:  # the first start leaves multiprocessing's resource tracker for good
            before = len(list(Path("/proc/self/fd").iterdir()))
        talk = Talk(tmp_path)
        talk.channel.send(Configure(warm=False))
        talk.until(Ready)
        rings.add(talk.channel._ring.name)
        talk.channel.stop(1.0)
    assert len(list(Path("/proc/self/fd").iterdir())) <= before
    assert len(rings) == 4 and not rings & {path.name for path in Path("/dev/shm").iterdir()}


# ---- under the engine


def test_hundred_jobs(bench: Bench) -> None:
    jobs = [bench.submit(ask("ok")) for _ in range(100)]
    bench.until(lambda: len(bench.seen.saved) == 100, 60)
    for job in jobs:
        assert bench.until_over(job).state is S.DONE
    assert len(bench.channels) == 1


@pytest.mark.parametrize("prompt", ["loading", "sleep", "one then sleep"])
def test_killed_at_any_phase(bench: Bench, chinese_dir: Path, prompt: str) -> None:
    job, after = bench.submit(ask(prompt, takes=2)), bench.submit(ask("ok"))
    until_here(bench, job, chinese_dir)
    if prompt == "one then sleep":
        bench.until(lambda: bench.seen.saved)
    os.kill(pid(bench), signal.SIGKILL)
    dead = bench.until_over(job)
    assert dead.state is S.FAILED and dead.error.code == "worker-died" and "SIGKILL" in dead.error.params["reason"]
    assert dead.assets == ([f"{job}-0"] if prompt == "one then sleep" else [])
    assert bench.until_over(after).state is S.DONE
    assert len(bench.channels) == 2


@pytest.mark.parametrize(
    ("prompt", "words"),
    [
        ("abort", "SIGABRT"),
        ("segfault", "SIGSEGV"),
        ("quit", "status 7"),
        ("garbage", ""),
        ("nonsense", "not a message"),
    ],
)
def test_deaths_have_reasons(bench: Bench, chinese_dir: Path, prompt: str, words: str) -> None:
    job, after = bench.submit(ask(prompt)), bench.submit(ask("ok"))
    if prompt == "garbage":
        # Half a message hangs the reader, not the engine; the user cancels, and the worker is ended.
        until_here(bench, job, chinese_dir)
        bench.loop.cancel(job)
        assert bench.until_over(job).state is S.CANCELLED
    else:
        dead = bench.until_over(job)
        assert dead.error.code == "worker-died" and words in dead.error.params["reason"]
        if prompt == "quit":
            assert "再见" in dead.error.detail
        if prompt == "segfault":
            assert "Segmentation fault" in dead.error.detail
    assert bench.until_over(after).state is S.DONE


def test_cancel_that_is_obeyed_and_that_is_ignored(bench: Bench, chinese_dir: Path) -> None:
    obedient, deaf, after = (bench.submit(ask(prompt)) for prompt in ("sleep", "deaf", "ok"))
    until_here(bench, obedient, chinese_dir)
    began = time.monotonic()
    bench.loop.cancel(obedient)
    assert bench.until_over(obedient).state is S.CANCELLED
    assert time.monotonic() - began < 0.5 and len(bench.channels) == 1
    until_here(bench, deaf, chinese_dir)
    bench.loop.cancel(deaf)
    assert bench.until_over(deaf).state is S.CANCELLED
    assert bench.until_over(after).state is S.DONE
    assert len(bench.channels) == 2
    assert WorkerState.FAILED not in [state for state, _ in bench.seen.workers]


def test_no_processor_time_while_idle(bench: Bench) -> None:
    bench.until_over(bench.submit(ask("ok")))
    bench.until(bench.loop.idle)
    worker = psutil.Process(pid(bench))
    before = time.process_time(), sum(worker.cpu_times()[:2])
    time.sleep(1.0)
    assert time.process_time() - before[0] < 0.02
    assert sum(worker.cpu_times()[:2]) - before[1] <= 0.02


def test_worker_ends_with_its_parent(tmp_path: Path) -> None:
    script = textwrap.dedent(
        f"""
        import sys, time
        from pathlib import Path
        from studio.core.messages import Configure, RunJob
        from studio.core.requests import TextRequest
        from studio.engine.process import ProcessChannel
        from tests.support.backend import model
        channel = ProcessChannel(log_folder=Path({str(tmp_path)!r}))
        channel.start()
        channel.send(Configure(warm=False))
        folder = {str(tmp_path)!r}
        channel.send(RunJob(job="j", request=TextRequest(prompt="deaf"), folder=folder, models=(model(),)))
        while not Path(folder, "here").exists():
            time.sleep(0.01)
        print(channel.pid, flush=True)
        time.sleep(60)
        """
    )
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    child = int(parent.stdout.readline())
    assert psutil.pid_exists(child)
    parent.kill()
    parent.communicate()
    end = time.monotonic() + 5
    while psutil.pid_exists(child) and time.monotonic() < end:
        time.sleep(0.02)
    assert not psutil.pid_exists(child)


def test_the_thread_that_started_it_may_end(tmp_path: Path) -> None:
    """A change of project ends the engine's thread; the worker goes on (the kernel counts threads as parents)."""
    factory = lambda i: ProcessChannel(i, log_folder=tmp_path)  # noqa: E731
    resolve = lambda request: (request, (model(),))  # noqa: E731
    with running(factory, tmp_path / "a", limits=LIMITS, resolve=resolve) as first:
        first.until_over(first.submit(ask("ok")))
        number = pid(first)
        channels = first.loop.detach_channels()
    time.sleep(0.2)
    assert len(channels) == 1 and channels[0].alive
    with running(factory, tmp_path / "b", limits=LIMITS, resolve=resolve, channels=channels) as second:
        assert second.until_over(second.submit(ask("ok"))).state is S.DONE
        assert pid(second) == number
