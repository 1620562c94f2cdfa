"""``aigc-studio styles|presets|negatives|wildcards``: the files behind prompts from the terminal."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import msgspec

from studio.commands import output
from studio.core.errors import ExportError, InputError, phrase
from studio.core.files import write_atomic
from studio.settings.prompts import shelves, wildcards
from studio.settings.prompts.importing import import_files
from studio.settings.prompts.items import PromptItem
from studio.settings.prompts.reading import FileProblem
from studio.settings.prompts.shelves import NEGATIVES, PRESETS, STYLES, Items, Shelf
from studio.settings.prompts.wildcards import WildcardFile

_SHELVES: dict[str, Shelf[Any]] = {"styles": STYLES, "presets": PRESETS, "negatives": NEGATIVES}


def main(options: argparse.Namespace) -> int:
    return {"list": _list, "import": _import, "export": _export}[options.action](options)


def _list(options: argparse.Namespace) -> int:
    rows, problems = _rows(options.command)
    if options.json:
        output.emit({options.command: rows, "problems": [_problem(p) for p in problems]})
        return output.OK
    for row in rows:
        output.show(f"{row['name']:28} {'own' if row['own'] else 'shipped':8} {row['text']}")
    _say_problems(problems)
    return output.OK


def _rows(command: str) -> tuple[list[dict[str, Any]], list[FileProblem]]:
    if command == "wildcards":
        cards, problems = wildcards.load()
        return [_wildcard_row(file) for file in cards.files], problems
    items, problems = shelves.load(_SHELVES[command])
    return [_item_row(item.value, item.path, item.own) for item in items.values()], problems


def _wildcard_row(file: WildcardFile) -> dict[str, Any]:
    texts = file.options.texts
    shown = ", ".join(texts[:4]) + (" …" if len(texts) > 4 else "")
    return {
        "name": file.name,
        "own": file.own,
        "path": str(file.path),
        "entries": len(texts),
        "text": f"{len(texts):>5}  {shown[:60]}",
    }


def _item_row(value: PromptItem, path: Path, own: bool) -> dict[str, Any]:
    fields = msgspec.to_builtins(value)
    text = fields.get("prompt") or fields.get("negative") or fields.get("settings")
    if isinstance(text, dict):
        text = " ".join(f"{name}={setting}" for name, setting in text.items())
    return {**fields, "own": own, "path": str(path), "text": str(text)[:80]}


def _import(options: argparse.Namespace) -> int:
    outcome = import_files([path.expanduser().absolute() for path in options.files], options.command)
    if options.json:
        output.emit({"imported": outcome.names, "problems": [_problem(p) for p in outcome.problems]})
    else:
        for kind, names in outcome.names.items():
            output.show(f"{kind}: {', '.join(names)}")
    _say_problems(outcome.problems)
    return output.WRONG_USE if outcome.problems else output.OK


def _export(options: argparse.Namespace) -> int:
    target: Path = options.to.expanduser().absolute()
    if options.command == "wildcards":
        written = _write_wildcards(options.names, target, overwrite=options.overwrite)
    else:
        written = [_write_items(_SHELVES[options.command], options.names, target, overwrite=options.overwrite)]
    if options.json:
        output.emit({"written": [str(path) for path in written]})
    else:
        for path in written:
            output.show(str(path))
    return output.OK


def _write_items(shelf: Shelf[Any], names: list[str], target: Path, *, overwrite: bool) -> Path:
    items: Items[Any] = shelves.load(shelf)[0]
    values = [items.need(name) for name in names] or [item.value for item in items.values() if item.own]
    if not values:
        raise InputError(
            "setting-invalid",
            name=phrase("export"),
            value=phrase("empty"),
            hint=phrase("You have none of your own yet."),
        )
    _check_free([target], overwrite=overwrite)
    write_atomic(target, shelves.encode(shelf, values))
    return target


def _write_wildcards(names: list[str], folder: Path, *, overwrite: bool) -> list[Path]:
    cards, _ = wildcards.load()
    for name in names:
        if cards.file(name) is None:
            raise InputError("wildcard-missing", name=name, known=", ".join(cards.names[:20]))
    chosen = [cards.file(name) for name in names] or [file for file in cards.files if file.own]
    files = {folder / f"{file.name}.txt": file for file in chosen if file is not None}
    if not files:
        raise InputError(
            "setting-invalid",
            name=phrase("export"),
            value=phrase("empty"),
            hint=phrase("You have none of your own yet."),
        )
    _check_free(list(files), overwrite=overwrite)
    for path, file in files.items():
        write_atomic(path, file.path.read_bytes())
    return list(files)


def _check_free(targets: list[Path], *, overwrite: bool) -> None:
    there = [path for path in targets if path.exists()]
    if there and not overwrite:
        raise ExportError("export-exists", count=len(there), folder=there[0].parent)


def _problem(problem: FileProblem) -> dict[str, Any]:
    return {"path": str(problem.path), "error": output.error_dict(problem.info)}


def _say_problems(problems: list[FileProblem]) -> None:
    for problem in problems:
        output.say(f"aigc-studio: {problem.info}")
