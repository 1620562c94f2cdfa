"""The files of one part of a model: its configuration, and those of its weights that are used."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import msgspec

from studio.core.errors import ModelError, phrase
from studio.library.formats import pickles, safetensors

_JSON_LIMIT = 64 << 20
WEIGHT_SUFFIX = ".safetensors"
CONFIG_SUFFIXES = frozenset({".json", ".txt", ".model", ".jinja", ".md", ".vocab", ".tiktoken", ".spm"})


def read_json(path: Path) -> dict[str, Any]:
    """A JSON object. Raises :class:`ModelError` ``model-damaged`` when the file is missing, too long or no object."""
    try:
        if path.stat().st_size > _JSON_LIMIT:
            raise ModelError("model-damaged", file=path.name, reason=phrase("it is too long"))
        return msgspec.json.decode(path.read_bytes(), type=dict[str, Any])
    except FileNotFoundError:
        raise ModelError("model-damaged", file=path.name, reason=phrase("it is missing")) from None
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise ModelError("model-damaged", str(error), file=path.name, reason=phrase("it is not valid JSON")) from error


def part_files(folder: Path) -> tuple[list[str], str]:
    """The files of one part that are used, and the weights' variant (``fp16``) when only that one is there."""
    names = sorted(p.name for p in folder.iterdir() if p.is_file())
    configs = [n for n in names if Path(n).suffix.lower() in CONFIG_SUFFIXES]
    weights = [n for n in names if n.endswith(WEIGHT_SUFFIX)]
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


def weights_of(folder: Path) -> tuple[list[str], str]:
    """As :func:`part_files`. Raises ``model-damaged`` when there are no weights among them."""
    files, variant = part_files(folder)
    if not any(name.endswith(WEIGHT_SUFFIX) for name in files):
        raise ModelError("model-damaged", file=folder.name, reason=phrase("it holds no weights"))
    return files, variant


def _check_shards(folder: Path, used: list[str]) -> None:
    """Weights in several files come with an index that names them all."""
    for index in folder.glob("*.safetensors.index*.json"):
        named = read_json(index).get("weight_map", {})
        wanted = set(named.values()) if isinstance(named, dict) else set()
        missing = sorted(str(w) for w in wanted if not (folder / str(w)).is_file())
        if missing and any(w in used for w in wanted):
            raise ModelError("model-damaged", file=missing[0], reason=phrase("it is missing beside the other parts"))
        if missing and not set(used) - wanted:
            raise ModelError("model-damaged", file=missing[0], reason=phrase("it is missing beside the other parts"))
