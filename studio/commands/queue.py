"""``aigc-studio queue``: the jobs of a project from the terminal."""

from __future__ import annotations

import argparse
from typing import Any

import msgspec

from studio.commands import output
from studio.commands.session import session
from studio.core.jobs import FINISHED, Job, JobState
from studio.core.requests import kind_of
from studio.services import open_project


def main(options: argparse.Namespace) -> int:
    return {"list": _list, "run": _run, "cancel": _cancel}[options.action](options)


def job_dict(job: Job) -> dict[str, Any]:
    """A job as the command line prints it."""
    return {
        "id": job.id,
        "kind": kind_of(job.request),
        "task": job.request.task,
        "prompt": job.request.prompt,
        "model": job.request.model,
        "title": job.title,
        "batch": msgspec.to_builtins(job.batch),
        "state": str(job.state),
        "created": job.created,
        "started": job.started,
        "ended": job.ended,
        "assets": job.assets,
        "error": output.error_dict(job.error) if job.error else None,
    }


def _list(options: argparse.Namespace) -> int:
    with open_project(options.project, write=False) as project:
        jobs = project.jobs.load()
        paused = project.jobs.paused()
    if options.json:
        output.emit({"jobs": [job_dict(job) for job in jobs], "paused": paused})
        return output.OK
    for job in jobs:
        first = " ".join(job.request.prompt.split())[:60]
        output.show(f"{job.id}  {job.state:11}  {kind_of(job.request):5}  {first}")
    if paused:
        output.say("The queue is paused.")
    return output.OK


def _run(options: argparse.Namespace) -> int:
    ran: set[str] = set()
    states: dict[str, JobState] = {}
    with open_project(options.project) as project:
        # Also says that a project is missing or locked before a worker is started.
        cut_off = (JobState.INTERRUPTED, JobState.RUNNING, JobState.SAVING)
        again = [job.id for job in project.jobs.load() if options.interrupted and job.state in cut_off]
    with session(options.project) as running:
        loop = running.services.loop
        loop.set_paused(False)
        loop.retry(*again)
        running.start()
        while not (loop.idle() and running.listener.news.empty()):
            news = running.poll()
            if news is None:
                continue
            if news.what == "ended":
                return output.FAILED
            if news.what != "job":
                continue
            if news.value.state is JobState.RUNNING:
                ran.add(news.job)
            elif news.value.state in FINISHED and news.job in ran:
                states[news.job] = news.value.state
                if options.json:
                    output.emit({"event": "job", "job": job_dict(news.value)})
                else:
                    output.show(f"{news.job}  {news.value.state}")
    failed = [state for state in states.values() if state is not JobState.DONE]
    if options.json:
        output.emit({"event": "finished", "done": len(states) - len(failed), "failed": len(failed)})
    return output.FAILED if failed else output.OK


def _cancel(options: argparse.Namespace) -> int:
    with open_project(options.project) as project:
        jobs = {job.id: job for job in project.jobs.load()}
        wanted = options.ids or [job.id for job in jobs.values() if job.state is JobState.WAITING]
        unknown = [job_id for job_id in wanted if job_id not in jobs]
        if unknown:
            output.say(f"There is no job {unknown[0]} in this project.")
            return output.WRONG_USE
        cancelled = []
        for job_id in wanted:
            if jobs[job_id].state is JobState.WAITING:
                jobs[job_id].move_to(JobState.CANCELLED)
                cancelled.append(job_id)
        project.jobs.put(*(jobs[job_id] for job_id in cancelled))
    if options.json:
        output.emit({"event": "cancelled", "ids": cancelled})
    else:
        output.show(f"{len(cancelled)} cancelled")
    return output.OK
