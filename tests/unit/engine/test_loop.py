from __future__ import annotations

import errno
import time
from pathlib import Path

import pytest

from studio.core.errors import ErrorInfo, ModelError
from studio.core.jobs import Job, JobState, new_job
from studio.core.messages import (
    PROTOCOL,
    CancelJob,
    Command,
    Configure,
    Fault,
    Finished,
    Phase,
    Ready,
    RunJob,
    Shutdown,
    Unload,
)
from studio.core.recipes import STOPPED
from studio.core.requests import TextRequest, validate
from studio.engine.channel import WorkerState
from tests.support.engine import Bench, MemorySaver, MemoryStore, running
from tests.support.scripted_channel import ScriptedChannel, complete, nothing

S = JobState
REQUEST = TextRequest(prompt="写一首诗", seed=7)


def one(channel: ScriptedChannel):
    return lambda index: channel


def started(bench: Bench, job: str) -> None:
    """Wait until a worker was given the job."""
    bench.until_state(job, S.RUNNING)
    bench.until(lambda: any(channel.has(job) for channel in bench.channels))


def fresh(channels: list[ScriptedChannel], **options):
    """A factory that makes a new channel each time and remembers it."""

    def make(index: int) -> ScriptedChannel:
        channels.append(ScriptedChannel(**options))
        return channels[-1]

    return make


def test_job_goes_its_way(chinese_dir: Path) -> None:
    with running(one(ScriptedChannel()), chinese_dir) as bench:
        job = bench.submit(TextRequest(prompt="hello", takes=3))
        done = bench.until_over(job)
        bench.until(bench.loop.idle)
        states = bench.seen.states(job)
        assert [state for state in states if state is not S.SAVING] == [S.WAITING, S.RUNNING, S.DONE]
        assert done.assets == [f"{job}-0", f"{job}-1", f"{job}-2"]
        assert [take for _, take, _ in bench.seen.saved] == [0, 1, 2]
        assert bench.store.kept[job].state is S.DONE
        assert not (chinese_dir / job).exists()


def test_done_only_after_the_saver_confirmed(tmp_path: Path) -> None:
    saver = MemorySaver()
    saver.hold = True
    with running(one(ScriptedChannel()), tmp_path, saver=saver) as bench:
        job = bench.submit(REQUEST)
        bench.until_state(job, S.SAVING)
        assert not bench.loop.idle()
        saver.release()
        bench.until_state(job, S.DONE)


def test_next_job_runs_while_the_last_is_saved(tmp_path: Path) -> None:
    saver = MemorySaver()
    saver.hold = True
    with running(one(ScriptedChannel()), tmp_path, saver=saver) as bench:
        first, second = bench.submit(REQUEST), bench.submit(REQUEST)
        bench.until_state(first, S.SAVING)
        bench.until_state(second, S.SAVING)
        saver.release()
        bench.until_over(first)
        bench.until_over(second)


def test_saver_error_fails_the_job_and_keeps_its_files(tmp_path: Path) -> None:
    saver = MemorySaver()
    saver.error = ErrorInfo(code="disk-full", params={"path": "/x"})
    with running(one(ScriptedChannel()), tmp_path, saver=saver) as bench:
        job = bench.submit(REQUEST)
        failed = bench.until_over(job)
        assert failed.state is S.FAILED and failed.error == saver.error
        assert (tmp_path / job / "take-0.txt").read_bytes() == b"Text of a take."
        bench.loop.remove(job)
        bench.until(lambda: bench.seen.removed == [job])
        assert not (tmp_path / job).exists()


def test_saver_that_raises(tmp_path: Path) -> None:
    saver = MemorySaver()
    saver.save = lambda *a: (_ for _ in ()).throw(OSError(errno.ENOSPC, "full", "/p"))  # type: ignore[method-assign]
    with running(one(ScriptedChannel()), tmp_path, saver=saver) as bench:
        assert bench.until_over(bench.submit(REQUEST)).error.code == "disk-full"


def test_worker_failure_is_the_jobs_error(tmp_path: Path) -> None:
    error = ErrorInfo(code="out-of-memory")
    script = lambda c, run: c.finish(run, "failed", error)  # noqa: E731
    with running(one(ScriptedChannel(script)), tmp_path) as bench:
        job = bench.until_over(bench.submit(REQUEST))
        assert job.state is S.FAILED and job.error == error


