"""LoRA, ControlNet, T2I-Adapter, IP-Adapter, embeddings and VAE: told by their headers, and what is none of them named."""

from __future__ import annotations

import base64
import io
import json
import pickle
import struct
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from studio.core.errors import InputError, ModelError
from studio.core.models import ModelSpec
from studio.library.importing import recognise
from studio.library.library import Library
from tests.support.model_files import write_safetensors

Shapes = dict[str, tuple[int, ...]]


def pair(
    name: str, inside: int, outside: int = 8, down: str = ".lora_down.weight", up: str = ".lora_up.weight"
) -> Shapes:
    return {name + down: (4, inside), name + up: (outside, 4)}


def kohya(width: int) -> Shapes:
    cross = "lora_unet_down_blocks_1_attentions_0_transformer_blocks_0_attn2_to_k"
    return {**pair(cross, width), cross + ".alpha": ()}


PEFT = {"down": ".lora_A.weight", "up": ".lora_B.weight"}
LORAS: list[tuple[str, Shapes, dict[str, str]]] = [
    ("sd15", kohya(768), {}),
    ("sdxl", kohya(2048), {"ss_base_model_version": "sd_v1"}),  # the weights know better than the words
    ("sdxl", pair("unet.up_blocks.0.attentions.0.transformer_blocks.0.attn2.to_v", 2048, **PEFT), {}),
    ("sd15", pair("unet.mid_block.attentions.0.transformer_blocks.0.attn2.processor.to_k", 768, down="_lora.down.weight", up="_lora.up.weight"), {}),
    ("sd15", pair("lora_te_text_model_encoder_layers_0_self_attn_q_proj", 768), {}),
    ("sdxl", pair("lora_te2_text_model_encoder_layers_0_self_attn_q_proj", 1280), {}),
    ("flux", pair("lora_unet_single_blocks_0_linear1", 3072), {}),
    ("flux", pair("transformer.single_transformer_blocks.0.attn.to_q", 3072, **PEFT), {}),
    ("flux", pair("transformer.transformer_blocks.0.attn.to_q", 3072, **PEFT), {}),
    ("sd3", pair("transformer.transformer_blocks.0.attn.to_q", 1536, **PEFT), {}),
    ("sd3", pair("lora_unet_joint_blocks_0_x_block_attn_qkv", 1536), {}),
    ("", pair("transformer.transformer_blocks.59.attn.to_q", 3072, **PEFT), {}),
    ("sdxl", pair("unet.conv_in", 8, **PEFT), {"modelspec.architecture": "stable-diffusion-xl-v1-base/lora"}),
    ("sd2", kohya(1024), {}),
    ("flux2", pair("transformer.single_transformer_blocks.0.attn.to_qkv_mlp_proj", 6144, **PEFT), {}),
    ("", pair("lora_unet_something_else", 48), {"ss_base_model_version": "wan2.1"}),
]  # fmt: skip


@pytest.mark.parametrize(("family", "shapes", "metadata"), LORAS)
def test_a_lora_tells_its_family(family: str, shapes: Shapes, metadata: dict[str, str], chinese_dir: Path) -> None:
    found = recognise(write_safetensors(chinese_dir / "水彩 style.safetensors", shapes, metadata))
    assert (found.spec.tasks, found.spec.family, found.spec.name) == (("lora",), family, "水彩 style")
    assert found.spec.options["rank"] == 4


def frequency(**tags: int) -> dict[str, str]:
    return {"ss_tag_frequency": json.dumps({"10_folder": {tag.replace("_", " "): n for tag, n in tags.items()}})}


@pytest.mark.parametrize(
    ("metadata", "triggers", "tags"),
    [
        ({"modelspec.trigger_phrase": "水彩, ink  wash"}, ["水彩", "ink  wash"], []),
        (frequency(sks_cat=20, cat=19, sofa=3), ["sks cat", "cat"], ["sks cat", "cat", "sofa"]),
        (frequency(a=1, b=1), [], ["a", "b"]),
        ({"ss_tag_frequency": "{not json"}, [], []),
        ({"ss_tag_frequency": "[" * 100_000}, [], []),
        ({"ss_tag_frequency": json.dumps({"a": {"b": "many"}})}, [], []),
        ({"ss_tag_frequency": json.dumps({"a": {"b\x07ell\n": 2**70}})}, ["bell"], ["bell"]),
    ],
)
def test_trigger_words_come_from_what_the_publisher_wrote(
    metadata: dict[str, str], triggers: list[str], tags: list[str], tmp_path: Path
) -> None:
    options = recognise(write_safetensors(tmp_path / "l.safetensors", kohya(768), metadata)).spec.options
    assert (options.get("trigger_words", []), options.get("tags", [])) == (triggers, tags)


