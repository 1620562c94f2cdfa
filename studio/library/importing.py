"""Taking the user's own models into the library: what they are is read from their headers, before anything is kept."""

from __future__ import annotations

import re
import shutil
import time
from pathlib import Path
from typing import Any

import msgspec

from studio.core.errors import InputError, ModelError, Phrase, ResourceError, listed, phrase
from studio.core.models import InstalledModel, ModelFile, ModelSpec, models_hash
from studio.library import layout, thumbnails
from studio.library.builtin import TOOLS_ID
from studio.library.formats import additions, families, folders, gguf, pickles, safetensors, upscalers
from studio.library.formats.parts import read_json
from studio.library.hashing import TENSOR_LIMIT, TensorHash
from studio.library.install import copy_hashed, megabytes
from studio.library.layout import Manifest
from studio.library.progress import Cancelled, Meter, OnProgress

TEXT_TASKS = ("write", "rewrite", "summarise", "translate", "chat")
# llama.cpp's architectures (and those of other programs' GGUF files) that do not write text.
_NO_WRITERS = {
    "clip", "bert", "nomic-bert", "nomic-bert-moe", "jina-bert-v2", "jina-bert-v3", "neo-bert", "modern-bert",
    "t5encoder", "mmproj", "whisper", "kokoro", "wavtokenizer-dec", "flux", "sd1", "sdxl", "sd3", "lumina2", "wan",
    "hyvid", "ltxv", "hidream", "cosmos", "qwen_image",
}  # fmt: skip
_SHARD = re.compile(r"^(?P<stem>.+)-(?P<n>\d{5})-of-(?P<total>\d{5})\.gguf$", re.IGNORECASE)


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A model as it was recognised: the spec without id and hashes, the folder of its files and their paths there."""

    spec: ModelSpec
    folder: Path
    files: tuple[str, ...]
    picture: bytes = b""
    """An encoded picture that shows what it does, as a stranger made it."""


def recognise(path: Path) -> Found:
    """What the file or folder is. Nothing is loaded and nothing in it is run.

    Raises :class:`InputError` (missing, empty) and :class:`ModelError` (pickle, unsupported, damaged).
    """
    if not path.exists():
        raise InputError("input-missing", path=path)
    if path.is_dir():
        inside = sorted(p for p in path.iterdir() if p.suffix.lower() == ".gguf")
        whole = [p for p in inside if not (m := _SHARD.match(p.name)) or int(m["n"]) == 1]
        if len(whole) == 1 and not (path / "config.json").is_file():
            return _gguf(whole[0])
        return _folder(path)
    if path.stat().st_size == 0:
        raise InputError("input-empty", name=path.name)
    pickles.refuse(path)
    with path.open("rb") as file:
        magic = file.read(4)
    return _gguf(path) if magic == b"GGUF" or path.suffix.lower() == ".gguf" else _checkpoint(path)


def import_path(
    path: Path, models: Path, *, copy: bool, name: str, on_progress: OnProgress, cancelled: Cancelled
) -> InstalledModel:
    """Keep a model in the library: by name where it lies, or copied into the model folder.

    The same files imported again give the same id. Raises what :func:`recognise` raises, ResourceError
    ``disk-short`` and InstallCancelled.
    """
    path = path.expanduser().absolute()
    found = recognise(path)
    name = name.strip() or found.spec.name
    size = sum((found.folder / f).stat().st_size for f in found.files)
    if copy:
        models.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(models).free
        if size + (64 << 20) > free:
            raise ResourceError("disk-short", needed=megabytes(size), free=megabytes(free))
    meter = Meter(name, size, on_progress, cancelled)
    with layout.staging(models, layout.slug(name)) as stage:
        twice = TensorHash() if path.suffix.lower() == ".safetensors" and size < TENSOR_LIMIT else None
        files = [_take(found.folder, file, stage if copy else None, meter, twice) for file in found.files]
        digest = models_hash(tuple(files))
        spec = msgspec.structs.replace(
            found.spec,
            id=_free_id(models, name, digest),
            name=name,
            files=tuple(files),
            origin=str(path),
            options=found.spec.options | ({"tensor_sha256": twice.hexdigest()} if twice is not None else {}),
        )
        manifest = Manifest(
            spec=spec,
            sha256=digest,
            source="folder" if path.is_dir() else "file",
            installed=time.time(),
            linked="" if copy else str(found.folder),
        )
        thumbnails.write(found.picture, stage)
        layout.write_manifest(stage, manifest)
        folder = layout.publish(models, stage, spec.id)
    meter.finish()
    return layout.as_installed(folder, manifest)


def _take(source: Path, file: str, stage: Path | None, meter: Meter, twice: TensorHash | None) -> ModelFile:
    path = source / file
    also = twice.feed if twice is not None else None
    if stage is not None:
        target = stage / file
        target.parent.mkdir(parents=True, exist_ok=True)
        size, digest = copy_hashed(path, target, meter, "copying", file, also)
        return ModelFile(path=file, size=size, sha256=digest)
    digest = layout.file_sha256(path, lambda count: meter.add(count, "checking", file), also)
    return ModelFile(path=file, size=path.stat().st_size, sha256=digest)


def _free_id(models: Path, name: str, digest: str) -> str:
    """The name as an id, with some of the hash when another model has that id."""
    wanted = layout.slug(name)
    there = layout.read_manifest(models / wanted)
    if there is None and not (models / wanted).exists() and wanted != TOOLS_ID:
        return wanted
    same = there is not None and there.sha256 == digest and there.source in ("file", "folder")
    return wanted if same else f"{wanted}-{digest[:8]}"


def _gguf(path: Path) -> Found:
    header = gguf.read(path)
    shards = _shards(path)
    for shard in shards[1:]:
        gguf.read(path.parent / shard)
    kind = header.text("general.architecture")
    if not kind or kind in _NO_WRITERS:
        reason = phrase("a GGUF file of the kind “{kind}” does not write text", kind=kind or phrase("unknown"))
        raise ModelError("model-unsupported", file=path.name, reason=reason, hint=folders.HINT)
    options: dict[str, Any] = {"chat_template": bool(header.text("tokenizer.chat_template"))}
    if context := header.number(f"{kind}.context_length"):
        options["trained_context"] = context
    size = sum((path.parent / s).stat().st_size for s in shards)
    spec = ModelSpec(
        id="",
        name=header.text("general.name").strip()[:80] or path.stem,
        backend="llama_cpp",
        format="gguf",
        family=kind,
        tasks=TEXT_TASKS,
        # Weights plus a context of 4,096 tokens and work space.
        memory=size + size // 5 + (128 << 20),
        licence=header.text("general.license")[:80],
        options=options,
    )
    return Found(spec=spec, folder=path.parent, files=tuple(shards))


def _shards(path: Path) -> list[str]:
    """All files of a GGUF model that is cut into several, in order; just the one for others."""
    match = _SHARD.match(path.name)
    if match is None:
        return [path.name]
    total = int(match["total"])
    names = [f"{match['stem']}-{n:05}-of-{total:05}.gguf" for n in range(1, total + 1)]
    for name in names:
        if not (path.parent / name).is_file():
            raise ModelError("model-damaged", file=name, reason=phrase("it is missing beside the other parts"))
    return names


def _checkpoint(path: Path) -> Found:
    header = safetensors.read(path)
    if (addition := additions.of_file(path, header)) is not None:
        return _addition(addition, path.stem, thumbnails.find(path, header.metadata))
    if (upscaler := upscalers.of_file(path.name, header)) is not None:
        return _upscaler(path, upscaler)
    family = families.detect(header)
    if isinstance(family, Phrase):
        raise ModelError("model-unsupported", file=path.name, reason=family, hint=folders.HINT)
    if family.missing:
        hint = phrase("Use a file that has everything in it, or the model's diffusers folder.")
        reason = phrase("it is {name} without its {parts}", name=family.name, parts=listed(family.missing))
        raise ModelError("model-unsupported", file=path.name, reason=reason, hint=hint)
    size = path.stat().st_size
    spec = ModelSpec(
        id="",
        name=path.stem,
        backend="diffusers",
        format="checkpoint",
        family=family.id,
        tasks=family.tasks,
        memory=size + size // 4,
        description=family.name,
        options={"size": family.size, "dtypes": header.dtypes} | ({"steps": family.steps} if family.steps else {}),
    )
    return Found(spec=spec, folder=path.parent, files=(path.name,))


def _upscaler(path: Path, found: upscalers.Upscaler) -> Found:
    size = path.stat().st_size
    spec = ModelSpec(
        id="",
        name=path.stem,
        backend="spandrel",
        format="checkpoint",
        family=found.name,
        tasks=("upscale",),
        # The weights in float32, and what a tile of the picture takes.
        memory=2 * size + (512 << 20),
        description=found.name,
        options={"scales": list(range(2, found.scale + 1)), "scale": found.scale} if found.scale else {},
    )
    return Found(spec=spec, folder=path.parent, files=(path.name,))


def _folder(path: Path) -> Found:
    if not (path / "model_index.json").is_file():
        if (path / "config.json").is_file():
            addition = additions.of_folder(path, read_json(path / "config.json"))
            if addition is not None:
                return _addition(addition, path.name, b"")
        elif (file := folders.only_file(path)) is not None:
            return _only_file(path, file)
    found = folders.inspect(path)
    size = sum((path / f).stat().st_size for f in found.files)
    spec = ModelSpec(
        id="",
        name=path.name,
        backend=found.backend or found.format,
        format=found.format,
        family=found.family,
        tasks=found.tasks,
        memory=size + size // 4,
        options=found.options,
    )
    return Found(spec=spec, folder=path, files=found.files)


def _only_file(folder: Path, file: Path) -> Found:
    """A folder around one file: it is called as the folder where programs give the file the same name every time."""
    found = _checkpoint(file)
    if file.stem not in folders.GENERIC_NAMES:
        return found
    options = dict(found.spec.options)
    if "control" in options and not options["control"]:
        options["control"] = additions.control_kind(folder.name)
    return msgspec.structs.replace(found, spec=msgspec.structs.replace(found.spec, name=folder.name, options=options))


def _addition(found: additions.FoundAddition, name: str, picture: bytes) -> Found:
    size = sum((found.folder / f).stat().st_size for f in found.files)
    spec = ModelSpec(
        id="",
        name=name,
        backend="diffusers",
        format=found.format,
        family=found.family,
        tasks=(found.task,),
        memory=size,
        licence=found.licence,
        description=found.description,
        options=found.options,
    )
    return Found(spec=spec, folder=found.folder, files=found.files, picture=picture)
