"""Model folders: diffusers pipelines and transformers language models, by their JSON files and weights."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from studio.core.errors import ModelError, phrase
from studio.library.formats import pickles, vision
from studio.library.formats.parts import CONFIG_SUFFIXES, WEIGHT_SUFFIX, part_files, read_json, weights_of

_FAMILIES = {
    "Flux2": "flux2",
    "StableDiffusion3": "sd3",
    "StableDiffusionXL": "sdxl",
    "StableDiffusion": "sd15",
    "Flux": "flux",
}
HINT = phrase("Choose a .gguf or .safetensors file, or a diffusers or transformers folder.")

GENERIC_NAMES = frozenset(
    {
        "pytorch_lora_weights",
        "diffusion_pytorch_model",
        "adapter_model",
        "learned_embeds",
        "model",
        "lora",
        "embeddings",
    }
)
"""What programs call their weights whatever is in them."""


class FoundFolder(msgspec.Struct, frozen=True, kw_only=True):
    """``format`` is ``diffusers`` or ``transformers``; ``files`` are relative paths; ``backend`` (that of the format when
    "") and ``options`` as in ModelSpec."""

    format: str
    backend: str = ""
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
        "model-unsupported",
        file=folder.name,
        reason=phrase("it has neither model_index.json nor config.json"),
        hint=HINT,
    )


def only_file(folder: Path) -> Path | None:
    """The one safetensors file of a folder without a configuration; None when there is none or more than one.

    Raises :class:`ModelError` ``model-unsupported`` when there are several that are no parts of one model.
    """
    files = sorted(p for p in folder.iterdir() if p.is_file() and p.suffix.lower() == WEIGHT_SUFFIX)
    if len(files) > 1 and not any(folder.glob("*.index.json")):
        names = ", ".join(p.name for p in files[:8]) + ("…" if len(files) > 8 else "")
        raise ModelError(
            "model-unsupported",
            file=folder.name,
            reason=phrase("it holds {count} model files", count=len(files)),
            hint=phrase("Import them one by one: {names}.", names=names),
        )
    return files[0] if files else None


def _diffusers(folder: Path) -> FoundFolder:
    index = read_json(folder / "model_index.json")
    pipeline = index.get("_class_name")
    if not isinstance(pipeline, str) or not pipeline.isidentifier():
        raise ModelError("model-damaged", file="model_index.json", reason=phrase("it names no pipeline"))
    files = [p.name for p in sorted(folder.iterdir()) if p.is_file() and p.suffix.lower() in CONFIG_SUFFIXES]
    options: dict[str, Any] = {"pipeline": pipeline}
    for part, made_of in sorted(index.items()):
        if part.startswith("_") or not isinstance(made_of, list) or len(made_of) != 2 or made_of[0] is None:
            continue
        if made_of[0] not in ("diffusers", "transformers", "stable_diffusion", part):
            reason = phrase("its part “{part}” needs the program code of “{made_of}”", part=part, made_of=made_of[0])
            raise ModelError("model-unsupported", file=folder.name, reason=reason, hint=HINT)
        if not part.isidentifier() or not (folder / part).is_dir():
            raise ModelError("model-damaged", file=part, reason=phrase("this part of the pipeline is missing"))
        chosen, variant = part_files(folder / part)
        files += [f"{part}/{name}" for name in chosen]
        if variant:
            options["variant"] = variant
    if not any(name.endswith(WEIGHT_SUFFIX) for name in files):
        raise ModelError("model-damaged", file=folder.name, reason=phrase("it holds no weights"))
    tasks: tuple[str, ...] = ("text-to-image", "image-to-image", "inpaint", "outpaint")
    if "Inpaint" in pipeline:
        tasks = ("inpaint", "outpaint")
    elif "Img2Img" in pipeline:
        tasks = ("image-to-image",)
    return FoundFolder(
        format="diffusers", family=_family(folder, pipeline), files=tuple(files), tasks=tasks, options=options
    )


def _family(folder: Path, pipeline: str) -> str:
    family = next((family for name, family in _FAMILIES.items() if pipeline.startswith(name)), pipeline)
    config = folder / "unet" / "config.json"
    if family == "sd15" and config.is_file() and read_json(config).get("cross_attention_dim") == 1024:
        return "sd2"  # has the same pipeline, but additions for the one do not fit the other
    return family


def _transformers(folder: Path) -> FoundFolder:
    config = read_json(folder / "config.json")
    made_of = config.get("architectures")
    architectures = [a for a in made_of if isinstance(a, str)] if isinstance(made_of, list) else []
    if any(a.endswith("ForDepthEstimation") for a in architectures):
        return _depth(folder, config)
    if tasks := vision.tasks_of(architectures, config):
        files, variant = vision.check(folder, config, tasks)
        return FoundFolder(
            format="transformers",
            backend="vision",
            family=str(config.get("model_type", "")),
            files=tuple(files),
            tasks=tasks,
            options={"variant": variant} if variant else {},
        )
    if not any(a.endswith(("ForCausalLM", "LMHeadModel")) for a in architectures):
        what = ", ".join(architectures) or phrase("unknown")
        reason = phrase("it is not a language model that writes text (its kind: {what})", what=what)
        raise ModelError("model-unsupported", file=folder.name, reason=reason, hint=HINT)
    files, _ = weights_of(folder)
    if not any(n in files for n in ("tokenizer.json", "tokenizer.model", "vocab.json", "spiece.model")):
        raise ModelError("model-damaged", file="tokenizer.json", reason=phrase("it is missing"))
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


def _depth(folder: Path, config: dict[str, Any]) -> FoundFolder:
    files, variant = weights_of(folder)
    if "preprocessor_config.json" not in files:
        raise ModelError("model-damaged", file="preprocessor_config.json", reason=phrase("it is missing"))
    return FoundFolder(
        format="transformers",
        backend="estimate",
        family=str(config.get("model_type", "")),
        files=tuple(files),
        tasks=("depth",),
        options={"variant": variant} if variant else {},
    )


def _has_chat_template(folder: Path) -> bool:
    if (folder / "chat_template.jinja").is_file():
        return True
    config = folder / "tokenizer_config.json"
    return config.is_file() and bool(read_json(config).get("chat_template"))