def test_done_without_result_is_a_failure(tmp_path: Path) -> None:
    with running(one(ScriptedChannel(lambda c, run: c.finish(run))), tmp_path) as bench:
        assert bench.until_over(bench.submit(REQUEST)).error.code == "result-invalid"


def test_resolve_and_check_errors_fail_the_job(tmp_path: Path) -> None:
    def resolve(request):
        if request.model == "none":
            raise ModelError("model-missing", model="none")
        raise RuntimeError("boom")

    channel = ScriptedChannel()
    with running(one(channel), tmp_path, resolve=resolve, check=validate) as bench:
        missing = bench.submit(TextRequest(prompt="x", model="none"))
        bug = bench.submit(TextRequest(prompt="x"))
        empty = bench.submit(TextRequest(prompt="  "))
        assert bench.until_over(missing).error.code == "model-missing"
        assert bench.until_over(bug).error.code == "internal"
        assert bench.until_over(empty).error.code == "prompt-empty"
    assert not [c for c in channel.commands if isinstance(c, RunJob)]


def test_resolved_request_is_run_and_the_jobs_own_stays(tmp_path: Path) -> None:
    channel = ScriptedChannel()
    resolved = TextRequest(prompt="写一首诗", seed=7, model="tiny")
    with running(one(channel), tmp_path, resolve=lambda r: (resolved, ())) as bench:
        assert bench.until_over(bench.submit(REQUEST)).request == REQUEST
    assert channel.job.request == resolved


def test_cancel_waiting_and_running(tmp_path: Path) -> None:
    channel = ScriptedChannel(nothing)
    with running(one(channel), tmp_path) as bench:
        first, second = bench.submit(REQUEST), bench.submit(REQUEST)
        started(bench, first)
        bench.loop.cancel(second)
        bench.until_state(second, S.CANCELLED)
        bench.loop.cancel(first)
        bench.until_state(first, S.CANCELLED)
        assert [c.job for c in channel.commands if isinstance(c, CancelJob)] == [first]
        assert not channel.terminated


def test_cancel_keeps_the_takes_that_are_saved(tmp_path: Path) -> None:
    channel = ScriptedChannel(lambda c, run: c.result(run, 0))
    with running(one(channel), tmp_path) as bench:
        job = bench.submit(TextRequest(prompt="x", takes=2))
        bench.until(lambda: bench.seen.saved)
        bench.loop.cancel(job)
        cancelled = bench.until_over(job)
        assert cancelled.state is S.CANCELLED and cancelled.assets == [f"{job}-0"]


def test_ignored_cancel_ends_only_that_job(tmp_path: Path) -> None:
    channels: list[ScriptedChannel] = []

    def make(index: int) -> ScriptedChannel:
        channels.append(ScriptedChannel(complete if channels else nothing, deaf=not channels))
        return channels[-1]

    with running(make, tmp_path) as bench:
        stuck, after = bench.submit(REQUEST), bench.submit(REQUEST)
        started(bench, stuck)
        bench.loop.cancel(stuck)
        bench.loop.cancel(stuck)  # twice must not prolong the grace
        assert bench.until_over(stuck).state is S.CANCELLED
        assert bench.until_over(after).state is S.DONE
    assert channels[0].terminated and channels[0].stopped and len(channels) == 2
    assert WorkerState.FAILED not in [state for state, _ in bench.seen.workers]


def test_late_cancel_does_not_hit_the_next_job(tmp_path: Path) -> None:
    channel = ScriptedChannel(nothing)
    with running(one(channel), tmp_path) as bench:
        first, second = bench.submit(REQUEST), bench.submit(REQUEST)
        started(bench, first)
        complete(channel, channel.job)
        bench.until_over(first)
        started(bench, second)
        bench.loop.cancel(first)
        channel.say(Finished(job=first, outcome="cancelled"))
        time.sleep(0.05)
        assert bench.job(second).state is S.RUNNING and bench.job(first).state is S.DONE
        complete(channel, channel.job)
        assert bench.until_over(second).state is S.DONE


