"""What a model file is, told without loading it; cut, false and dangerous files are named."""

from __future__ import annotations

import io
import json
import pickle
import struct
import zipfile
from pathlib import Path

import pytest

from studio.core.errors import InputError, ModelError, Phrase
from studio.library.formats import families, gguf, safetensors
from studio.library.importing import recognise
from studio.library.library import Library
from tests.support.model_files import write_gguf, write_safetensors

UNET = "model.diffusion_model."
SD15 = {
    UNET + "input_blocks.0.0.weight": (320, 4, 3, 3),
    UNET + "input_blocks.1.1.transformer_blocks.0.attn2.to_k.weight": (4, 768),
    "cond_stage_model.transformer.x": (1,),
    "first_stage_model.x": (1,),
}
SDXL = {
    UNET + "input_blocks.0.0.weight": (320, 4, 3, 3),
    UNET + "input_blocks.4.1.transformer_blocks.0.attn2.to_k.weight": (4, 2048),
    "conditioner.embedders.0.x": (1,),
    "conditioner.embedders.1.x": (1,),
    "first_stage_model.x": (1,),
}
SD3 = {
    UNET + "joint_blocks.0.x": (1,),
    "text_encoders.clip_l.x": (1,),
    "text_encoders.clip_g.x": (1,),
    "first_stage_model.x": (1,),
}
FLUX = {
    UNET + "double_blocks.0.x": (1,),
    "text_encoders.clip_l.x": (1,),
    "text_encoders.t5xxl.x": (1,),
    "vae.x": (1,),
}


@pytest.mark.parametrize(("family", "shapes"), [("sd15", SD15), ("sdxl", SDXL), ("sd3", SD3), ("flux", FLUX)])
def test_families_are_told_by_their_weights(family: str, shapes: dict[str, tuple[int, ...]], chinese_dir: Path) -> None:
    found = recognise(write_safetensors(chinese_dir / "图片.safetensors", shapes))
    assert (found.spec.family, found.spec.backend, found.spec.format) == (family, "diffusers", "checkpoint")
    assert found.spec.tasks == ("text-to-image", "image-to-image", "inpaint", "outpaint")


def test_an_inpainting_checkpoint_only_inpaints(tmp_path: Path) -> None:
    shapes = SD15 | {UNET + "input_blocks.0.0.weight": (320, 9, 3, 3)}
    assert recognise(write_safetensors(tmp_path / "a.safetensors", shapes)).spec.tasks == ("inpaint", "outpaint")


@pytest.mark.parametrize(
    ("shapes", "words"),
    [
        ({"lora_unet_down.lora_up.weight": (1,)}, "LoRA"),
        ({k: v for k, v in SD15.items() if "stage" not in k}, "without its text encoder, VAE"),
        ({"double_blocks.0.x": (1,)}, "Flux schnell without its CLIP text encoder, T5 text encoder, VAE"),
        ({k: v for k, v in FLUX.items() if "t5xxl" not in k}, "without its T5 text encoder.*diffusers folder"),
        ({k: v for k, v in SD3.items() if "clip_g" not in k}, "Diffusion 3 without its second text encoder"),
        ({"encoder.layer.0.weight": (1,)}, "not those of a picture model"),
        ({UNET + "input_blocks.1.attn2.to_k.weight": (4, 1024)}, "Stable Diffusion 2"),
        ({UNET + "input_blocks.1.attn2.to_k.weight": (4, 1280)}, "refiner"),
    ],
)
def test_what_is_not_a_whole_picture_model_is_named(
    shapes: dict[str, tuple[int, ...]], words: str, tmp_path: Path
) -> None:
    with pytest.raises(ModelError, match=words) as caught:
        recognise(write_safetensors(tmp_path / "a.safetensors", shapes))
    assert caught.value.info.code == "model-unsupported"


@pytest.mark.parametrize("keep", [9, 40, -1])
def test_a_cut_safetensors_file_is_damaged(keep: int, tmp_path: Path) -> None:
    path = write_safetensors(tmp_path / "a.safetensors", SD15)
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(ModelError) as caught:
        recognise(path)
    assert caught.value.info.code == "model-damaged"