def picture(size: tuple[int, int] = (40, 20), kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGBA", size, (200, 30, 30, 128)).save(out, kind)
    return out.getvalue()


def test_the_picture_in_a_lora_or_beside_it_is_kept_small(library: Library, tmp_path: Path) -> None:
    inside = {"modelspec.thumbnail": "data:image/png;base64," + base64.b64encode(picture((900, 600))).decode()}
    model = library.import_path(write_safetensors(tmp_path / "in.safetensors", kohya(768), inside))
    with Image.open(model.thumbnail) as image:
        assert image.format == "JPEG" and image.size == (384, 256)
    assert model.linked and Path(model.thumbnail).is_relative_to(library.folder)
    beside = write_safetensors(tmp_path / "旁边.safetensors", kohya(2048))
    (tmp_path / "旁边.webp").write_bytes(picture(kind="WEBP"))
    assert Path(library.import_path(beside).thumbnail).is_file()
    assert {m.spec.name for m in library.installed() if m.thumbnail} == {"in", "旁边"}


@pytest.mark.parametrize(
    "text",
    ["", "no picture", "data:image/png;base64,!!!", "data:text/html;base64,aaaa", "data:image/png;base64,iVBORw0KGgo="],
)
def test_a_picture_that_is_none_is_left_out(text: str, library: Library, tmp_path: Path) -> None:
    file = write_safetensors(tmp_path / "l.safetensors", kohya(768), {"modelspec.thumbnail": text})
    (tmp_path / "l.png").write_bytes(picture()[:40])
    assert library.import_path(file).thumbnail == ""


CONTROL = {
    "control_model.input_hint_block.0.weight": (16, 3, 3, 3),
    "control_model.zero_convs.0.0.weight": (32, 32, 1, 1),
    "control_model.input_blocks.1.1.transformer_blocks.0.attn2.to_k.weight": (4, 768),
}
OURS = {
    "controlnet_cond_embedding.conv_in.weight": (16, 3, 3, 3),
    "controlnet_down_blocks.0.weight": (32, 32, 1, 1),
    "down_blocks.1.attentions.0.transformer_blocks.0.attn2.to_k.weight": (4, 2048),
}
PLAIN_IP = {
    "image_proj.proj.weight": (3072, 1024),
    "image_proj.norm.weight": (768,),
    "ip_adapter.1.to_k_ip.weight": (4, 768),
}
PLUS_IP = {
    "image_proj.latents": (1, 4, 16),
    "image_proj.proj_in.weight": (16, 1280),
    "ip_adapter.1.to_k_ip.weight": (4, 2048),
}
AUTOENCODER = {"encoder.conv_in.weight": (8, 3, 3, 3), "decoder.conv_in.weight": (8, 4, 3, 3)}


@pytest.mark.parametrize(
    ("name", "shapes", "task", "family", "options"),
    [
        ("control_v11p_sd15_canny", CONTROL, "controlnet", "sd15", {"control": "canny"}),
        ("xinsir-openpose-sdxl", OURS, "controlnet", "sdxl", {"control": "pose"}),
        ("mine", {k.removeprefix("control_model."): v for k, v in CONTROL.items()}, "controlnet", "sd15", {"control": ""}),
        ("ip-adapter_sd15", PLAIN_IP, "ip-adapter", "sd15", {"adapter": "plain", "encoder_reads": "projection", "encoder_width": 1024}),
        ("ip-adapter-plus", PLUS_IP, "ip-adapter", "sdxl", {"adapter": "plus", "encoder_reads": "hidden", "encoder_width": 1280}),
        ("easynegative", {"emb_params": (8, 768)}, "embedding", "sd15", {"token": "easynegative", "vectors": 8}),
        ("bad hands", {"clip_l": (2, 768), "clip_g": (2, 1280)}, "embedding", "sdxl", {"token": "bad-hands", "vectors": 2}),
        ("learned_embeds", {"<my-cat>": (768,)}, "embedding", "sd15", {"token": "<my-cat>", "vectors": 1}),
        ("vae-ft-mse-840000", AUTOENCODER, "vae", "sd15", {"latent_channels": 4}),
        ("sdxl_vae", {"first_stage_model." + k: v for k, v in AUTOENCODER.items()}, "vae", "sdxl", {"latent_channels": 4}),
        ("ae", AUTOENCODER | {"decoder.conv_in.weight": (8, 16, 3, 3)}, "vae", "flux", {"latent_channels": 16}),
        ("other", AUTOENCODER, "vae", "", {"latent_channels": 4}),
    ],
)  # fmt: skip
def test_single_files_tell_what_they_are(
    name: str, shapes: Shapes, task: str, family: str, options: dict[str, Any], tmp_path: Path
) -> None:
    found = recognise(write_safetensors(tmp_path / f"{name}.safetensors", shapes))
    assert (found.spec.tasks, found.spec.family, found.spec.backend) == ((task,), family, "diffusers")
    assert found.spec.options == options


@pytest.mark.parametrize(
    ("shapes", "words"),
    [
        ({"lora_unet_a.hada_w1_a": (1, 1)}, "LoHa"),
        ({"lora_unet_a.lokr_w1": (1, 1)}, "LoKr"),
        (kohya(768) | {"lora_unet_a.lora_mid.weight": (4, 4, 3, 3)}, "Tucker"),
        ({"lora_unet_a.lora_up.weight": (8, 4)}, "lacks half"),
        ({"lllite_unet_a.lora_down.weight": (4, 8)} | pair("lllite_unet_b", 8), "LLLite"),
        (CONTROL | {"lora_controlnet": ()}, "Control-LoRA"),
        ({k: v for k, v in CONTROL.items() if "attn2" not in k} | {"control_model.x.attn2.to_k.weight": (4, 1024)}, "Stable Diffusion 2"),
        (OURS | {"task_embedding": (6, 4)}, "Union"),
        ({"controlnet_x_embedder.weight": (4, 4)}, "config.json"),
        ({"adapter.body.0.in_conv.weight": (4, 4, 1, 1)}, "T2I-Adapter"),
        ({"double_blocks.0.processor.ip_adapter_double_stream_k_proj.weight": (4, 4)}, "Flux"),
        ({"image_proj.proj.0.weight": (8, 512), "image_proj.norm.weight": (4,), "ip_adapter.1.to_k_ip.weight": (4, 768)}, "FaceID"),
        ({"image_proj.odd": (4,), "ip_adapter.1.to_k_ip.weight": (4, 768)}, "form"),
    ],
)  # fmt: skip
def test_relatives_that_cannot_be_used_are_named(shapes: Shapes, words: str, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=words) as caught:
        recognise(write_safetensors(tmp_path / "a.safetensors", shapes))
    assert caught.value.info.code == "model-unsupported"


def folder(path: Path, config: dict[str, Any], weights: str = "diffusion_pytorch_model.safetensors") -> Path:
    path.mkdir(parents=True, exist_ok=True)
    (path / "config.json").write_text(json.dumps(config))
    write_safetensors(path / weights, {"w": (4,)})
    return path


@pytest.mark.parametrize(
    ("config", "task", "family", "options"),
    [
        ({"_class_name": "ControlNetModel", "cross_attention_dim": 768}, "controlnet", "sd15", {"class": "ControlNetModel", "control": "depth"}),
        ({"_class_name": "ControlNetModel", "cross_attention_dim": 2048}, "controlnet", "sdxl", {"class": "ControlNetModel", "control": "depth"}),
        ({"_class_name": "SD3ControlNetModel"}, "controlnet", "sd3", {"class": "SD3ControlNetModel", "control": "depth"}),
        ({"_class_name": "FluxControlNetModel", "num_mode": 10}, "controlnet", "flux", {"class": "FluxControlNetModel", "control": "union", "modes": 10}),
        ({"_class_name": "T2IAdapter", "adapter_type": "full_adapter_xl", "in_channels": 1}, "t2i-adapter", "sdxl", {"class": "T2IAdapter", "control": "depth", "channels": 1}),
        ({"_class_name": "T2IAdapter"}, "t2i-adapter", "sd15", {"class": "T2IAdapter", "control": "depth"}),
        ({"_class_name": "AutoencoderKL", "latent_channels": 4, "scaling_factor": 0.13025}, "vae", "sdxl", {"class": "AutoencoderKL", "latent_channels": 4}),
        ({"_class_name": "AutoencoderKL", "latent_channels": 16, "scaling_factor": 0.3611}, "vae", "flux", {"class": "AutoencoderKL", "latent_channels": 16}),
        ({"architectures": ["CLIPVisionModelWithProjection"], "hidden_size": 1280, "projection_dim": 1024}, "image-encoder", "", {"hidden": 1280, "projection": 1024}),
    ],
)  # fmt: skip
def test_folders_tell_what_they_are(
    config: dict[str, Any], task: str, family: str, options: dict[str, Any], chinese_dir: Path
) -> None:
    found = recognise(folder(chinese_dir / "深度 depth", config))
    assert (found.spec.tasks, found.spec.family, found.spec.options) == ((task,), family, options)
    assert found.files == ("config.json", "diffusion_pytorch_model.safetensors")


@pytest.mark.parametrize(
    ("config", "words"),
    [
        ({"_class_name": "ControlNetModel", "cross_attention_dim": 1024}, "Stable Diffusion 2"),
        ({"_class_name": "HunyuanDiT2DControlNetModel"}, "HunyuanDiT"),
        ({"_class_name": "ControlNetUnionModel"}, "Union"),
        ({"_class_name": "T2IAdapter", "adapter_type": "odd"}, "odd"),
        ({"architectures": ["CLIPVisionModelWithProjection"]}, "how wide"),
    ],
)
def test_folders_of_another_kind_are_named(config: dict[str, Any], words: str, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=words):
        recognise(folder(tmp_path / "f", config))


def test_an_ip_adapter_takes_the_encoder_beside_it_along(library: Library, chinese_dir: Path) -> None:
    root = chinese_dir / "IP-Adapter"
    clip = {"architectures": ["CLIPVisionModelWithProjection"], "hidden_size": 1280, "projection_dim": 1024}
    folder(root / "models" / "image_encoder", clip, "model.safetensors")
    near = write_safetensors(root / "models" / "near.safetensors", PLAIN_IP)
    far = write_safetensors(root / "sdxl_models" / "far.safetensors", PLUS_IP)
    other = write_safetensors(
        root / "models" / "other.safetensors", PLAIN_IP | {"image_proj.proj.weight": (3072, 1280)}
    )
    model = library.import_path(near, copy=True)
    assert model.spec.options["encoder"] == "image_encoder"
    assert {f.path for f in model.spec.files} == {
        "near.safetensors", "image_encoder/config.json", "image_encoder/model.safetensors",
    }  # fmt: skip
    found = recognise(far)
    assert found.folder == root and found.spec.options["encoder"] == "models/image_encoder"
    assert found.files[0] == "sdxl_models/far.safetensors" and (root / found.files[2]).is_file()
    assert "encoder" not in recognise(other).spec.options


def test_a_folder_around_one_file_is_that_file(tmp_path: Path) -> None:
    write_safetensors(tmp_path / "水彩" / "pytorch_lora_weights.safetensors", kohya(768))
    assert recognise(tmp_path / "水彩").spec.name == "水彩"
    write_safetensors(tmp_path / "canny" / "diffusion_pytorch_model.safetensors", CONTROL)
    assert recognise(tmp_path / "canny").spec.options == {"control": "canny"}
    write_safetensors(tmp_path / "水彩" / "second.safetensors", kohya(768))
    with pytest.raises(ModelError, match=r"one by one: pytorch_lora_weights\.safetensors, second"):
        recognise(tmp_path / "水彩")


def test_depth_estimators_are_models_for_control_maps(tmp_path: Path) -> None:
    path = folder(
        tmp_path / "深度", {"architectures": ["DepthAnythingForDepthEstimation"], "model_type": "depth_anything"}
    )
    with pytest.raises(ModelError, match="preprocessor_config"):
        recognise(path)
    (path / "preprocessor_config.json").write_text("{}")
    found = recognise(path)
    assert (found.spec.tasks, found.spec.backend, found.spec.family) == (("depth",), "estimate", "depth_anything")


@pytest.mark.parametrize("name", ["lora.pt", "embedding.bin", "control.pth"])
def test_pickled_additions_are_refused_with_the_way_to_convert_them(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(pickle.dumps({"string_to_param": {}}))
    with pytest.raises(ModelError, match="Convert it to safetensors") as caught:
        recognise(tmp_path / name)
    assert caught.value.info.code == "model-pickle"
    control = folder(tmp_path / "net", {"_class_name": "ControlNetModel", "cross_attention_dim": 768})
    (control / "diffusion_pytorch_model.safetensors").unlink()
    (control / "diffusion_pytorch_model.bin").write_bytes(pickle.dumps(1))
    with pytest.raises(ModelError) as caught:
        recognise(control)
    assert caught.value.info.code == "model-pickle"


@pytest.mark.parametrize("keep", [9, 60, -1])
def test_cut_additions_are_damaged(keep: int, tmp_path: Path) -> None:
    path = write_safetensors(tmp_path / "l.safetensors", kohya(768))
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(ModelError) as caught:
        recognise(path)
    assert caught.value.info.code == "model-damaged"


@pytest.mark.parametrize(
    "entry",
    [
        {"dtype": "F32", "shape": [4, 768], "data_offsets": [0, 4]},
        {"dtype": "F16", "shape": [-4, -2], "data_offsets": [0, 16]},
        {"dtype": "U8", "shape": [1] * 20, "data_offsets": [0, 1]},
        {"dtype": "F32", "shape": [2**62, 2**62], "data_offsets": [0, 16]},
    ],
)
def test_shapes_that_do_not_fit_their_bytes_are_damaged(entry: dict[str, Any], tmp_path: Path) -> None:
    header = json.dumps({"lora_unet_a.lora_down.weight": entry}).encode()
    path = tmp_path / "l.safetensors"
    path.write_bytes(struct.pack("<Q", len(header)) + header + bytes(16))
    with pytest.raises(ModelError, match="contradicts"):
        recognise(path)


def test_a_header_that_claims_to_be_huge_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "l.safetensors"
    path.write_bytes(struct.pack("<Q", 2**40) + b"{" + bytes(100))
    with pytest.raises(ModelError) as caught:
        recognise(path)
    assert caught.value.info.code == "model-unsupported"


def test_what_was_guessed_can_be_set(library: Library, tmp_path: Path) -> None:
    net = library.import_path(write_safetensors(tmp_path / "mine.safetensors", CONTROL))
    assert library.edit(net.spec.id, control="depth", family="sdxl").spec.options["control"] == "depth"
    assert library.get(net.spec.id).spec.family == "sdxl"
    lora = library.import_path(write_safetensors(tmp_path / "l.safetensors", kohya(768)))
    edited = library.edit(lora.spec.id, trigger_words="水彩， ink,  ", name="My 水彩").spec
    assert (edited.options["trigger_words"], edited.name) == (["水彩", "ink"], "My 水彩")
    for changes in ({"control": "canny"}, {"family": "sd9"}, {"backend": "evil"}):
        with pytest.raises(InputError):
            library.edit(lora.spec.id, **changes)
    with pytest.raises(InputError):
        library.edit(net.spec.id, control="everything")
    with pytest.raises(ModelError, match="not installed"):
        library.edit("nobody", name="x")


def test_docstring_names_every_option(tmp_path: Path) -> None:
    """ModelSpec's docstring is where others read what the options are called."""
    words = str(ModelSpec.__doc__)
    for shapes in (kohya(768), CONTROL, PLAIN_IP, PLUS_IP, {"emb_params": (1, 768)}, AUTOENCODER):
        meta = frequency(a=5) | {"modelspec.title": "T"}
        for option in recognise(write_safetensors(tmp_path / "x.safetensors", shapes, meta)).spec.options:
            assert f"``{option}``" in words, option
