"""How models lie on disk: ``<models>/<id>/model.json`` beside the files, or naming the folder where they stay."""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import re
import shutil
import time
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

import msgspec
import psutil

from studio.core.errors import ModelError, phrase
from studio.core.files import write_atomic
from studio.core.models import InstalledModel, ModelSpec

MANIFEST = "model.json"
THUMBNAIL = "thumbnail.jpg"
"""A small picture beside the manifest that shows what the model does."""
TRASH = ".trash"
BLOCK = 1 << 20
_log = logging.getLogger(__name__)


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """``model.json``: written last, so a folder with one is complete.

    ``linked`` is the absolute folder of files that stay where the user keeps them. ``source`` is ``package-index``,
    ``file`` or ``folder``; ``installed`` is seconds since the epoch.
    """

    version: int = 1
    spec: ModelSpec
    sha256: str = ""
    source: str = ""
    packages: tuple[str, ...] = ()
    installed: float = 0.0
    linked: str = ""


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of a model's folder, or None where there is none that can be read."""
    path = folder / MANIFEST
    try:
        manifest = msgspec.json.decode(path.read_bytes(), type=Manifest)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, msgspec.MsgspecError) as error:
        _log.warning("%s cannot be read: %s", path, error)
        return None
    if all(safe_relative(f.path) for f in manifest.spec.files):
        return manifest
    _log.warning("%s names files outside its folder", path)
    return None


def write_manifest(folder: Path, manifest: Manifest) -> None:
    data = msgspec.json.format(msgspec.json.encode(manifest), indent=2)
    write_atomic(folder / MANIFEST, data)


def as_installed(folder: Path, manifest: Manifest) -> InstalledModel:
    picture = folder / THUMBNAIL
    return InstalledModel(
        spec=manifest.spec,
        folder=manifest.linked or str(folder),
        sha256=manifest.sha256,
        linked=bool(manifest.linked),
        thumbnail=str(picture) if picture.is_file() else "",
    )


def safe_relative(path: str) -> bool:
    """True for a relative path with forward slashes that stays inside its folder."""
    parts = PurePosixPath(path).parts
    return bool(parts) and not path.startswith("/") and ".." not in parts and "\\" not in path and ":" not in path


def check_sizes(model: InstalledModel) -> None:
    """Raises :class:`ModelError` ``model-damaged`` for a file that is missing or has another size. Reads no data."""
    for file in model.spec.files:
        try:
            size = (Path(model.folder) / file.path).stat().st_size
        except OSError:
            raise ModelError("model-damaged", file=file.path, reason=phrase("it is not there any more")) from None
        if file.size and size != file.size:
            reason = phrase("it has {size} bytes instead of {expected}", size=f"{size:,}", expected=f"{file.size:,}")
            raise ModelError("model-damaged", file=file.path, reason=reason)


def is_whole(model: InstalledModel) -> bool:
    """True when every file is there and of its size."""
    try:
        check_sizes(model)
    except ModelError:
        return False
    return True


def file_sha256(path: Path, step: Callable[[int], None], also: Callable[[bytes], None] | None = None) -> str:
    """The SHA-256 of a file; ``step`` gets the number of bytes of each block, and may raise to stop; ``also`` gets the
    blocks themselves."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
            if also is not None:
                also(block)
            step(len(block))
    return digest.hexdigest()


def slug(name: str) -> str:
    """An id made of a name: small letters, digits, dots and dashes; Chinese and other letters are kept."""
    name = unicodedata.normalize("NFKC", name).casefold()
    return re.sub(r"[^\w.]+", "-", name).strip("-._")[:60] or "model"


@contextlib.contextmanager
def staging(models: Path, model_id: str) -> Iterator[Path]:
    """A folder on the models' own disk that vanishes unless it is renamed; leftovers of dead processes are swept."""
    models.mkdir(parents=True, exist_ok=True)
    sweep(models, ".partial-")
    folder = models / f".partial-{os.getpid()}-{time.monotonic_ns()}-{model_id}"
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sweep(parent: Path, prefix: str) -> None:
    """Remove the temporary folders of processes that do not live any more."""
    for left in parent.glob(prefix + "*"):
        owner = left.name.removeprefix(prefix).partition("-")[0]
        if owner.isdecimal() and not psutil.pid_exists(int(owner)):
            shutil.rmtree(left, ignore_errors=True)


def to_trash(models: Path, folder: Path) -> Path:
    """Move a model's folder to the model trash; its new place."""
    trash = models / TRASH
    trash.mkdir(parents=True, exist_ok=True)
    target = trash / f"{time.strftime('%Y%m%d-%H%M%S')}-{time.monotonic_ns() % 1_000_000}-{folder.name}"
    folder.rename(target)
    return target


def publish(models: Path, stage: Path, model_id: str) -> Path:
    """Give a finished staging folder its name in one step; an older one of that name goes to the trash."""
    target = models / model_id
    if target.exists():
        to_trash(models, target)
    stage.rename(target)
    return target
