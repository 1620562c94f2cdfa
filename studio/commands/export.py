"""``aigc-studio export``: assets of a project written out for delivery."""

from __future__ import annotations

import argparse
from pathlib import Path

from studio.commands import output
from studio.core.errors import InputError
from studio.core.requests import Kind
from studio.exports.options import FORMATS, ExportItem, ExportOptions, Level, Manifest, Resize
from studio.exports.plan import plan
from studio.exports.run import export
from studio.gallery.project import Project
from studio.gallery.store import Asset
from studio.services import open_project

_ALIASES = {"markdown": "md", "jpg": "jpeg", "text": "txt"}
_LEVELS: dict[str, Level] = {"full": "full", "provenance": "provenance", "none": "nothing"}


def main(options: argparse.Namespace) -> int:
    with open_project(options.project, write=False) as project:
        items = [item_of(project, project.store.get(asset_id)) for asset_id in options.ids]
    planned = plan(items, _options(options, {item.kind for item in items}))
    if options.dry_run:
        files = [{"path": str(f.path), "asset": f.item.id, "exists": f.exists} for f in planned.files]
        if options.json:
            output.emit({"event": "planned", "files": files})
        else:
            for file in files:
                output.show(f"{file['path']}{'  (exists)' if file['exists'] else ''}")
        return output.OK
    manifest = export(planned)
    _print(manifest, as_json=options.json)
    return output.FAILED if manifest.failures else output.OK


def item_of(project: Project, asset: Asset) -> ExportItem:
    """What an export needs to know of an asset."""
    return ExportItem(
        id=asset.id,
        kind=asset.kind,
        path=project.store.file(asset),
        title=asset.title,
        created=asset.created,
        recipe=asset.recipe,
    )


def _options(words: argparse.Namespace, kinds: set[Kind]) -> ExportOptions:
    chosen = _ALIASES.get(words.format.lower(), words.format.lower())
    formats = {}
    if chosen:
        formats = {f"{kind}_format": chosen for kind, known in FORMATS.items() if chosen in known and kind in kinds}
        if not formats:
            known = ", ".join(f for kind in sorted(kinds) for f in FORMATS[kind])
            raise InputError("export-unsupported", kind=", ".join(sorted(kinds)), format=chosen, formats=known)
    resize = Resize(mode="fit", width=words.size, height=words.size) if words.size else Resize()
    return ExportOptions(
        folder=Path(words.to).expanduser().absolute(),
        quality=words.quality,
        resize=resize,
        level=_LEVELS[words.embed],
        overwrite=words.overwrite,
        **({"name": words.name} if words.name else {}),
        **formats,
    )


def _print(manifest: Manifest, *, as_json: bool) -> None:
    if as_json:
        output.emit(
            {
                "event": "exported",
                "files": [
                    {
                        "path": str(f.path),
                        "asset": f.asset,
                        "sha256": f.sha256,
                        "bytes": f.bytes,
                        "notes": list(map(str, f.notes)),
                    }
                    for f in manifest.files
                ],
                "failures": [
                    {"path": str(f.path), "asset": f.asset, "error": output.error_dict(f.error)}
                    for f in manifest.failures
                ],
                "manifest": str(manifest.path) if manifest.path else None,
            }
        )
    else:
        for file in manifest.files:
            output.show(str(file.path))
    for failure in manifest.failures:
        output.say(f"{failure.path.name}: {failure.error}")
