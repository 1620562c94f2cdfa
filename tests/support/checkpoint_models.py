"""Tiny pipelines of every family as one checkpoint file, with their diffusers folder beside it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from studio.core.models import InstalledModel, ModelFile, ModelSpec
from tests.support import checkpoints, checkpoints_transformers, tiny_pipelines

FILE = "小模型.safetensors"


class Kind(NamedTuple):
    """``pipeline``: its name among the tiny ones; ``told``: what the header is recognised as by the worker;
    ``family``: by the library."""

    pipeline: str
    save: Callable[[Any, Path], Path]
    told: str
    family: str


KINDS = {
    "sd15": Kind("sd15", checkpoints.save_sd15, "sd15", "sd15"),
    "sdxl": Kind("sdxl-published", checkpoints.save_sdxl, "sdxl", "sdxl"),
    "sd3": Kind("sd3-published", checkpoints_transformers.save_sd3, "sd3", "sd3"),
    "sd3-without-t5": Kind("sd3-without-t5", checkpoints_transformers.save_sd3, "sd3", "sd3"),
    "sd35": Kind("sd35-published", checkpoints_transformers.save_sd3, "sd35-medium", "sd3"),
    "flux-dev": Kind("flux", checkpoints_transformers.save_flux, "flux-dev", "flux"),
    "flux-schnell": Kind("flux-schnell", checkpoints_transformers.save_flux, "flux-schnell", "flux"),
}


def build(kind: str, folder: Path, stored: str = "float32") -> None:
    """Below ``folder``: the checkpoint with weights of the type ``stored``, the diffusers folder ``parts`` of the same
    pipeline, and ``own.json``, the description that tells the sizes of its networks."""
    import torch

    pipe = tiny_pipelines.build(KINDS[kind].pipeline)
    dtype = getattr(torch, stored)
    for part in pipe.components.values():
        for value in part.state_dict().values() if isinstance(part, torch.nn.Module) else ():
            value.copy_(value.to(dtype))  # rounded, so that both read the same
    KINDS[kind].save(pipe, folder / FILE)
    if stored != "float32":
        rewrite(folder / FILE, lambda name, value: value.to(dtype) if value.is_floating_point() else value)
    pipe.save_pretrained(folder / "parts")
    (folder / "own.json").write_text(json.dumps(_describe(folder / "parts")), encoding="utf-8")


def installed(folder: Path, file: str = FILE, **options: Any) -> InstalledModel:
    """A checkpoint as the library would hand it to a worker."""
    spec = ModelSpec(
        id="one",
        name="One file",
        backend="diffusers",
        format="checkpoint",
        files=(ModelFile(path=file),),
        options=options,
    )
    return InstalledModel(spec=spec, folder=str(folder))


def rewrite(path: Path, change: Callable[[str, Any], Any]) -> None:
    """Every tensor of a file replaced by what ``change`` gives for it; left out where that is None."""
    from safetensors.torch import load_file, save_file

    kept = {name: change(name, value) for name, value in load_file(path).items()}
    save_file({name: value for name, value in kept.items() if value is not None}, path)


def narrow(monkeypatch: pytest.MonkeyPatch, width: int = 32) -> None:
    """Have diffusers convert a Flux network of this width for the length of a test."""
    from diffusers.loaders import single_file_model

    entry = single_file_model.SINGLE_FILE_LOADABLE_CLASSES["FluxTransformer2DModel"]
    convert = checkpoints_transformers.narrow(entry["checkpoint_mapping_fn"], width)
    monkeypatch.setitem(entry, "checkpoint_mapping_fn", convert)


def _describe(parts: Path) -> dict[str, Any]:
    """What the product's ``resources/pipelines`` say of a family, here for the networks below ``parts``; the tokenizers
    are put beside it."""
    index: dict[str, Any] = json.loads((parts / "model_index.json").read_text(encoding="utf-8"))
    components: dict[str, Any] = {}
    for name, value in list(index.items()):
        if not isinstance(value, list) or value[0] is None:
            continue
        del index[name]
        components[name] = {"library": value[0], "class": value[1]}
        if "tokenizer" in name:
            components[name]["tokenizer"] = _copy_tokenizer(parts / name, parts.parent)
            continue
        file = "scheduler_config.json" if name == "scheduler" else "config.json"
        components[name]["config"] = json.loads((parts / name / file).read_text(encoding="utf-8"))
    plain = {key: value for key, value in index.items() if not isinstance(value, list) and key != "_diffusers_version"}
    return {**plain, "components": components}


def _copy_tokenizer(saved: Path, folder: Path) -> str:
    data: dict[str, Any] = json.loads((saved / "tokenizer.json").read_text(encoding="utf-8"))
    kind = "clip" if data["model"]["type"] == "BPE" else "t5"
    target = folder / kind
    target.mkdir(exist_ok=True)
    if kind == "clip":
        (target / "vocab.json").write_text(json.dumps(data["model"]["vocab"]), encoding="utf-8")
        (target / "merges.txt").write_text("#version: 0.2\n", encoding="utf-8")
    else:
        (target / "tokenizer.json").write_text(json.dumps(data), encoding="utf-8")
    return kind
