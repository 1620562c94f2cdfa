"""``aigc-studio models``: the model library from the terminal."""

from __future__ import annotations

import argparse
import sys
import time
from typing import Any

from studio.commands import output
from studio.core import additions
from studio.core.errors import InputError, StudioError, phrase
from studio.core.models import InstalledModel, ModelSpec
from studio.library.library import Library
from studio.library.progress import InstallProgress
from studio.services import open_library


def main(options: argparse.Namespace) -> int:
    library = open_library()
    action = {"list": _list, "install": _install, "import": _import, "set": _set, "verify": _verify, "remove": _remove}
    return action[options.action](library, options)


def _row(spec: ModelSpec, installed: InstalledModel | None) -> dict[str, Any]:
    return {
        "id": spec.id,
        "name": spec.name,
        "tasks": list(spec.tasks),
        "languages": list(spec.languages),
        "format": spec.format,
        "family": spec.family,
        "size": spec.size,
        "memory": spec.memory,
        "licence": spec.licence,
        "origin": spec.origin,
        "starter": spec.starter,
        "options": spec.options,
        "thumbnail": installed.thumbnail if installed else "",
        "description": spec.description,
        "installed": installed is not None,
        "folder": installed.folder if installed else None,
        "sha256": installed.sha256 if installed else None,
    }


def _list(library: Library, options: argparse.Namespace) -> int:
    installed = {model.spec.id: model for model in library.installed()}
    specs = {spec.id: spec for spec in library.catalogue()} | {i: m.spec for i, m in installed.items()}
    rows = [_row(spec, installed.get(spec.id)) for spec in specs.values()]
    if options.json:
        output.emit({"models": rows})
        return output.OK
    for row in rows:
        mark = "installed" if row["installed"] else "available"
        size = output.human_size(row["size"])
        output.show(f"{row['id']:24} {mark:10} {size:>10}  {row['licence']:14} {', '.join(row['tasks'])}")
    return output.OK


def _install(library: Library, options: argparse.Namespace) -> int:
    ids = list(options.ids)
    if options.starter:
        ids += [spec.id for spec in library.catalogue() if spec.starter and spec.id not in ids]
    if not ids:
        output.say("Name the models to install, or add --starter. “aigc-studio models list” shows them.")
        return output.WRONG_USE
    failed = False
    for model_id in ids:
        try:
            if library.is_current(model_id):
                _announce(options, "present", model_id)
                continue
            model = library.install(model_id, _Meter(options))
        except StudioError as error:
            # The others may still be had: one package that vanished must not take them along.
            failed = True
            if options.json:
                output.emit({"event": "failed", "model": model_id, "error": output.error_dict(error.info)})
            output.say(f"{model_id}: {error.info}")
        else:
            _announce(options, "installed", model_id, folder=model.folder)
    return output.FAILED if failed else output.OK


def _announce(options: argparse.Namespace, event: str, model_id: str, **more: str) -> None:
    if options.json:
        output.emit({"event": event, "model": model_id, **more})
    else:
        output.show(f"{model_id}: {'already installed' if event == 'present' else event}")


class _Meter:
    """Progress of an installation: a rewritten line at a terminal, an event every half second as JSON."""

    def __init__(self, options: argparse.Namespace) -> None:
        self._json = options.json
        self._last = 0.0

    def __call__(self, progress: InstallProgress) -> None:
        now = time.monotonic()
        if now - self._last < 0.5:
            return
        self._last = now
        if self._json:
            output.emit({"event": "progress", "progress": progress})
        elif sys.stderr.isatty():
            total = output.human_size(progress.total_bytes) if progress.total_bytes else "?"
            sys.stderr.write(f"\r{progress.model}: {output.human_size(progress.done_bytes)} of {total}\033[K")
            sys.stderr.flush()


def _import(library: Library, options: argparse.Namespace) -> int:
    model = library.import_path(options.path.expanduser().absolute(), copy=options.copy, name=options.name)
    if options.json:
        output.emit({"event": "imported", "model": _row(model.spec, model)})
    else:
        output.show(f"{model.spec.id}: {_described(model.spec)}")
    return output.OK


def _described(spec: ModelSpec) -> str:
    """The name and what was recognised, as far as the user may want to set it right."""
    if not additions.is_addition(spec):
        return f"{spec.name} ({spec.family or spec.format})"
    facts = [additions.kind_name(spec)]
    if spec.tasks[0] in additions.KINDS:
        facts.append(additions.family_name(spec.family))
    facts += [str(spec.options[key]) for key in ("control", "token") if spec.options.get(key)]
    triggers = spec.options.get("trigger_words", [])
    return f"{spec.name} ({', '.join(facts)})" + (f" — {', '.join(triggers)}" if triggers else "")


def _set(library: Library, options: argparse.Namespace) -> int:
    pairs = [pair.partition("=") for pair in options.changes]
    for name, equals, _ in pairs:
        if not equals:
            raise InputError("setting-unreadable", name=name, hint=phrase("Write key=value."))
    model = library.edit(options.id, **{name.strip(): value for name, _, value in pairs})
    if options.json:
        output.emit({"event": "changed", "model": _row(model.spec, model)})
    else:
        output.show(f"{model.spec.id}: {_described(model.spec)}")
    return output.OK


def _verify(library: Library, options: argparse.Namespace) -> int:
    ids = options.ids or [model.spec.id for model in library.installed()]
    good = True
    for model_id in ids:
        problems = library.verify(model_id)
        good &= not problems
        if options.json:
            output.emit({"model": model_id, "good": not problems, "problems": problems})
        else:
            output.show(f"{model_id}: " + ("; ".join(problems) if problems else "good"))
    return output.OK if good else output.FAILED


def _remove(library: Library, options: argparse.Namespace) -> int:
    for model_id in options.ids:
        library.remove(model_id)
        if options.json:
            output.emit({"event": "removed", "model": model_id})
        else:
            output.show(f"{model_id}: moved to the model trash")
    return output.OK