def test_death_fails_only_the_running_job(tmp_path: Path) -> None:
    channels: list[ScriptedChannel] = []
    with running(fresh(channels, script=nothing), tmp_path) as bench:
        first, second = bench.submit(TextRequest(prompt="x", takes=2)), bench.submit(REQUEST)
        started(bench, first)
        channels[0].result(channels[0].job, 0)
        channels[0].die("killed (SIGKILL)", output="last words")
        dead = bench.until_over(first)
        assert dead.state is S.FAILED and dead.error.code == "worker-died"
        assert dead.error.params["reason"] == "killed (SIGKILL)" and dead.error.detail == "last words"
        assert dead.assets == [f"{first}-0"]
        started(bench, second)
        complete(channels[1], channels[1].job)
        assert bench.until_over(second).state is S.DONE


def test_gives_up_after_too_many_deaths_and_can_be_revived(tmp_path: Path) -> None:
    channels: list[ScriptedChannel] = []
    dying = True

    def script(channel: ScriptedChannel, command: RunJob) -> None:
        if dying:
            channel.die("crashed")
        else:
            complete(channel, command)

    with running(fresh(channels, script=script), tmp_path) as bench:
        jobs = [bench.submit(REQUEST) for _ in range(7)]
        bench.until(lambda: bench.seen.workers and bench.seen.workers[-1][0] is WorkerState.FAILED)
        bench.until(bench.loop.idle)
        assert len(channels) == 5
        assert [bench.job(j).state for j in jobs] == [S.FAILED] * 5 + [S.WAITING] * 2
        assert "5 times in a row" in str(bench.seen.workers[-1][1])
        dying = False
        bench.loop.restart_workers()
        for job in jobs[5:]:
            assert bench.until_over(job).state is S.DONE
        bench.loop.retry(jobs[0])
        assert bench.until_state(jobs[0], S.DONE).error is None


def test_a_finished_job_forgives_deaths(tmp_path: Path) -> None:
    channels: list[ScriptedChannel] = []
    count = 0

    def script(channel: ScriptedChannel, command: RunJob) -> None:
        nonlocal count
        count += 1
        if count % 2:
            channel.die()
        else:
            complete(channel, command)

    with running(fresh(channels, script=script), tmp_path) as bench:
        jobs = [bench.submit(REQUEST) for _ in range(14)]
        for job in jobs:
            bench.until_over(job)
        assert WorkerState.FAILED not in [state for state, _ in bench.seen.workers]


@pytest.mark.parametrize("kind", ["fault", "protocol", "silent"])
def test_worker_that_never_gets_ready(tmp_path: Path, kind: str) -> None:
    from dataclasses import replace

    from tests.support.engine import QUICK

    class Bad(ScriptedChannel):
        def send(self, command) -> None:
            super().send(command)
            if isinstance(command, Configure):
                if kind == "fault":
                    self.say(Fault(error=ErrorInfo(code="missing-part", params={"part": "torch", "hint": ""})))
                    self.die("it ended with status 3")
                elif kind == "protocol":
                    self.say(Ready(protocol=PROTOCOL + 1, pid=1))

    with running(lambda i: Bad(ready=False), tmp_path, limits=replace(QUICK, ready_within=0.05, deaths=2)) as bench:
        job = bench.submit(REQUEST)
        bench.until(lambda: bench.seen.workers and bench.seen.workers[-1][0] is WorkerState.FAILED)
        assert bench.job(job).state is S.WAITING
        bench.until(bench.loop.idle)


def test_factory_that_fails(tmp_path: Path) -> None:
    def broken(index: int) -> ScriptedChannel:
        raise OSError("no processes left")

    with running(broken, tmp_path) as bench:
        bench.loop.start_worker()
        bench.until(lambda: bench.seen.workers and bench.seen.workers[-1][0] is WorkerState.FAILED)
        assert "could not be started" in str(bench.seen.workers[1][1])