def test_a_header_that_lies_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "a.safetensors"
    for body in (b'{"a": 1}', b"{nonsense", b"{}", b'{"a":{"dtype":"U8","shape":[1],"data_offsets":[5,2]}}'):
        path.write_bytes(struct.pack("<Q", len(body)) + body + bytes(10))
        with pytest.raises(ModelError) as caught:
            safetensors.read(path)
        assert caught.value.info.code == "model-damaged"


def test_a_gguf_file_tells_its_kind(chinese_dir: Path) -> None:
    values = {
        "general.architecture": "qwen2",
        "general.name": "小模型",
        "qwen2.context_length": 4096,
        "tokenizer.chat_template": "{{ x }}",
        "tokenizer.ggml.tokens": ["a", "b", "中"],
    }
    found = recognise(write_gguf(chinese_dir / "m.gguf", values))
    assert (found.spec.name, found.spec.family, found.spec.backend) == ("小模型", "qwen2", "llama_cpp")
    assert found.spec.options == {"chat_template": True, "trained_context": 4096}


@pytest.mark.parametrize("keep", [6, 20, 60, -1])
def test_a_cut_gguf_file_is_damaged(keep: int, tmp_path: Path) -> None:
    path = write_gguf(tmp_path / "m.gguf", {"general.architecture": "llama", "general.name": "a name"})
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(ModelError) as caught:
        gguf.read(path)
    assert caught.value.info.code == "model-damaged"


def test_gguf_files_that_do_not_write_text_are_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="does not write text"):
        recognise(write_gguf(tmp_path / "m.gguf", {"general.architecture": "clip"}))
    old = tmp_path / "old.gguf"
    old.write_bytes(b"GGUF" + struct.pack("<I", 1) + bytes(40))
    with pytest.raises(ModelError, match="version 1"):
        recognise(old)


def test_a_shard_that_is_missing_is_named(tmp_path: Path) -> None:
    first = write_gguf(tmp_path / "m-00001-of-00002.gguf", {"general.architecture": "llama"})
    with pytest.raises(ModelError, match="m-00002-of-00002"):
        recognise(first)
    write_gguf(tmp_path / "m-00002-of-00002.gguf", {"general.name": "two"})
    assert recognise(tmp_path).files == ("m-00001-of-00002.gguf", "m-00002-of-00002.gguf")


def torch_zip() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("archive/data.pkl", b"\x80\x02.")
    return data.getvalue()


@pytest.mark.parametrize("name", ["m.ckpt", "m.pt", "m.bin", "m.safetensors", "m.gguf"])
@pytest.mark.parametrize("data", [pickle.dumps({"a": 1}), torch_zip()])
def test_pickles_are_refused_whatever_their_name(name: str, data: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(ModelError, match="safetensors") as caught:
        recognise(tmp_path / name)
    assert caught.value.info.code == "model-pickle"


def test_other_files_are_named(tmp_path: Path) -> None:
    path = tmp_path / "photo.safetensors"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    with pytest.raises(ModelError) as caught:
        recognise(path)
    assert caught.value.info.code == "model-unsupported"
    path.write_bytes(b"")
    with pytest.raises(InputError, match="empty"):
        recognise(path)
    with pytest.raises(InputError, match="not there"):
        recognise(tmp_path / "gone.gguf")


def diffusers_folder(folder: Path, pipeline: str = "StableDiffusionXLPipeline") -> Path:
    index = {
        "_class_name": pipeline,
        "unet": ["diffusers", "UNet2DConditionModel"],
        "scheduler": ["diffusers", "EulerDiscreteScheduler"],
        "safety_checker": [None, None],
    }
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "model_index.json").write_text(json.dumps(index))
    write_safetensors(folder / "unet" / "diffusion_pytorch_model.safetensors", {"w": (4,)})
    (folder / "unet" / "config.json").write_text("{}")
    (folder / "scheduler").mkdir(exist_ok=True)
    (folder / "scheduler" / "scheduler_config.json").write_text("{}")
    return folder


def test_a_diffusers_folder_with_pickles_beside_safetensors(chinese_dir: Path) -> None:
    folder = diffusers_folder(chinese_dir / "管线")
    (folder / "unet" / "diffusion_pytorch_model.bin").write_bytes(pickle.dumps(1))
    (folder / "evil.py").write_text("raise SystemExit")
    found = recognise(folder)
    assert (found.spec.family, found.spec.backend, found.spec.name) == ("sdxl", "diffusers", "管线")
    assert not [f for f in found.files if f.endswith((".bin", ".py"))]
    assert "unet/diffusion_pytorch_model.safetensors" in found.files


