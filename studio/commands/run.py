"""``aigc-studio run``: one Request from the terminal into the project's gallery."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import Any

from studio.commands import estimating, input_checks, like, output
from studio.commands.gallery import asset_dict
from studio.commands.session import News, Session, session
from studio.core import requests
from studio.core.errors import InputError, StudioError, as_error_info, phrase
from studio.core.jobs import FINISHED, Job, JobState
from studio.core.requests import InputRef, Kind, Request
from studio.gallery.project import Project
from studio.gallery.store import Asset
from studio.services import open_library
from studio.settings.prompts import book, preparing, shelves
from studio.settings.prompts.shelves import PRESETS

_TOLD = ("input-", "mask-", "setting-", "prompt-")
"""Beginnings of the codes of errors that are about what was given: there is nothing more to know than what is said."""

_EXIT = {JobState.DONE: output.OK, JobState.CANCELLED: output.CANCELLED}


def main(options: argparse.Namespace) -> int:
    try:
        return _run(options)
    except (StudioError, OSError) as error:
        info = as_error_info(error)
        if options.json:
            failed = {"event": "finished", "state": "failed", "assets": [], "error": output.error_dict(info)}
            output.emit(failed)
        output.say(f"aigc-studio: {info}")
        return output.WRONG_USE if isinstance(error, InputError) else output.FAILED


def _run(options: argparse.Namespace) -> int:
    # Everything that can be said before a project is touched is said now: a missing model, wrong settings or wildcards.
    request = prepared(build_request(options, None))
    input_checks.check(request)
    options.seed = request.seed
    resolved, models = open_library().resolve(request)
    input_checks.check(resolved, models)
    if options.estimate:
        return estimating.show(resolved, models, as_json=options.json)
    estimating.warn(resolved, models)
    with session(options.project, new_jobs_only=True) as running:
        request = prepared(build_request(options, running.services.project))
        # Again: an asset's id is a file only now.
        input_checks.check(request, models)
        job_id = running.services.loop.submit(request)
        running.start()
        return _Follower(running, job_id, options.json).follow()


def build_request(options: argparse.Namespace, project: Project | None) -> Request:
    """The validated Request of the command's words. With a project, inputs may be asset ids as well as files."""
    return requests.build(options.kind, values_of(options, project))


def values_of(options: argparse.Namespace, project: Project | None) -> dict[str, Any]:
    """The settings that the command's words give."""
    prompt = sys.stdin.read() if options.prompt == "-" and project is None else options.prompt
    if project is None:
        options.prompt = prompt
    inputs = [_input(*_role_and_word(word), project) for word in options.input]
    if options.mask:
        inputs.append(_input(options.mask, "mask", project))
    values: dict[str, Any] = {"takes": options.takes, "inputs": tuple(inputs)}
    said = {"prompt": prompt, "model": options.model, "seed": options.seed, "task": options.task}
    values |= {name: value for name, value in said.items() if value not in ("", None)}
    if options.like is not None:
        skip = options.skip_missing
        values = like.values(options.like, options.kind, values, project, skip_missing=skip, quiet=project is not None)
    for preset in options.preset:
        values |= _preset_settings(preset, options.kind)
    for pair in options.set:
        name, equals, value = pair.partition("=")
        if not equals:
            raise InputError("setting-unreadable", name=pair, hint=phrase("Write --set key=value."))
        values[name.strip()] = value
    return values | _grid(options)


def prepared(request: Request) -> Request:
    """The request with its styles and wildcards put in; their files are read only where it has any."""
    return preparing.prepare(request, book.load()) if preparing.needs_book(request) else request


def _preset_settings(name: str, kind: Kind) -> dict[str, Any]:
    preset = shelves.load(PRESETS)[0].need(name)
    if preset.kind != kind:
        raise InputError(
            "setting-invalid",
            name=phrase("preset"),
            value=name,
            hint=phrase("It holds settings of {kind}.", kind=preset.kind),
        )
    return preset.settings


_ROLE = re.compile(r"(source|mask|style|background|document|control-\d+|reference-\d+)=(.+)", re.DOTALL)


def _role_and_word(text: str) -> tuple[str, str]:
    """``background=file.png`` as file and role; without a role it is what the task works on."""
    match = _ROLE.fullmatch(text)
    return (match[2], match[1]) if match else (text, "source")


