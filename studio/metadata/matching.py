"""Which installed model another program means: by the hash of its file first, then by its name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import PurePath, PureWindowsPath
from typing import Literal, NamedTuple

from studio.core.models import InstalledModel
from studio.core.requests import DRAWING_TASKS

KINDS: dict[str, tuple[str, ...]] = {
    "model": DRAWING_TASKS,
    "lora": ("lora",),
    "controlnet": ("controlnet", "t2i-adapter"),
    "t2i-adapter": ("t2i-adapter", "controlnet"),
    "ip-adapter": ("ip-adapter",),
    "embedding": ("embedding",),
    "vae": ("vae",),
    "upscaler": ("upscale",),
}
"""What settings can name, and the tasks of models that can be it."""

_ENDINGS = re.compile(r"\.(safetensors|ckpt|pth?|bin|gguf|sft|onnx)$", re.IGNORECASE)
_PRECISION = re.compile(r"[_-](f16|fp16|f32|bf16|q\dp|fp8|pruned|emaonly)(?=$|[_-])", re.IGNORECASE)


class Match(NamedTuple):
    """``how`` is ``hash`` (certainly the same file), ``name``, or ``other`` (the name of another file)."""

    model: InstalledModel
    how: Literal["hash", "name", "other"]


def able(kind: str, models: Iterable[InstalledModel]) -> list[InstalledModel]:
    """Those of ``models`` that can be a ``kind`` of :data:`KINDS`."""
    tasks = KINDS.get(kind, (kind,))
    return [model for model in models if any(task in tasks for task in model.spec.tasks)]


def find(kind: str, name: str, digest: str, models: Sequence[InstalledModel]) -> Match | None:
    """The model that ``name`` and ``digest`` (hexadecimal, possibly only its beginning; "" = not known) stand for."""
    candidates = able(kind, models)
    digest = digest.lower()
    if len(digest) >= 8:
        for model in candidates:
            if any(known.startswith(digest) for known in hashes(model)):
                return Match(model, "hash")
    for simplify in (plain_name, bare_name):
        wanted = simplify(name)
        for model in candidates:
            if wanted and wanted in {simplify(n) for n in names(model)}:
                return Match(model, "other" if len(digest) == 64 and _is_file_hash(model) else "name")
    return None


def hashes(model: InstalledModel) -> set[str]:
    """Every hash that programs write for a model: of its file, and of its tensors without the file's header."""
    options = model.spec.options
    found = {model.sha256, *(file.sha256 for file in model.spec.files)}
    found |= {str(options.get(key, "")) for key in ("tensor_sha256", "sshs_model_hash")}
    return {value.lower() for value in found if value}


def names(model: InstalledModel) -> set[str]:
    """What a model may be called elsewhere: its name, its id, its files, the word of an embedding."""
    spec = model.spec
    found = {spec.name, spec.id, str(spec.options.get("token", ""))}
    found |= {PurePath(file.path).name for file in spec.files if "/" not in file.path}
    if spec.origin:
        found.add(PureWindowsPath(spec.origin).name)
    return {name for name in found if name}


def plain_name(name: str) -> str:
    """Without folders, file ending, case, blanks and punctuation."""
    name = _ENDINGS.sub("", PureWindowsPath(name[:300]).name)
    return "".join(c for c in unicodedata.normalize("NFKC", name).casefold() if c.isalnum())


def bare_name(name: str) -> str:
    """The plain name without the words that tell copies of one model apart by their precision."""
    return plain_name(_PRECISION.sub("", _ENDINGS.sub("", PureWindowsPath(name[:300]).name)))


def _is_file_hash(model: InstalledModel) -> bool:
    """Whether a whole hash could have been compared: the file's own and that of its tensors are known."""
    return bool(model.sha256 and model.spec.options.get("tensor_sha256"))