def test_a_diffusers_folder_with_pickles_only_is_refused(tmp_path: Path) -> None:
    folder = diffusers_folder(tmp_path / "p")
    (folder / "unet" / "diffusion_pytorch_model.safetensors").unlink()
    (folder / "unet" / "diffusion_pytorch_model.bin").write_bytes(pickle.dumps(1))
    with pytest.raises(ModelError) as caught:
        recognise(folder)
    assert caught.value.info.code == "model-pickle"


def test_a_diffusers_folder_that_is_not_whole_or_brings_code(tmp_path: Path) -> None:
    folder = diffusers_folder(tmp_path / "p")
    weights = folder / "unet" / "diffusion_pytorch_model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-2])
    with pytest.raises(ModelError, match="missing at its end"):
        recognise(folder)
    diffusers_folder(folder)
    (folder / "scheduler" / "scheduler_config.json").unlink()
    (folder / "scheduler").rmdir()
    with pytest.raises(ModelError, match="scheduler"):
        recognise(folder)
    index = {"_class_name": "StableDiffusionPipeline", "unet": ["my_code", "Unet"]}
    (folder / "model_index.json").write_text(json.dumps(index))
    with pytest.raises(ModelError, match="program code"):
        recognise(folder)


def test_only_half_precision_weights_are_named_as_a_variant(tmp_path: Path) -> None:
    folder = diffusers_folder(tmp_path / "p")
    weights = folder / "unet" / "diffusion_pytorch_model.safetensors"
    weights.rename(folder / "unet" / "diffusion_pytorch_model.fp16.safetensors")
    assert recognise(folder).spec.options["variant"] == "fp16"


def transformers_folder(folder: Path, architecture: str = "LlamaForCausalLM") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    config = {"architectures": [architecture], "model_type": "llama", "max_position_embeddings": 2048}
    (folder / "config.json").write_text(json.dumps(config))
    (folder / "tokenizer.json").write_text("{}")
    write_safetensors(folder / "model.safetensors", {"w": (4,)})
    return folder


def test_transformers_folders(tmp_path: Path) -> None:
    found = recognise(transformers_folder(tmp_path / "lm"))
    assert (found.spec.backend, found.spec.family) == ("transformers", "llama")
    assert found.spec.options == {"chat_template": False, "trained_context": 2048}
    with pytest.raises(ModelError, match="BertModel"):
        recognise(transformers_folder(tmp_path / "bert", "BertModel"))
    shards = transformers_folder(tmp_path / "shards")
    index = {"weight_map": {"a": "model.safetensors", "b": "model-00002.safetensors"}}
    (shards / "model.safetensors.index.json").write_text(json.dumps(index))
    with pytest.raises(ModelError, match="model-00002"):
        recognise(shards)
    (tmp_path / "empty").mkdir()
    with pytest.raises(ModelError, match="neither"):
        recognise(tmp_path / "empty")


def test_import_twice_is_one_model_and_another_file_gets_another_id(library: Library, tmp_path: Path) -> None:
    file = write_gguf(tmp_path / "m.gguf", {"general.architecture": "llama", "general.name": "Ein Modell"})
    first = library.import_path(file)
    assert first.spec.id == "ein-modell" and library.import_path(file).spec.id == "ein-modell"
    other = write_gguf(tmp_path / "n.gguf", {"general.architecture": "llama", "general.name": "Ein Modell"}, {"x": 8})
    copied = library.import_path(other, copy=True)
    assert copied.spec.id.startswith("ein-modell-") and not copied.linked
    other.unlink()
    assert library.verify(copied.spec.id) == [] and len(library.installed()) == 2


def test_a_linked_file_that_changed_is_damaged(library: Library, tmp_path: Path) -> None:
    file = write_gguf(tmp_path / "m.gguf", {"general.architecture": "llama"})
    model = library.import_path(file, name="my model")
    file.write_bytes(file.read_bytes()[:-1])
    with pytest.raises(ModelError) as caught:
        library.get(model.spec.id)
    assert caught.value.info.code == "model-damaged"


def test_the_family_of_nothing_is_none() -> None:
    assert isinstance(families.detect(safetensors.Header({}, {})), Phrase)
