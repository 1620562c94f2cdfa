"""Single-file checkpoints without a network: headers, families, what is missing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from studio.core import paths
from studio.core.errors import ModelError
from studio.core.requests import ImageRequest
from studio.worker.backends.diffusers_image import DiffusersBackend
from studio.worker.backends.diffusion import runtime, single_file
from tests.support import checkpoint_models
from tests.support.context import make_context

BILLIONS = {
    "sd15": {"unet": 0.8595, "vae": 0.0837, "text_encoder": 0.1231},
    "sdxl": {"unet": 2.5675, "vae": 0.0837, "text_encoder": 0.1231, "text_encoder_2": 0.6947},
    "sd3": {
        "transformer": 2.0283,
        "vae": 0.0838,
        "text_encoder": 0.1237,
        "text_encoder_2": 0.6947,
        "text_encoder_3": 4.7623,
    },
    "sd35-medium": {"transformer": 2.2432},
    "sd35-large": {"transformer": 8.0566},
    "flux-dev": {"transformer": 11.9014, "vae": 0.0838},
    "flux-schnell": {"transformer": 11.8912},
}
"""Parameters of the published models: they show that our descriptions are those of the real networks."""


@pytest.mark.parametrize("family", BILLIONS)
def test_descriptions_are_those_of_the_published_models(family: str) -> None:
    import diffusers
    import torch
    import transformers
    from transformers import AutoConfig

    runtime.prepare()
    parts = json.loads((paths.resources_dir() / "pipelines" / f"{family}.json").read_text())["components"]
    for name, billions in BILLIONS[family].items():
        part = parts[name]
        with torch.device("meta"), runtime.quiet():
            if part["library"] == "diffusers":
                network: Any = getattr(diffusers, part["class"]).from_config(part["config"])
            else:
                config = AutoConfig.for_model(**part["config"])
                network = getattr(transformers, part["class"])(config)
        assert sum(p.numel() for p in network.parameters()) / 1e9 == pytest.approx(billions, abs=6e-5), name


def test_tokenizers_give_the_published_numbers() -> None:
    runtime.prepare()
    clip = single_file.tokenizer("clip", Path("x.json"))
    assert clip("a photo of a cat").input_ids == [49406, 320, 1125, 539, 320, 2368, 49407]
    assert clip("A Photo, of a Cat!").input_ids[:3] == [49406, 320, 1125]
    bigg = single_file.tokenizer("clip-bigg", Path("x.json"))
    assert bigg("cat", padding="max_length").input_ids[3:] == [0] * 74
    t5 = single_file.tokenizer("t5", Path("x.json"))
    assert t5("The house is wonderful.").input_ids == [37, 629, 19, 1627, 5, 1]


def test_missing_parts_are_named_with_the_remedy(tmp_path: Path) -> None:
    import torch
    from safetensors.torch import save_file

    save_file({"double_blocks.0.img_attn.norm.key_norm.scale": torch.zeros(1)}, tmp_path / "flux.safetensors")
    model = checkpoint_models.installed(tmp_path, "flux.safetensors")
    with pytest.raises(ModelError, match=r"autoencoder.*whole diffusers folder"):
        DiffusersBackend().load(model, make_context(ImageRequest(prompt="x"), tmp_path, [model]))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "damaged"),
        (b"\x80\x04\x95pickle", "not a safetensors file"),
        (b"MZ" + bytes(200), "damaged"),
        (
            (60).to_bytes(8, "little") + b'{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}     ' + bytes(3),
            "cut off",
        ),
        ((2).to_bytes(8, "little") + b"[]", "damaged"),
        ((2).to_bytes(8, "little") + b"{}", "family is not known"),
    ],
)
def test_files_that_are_no_checkpoint(tmp_path: Path, data: bytes, reason: str) -> None:
    (tmp_path / "x.safetensors").write_bytes(data)
    model = checkpoint_models.installed(tmp_path, "x.safetensors")
    with pytest.raises(ModelError, match=reason):
        DiffusersBackend().load(model, make_context(ImageRequest(prompt="x"), tmp_path, [model]))


def test_families_are_told_by_their_tensors() -> None:
    def family(*names: str) -> str:
        return single_file.family_of(single_file.Header({n: (1, 4) for n in names}))

    net = "model.diffusion_model."
    assert family(f"{net}input_blocks.0.0.weight", "cond_stage_model.transformer.text_model.x") == "sd15"
    xl = ("conditioner.embedders.1.model.x", "conditioner.embedders.0.transformer.x")
    assert family(f"{net}input_blocks.0.0.weight", *xl) == "sdxl"
    sd3 = f"{net}joint_blocks.0.context_block.adaLN_modulation.1.bias"
    assert family(sd3) == "sd3"
    assert family(sd3, f"{net}joint_blocks.0.x_block.attn2.qkv.weight") == "sd35-medium"
    assert family(sd3, f"{net}joint_blocks.37.x_block.mlp.fc1.weight") == "sd35-large"
    flux = "double_blocks.0.img_attn.norm.key_norm.scale"
    assert family(flux) == "flux-schnell" and family(flux, "guidance_in.in_layer.weight") == "flux-dev"
    assert family(f"{net}input_blocks.0.0.weight", "cond_stage_model.model.x") == ""
