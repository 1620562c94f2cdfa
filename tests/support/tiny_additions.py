"""Real additions for the tiny pipelines: random weights, saved in the layouts that are found in the wild."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from studio.core.models import InstalledModel, ModelFile, ModelSpec

Tensors = dict[str, Any]


def seeded(make: Callable[[], Any], seed: int = 5) -> Any:
    """What ``make`` gives when torch's random numbers begin with ``seed``."""
    import torch

    with torch.random.fork_rng():
        torch.manual_seed(seed)
        return make()


def installed(path: Path, task: str, family: str = "", **options: Any) -> InstalledModel:
    """An addition's file or folder as the library would hand it to a worker."""
    folder = path if path.is_dir() else path.parent
    files = [path] if path.is_file() else sorted(f for f in path.rglob("*") if f.is_file())
    spec = ModelSpec(
        id=path.stem,
        name=path.stem,
        backend="diffusers",
        format="diffusers" if path.is_dir() else "checkpoint",
        family=family,
        tasks=(task,),
        files=tuple(ModelFile(path=f.relative_to(folder).as_posix(), size=f.stat().st_size) for f in files),
        options=options,
    )
    return InstalledModel(spec=spec, folder=str(folder), sha256=hashlib.sha256(path.stem.encode()).hexdigest())


def write(path: Path, tensors: Tensors, metadata: Mapping[str, str] | None = None) -> Path:
    from safetensors.torch import save_file

    path.parent.mkdir(parents=True, exist_ok=True)
    save_file({name: t.contiguous().clone() for name, t in tensors.items()}, str(path), metadata=dict(metadata or {}))
    return path


def layers(network: Any, *ends: str) -> dict[str, Any]:
    """The layers of a network whose names end so, with their weights."""
    return {n: m for n, m in network.named_modules() if n.endswith(ends) and hasattr(m, "weight")}


def lora(network: Any, name: Callable[[str, str], str], *ends: str, rank: int = 2, strength: float = 1.5) -> Tensors:
    """Random halves for these layers; ``name`` gives the key for a layer and a half (``down`` or ``up``)."""
    import torch

    def make() -> Tensors:
        found: Tensors = {}
        for layer, module in layers(network, *ends).items():
            shape = tuple(module.weight.shape)
            found[name(layer, "down")] = torch.randn(rank, *shape[1:]) * strength / shape[1] ** 0.5
            found[name(layer, "up")] = torch.randn(shape[0], rank, *(1 for _ in shape[2:])) * strength / rank
        return found

    result: Tensors = seeded(make)
    return result


def kohya(prefix: str) -> Callable[[str, str], str]:
    return lambda layer, half: f"{prefix}_{layer.replace('.', '_')}.lora_{half}.weight"


def peft(part: str) -> Callable[[str, str], str]:
    return lambda layer, half: f"{part}.{layer}.lora_{'A' if half == 'down' else 'B'}.weight"
