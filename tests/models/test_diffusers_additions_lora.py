"""LoRAs in the layouts of kohya, PEFT and LyCORIS: they change the picture, repeat, and leave no trace."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from studio.core.errors import ModelError
from studio.core.models import InstalledModel
from studio.core.pictures import LoraUse
from studio.worker.context import JobCancelled
from tests.support import tiny_additions, tiny_pipelines
from tests.support.drawing import FAMILIES, SMALL, Easel, data, notes, pixels
from tests.support.tiny_additions import Tensors, kohya, lora, peft

ATTENTION = ("attn1.to_q", "attn2.to_k", "attn.to_q", "attn.to_v", "attn.to_out.0")


def network(pipe: Any) -> tuple[str, Any]:
    return ("unet", pipe.unet) if getattr(pipe, "unet", None) is not None else ("transformer", pipe.transformer)


def put(easel: Easel, name: str, tensors: Tensors, metadata: dict[str, str] | None = None) -> InstalledModel:
    path = tiny_additions.write(easel.root / "loras" / f"{name}.safetensors", tensors, metadata)
    return tiny_additions.installed(path, "lora")


def on(easel: Easel, family: str, *uses: tuple[InstalledModel, float], **more: Any) -> Any:
    loras = tuple(LoraUse(model=model.spec.id, weight=weight) for model, weight in uses)
    return easel.draw(family, models=[model for model, _ in uses], loras=loras, **{**SMALL, **more})


@pytest.fixture(scope="module")
def pipes() -> dict[str, Any]:
    return {family: tiny_pipelines.build(family) for family in FAMILIES}


@pytest.mark.parametrize("family", FAMILIES)
def test_a_lora_changes_the_picture_by_its_weight_and_goes_again(
    easel: Easel, pipes: dict[str, Any], family: str
) -> None:
    part, net = network(pipes[family])
    model = put(easel, f"{family}-peft", lora(net, peft(part), *ATTENTION))
    plain = data(easel.draw(family, **SMALL))
    full = on(easel, family, (model, 1.0))
    half = on(easel, family, (model, 0.5))
    assert len({plain, data(full), data(half)}) == 3
    assert data(on(easel, family, (model, 0.0))) == plain
    assert data(easel.draw(family, **SMALL)) == plain
    recipe = full.results[0].recipe
    assert [(use.id, use.sha256) for use in recipe.additions] == [(model.spec.id, model.sha256)]
    assert data(easel.again(family, full, models=[model])) == data(full)


def test_kohyas_layout_gives_what_merged_weights_give(easel: Easel, pipes: dict[str, Any]) -> None:
    import torch

    pipe = tiny_pipelines.build("sd15")
    ends = ("attn1.to_q", "attn2.to_out.0", "conv1", "proj_in", "ff.net.2", "time_emb_proj")
    tensors = lora(pipe.unet, kohya("lora_unet"), *ends, rank=4, strength=0.8)
    encoder = lora(pipe.text_encoder, kohya("lora_te_text_model"), "q_proj", "out_proj", "fc1", rank=4)
    alphas = {f"{n.removesuffix('.lora_down.weight')}.alpha": torch.tensor(2.0) for n in tensors if "lora_down" in n}
    model = put(easel, "kohya", {**tensors, **encoder, **alphas})
    with torch.no_grad():
        for owner, key, halves in (
            (pipe.unet, kohya("lora_unet"), tensors),
            (pipe.text_encoder, kohya("lora_te_text_model"), encoder),
        ):
            for layer, module in owner.named_modules():
                if key(layer, "down") in halves:
                    down, up = halves[key(layer, "down")], halves[key(layer, "up")]
                    change = (up.flatten(1) @ down.flatten(1)).reshape(module.weight.shape)
                    module.weight += 0.7 * change * (0.5 if owner is pipe.unet else 1.0)
    pipe.save_pretrained(easel.root / "merged", safe_serialization=True)
    expected = easel.draw("merged", **SMALL)
    found = on(easel, "sd15", (model, 0.7))
    assert data(found) != data(easel.draw("sd15", **SMALL))
    assert np.abs(pixels(found).astype(int) - pixels(expected)).max() <= 1
    assert "belong to no layer" not in notes(found)


def test_flux_loras_of_kohya_name_other_blocks(easel: Easel, pipes: dict[str, Any]) -> None:
    import torch

    width = 32
    blocks = {
        "lora_unet_double_blocks_0_img_attn_qkv": (3 * width, width),
        "lora_unet_single_blocks_0_linear2": (width, 5 * width),
        "lora_te1_text_model_encoder_layers_0_self_attn_q_proj": (width, width),
    }
    tensors: Tensors = {}
    for name, (rows, columns) in blocks.items():
        tensors[f"{name}.lora_down.weight"] = tiny_additions.seeded(lambda columns=columns: torch.randn(2, columns))
        tensors[f"{name}.lora_up.weight"] = tiny_additions.seeded(lambda rows=rows: torch.randn(rows, 2))
        tensors[f"{name}.alpha"] = torch.tensor(2.0)
    plain = data(easel.draw("flux", **SMALL))
    found = on(easel, "flux", (put(easel, "flux-kohya", tensors), 1.0))
    assert data(found) != plain and "belong to no layer" not in notes(found)
    assert data(easel.draw("flux", **SMALL)) == plain


def test_loras_for_text_encoders_do_not_meet_the_prompts_kept_without_them(easel: Easel, pipes: dict[str, Any]) -> None:
    halves = lora(pipes["sdxl"].text_encoder_2, peft("text_encoder_2"), "q_proj", "v_proj", strength=3)
    model = put(easel, "words", halves)
    for prompt in ("a red car", "a (red) car"):
        plain = data(easel.draw("sdxl", prompt=prompt, **SMALL))
        with_it = data(on(easel, "sdxl", (model, 1.0), prompt=prompt))
        weaker = data(on(easel, "sdxl", (model, 0.5), prompt=prompt))
        assert len({plain, with_it, weaker}) == 3
        assert data(easel.draw("sdxl", prompt=prompt, **SMALL)) == plain
        assert data(on(easel, "sdxl", (model, 1.0), prompt=prompt)) == with_it


def test_several_loras_add_up_and_take_each_other_back(easel: Easel, pipes: dict[str, Any]) -> None:
    one = put(easel, "one", lora(pipes["sd15"].unet, peft("unet"), "attn1.to_q"))
    two = put(easel, "two", lora(pipes["sd15"].unet, peft("unet"), "attn2.to_v"))
    plain = pixels(easel.draw("sd15", **SMALL)).astype(int)
    both = on(easel, "sd15", (one, 1.0), (two, 0.8))
    assert len({data(both), data(on(easel, "sd15", (one, 1.0))), data(on(easel, "sd15", (two, 0.8)))}) == 3
    again = on(easel, "sd15", (one, 1.0), (two, 0.8), (one, -1.0))
    alone = on(easel, "sd15", (two, 0.8))
    assert np.abs(pixels(again).astype(int) - pixels(alone)).max() <= 1
    assert (pixels(easel.draw("sd15", **SMALL)) == plain).all()


@pytest.mark.parametrize("by_row", [True, False])
def test_doras_of_lycoris_keep_their_magnitudes(easel: Easel, pipes: dict[str, Any], by_row: bool) -> None:
    import torch

    tensors = lora(pipes["sd15"].unet, kohya("lora_unet"), "attn2.to_k", "conv1", strength=1.0)
    plain = data(on(easel, "sd15", (put(easel, f"no-dora-{by_row}", tensors), 1.0)))
    pipe = tiny_pipelines.build("sd15")
    for layer, module in tiny_additions.layers(pipe.unet, "attn2.to_k", "conv1").items():
        kept = 0 if by_row else 1
        others = [axis for axis in range(module.weight.ndim) if axis != kept]
        length = torch.linalg.vector_norm(module.weight.detach(), dim=others, keepdim=True)
        tensors[f"{kohya('lora_unet')(layer, 'x').split('.')[0]}.dora_scale"] = length
        halves = [tensors[kohya("lora_unet")(layer, half)].flatten(1) for half in ("up", "down")]
        changed = module.weight.detach() + (halves[0] @ halves[1]).reshape(module.weight.shape)
        module.weight.data = changed / torch.linalg.vector_norm(changed, dim=others, keepdim=True) * length
    name = f"dora-{by_row}"
    pipe.save_pretrained(easel.root / f"merged-{name}", safe_serialization=True)
    found = on(easel, "sd15", (put(easel, name, tensors), 1.0))
    assert data(found) != plain
    assert np.abs(pixels(found).astype(int) - pixels(easel.draw(f"merged-{name}", **SMALL))).max() <= 1


@pytest.mark.parametrize("kind", ["int8-weights", "fp8-weights"])
def test_a_lora_works_on_weights_in_eight_bits_and_survives_their_return(
    easel: Easel, pipes: dict[str, Any], kind: str
) -> None:
    halves = lora(pipes["sd15"].unet, peft("unet"), *ATTENTION)
    model = put(easel, f"eight-{kind}", halves)
    exact = data(on(easel, "sd15", (model, 1.0)))
    assert easel.loaded["sd15"].memory_beside == sum(t.numel() * 4 for t in halves.values())
    small = data(easel.draw("sd15", fast=(kind,), **SMALL))
    changed = data(on(easel, "sd15", (model, 1.0), fast=(kind,)))
    assert len({exact, small, changed}) == 3
    assert data(easel.draw("sd15", fast=(kind,), **SMALL)) == small
    assert data(on(easel, "sd15", (model, 1.0))) == exact


def test_a_shortage_of_memory_leaves_the_lora_on(
    easel: Easel, pipes: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    model = put(easel, "short", lora(pipes["sd15"].unet, peft("unet"), *ATTENTION))
    wanted = pixels(on(easel, "sd15", (model, 1.0))).astype(int)
    plain = data(easel.draw("sd15", **SMALL))
    unet = easel.loaded["sd15"].pipeline("text-to-image").unet
    forward = unet.forward

    def short(sample: Any, *args: Any, **kwargs: Any) -> Any:
        if sample.shape[0] > 1:
            raise RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried to allocate 9 bytes")
        return forward(sample, *args, **kwargs)

    monkeypatch.setattr(unet, "forward", short)
    found = on(easel, "sd15", (model, 1.0))
    assert "one-at-a-time" in found.results[0].recipe.request.fast  # type: ignore[union-attr]
    assert np.abs(pixels(found).astype(int) - wanted).max() <= 2
    monkeypatch.undo()
    assert data(easel.draw("sd15", **SMALL)) == plain


def test_a_cancel_takes_the_lora_off(easel: Easel, pipes: dict[str, Any]) -> None:
    model = put(easel, "stopped", lora(pipes["sd15"].unet, peft("unet"), *ATTENTION))
    plain = data(easel.draw("sd15", **SMALL))
    with pytest.raises(JobCancelled):
        on(easel, "sd15", (model, 1.0), steps=20, stop_after=12)
    assert data(easel.draw("sd15", **SMALL)) == plain


def hostile(pipe: Any) -> dict[str, tuple[Tensors, str]]:
    import torch

    good = lora(pipe.unet, peft("unet"), "attn1.to_q")
    first = next(iter(good))
    return {
        "wide": (
            {n: t[:, :-1] if "lora_A" in n else t for n, t in good.items()},
            "the model's 16 × 16|the model's 32 × 32",
        ),
        "nan": ({**good, first: good[first] * torch.nan}, "no numbers"),
        "half": ({n: t for n, t in good.items() if n != first}, "half of the weights"),
        "nowhere": ({f"unet.nowhere.{n}": t for n, t in good.items()}, "none of its weights"),
        "other": ({"lora_unet_x.lora_down.weight": good[first]}, "does not work beside"),
        "flat": ({n: t.flatten() for n, t in good.items()}, "its unet"),
        "scalar": ({n: t.flatten()[0] for n, t in good.items()}, "its unet"),
    }


@pytest.mark.parametrize("kind", ["wide", "nan", "half", "nowhere", "other", "flat", "scalar"])
def test_a_lora_of_other_shapes_or_names_is_refused_and_nothing_stays(
    easel: Easel, pipes: dict[str, Any], kind: str
) -> None:
    tensors, words = hostile(pipes["sd15"])[kind]
    good = put(easel, "good", lora(pipes["sd15"].unet, peft("unet"), "attn2.to_v"))
    plain = data(easel.draw("sd15", **SMALL))
    with pytest.raises(ModelError, match=words):
        on(easel, "sd15", (good, 1.0), (put(easel, f"bad-{kind}", tensors), 1.0))
    assert data(easel.draw("sd15", **SMALL)) == plain


def test_a_file_that_is_cut_off_or_gone_is_said(easel: Easel, pipes: dict[str, Any]) -> None:
    model = put(easel, "cut", lora(pipes["sd15"].unet, peft("unet"), "attn2.to_v"))
    path = Path(model.folder) / "cut.safetensors"
    path.write_bytes(path.read_bytes()[:-10])
    with pytest.raises(ModelError, match="cut off"):
        on(easel, "sd15", (model, 1.0))
    path.unlink()
    with pytest.raises(ModelError, match="it is missing"):
        on(easel, "sd15", (model, 1.0))


def test_weights_for_no_layer_are_told(easel: Easel, pipes: dict[str, Any]) -> None:
    tensors = lora(pipes["sd15"].unet, peft("unet"), "attn2.to_v")
    extra = {n.replace("unet.", "unet.other_", 1): t for n, t in tensors.items()}
    found = on(easel, "sd15", (put(easel, "more", {**tensors, **extra}), 1.0))
    assert f"{len(extra)} weights of “more” belong to no layer" in notes(found)


@pytest.mark.parametrize("family", ["sd15", "sdxl"])
def test_every_layer_of_the_real_networks_is_found_by_kohyas_names(family: str) -> None:
    """The networks as published, without weights."""
    import json

    import torch
    from diffusers import StableDiffusionPipeline, StableDiffusionXLPipeline, UNet2DConditionModel

    from studio.core import paths
    from studio.worker.backends.diffusion.additions import lora_file

    config = json.loads((paths.resources_dir() / "pipelines" / f"{family}.json").read_text())["components"]["unet"][
        "config"
    ]
    with torch.device("meta"):
        unet = UNet2DConditionModel.from_config(config)
    cls = StableDiffusionXLPipeline if family == "sdxl" else StableDiffusionPipeline
    pipe = cls.__new__(cls)
    object.__setattr__(pipe, "unet", unet)
    weights = tiny_additions.layers(unet, "")
    names = {name for name, module in weights.items() if module.weight is not None and module.weight.ndim in (2, 4)}
    if family == "sdxl":  # kohya trains these under Stability's names only
        names -= {"add_embedding.linear_1", "add_embedding.linear_2"}
    keys = {name: f"lora_unet_{name.replace('.', '_')}" for name in names}
    stability = {
        "down_blocks.1.attentions.0.transformer_blocks.0.attn1.to_q": "lora_unet_input_blocks_4_1_transformer_blocks_0_attn1_to_q",
        "mid_block.attentions.0.transformer_blocks.9.ff.net.0.proj": "lora_unet_middle_block_1_transformer_blocks_9_ff_net_0_proj",
        "up_blocks.1.attentions.2.proj_out": "lora_unet_output_blocks_5_1_proj_out",
        "add_embedding.linear_1": "lora_unet_label_emb_0_0",
        "down_blocks.0.downsamplers.0.conv": "lora_unet_input_blocks_3_0_op",
    }
    for wanted in (keys, stability) if family == "sdxl" else (keys,):
        tensors: Tensors = {}
        for key in wanted.values():
            tensors |= {f"{key}.lora_{half}.weight": torch.zeros(1) for half in ("down", "up")}
            tensors[f"{key}.alpha"] = torch.tensor(2.0)
        found, alphas = lora_file.renamed(pipe, tensors)
        halves = {f"unet.{name}.lora_{half}.weight" for name in wanted for half in "AB"}
        assert set(found) == halves and set(alphas) == {f"unet.{name}" for name in wanted}
