"""Model folders: diffusers pipelines and transformers language models, by their JSON files and weights."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import msgspec

from studio.core.errors import ModelError
from studio.library.formats import pickles, safetensors

_JSON_LIMIT = 64 << 20
_FAMILIES = {
    "StableDiffusion3": "sd3",
    "StableDiffusionXL": "sdxl",
    "StableDiffusion": "sd15",
    "Flux": "flux",
}
_WEIGHT_SUFFIX = ".safetensors"
_CONFIG_SUFFIXES = frozenset({".json", ".txt", ".model", ".jinja", ".md", ".vocab", ".tiktoken", ".spm"})
HINT = "Choose a .gguf or .safetensors file, or a diffusers or transformers folder."


class FoundFolder(msgspec.Struct, frozen=True, kw_only=True):
    """``format`` is ``diffusers`` or ``transformers``; ``files`` are relative paths; ``options`` as in ModelSpec."""

    format: str
    family: str
    files: tuple[str, ...]
    tasks: tuple[str, ...]
    options: dict[str, Any] = {}


def inspect(folder: Path) -> FoundFolder:
    """What the folder is. Every weights file in use is checked for its extent.

    Raises :class:`ModelError` ``model-unsupported``, ``model-pickle`` or ``model-damaged``.
    """
    if (folder / "model_index.json").is_file():
        return _diffusers(folder)
    if (folder / "config.json").is_file():
        return _transformers(folder)
    weights = sorted(p for p in folder.iterdir() if p.is_file() and p.suffix.lower() in pickles.SUFFIXES)
    if weights:
        pickles.refuse(weights[0])
    raise ModelError(
        "model-unsupported", file=folder.name, reason="it has neither model_index.json nor config.json", hint=HINT
    )


def read_json(path: Path) -> dict[str, Any]:
    """A JSON object. Raises :class:`ModelError` ``model-damaged`` when the file is missing, too long or no object."""
    try:
        if path.stat().st_size > _JSON_LIMIT:
            raise ModelError("model-damaged", file=path.name, reason="it is too long")
        return msgspec.json.decode(path.read_bytes(), type=dict[str, Any])
    except FileNotFoundError:
        raise ModelError("model-damaged", file=path.name, reason="it is missing") from None
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise ModelError("model-damaged", str(error), file=path.name, reason="it is not valid JSON") from error


def _diffusers(folder: Path) -> FoundFolder:
    index = read_json(folder / "model_index.json")
    pipeline = index.get("_class_name")
    if not isinstance(pipeline, str) or not pipeline.isidentifier():
        raise ModelError("model-damaged", file="model_index.json", reason="it names no pipeline")
    files = [p.name for p in sorted(folder.iterdir()) if p.is_file() and p.suffix.lower() in _CONFIG_SUFFIXES]
    options: dict[str, Any] = {"pipeline": pipeline}
    for part, made_of in sorted(index.items()):
        if part.startswith("_") or not isinstance(made_of, list) or len(made_of) != 2 or made_of[0] is None:
            continue
        if made_of[0] not in ("diffusers", "transformers", "stable_diffusion", part):
            reason = f"its part “{part}” needs the program code of “{made_of[0]}”"
            raise ModelError("model-unsupported", file=folder.name, reason=reason, hint=HINT)
        if not part.isidentifier() or not (folder / part).is_dir():
            raise ModelError("model-damaged", file=part, reason="this part of the pipeline is missing")
        chosen, variant = _part(folder / part)
        files += [f"{part}/{name}" for name in chosen]
        if variant:
            options["variant"] = variant
    if not any(name.endswith(_WEIGHT_SUFFIX) for name in files):
        raise ModelError("model-damaged", file=folder.name, reason="it holds no weights")
    tasks: tuple[str, ...] = ("text-to-image", "image-to-image", "inpaint")
    if "Inpaint" in pipeline:
        tasks = ("inpaint",)
    elif "Img2Img" in pipeline:
        tasks = ("image-to-image",)
    return FoundFolder(format="diffusers", family=_family(pipeline), files=tuple(files), tasks=tasks, options=options)


def _family(pipeline: str) -> str:
    return next((family for name, family in _FAMILIES.items() if pipeline.startswith(name)), pipeline)


def _part(folder: Path) -> tuple[list[str], str]:
    """The files of one part that are used, and the weights' variant (``fp16``) when only that one is there."""
    names = sorted(p.name for p in folder.iterdir() if p.is_file())
    configs = [n for n in names if Path(n).suffix.lower() in _CONFIG_SUFFIXES]
    weights = [n for n in names if n.endswith(_WEIGHT_SUFFIX)]
    if not weights:
        for name in names:
            if Path(name).suffix.lower() in pickles.SUFFIXES:
                pickles.refuse(folder / name)
        return configs, ""
    plain = [n for n in weights if not re.search(r"\.(fp16|bf16|fp32|non_ema|ema)[.-]", n)]
    variants = sorted({m.group(1) for n in weights if (m := re.search(r"\.(fp16|bf16)[.-]", n))})
    variant = "" if plain or not variants else variants[0]
    used = plain or [n for n in weights if f".{variant}" in n] or weights
    for name in used:
        safetensors.read(folder / name)
    _check_shards(folder, used)
    return configs + used, variant


def _check_shards(folder: Path, used: list[str]) -> None:
    """Weights in several files come with an index that names them all."""
    for index in folder.glob("*.safetensors.index*.json"):
        named = read_json(index).get("weight_map", {})
        wanted = set(named.values()) if isinstance(named, dict) else set()
        missing = sorted(str(w) for w in wanted if not (folder / str(w)).is_file())
        if missing and any(w in used for w in wanted):
            raise ModelError("model-damaged", file=missing[0], reason="it is missing beside the other parts")
        if missing and not set(used) - wanted:
            raise ModelError("model-damaged", file=missing[0], reason="it is missing beside the other parts")


def _transformers(folder: Path) -> FoundFolder:
    config = read_json(folder / "config.json")
    made_of = config.get("architectures")
    architectures = [a for a in made_of if isinstance(a, str)] if isinstance(made_of, list) else []
    if not any(a.endswith(("ForCausalLM", "LMHeadModel")) for a in architectures):
        what = ", ".join(architectures) or "not said"
        reason = f"it is not a language model that writes text (its kind: {what})"
        raise ModelError("model-unsupported", file=folder.name, reason=reason, hint=HINT)
    files, _ = _part(folder)
    if not any(name.endswith(_WEIGHT_SUFFIX) for name in files):
        raise ModelError("model-damaged", file=folder.name, reason="it holds no weights")
    if not any(n in files for n in ("tokenizer.json", "tokenizer.model", "vocab.json", "spiece.model")):
        raise ModelError("model-damaged", file="tokenizer.json", reason="it is missing")
    options: dict[str, Any] = {"chat_template": _has_chat_template(folder)}
    context = config.get("max_position_embeddings")
    if isinstance(context, int) and context > 0:
        options["trained_context"] = context
    return FoundFolder(
        format="transformers",
        family=str(config.get("model_type", "")),
        files=tuple(files),
        tasks=("write", "rewrite", "summarise", "translate", "chat"),
        options=options,
    )


def _has_chat_template(folder: Path) -> bool:
    if (folder / "chat_template.jinja").is_file():
        return True
    config = folder / "tokenizer_config.json"
    return config.is_file() and bool(read_json(config).get("chat_template"))