def test_start_of_a_project_interrupts_what_was_cut_off(tmp_path: Path) -> None:
    jobs = [new_job(REQUEST) for _ in range(4)]
    for job, position in zip(jobs, range(4), strict=True):
        job.position = float(position)
    jobs[0].state, jobs[1].state, jobs[3].state = S.RUNNING, S.SAVING, S.DONE
    store = MemoryStore(jobs)
    store.is_paused = True
    with running(one(ScriptedChannel()), tmp_path, store=store) as bench:
        bench.until(lambda: len(bench.loop.jobs()) == 4)
        assert [job.state for job in bench.loop.jobs()] == [S.INTERRUPTED, S.INTERRUPTED, S.WAITING, S.DONE]
        assert [store.kept[job.id].state for job in jobs[:2]] == [S.INTERRUPTED] * 2
        assert bench.seen.pauses == [True]
        bench.until(bench.loop.idle)
        bench.loop.retry(jobs[0].id)
        bench.loop.set_paused(False)
        assert bench.until_state(jobs[2].id, S.DONE) and bench.until_state(jobs[0].id, S.DONE)
        assert store.is_paused is False


def test_stop_interrupts_and_keeps_waiting(tmp_path: Path) -> None:
    channel = ScriptedChannel(nothing)
    with running(one(channel), tmp_path) as bench:
        first, second = bench.submit(REQUEST), bench.submit(REQUEST)
        started(bench, first)
    assert bench.store.kept[first].state is S.INTERRUPTED and bench.store.kept[second].state is S.WAITING
    assert channel.stopped and bench.seen.workers[-1][0] is WorkerState.STOPPED


def test_stop_waits_for_saves(tmp_path: Path) -> None:
    saver = MemorySaver()
    saver.hold = True
    with running(one(ScriptedChannel()), tmp_path, saver=saver) as bench:
        job = bench.submit(REQUEST)
        bench.until_state(job, S.SAVING)
        bench.loop.stop()
        time.sleep(0.1)
        saver.release()
    assert bench.store.kept[job].state is S.DONE


def test_stop_does_not_wait_for_ever(tmp_path: Path) -> None:
    saver = MemorySaver()
    saver.hold = True
    with running(one(ScriptedChannel()), tmp_path, saver=saver) as bench:
        job = bench.submit(REQUEST)
        bench.until_state(job, S.SAVING)
    assert bench.store.kept[job].state is S.INTERRUPTED
    saver.release()  # late answers are harmless


def test_job_table_that_cannot_be_written(tmp_path: Path) -> None:
    channel = ScriptedChannel(nothing)
    with running(one(channel), tmp_path) as bench:
        first = bench.submit(REQUEST)
        started(bench, first)
        bench.store.error = OSError(errno.ENOSPC, "No space left", str(tmp_path))
        second = bench.submit(REQUEST)
        failed = bench.until_over(second)
        assert failed.state is S.FAILED and failed.error.code == "disk-full"
        complete(channel, channel.job)
        assert bench.until_over(first).state is S.DONE  # its asset is in the project
        bench.store.error = None
        third = bench.submit(REQUEST)
        started(bench, third)
        # What could not be written then is written now.
        assert bench.store.kept[first].state is S.DONE and bench.store.kept[second].state is S.FAILED


def test_job_table_that_fails_between_submit_and_start(tmp_path: Path) -> None:
    with running(one(ScriptedChannel()), tmp_path) as bench:
        bench.loop.set_paused(True)
        job = bench.submit(REQUEST)
        bench.until_state(job, S.WAITING)
        bench.store.error = RuntimeError("database is locked")
        bench.loop.set_paused(False)
        assert bench.until_over(job).error.code == "internal"


@pytest.mark.expects_warnings
def test_job_table_that_cannot_be_read(tmp_path: Path) -> None:
    store = MemoryStore()
    store.load = lambda: (_ for _ in ()).throw(RuntimeError("corrupt"))  # type: ignore[method-assign]
    with running(one(ScriptedChannel()), tmp_path, store=store) as bench:
        assert bench.until_over(bench.submit(REQUEST)).state is S.DONE
        assert "corrupt" in str(bench.seen.workers[0][1])


@pytest.mark.expects_warnings
def test_listener_that_raises(tmp_path: Path) -> None:
    bench = Bench(one(ScriptedChannel()), tmp_path)
    bench.seen.progress = lambda event: 1 / 0  # type: ignore[method-assign,assignment]
    bench.thread.start()
    assert bench.until_over(bench.submit(REQUEST)).state is S.DONE
    bench.loop.stop()
    bench.thread.join(5)


