"""Carry out an export plan: every file atomically, nothing overwritten unasked, and a manifest beside them."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable
from importlib import metadata as distribution
from pathlib import Path
from typing import Any, TypeAlias

from studio.core.errors import ExportError, Phrase, ResourceError, StudioError, as_error_info
from studio.core.recipes import Recipe
from studio.core.requests import Kind
from studio.exports import disclosure, pictures, sounds, texts
from studio.exports.options import Failure, Level, Manifest, Plan, PlannedFile, Written

ExportProgress: TypeAlias = Callable[[int, int, str], None]
"""Called with files done, files in all and the name being written."""

Embed: TypeAlias = Callable[[Path, Path, Recipe | None, Kind, Level], None]
MARGIN = 1024 * 1024
"""Bytes that must stay free on the disk: below this a failed write is taken for a full disk."""


class _Cancelled(Exception):
    pass


def export(
    plan: Plan,
    progress: ExportProgress = lambda done, total, name: None,
    cancelled: Callable[[], bool] = lambda: False,
    embed: Embed | None = None,
) -> Manifest:
    """Write the files of the plan in order.

    A file that fails (its source is gone, is no picture …) is listed in ``failures`` and the others go on; a full disk
    or a folder that cannot be written ends the export with an error. Files finished before a cancel stay.
    Raises :class:`ExportError` ``export-exists`` before anything is written, :class:`ResourceError` for the disk.
    """
    options = plan.options
    if not options.overwrite and (clashes := [f for f in plan.files if f.path.exists()]):
        raise ExportError("export-exists", count=len(clashes), folder=options.folder)
    _prepare(plan)
    written: list[Written] = []
    failures: list[Failure] = []
    stopped = False

    def check() -> None:
        if cancelled():
            raise _Cancelled

    for number, planned in enumerate(plan.files):
        progress(number, len(plan.files), planned.path.name)
        try:
            check()
            written.append(_write(planned, plan, check, embed or _embed))
        except _Cancelled:
            stopped = True
            break
        except (StudioError, OSError, MemoryError, ValueError) as error:
            _raise_if_disk(error, options.folder)
            failures.append(Failure(asset=planned.item.id, path=planned.path, error=_explained(error, planned)))
    else:
        progress(len(plan.files), len(plan.files), "")
    manifest = Manifest(files=tuple(written), failures=tuple(failures), cancelled=stopped)
    if plan.manifest is None or not written:
        return manifest
    try:
        _write_manifest(plan, manifest, plan.manifest)
    except OSError as error:
        _raise_if_disk(error, options.folder)
        raise
    return Manifest(files=manifest.files, failures=manifest.failures, cancelled=stopped, path=plan.manifest)


def _prepare(plan: Plan) -> None:
    folder = plan.options.folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(folder).free
    except OSError as error:
        _raise_if_disk(error, folder)
        raise ResourceError("folder-readonly", path=folder) from error
    needed = 0
    for planned in plan.files:
        with contextlib.suppress(OSError):
            needed += planned.item.path.stat().st_size * planned.scale**2
    if needed + MARGIN > free:
        raise ResourceError("disk-short", needed=_megabytes(needed + MARGIN), free=_megabytes(free))


def _write(planned: PlannedFile, plan: Plan, check: Callable[[], None], embed: Embed) -> Written:
    options, item = plan.options, planned.item
    # The suffix stays last: encoders and metadata writers go by it.
    draft = planned.path.with_name(f".{os.getpid()}-draft-{item.id[:8]}{planned.path.suffix}")
    final = planned.path.with_name(f".{os.getpid()}-final-{item.id[:8]}{planned.path.suffix}")
    width = height = 0
    seconds = 0.0
    notes: tuple[Phrase, ...] = ()
    try:
        if item.kind == "text":
            notes = texts.write(planned, options, final)
        else:
            if item.kind == "image":
                width, height = pictures.write(planned, options, draft)
            else:
                seconds = sounds.write(planned, options, draft, check)
            check()
            recipe = disclosure.scrub(item.recipe) if item.recipe is not None else None
            embed(draft, final, recipe, item.kind, options.level)
        check()
        size, digest = _flush(final)
        _publish(final, planned.path, options.overwrite)
    finally:
        draft.unlink(missing_ok=True)
        final.unlink(missing_ok=True)
    return Written(
        asset=item.id,
        path=planned.path,
        sha256=digest,
        bytes=size,
        width=width,
        height=height,
        seconds=seconds,
        notes=notes,
    )


def _embed(source: Path, target: Path, recipe: Recipe | None, kind: Kind, level: Level) -> None:
    if recipe is None or level == "nothing":
        source.replace(target)
        return
    from studio import metadata

    metadata.embed(source, target, recipe, kind, level)


def _flush(path: Path) -> tuple[int, str]:
    with path.open("rb+") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        os.fsync(file.fileno())
        return file.tell(), digest


def _publish(source: Path, target: Path, overwrite: bool) -> None:
    if overwrite:
        source.replace(target)
        return
    try:
        os.link(source, target)  # unlike a rename, this fails when the name was taken in the meantime
    except FileExistsError as error:
        raise ExportError("export-exists", count=1, folder=target.parent) from error
    except OSError:  # a file system without hard links
        if target.exists():
            raise ExportError("export-exists", count=1, folder=target.parent) from None
        source.replace(target)


def _raise_if_disk(error: BaseException, folder: Path) -> None:
    """Errors that every further file would meet end the export."""
    number = error.errno if isinstance(error, OSError) else None
    if number in (errno.ENOSPC, errno.EDQUOT):
        raise ResourceError("disk-full", path=folder) from error
    if number in (errno.EROFS, errno.EACCES, errno.EPERM) and not os.access(folder, os.W_OK):
        raise ResourceError("folder-readonly", path=folder) from error
    # libsndfile does not say why a write came out short.
    with contextlib.suppress(OSError):
        if shutil.disk_usage(folder).free < MARGIN:
            raise ResourceError("disk-full", path=folder) from error


def _explained(error: BaseException, planned: PlannedFile) -> Any:
    if isinstance(error, FileNotFoundError):
        return ExportError("input-missing", path=planned.item.path).info
    return as_error_info(error)


def _write_manifest(plan: Plan, manifest: Manifest, target: Path) -> None:
    planned = {f.path: f for f in plan.files}
    entries = []
    for done in manifest.files:
        item = planned[done.path].item
        entry: dict[str, Any] = {
            "file": done.path.name,
            "format": planned[done.path].format,
            "bytes": done.bytes,
            "sha256": done.sha256,
        }
        entry |= {k: getattr(done, k) for k in ("width", "height", "seconds") if getattr(done, k)}
        if plan.options.level != "nothing":
            entry |= {"title": item.title, "kind": item.kind, "asset": item.id}
            entry |= disclosure.leaving(item.recipe, plan.options.level)
        entries.append(entry)
    data: dict[str, Any] = {"format": "aigc-studio-export", "version": 1, "files": entries}
    if plan.options.level != "nothing":
        data["studio"] = _studio_version()
        data["created"] = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    draft = target.with_name(f".{os.getpid()}-{target.name}.part")
    try:
        draft.write_text(json.dumps(data, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        _flush(draft)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def _studio_version() -> str:
    try:
        return distribution.version("aigc-studio")
    except distribution.PackageNotFoundError:
        return "development"


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.1f} MB"
