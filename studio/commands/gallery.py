"""``aigc-studio gallery``: the assets of a project from the terminal."""

from __future__ import annotations

import argparse
import datetime
from pathlib import Path
from typing import Any

import msgspec

from studio.commands import output
from studio.core.errors import StudioError
from studio.gallery.project import Project
from studio.gallery.store import Asset
from studio.services import open_project

_WRITES = {"trash", "restore", "rebuild", "import"}


def main(options: argparse.Namespace) -> int:
    create = options.action == "import"
    with open_project(options.project, write=options.action in _WRITES, create=create) as project:
        for notice in project.notices:
            output.say(str(notice))
        actions = {
            "list": _list,
            "search": _list,
            "show": _show,
            "trash": _trash,
            "restore": _trash,
            "import": _import,
            "rebuild": _rebuild,
        }
        return actions[options.action](project, options)


def asset_dict(project: Project, asset: Asset) -> dict[str, Any]:
    """An asset as the command line prints it: its row, its absolute path and its whole recipe."""
    values: dict[str, Any] = msgspec.to_builtins(asset)
    return values | {"path": str(project.store.file(asset))}


def _list(project: Project, options: argparse.Namespace) -> int:
    words = " ".join(getattr(options, "words", []))
    trashed = bool(getattr(options, "trashed", False))
    assets: list[Asset] = []
    cursor = None
    while len(assets) < options.limit:
        limit = min(500, options.limit - len(assets))
        page = project.store.page(kind=options.kind, text=words, after=cursor, limit=limit, trashed=trashed)
        assets += page.assets
        cursor = page.next
        if cursor is None:
            break
    if options.json:
        output.emit({"assets": [asset_dict(project, asset) for asset in assets]})
        return output.OK
    for asset in assets:
        made = datetime.datetime.fromtimestamp(asset.created).strftime("%Y-%m-%d %H:%M")
        output.show(f"{asset.id}  {made}  {asset.kind:5}  {asset.title}")
    return output.OK


def _show(project: Project, options: argparse.Namespace) -> int:
    for asset_id in options.ids:
        asset = project.store.get(asset_id)
        values = asset_dict(project, asset)
        if options.json:
            output.emit(values)
            continue
        for name, value in values.items():
            output.show(f"{name:10} {value}")
        output.show("")
    return output.OK


def _trash(project: Project, options: argparse.Namespace) -> int:
    for asset_id in options.ids:
        project.store.get(asset_id)  # an unknown id is said before anything is moved
    if options.action == "trash":
        project.store.trash(options.ids)
    else:
        project.store.restore(options.ids)
    done = "trashed" if options.action == "trash" else "restored"
    if options.json:
        output.emit({"event": done, "ids": options.ids})
    else:
        output.show(f"{len(options.ids)} {done}")
    return output.OK


def _import(project: Project, options: argparse.Namespace) -> int:
    failed = False
    for file in options.files:
        path = Path(file).expanduser().absolute()
        try:
            asset = project.store.import_file(path)
        except StudioError as error:
            failed = True
            output.report(error.info, as_json=options.json)
            continue
        if options.json:
            output.emit(asset_dict(project, asset))
        else:
            output.show(f"{asset.id}  {asset.title}")
    return output.FAILED if failed else output.OK


def _rebuild(project: Project, options: argparse.Namespace) -> int:
    count = project.store.rebuild()
    if options.json:
        output.emit({"event": "rebuilt", "assets": count})
    else:
        output.show(f"{count} assets read from their files")
    return output.OK