def test_order_edit_and_clear(tmp_path: Path) -> None:
    channel = ScriptedChannel()
    with running(one(channel), tmp_path) as bench:
        bench.loop.set_paused(True)
        a, b, c = (bench.submit(REQUEST) for _ in range(3))
        bench.loop.move(c, a)
        bench.loop.edit(b, TextRequest(prompt="other"))
        bench.until(lambda: [j.id for j in bench.loop.jobs()] == [c, a, b] and bench.job(b).request.prompt == "other")
        bench.loop.set_paused(False)
        bench.until_over(b)
        assert [cmd.job for cmd in channel.commands if isinstance(cmd, RunJob)] == [c, a, b]
        bench.loop.clear_finished()
        bench.until(lambda: not bench.loop.jobs())
        assert not bench.store.kept


def test_several_workers_share_the_queue(tmp_path: Path) -> None:
    channels = [ScriptedChannel(nothing), ScriptedChannel(nothing)]
    with running(lambda i: channels[i], tmp_path, workers=2) as bench:
        jobs = [bench.submit(REQUEST) for _ in range(3)]
        started(bench, jobs[0])
        started(bench, jobs[1])
        bench.until_state(jobs[2], S.WAITING)
        channels[1].residency({"tiny": 5})
        bench.until(lambda: bench.seen.events)
        complete(channels[1], channels[1].job)
        started(bench, jobs[2])
        assert channels[1].job.job == jobs[2]
        complete(channels[0], channels[0].job)
        complete(channels[1], channels[1].job)
        for job in jobs:
            bench.until_over(job)


def test_a_worker_with_the_model_is_preferred(tmp_path: Path) -> None:
    channels = [ScriptedChannel(), ScriptedChannel()]
    with running(lambda i: channels[i], tmp_path, workers=2) as bench:
        bench.loop.start_worker()
        bench.until(lambda: [s for s, _ in bench.seen.workers].count(WorkerState.READY) == 2)
        channels[1].residency({"tiny": 5})
        bench.until(lambda: bench.seen.events)
        bench.until_over(bench.submit(REQUEST))
        assert channels[1].job


def test_live_events_reach_the_listener(tmp_path: Path) -> None:
    channel = ScriptedChannel(nothing)
    with running(one(channel), tmp_path) as bench:
        job = bench.submit(REQUEST)
        started(bench, job)
        channel.progress(channel.job, 0.25, Phase.DENOISING, eta=3.0)
        channel.text(channel.job, "你好")
        channel.show(channel.job, b"abc", 1, 1)
        bench.until(lambda: len(bench.seen.events) == 2 and bench.seen.previews == [b"abc"])
        assert bench.job(job).progress.fraction == 0.25
        bench.loop.unload("tiny")
        bench.until(lambda: Unload(model="tiny") in channel.commands)


def test_reconfigure_waits_for_the_job(tmp_path: Path) -> None:
    channels: list[ScriptedChannel] = []
    with running(fresh(channels, script=nothing), tmp_path) as bench:
        job = bench.submit(REQUEST)
        started(bench, job)
        bench.loop.reconfigure(Configure(device="cuda:1", warm=False))
        time.sleep(0.05)
        assert len(channels) == 1
        complete(channels[0], channels[0].job)
        bench.until_over(job)
        bench.until(lambda: len(channels) == 2 and channels[1].commands)
        assert channels[1].commands[0].device == "cuda:1" and channels[0].stopped
        bench.loop.reconfigure(Configure(device="cpu", warm=False))
        bench.until(lambda: len(channels) == 3)


def test_worker_is_handed_to_another_project(tmp_path: Path) -> None:
    channel = ScriptedChannel(nothing)
    with running(one(channel), tmp_path / "a") as first:
        job = first.submit(REQUEST)
        started(first, job)
        channels = first.loop.detach_channels()
    assert channels == [channel] and not channel.stopped
    assert first.store.kept[job].state is S.INTERRUPTED
    channel.script = complete
    with running(lambda i: pytest.fail("a new worker"), tmp_path / "b", channels=channels) as second:
        assert second.until_over(second.submit(REQUEST)).state is S.DONE
    assert channel.stopped
    assert not any(isinstance(c, Shutdown) for c in channel.commands)


