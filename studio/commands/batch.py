"""``aigc-studio batch``: one wish for every file of a folder, row of a table or line of prompts."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from studio.commands import output
from studio.commands.gallery import asset_dict
from studio.commands.run import event_dict, values_of
from studio.commands.session import News, Session, session
from studio.core import batches, tables
from studio.core.batches import Batch
from studio.core.errors import ErrorInfo
from studio.core.jobs import FINISHED, Job, JobState
from studio.core.tables import Row
from studio.gallery.project import Project
from studio.services import open_library, open_project
from studio.settings.prompts import book, preparing


def main(options: argparse.Namespace) -> int:
    path: Path = options.folder or options.csv or options.prompts
    path = path.expanduser().absolute()
    rows = _rows(options, path)
    checked = _check(options, rows, path, None)
    _tell_problems(checked, as_json=options.json)
    if options.dry_run:
        _say(options, {"event": "checked", "rows": checked.size, "problems": len(checked.problems)},
             f"{len(checked.items)} of {checked.size} rows can be run")  # fmt: skip
        return output.WRONG_USE if checked.problems else output.OK
    if not checked.items or (checked.problems and not options.skip_problems):
        info = ErrorInfo(
            code="batch-problems", params={"count": str(len(checked.problems)), "total": str(checked.size)}
        )
        output.report(info, as_json=options.json)
        return output.WRONG_USE
    if options.later:
        with open_project(options.project, create=True) as project:
            return _queue(options, _check(options, rows, path, project), project)
    with session(options.project, new_jobs_only=True) as running:
        batch = _check(options, rows, path, running.services.project)
        loop = running.services.loop
        jobs = batch.jobs()
        loop.submit_jobs(jobs)
        running.start()
        return _Follower(running, batch, [job.id for job in jobs], options.json).follow()


def _rows(options: argparse.Namespace, path: Path) -> list[Row]:
    if options.folder:
        return tables.of_folder(path, options.kind)
    if options.csv:
        return tables.of_table(path, batches.columns(options.kind))
    return tables.of_prompts(path)


def _check(options: argparse.Namespace, rows: list[Row], path: Path, project: Project | None) -> Batch:
    """The batch; with a project its files are known as its assets."""

    def asset_of(file: Path) -> str:
        known = project.store.at(file) if project is not None else None
        return known.id if known is not None else ""

    finish = preparing.finisher(open_library().resolve, book.load)
    name = options.name.strip() or batches.name_of(path)
    shared = values_of(options, project)
    return batches.check(options.kind, rows, shared, name=name, finish=finish, asset_of=asset_of)


def _queue(options: argparse.Namespace, batch: Batch, project: Project) -> int:
    """Put the jobs into the project's queue without running them."""
    jobs = batch.jobs()
    project.jobs.put(*jobs)
    found = {"event": "batch", "name": batch.name, "jobs": [job.id for job in jobs]}
    _say(options, found, f"{len(jobs)} jobs wait in the queue")
    return output.OK


def _tell_problems(batch: Batch, *, as_json: bool) -> None:
    for problem in batch.problems:
        if as_json:
            error = output.error_dict(problem.error)
            output.emit({"event": "problem", "row": problem.row.number, "name": problem.row.name, "error": error})
        else:
            named = f" ({problem.row.name})" if problem.row.name else ""
            output.say(f"row {problem.row.number}{named}: {problem.error}")


def _say(options: argparse.Namespace, event: dict[str, Any], text: str) -> None:
    if options.json:
        output.emit(event)
    else:
        output.say(text)


class _Follower:
    """Prints what becomes of the jobs until all have ended."""

    def __init__(self, running: Session, batch: Batch, jobs: list[str], as_json: bool) -> None:
        self._running, self._batch, self._json = running, batch, as_json
        self._titles = {job: item.title or item.request.prompt for job, item in zip(jobs, batch.items, strict=True)}
        self._ended: dict[str, Job] = {}
        self._assets: list[dict[str, Any]] = []
        self._jobs = jobs

    def follow(self) -> int:
        """The exit status. Ctrl-C cancels what is left, once; a second one leaves at once."""
        if self._json:
            output.emit({"event": "batch", "name": self._batch.name, "jobs": self._jobs})
        try:
            whole = self._until_all_ended()
        except KeyboardInterrupt:
            output.say("cancelling…")
            self._running.services.loop.cancel(*self._jobs)
            whole = self._until_all_ended()
        return self._finish(whole)

    def _until_all_ended(self) -> bool:
        """False when the engine stopped before that."""
        while len(self._ended) < len(self._jobs):
            news = self._running.next()
            if news.what == "ended":
                return False
            self._hear(news)
        return True

    def _hear(self, news: News) -> None:
        project = self._running.services.project
        if news.what == "asset":
            self._assets.append(asset_dict(project, news.value))
            if not self._json:
                output.show(self._assets[-1]["path"])
        if news.what == "job" and news.value.state in FINISHED and news.job in self._titles:
            self._ended[news.job] = news.value
            if news.value.error is not None:
                output.say(f"{self._titles[news.job]}: {news.value.error}")
        if self._json:
            event = event_dict(news, project)
            if event is not None:
                output.emit(event)
        elif sys.stderr.isatty() and news.what in ("job", "progress"):
            sys.stderr.write(f"\r{len(self._ended)} of {len(self._jobs)} · {self._titles.get(news.job, '')[:60]}\033[K")
            sys.stderr.flush()

    def _finish(self, whole: bool) -> int:
        states = [job.state for job in self._ended.values()]
        counts = {state: states.count(state) for state in (JobState.DONE, JobState.FAILED, JobState.CANCELLED)}
        good = whole and counts[JobState.DONE] == len(self._jobs)
        cancelled = counts[JobState.CANCELLED] > 0
        if self._json:
            state = "done" if good else "cancelled" if cancelled else "failed"
            told = {str(s): n for s, n in counts.items()}
            output.emit({"event": "finished", "state": state, **told, "assets": self._assets})
        else:
            if sys.stderr.isatty():
                sys.stderr.write("\n")
            output.say(f"{counts[JobState.DONE]} of {len(self._jobs)} done")
        return output.OK if good else output.CANCELLED if cancelled else output.FAILED