def _grid(options: argparse.Namespace) -> dict[str, Any]:
    """The settings of a grid that ``--x``, ``--y`` and ``--matrix`` ask for."""
    values: dict[str, Any] = {"grid.matrix": True} if options.matrix else {}
    for name in ("x", "y"):
        setting, equals, text = getattr(options, name).partition("=")
        if setting and not equals:
            raise InputError("setting-invalid", name=f"--{name}", value=setting, hint=phrase("Write steps=10,20,30."))
        if setting:
            values |= {f"grid.{name}.setting": setting.strip(), f"grid.{name}.values": text}
    return values


def _input(word: str, role: str, project: Project | None) -> InputRef:
    """A file, or an asset by its id; a file of the project itself is recognised as its asset."""
    path = Path(word).expanduser().absolute()
    if project is None:
        if Path(word).suffix and not path.is_file():
            # An id has no dot: this is a file that is not there.
            raise InputError("input-missing", path=path)
        return InputRef(path=str(path), role=role)
    if path.is_file():
        known = project.store.at(path)
        return InputRef(path=str(path), asset=known.id if known else "", role=role)
    try:
        asset = project.store.get(word)
    except StudioError as error:
        raise InputError("input-missing", path=path) from error
    return InputRef(path=str(project.store.file(asset)), asset=asset.id, role=role)


class _Follower:
    """Prints what becomes of one job until it has ended."""

    def __init__(self, running: Session, job_id: str, as_json: bool) -> None:
        self._running, self._job, self._json = running, job_id, as_json
        self._assets: list[tuple[int, Asset]] = []
        self._streamed = False

    def follow(self) -> int:
        """The exit status. Ctrl-C cancels the job, once; a second one leaves at once."""
        try:
            ended = self._until_ended()
        except KeyboardInterrupt:
            output.say("cancelling…")
            self._running.services.loop.cancel(self._job)
            ended = self._until_ended()
        if ended is None:
            output.say("aigc-studio: the engine stopped")
            return output.FAILED
        self._finish(ended)
        return _EXIT.get(ended.state, output.FAILED)

    def _until_ended(self) -> Job | None:
        while True:
            news = self._running.next()
            if news.what == "ended":
                return None
            if news.job and news.job != self._job:
                continue
            if news.what == "job" and news.value.state in FINISHED:
                return news.value  # type: ignore[no-any-return]
            self._print(news)

    def _print(self, news: News) -> None:
        if news.what == "asset":
            self._assets.append((news.take, news.value))
        if self._json:
            event = event_dict(news, self._running.services.project)
            if event is not None:
                output.emit(event)
        elif news.what == "text" and sys.stderr.isatty():
            self._streamed = True
            sys.stderr.write(news.value.text)
            sys.stderr.flush()
        elif news.what == "progress" and sys.stderr.isatty() and not self._streamed:
            done = "" if news.value.fraction is None else f" {news.value.fraction:.0%}"
            sys.stderr.write(f"\r{news.value.phase}{done} {news.value.note or ''}\033[K")
            sys.stderr.flush()

    def _finish(self, job: Job) -> None:
        project = self._running.services.project
        assets = [asset_dict(project, asset) for _, asset in sorted(self._assets, key=lambda pair: pair[0])]
        if sys.stderr.isatty():
            sys.stderr.write("\n")
        if self._json:
            last: dict[str, Any] = {"event": "finished", "job": job.id, "state": str(job.state), "assets": assets}
            if job.error is not None:
                last["error"] = output.error_dict(job.error)
            output.emit(last)
        else:
            for asset in assets:
                output.show(asset["path"])
            for note in dict.fromkeys(note for _, asset in self._assets for note in asset.recipe.notes):
                output.say(f"note: {note}")
        if job.error is not None:
            output.say(f"aigc-studio: {job.error}")
            if job.error.detail and not self._json and not job.error.code.startswith(_TOLD):
                output.say(job.error.detail.strip()[-2000:])


def event_dict(news: News, project: Project) -> dict[str, Any] | None:
    """The JSON form of a piece of news, or None for what scripts have no use for."""
    if news.what == "job":
        return {"event": "job", "job": news.job, "state": str(news.value.state)}
    if news.what == "progress":
        value = news.value
        return {
            "event": "progress",
            "job": news.job,
            "take": news.take,
            "phase": str(value.phase),
            "fraction": value.fraction,
            "eta": value.eta,
            "note": str(value.note or ""),
        }
    if news.what == "text":
        return {"event": "text", "job": news.job, "take": news.take, "text": news.value.text}
    if news.what == "asset":
        return {"event": "asset", "job": news.job, "take": news.take, "asset": asset_dict(project, news.value)}
    if news.what == "worker":
        return {"event": "worker", "state": news.value[0], "detail": news.value[1]}
    return None