def test_half_a_text_of_an_interrupted_job_is_not_kept(tmp_path: Path) -> None:
    class Stopping(ScriptedChannel):
        def send(self, command: Command) -> None:
            if isinstance(command, CancelJob):
                self.result(self.job, 0, b"half", notes=(str(STOPPED),))
            super().send(command)

    channel = Stopping(nothing)
    with running(one(channel), tmp_path) as bench:
        job = bench.submit(REQUEST)
        started(bench, job)
        assert bench.loop.detach_channels() == [channel]
    assert bench.store.kept[job].state is S.INTERRUPTED and not bench.store.kept[job].assets
    channel.stop(0)


def test_a_worker_that_will_not_stop_is_not_handed_over(tmp_path: Path) -> None:
    channel = ScriptedChannel(nothing, deaf=True)
    with running(one(channel), tmp_path) as bench:
        job = bench.submit(REQUEST)
        started(bench, job)
        assert bench.loop.detach_channels() == []
    assert channel.stopped and bench.store.kept[job].state is S.INTERRUPTED


def test_hundred_jobs(tmp_path: Path) -> None:
    with running(one(ScriptedChannel()), tmp_path) as bench:
        jobs = [bench.submit(REQUEST) for _ in range(100)]
        bench.until(lambda: all(j.state is S.DONE for j in bench.loop.jobs()) and len(bench.loop.jobs()) == 100)
        assert [j.id for j in bench.loop.jobs()] == jobs


def test_an_idle_loop_sleeps(tmp_path: Path) -> None:
    with running(one(ScriptedChannel()), tmp_path) as bench:
        bench.until_over(bench.submit(REQUEST))
        bench.until(bench.loop.idle)
        turns = 0
        turn = bench.loop._turn

        def counted() -> None:
            nonlocal turns
            turns += 1
            turn()

        bench.loop._turn = counted  # type: ignore[method-assign]
        time.sleep(0.5)
        assert turns == 0


def test_stop_before_run_and_jobs_before_run(tmp_path: Path) -> None:
    bench = Bench(one(ScriptedChannel()), tmp_path)
    job: str = bench.submit(REQUEST)
    assert bench.loop.detach_channels() == [] and not bench.loop.idle()
    bench.loop.stop()
    bench.loop.run()
    kept: Job = bench.store.kept[job]
    assert kept.state is S.WAITING


def test_jobs_queued_together_are_written_together_or_not_at_all(tmp_path: Path) -> None:
    store = MemoryStore()
    with running(one(ScriptedChannel(nothing)), tmp_path, store=store) as bench:
        bench.loop.set_paused(True)
        jobs = [new_job(REQUEST) for _ in range(50)]
        bench.loop.submit_jobs(jobs)
        bench.until(lambda: len(bench.loop.jobs()) == 50)
        assert store.writes == 1 and [j.id for j in bench.loop.jobs()] == [j.id for j in jobs]
        bench.loop.cancel(*(job.id for job in jobs[:20]), "unknown")
        bench.until(lambda: sum(j.state is S.CANCELLED for j in bench.loop.jobs()) == 20)
        assert store.writes == 2
        store.error = OSError(errno.ENOSPC, "full", "/p")
        late = [new_job(REQUEST) for _ in range(3)]
        bench.loop.submit_jobs(late)
        for job in late:
            assert bench.until_over(job.id).error.code == "disk-full"
        store.error = None


def test_cancelling_a_batch_starts_none_of_its_jobs(tmp_path: Path) -> None:
    channel = ScriptedChannel(nothing)
    with running(one(channel), tmp_path) as bench:
        jobs = [new_job(REQUEST) for _ in range(5)]
        bench.loop.submit_jobs(jobs)
        started(bench, jobs[0].id)
        bench.loop.cancel(*(job.id for job in jobs))
        for job in jobs:
            assert bench.until_over(job.id).state is S.CANCELLED
    assert [c.job for c in channel.commands if isinstance(c, RunJob)] == [jobs[0].id]
