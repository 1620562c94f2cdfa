"""Which installed model another program means."""

from __future__ import annotations

from typing import Any

import pytest

from studio.core.models import InstalledModel, ModelFile, ModelSpec
from studio.metadata import matching


def model(name: str, task: str = "lora", *, file: str = "", sha256: str = "", **options: Any) -> InstalledModel:
    files = (ModelFile(path=file or f"{name}.safetensors", sha256=sha256),)
    spec = ModelSpec(
        id=name.lower(),
        name=name,
        backend="diffusers",
        format="checkpoint",
        tasks=(task,),
        files=files,
        options=options,
    )
    return InstalledModel(spec=spec, folder="/m", sha256=sha256)


INK = model("Ink Wash v2", file="ink_wash_v2.safetensors", sha256="aa" * 32, tensor_sha256="1a2b3c4d5e6f" + "0" * 52)
FOG = model("fog", sha256="bb" * 32)
CANNY = model("control_v11p_sd15_canny", "controlnet", sha256="d14c016b" + "0" * 56)
DREAM = model("dreamshaper_8", "text-to-image", sha256="cc" * 32)
WORD = model("bad", "embedding", token="EasyNegative")
MODELS = [FOG, INK, CANNY, DREAM, WORD]


@pytest.mark.parametrize(
    ("kind", "name", "digest", "found", "how"),
    [
        ("lora", "anything", "aaaaaaaaaa", INK, "hash"),
        ("lora", "fog", "1a2b3c4d5e6f", INK, "hash"),  # the hash says more than the name
        ("lora", "styles\\Ink_Wash-V2.safetensors", "", INK, "name"),
        ("lora", "ink wash v2", "0123456789", INK, "name"),
        ("lora", "ink wash v2", "9" * 64, INK, "other"),
        ("lora", "fog", "9" * 64, FOG, "name"),  # the hash of its weights is not known: no word about it
        ("lora", "control_v11p_sd15_canny", "", None, ""),  # no LoRA
        ("controlnet", "x", "D14C016B", CANNY, "hash"),
        ("t2i-adapter", "control_v11p_sd15_canny", "", CANNY, "name"),
        ("model", "SD15/dreamshaper_8_pruned_fp16.ckpt", "", DREAM, "name"),
        ("embedding", "easynegative", "", WORD, "name"),
        ("lora", "", "", None, ""),
        ("lora", "！！！", "12", None, ""),
        ("vae", "fog", "", None, ""),
    ],
)
def test_by_hash_then_by_name(kind: str, name: str, digest: str, found: InstalledModel | None, how: str) -> None:
    match = matching.find(kind, name, digest, MODELS)
    assert (match and match.model, match.how if match else "") == (found, how)
