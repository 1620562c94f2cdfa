"""Looks at a diffusers folder before anything in it is loaded: strangers wrote it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from studio.core.errors import ModelError, Phrase, phrase

_LIBRARIES = {"diffusers", "transformers"}
_SKIPPED = {"safety_checker", "feature_extractor", "image_encoder", "watermarker"}
_PICKLES = {".bin", ".pt", ".pth", ".ckpt", ".pkl"}
_JSON_LIMIT = 64 << 20


def read_index(folder: Path) -> dict[str, Any]:
    """The folder's ``model_index.json``. Raises ModelError ``model-damaged``."""
    index = _read_json(folder / "model_index.json")
    if not isinstance(index.get("_class_name"), str):
        raise ModelError("model-damaged", file="model_index.json", reason=phrase("it names no pipeline"))
    return index


def check_folder(folder: Path) -> tuple[dict[str, Any], str]:
    """The checked index and the variant of the weights ("" or for example ``fp16``).

    Raises ModelError: ``model-unsupported`` when code other than diffusers' and transformers' own would run,
    ``model-pickle`` when weights exist only as pickles, ``model-damaged`` when files are missing.
    """
    index = read_index(folder)
    variant = ""
    for part, value in components(index).items():
        library, name = value
        if library not in _LIBRARIES:
            raise _foreign(phrase("{part} comes from “{library}”", part=part, library=library))
        if not name.isidentifier() or name.startswith("_"):
            raise _foreign(phrase("{part} is called “{name}”", part=part, name=name))
        place = folder / part
        if not place.is_dir():
            raise ModelError("model-damaged", file=part, reason=phrase("the folder is missing"))
        if "auto_map" in (_read_json(place / "config.json") if (place / "config.json").is_file() else {}):
            raise _foreign(phrase("{part} brings its own program code", part=part))
        variant = _variant(place, part) or variant
    return index, variant


def components(index: dict[str, Any]) -> dict[str, tuple[str, str]]:
    """Name → (library, class) of the parts that are loaded; those the studio leaves out are not among them."""
    found: dict[str, tuple[str, str]] = {}
    for part, value in index.items():
        if part.startswith("_") or part in _SKIPPED or not isinstance(value, list):
            continue
        if len(value) != 2 or not part.isidentifier():
            raise _foreign(phrase("{part} is described in an unknown way", part=part))
        if value[0] is None or value[1] is None:
            continue
        found[part] = (str(value[0]), str(value[1]))
    return found


def _variant(place: Path, part: str) -> str:
    """The variant of the weights in a component's folder: "" for the plain ones or none at all."""
    weights = [f.name for f in place.glob("*.safetensors")]
    if not weights:
        if any(f.suffix in _PICKLES for f in place.iterdir()):
            raise ModelError(
                "model-pickle", file=f"{part}/{next(f.name for f in place.iterdir() if f.suffix in _PICKLES)}"
            )
        if (place / "config.json").is_file() and not (place / "tokenizer_config.json").is_file():
            raise ModelError("model-damaged", file=part, reason=phrase("there are no .safetensors weights in it"))
        return ""
    for file in place.glob("*.safetensors.index.json"):
        named = set(map(str, _read_json(file).get("weight_map", {}).values()))
        if lost := sorted(n for n in named if Path(n).name != n or not (place / n).is_file()):
            raise ModelError("model-damaged", file=f"{part}/{lost[0]}", reason=phrase("it is missing"))
    stems = {name.removesuffix(".safetensors").split("-000")[0] for name in weights}
    if any("." not in stem for stem in stems):
        return ""
    return sorted(stems)[0].rsplit(".", 1)[1]


def _foreign(reason: Phrase) -> ModelError:
    hint = phrase("Use a folder whose parts all come from diffusers and transformers.")
    return ModelError("model-unsupported", file="model_index.json", reason=reason, hint=hint)


def _read_json(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > _JSON_LIMIT:
            raise ValueError("too large")
        data = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(data, dict):
            raise ValueError("not an object")
    except OSError as error:
        raise ModelError("model-damaged", file=path.name, reason=phrase("it is missing")) from error
    except (ValueError, RecursionError) as error:
        raise ModelError("model-damaged", str(error), file=path.name, reason=phrase("it cannot be read")) from error
    return data
