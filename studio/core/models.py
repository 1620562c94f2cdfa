"""ModelSpec: what a model is and what it can do."""

from __future__ import annotations

from typing import Any

import msgspec

from studio.core.errors import ModelError, phrase


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

    Additions work beside a picture model of the same ``family`` ("" = not known) and have one of these ``tasks``
    (:mod:`studio.core.additions`), with these options, each only where it is known:

    - ``lora``: ``trigger_words`` and ``tags`` (lists of words, the most frequent first), ``title``, ``rank``.
    - ``controlnet``, ``t2i-adapter``: ``control`` (one of ``CONTROLS``, "" = not known; the user may set it), ``class``
      (of diffusers), ``channels`` of its map, ``modes`` (number of kinds that a union follows), ``variant``.
    - ``ip-adapter``: ``adapter`` (``plain``, ``plus``, ``full``), ``encoder`` (folder of its image encoder within its
      own), ``encoder_reads`` (``projection`` or ``hidden``) and ``encoder_width`` (what another encoder must have).
    - ``image-encoder``: ``projection`` and ``hidden``, its widths.
    - ``embedding``: ``token`` (the word that calls it in a prompt), ``vectors``.
    - ``vae``: ``latent_channels``, ``class``, ``variant``.
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
    thumbnail: str = ""
    """Absolute path of a small picture that shows what the model does, "" when there is none."""


def models_hash(files: tuple[ModelFile, ...]) -> str:
    """The hash that identifies a model: its only file's, or SHA-256 over the sorted ``path:sha256`` lines."""
    if len(files) == 1:
        return files[0].sha256
    import hashlib

    lines = sorted(f"{f.path}:{f.sha256}" for f in files)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def none_for(task: str) -> ModelError:
    """The error for a task that no installed model can do: where one is had, or what kind the user can import."""
    hint = {
        "caption": phrase(
            "Import one that writes captions into the model library: the transformers folder of a BLIP, Florence-2, "
            "SmolVLM or the like, with safetensors weights."
        ),
        "tag": phrase(
            "Import one that classifies pictures into the model library: the transformers folder of a ViT, Swin, "
            "ConvNeXt or the like, with safetensors weights."
        ),
        "detect": phrase(
            "Import one that finds objects into the model library: the transformers folder of a YOLOS, RT-DETR or the "
            "like, with safetensors weights."
        ),
    }.get(task) or phrase("Install one in the model library, or import one of your own.")
    return ModelError("model-none-for-task", task=task, hint=hint)
