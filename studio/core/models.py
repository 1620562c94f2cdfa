"""ModelSpec: what a model is and what it can do."""

from __future__ import annotations

from typing import Any

import msgspec


class ModelFile(msgspec.Struct, frozen=True, kw_only=True):
    """One file of a model. ``path`` is relative to the model's folder, with forward slashes; ``size`` in bytes."""

    path: str
    size: int = 0
    sha256: str = ""


class ModelSpec(msgspec.Struct, frozen=True, kw_only=True):
    """A model of the library.

    ``backend`` names the entry point (group ``aigc_studio.backends``) that runs it. ``format`` is one of ``gguf``,
    ``diffusers`` (folder), ``checkpoint`` (single safetensors file), ``transformers`` (folder), ``onnx``,
    ``ctranslate2``, ``ncnn``, ``native``. ``family`` narrows it (``sd15``, ``sdxl``, ``sd3``, ``flux``, ``llama`` …).
    ``memory`` is the resident bytes it needs, estimated from its files when the catalogue gives none.
    ``options`` are backend defaults (default size, chat template, voices …): plain JSON.
    """

    id: str
    name: str
    backend: str
    format: str
    family: str = ""
    tasks: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    voices: tuple[str, ...] = ()
    files: tuple[ModelFile, ...] = ()
    memory: int = 0
    licence: str = ""
    licence_url: str = ""
    origin: str = ""
    description: str = ""
    quality: str = ""
    starter: bool = False
    options: dict[str, Any] = {}

    @property
    def size(self) -> int:
        """Bytes on disk."""
        return sum(f.size for f in self.files)


class InstalledModel(msgspec.Struct, frozen=True, kw_only=True):
    """A ModelSpec with the absolute folder that holds its files: what a worker needs to load it."""

    spec: ModelSpec
    folder: str
    sha256: str = ""
    linked: bool = False
    """True when the files stay where the user keeps them (imported without copying)."""


def models_hash(files: tuple[ModelFile, ...]) -> str:
    """The hash that identifies a model: its only file's, or SHA-256 over the sorted ``path:sha256`` lines."""
    if len(files) == 1:
        return files[0].sha256
    import hashlib

    lines = sorted(f"{f.path}:{f.sha256}" for f in files)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
