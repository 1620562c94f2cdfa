"""Pictures of other programs, their metadata written to the published formats (tests/fixtures/metadata)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from studio.metadata import Found, read
from studio.metadata.found import Use
from studio.metadata.reading import read_text
from tests.support import samples

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "metadata"
NO_USES: tuple[Use, ...] = ()

SAID: dict[str, tuple[str, str, dict[str, Any], tuple[Use, ...]]] = {
    # fixture: PNG key, program, some of its settings, the models beside the main one
    "a1111.txt": (
        "parameters",
        "A1111",
        {
            "negative": "easynegative, dog,\nbad hands",
            "scheduler": "DPM++ 2M",
            "schedule": "Karras",
            "guidance": "6.5",
            "seed": "1234567890",
            "width": 512,
            "height": 768,
            "model": "v1-5-pruned-emaonly",
            "model_hash": "6ce0161689",
            "vae": "vae-ft-mse-840000-ema-pruned.safetensors",
            "vae_hash": "735e4c3a44",
            "variation": "0.15",
            "variation_seed": "42",
            "clip_skip": 1,
            "hires_scale": "2",
            "hires_steps": "15",
            "hires_strength": "0.45",
            "hires_upscaler": "R-ESRGAN 4x+",
        },
        (
            Use("lora", "ink_wash_v2", "1a2b3c4d5e6f"),
            Use("lora", "fog", "0f1e2d3c4b5a"),
            Use("embedding", "easynegative", "c74b4e810b03"),
            Use("controlnet", "control_v11p_sd15_canny", "d14c016b", 0.9, 0.0, 0.8, "canny"),
            Use("ip-adapter", "ip-adapter_sd15_plus", "32cd8f7f", 0.6, 0.0, 1.0, "ip-adapter_clip_sd15"),
        ),
    ),
    "a1111_older.txt": (
        "parameters",
        "A1111",
        {"task": "inpaint", "strength": "0.6", "scheduler": "DPM++ 2M SDE Karras", "prompt": "一只猫坐在窗边, 水彩"},
        NO_USES,
    ),
    "forge_flux.txt": (
        "parameters",
        "A1111",
        {"guidance": "3.5", "schedule": "Simple", "model_hash": "c161224931"},
        (Use("lora", "tea_style", "9f8e7d6c5b"),),
    ),
    "invokeai_3.json": (
        "invokeai_metadata",
        "InvokeAI",
        {"prompt": "一座桥, bridge at dawn", "model": "dreamshaper_8", "vae": "sd-vae-ft-mse", "clip_skip": 1},
        (
            Use("lora", "ink", "", 0.75),
            Use("controlnet", "canny", "", 0.75, 0.0, 0.9, "", "c0ffee.png"),
            Use("ip-adapter", "ip_adapter_sd15", "", 0.5, 0.0, 1.0, "", "face.png"),
        ),
    ),
    "invokeai_5.json": (
        "invokeai_metadata",
        "InvokeAI",
        {"task": "image-to-image", "strength": 0.4, "model": "Juggernaut XL", "seamless": "x"},
        (
            Use("lora", "Pixel Art XL", "00aa11bb22cc33dd44ee55ff66770088990011223344556677889900aabbccdd", 1.1),
            Use("controlnet", "Canny SDXL", "", 0.6, 0.1, 0.7),
            Use("ip-adapter", "Standard Reference (IP Adapter ViT-H)", "", 0.8, 0.0, 1.0, "", "look.png"),
        ),
    ),
    "invokeai_2.json": (
        "sd-metadata",
        "InvokeAI",
        {"prompt": "a fox in snow", "negative": "blurry, text", "scheduler": "k_euler_a", "seamless": "both",
         "variation": 0.2, "variation_seed": 11, "model": "stable-diffusion-1.5"},
        NO_USES,
    ),
    "comfyui_sdxl.json": (
        "prompt",
        "ComfyUI",
        {"prompt": "a boat, 水墨", "negative": "embedding:BadHands, text", "seed": 721897303308196, "steps": 25,
         "guidance": 6.0, "scheduler": "dpmpp_2m", "schedule": "karras", "width": 1024, "height": 768, "clip_skip": 1,
         "model": "SDXL/sd_xl_base_1.0.safetensors", "vae": "sdxl_vae.safetensors"},
        (
            Use("lora", "ink.safetensors", "", 0.7),
            Use("lora", "detail.safetensors", "", 0.3),
            Use("controlnet", "canny_sdxl.safetensors", "", 0.85, 0.0, 0.6, "Canny", "boat.png"),
            Use("embedding", "BadHands"),
        ),
    ),
    "comfyui_flux.json": (
        "prompt",
        "ComfyUI",
        {"prompt": "a glass of tea", "guidance": 3.5, "seed": 219670278747233, "steps": 20, "scheduler": "euler",
         "schedule": "simple", "model": "flux1-dev.safetensors", "width": 1024, "height": 1024},
        (Use("lora", "tea.safetensors", "", 0.9),),
    ),
    "comfyui_hires.json": (
        "prompt",
        "ComfyUI",
        {"seed": 8, "width": 512, "hires_scale": 2.0, "hires_strength": 0.4, "hires_steps": 12, "negative": "blurry",
         "hires_upscaler": "RealESRGAN_x4plus.safetensors"},
        NO_USES,
    ),
    "comfyui_workflow.json": (
        "workflow",
        "ComfyUI",
        {"prompt": "beautiful scenery, 山", "negative": "text, watermark", "seed": 156680208, "steps": 20, "guidance": 8,
         "scheduler": "euler", "schedule": "normal", "width": 512, "height": 640,
         "model": "v1-5-pruned-emaonly.safetensors"},
        (Use("lora", "ink.safetensors", "", 0.55),),
    ),
    "swarmui.json": (
        "parameters",
        "SwarmUI",
        {"prompt": "a photo of a 猫", "schedule": "karras", "vae": "sdxl_vae", "variation": 0.1, "hires_scale": 1.5,
         "hires_strength": 0.4, "hires_upscaler": "4x-UltraSharp.safetensors", "seamless": "x", "clip_skip": 1,
         "model_hash": "d7a9105a900fd52748f20725fe52fe52b507fd36bee4fc107b1550a26e6ee1d7"},
        (
            Use("lora", "styles/ink", "a53c55a09f8e7d6c5b4a39281706f5e4d3c2b1a0ffeeddccbbaa998877665544", 0.4),
            Use("lora", "turbo", "", 1.0),
            Use("controlnet", "canny_xl", "", 0.8, 0.1, 0.9, "Canny"),
        ),
    ),
    "fooocus.json": (
        "parameters",
        "Fooocus",
        {"prompt": "a paper crane, cinematic still a paper crane . film grain", "width": 1152, "height": 896,
         "scheduler": "dpmpp_2m_sde_gpu", "schedule": "karras", "seed": "8640221", "model_hash": "aeb7e9e689"},
        (
            Use("lora", "sd_xl_offset_example-lora_1.0", "4852686128f9", 0.1),
            Use("lora", "origami", "123456789abc", 0.7),
        ),
    ),
    "stability_matrix.json": (
        "parameters-json",
        "Stability Matrix",
        {"prompt": "a garden", "negative": "people", "guidance": 5.5, "model": "ExampleMix7"},
        NO_USES,
    ),
}  # fmt: skip


def _text(name: str) -> str:
    return (FIXTURES / name).read_text(encoding="utf-8")


def _check(found: Found, name: str) -> None:
    _, program, settings, uses = SAID[name]
    assert found.source == program and not found.notes
    assert found.settings | settings == found.settings
    assert found.uses == uses


@pytest.mark.parametrize("name", SAID)
def test_a_png_of_another_program(name: str, tmp_path: Path) -> None:
    info = PngInfo()
    info.add_itxt(SAID[name][0], _text(name))
    Image.fromarray(samples.pixels()).save(tmp_path / "图.png", pnginfo=info)
    _check(read(tmp_path / "图.png"), name)


@pytest.mark.parametrize("name", [name for name, said in SAID.items() if said[0] == "parameters"])
@pytest.mark.parametrize("suffix", ["jpg", "webp"])
@pytest.mark.parametrize("order", ["utf-16-be", "utf-16-le"])
def test_the_same_in_the_comment_of_jpeg_and_webp(name: str, suffix: str, order: str, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9286] = b"UNICODE\0" + _text(name).encode(order)
    Image.fromarray(samples.pixels()).save(tmp_path / f"a.{suffix}", exif=exif)
    _check(read(tmp_path / f"a.{suffix}"), name)


@pytest.mark.parametrize(("tag", "key", "name"), [(0x0110, "prompt", "comfyui_sdxl.json"), (0x010F, "workflow", "comfyui_workflow.json"), (0x010E, "Workflow", "comfyui_workflow.json")])  # fmt: skip
def test_comfyui_in_a_webp(tag: int, key: str, name: str, tmp_path: Path) -> None:
    exif = Image.Exif()
    # As ComfyUI writes it: JSON with everything but ASCII escaped.
    exif[tag] = f"{key}:{json.dumps(json.loads(_text(name)))}"
    Image.fromarray(samples.pixels()).save(tmp_path / "a.webp", exif=exif)
    _check(read(tmp_path / "a.webp"), name)


@pytest.mark.parametrize("name", ["a1111.txt", "fooocus.json", "swarmui.json", "comfyui_sdxl.json", "draw_things.json"])
def test_the_same_text_from_the_clipboard(name: str) -> None:
    found = read_text(_text(name))
    assert found.settings["prompt"] and found.settings["steps"]


def test_draw_things_in_xmp(tmp_path: Path) -> None:
    import html

    packet = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="r"><rdf:Description xmlns:exif="e"><exif:UserComment>'
        f'<rdf:Alt><rdf:li xml:lang="x-default">{html.escape(_text("draw_things.json"))}</rdf:li></rdf:Alt>'
        "</exif:UserComment></rdf:Description></rdf:RDF></x:xmpmeta>"
    )
    info = PngInfo()
    info.add_itxt("XML:com.adobe.xmp", packet)
    Image.fromarray(samples.pixels()).save(tmp_path / "a.png", pnginfo=info)
    Image.fromarray(samples.pixels()).save(tmp_path / "a.jpg", xmp=packet.encode())
    for found in (read(tmp_path / "a.png"), read(tmp_path / "a.jpg")):
        assert found.source == "Draw Things" and found.settings["prompt"] == "a <lake> & 湖"
        # Their size is the enlarged one.
        assert (found.settings["width"], found.settings["hires_scale"]) == (512, 2.0)
        assert found.uses == (
            Use("lora", "ink_lora_f16.ckpt", "", 0.6),
            Use("controlnet", "controlnet_canny_1.x_v1.1_f16.ckpt", "", 0.8, 0.0, 0.5),
        )


def test_the_first_invokeai_kept_a_command_line(tmp_path: Path) -> None:
    info = PngInfo()
    info.add_text("Dream", '"a \\"red\\" fox [fog]" -s 50 -S 1234 -W 512 -H 384 -C 7.5 -A k_lms -f 0.4')
    Image.fromarray(samples.pixels()).save(tmp_path / "a.png", pnginfo=info)
    assert read(tmp_path / "a.png").settings == {
        "prompt": 'a "red" fox', "negative": "fog", "steps": "50", "seed": "1234", "width": "512", "height": "384",
        "guidance": "7.5", "scheduler": "k_lms", "strength": "0.4",
    }  # fmt: skip


def test_the_comment_of_a_gif(tmp_path: Path) -> None:
    frames = [Image.fromarray(samples.pixels(seed=n)) for n in range(3)]
    frames[0].save(tmp_path / "a.gif", save_all=True, append_images=frames[1:], comment=_text("a1111.txt").encode())
    _check(read(tmp_path / "a.gif"), "a1111.txt")


def test_fooocus_in_the_way_of_a1111() -> None:
    text = (
        "a paper crane, film grain\nNegative prompt: text\nSteps: 30, Sampler: DPM++ 2M SDE Karras, Seed: 5, "
        "Size: 1152x896, CFG scale: 4, Model: juggernautXL, Model hash: aeb7e9e689, Scheduler: karras, "
        'Lora hashes: "origami: 123456789abc", Lora weights: "origami: 0.7", Version: Fooocus v2.5.5'
    )
    found = read_text(text)
    assert found.source == "Fooocus" and found.uses == (Use("lora", "origami", "", 0.7),)


def test_guidance_and_seed_from_other_nodes() -> None:
    """Values that come through primitives, reroutes and switches, texts that other nodes join."""
    graph = {
        "1": {"class_type": "KSampler", "inputs": {"seed": ["2", 0], "steps": ["3", 0], "cfg": 2, "sampler_name": "lcm",
              "scheduler": "sgm_uniform", "denoise": 1, "positive": ["4", 0], "negative": ["9", 1], "model": ["8", 0]}},
        "2": {"class_type": "Reroute", "inputs": {"": ["5", 0]}},
        "5": {"class_type": "Seed (rgthree)", "inputs": {"seed": 99}},
        "3": {"class_type": "PrimitiveInt", "inputs": {"value": 6}},
        "4": {"class_type": "CLIPTextEncode", "inputs": {"text": ["6", 0], "clip": ["8", 1]}},
        "6": {"class_type": "Text Concatenate", "inputs": {"delimiter": ", ", "text_a": ["7", 0], "text_b": "一座塔"}},
        "7": {"class_type": "Text Multiline", "inputs": {"text": "a tower"}},
        "8": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "x.safetensors"}},
        "9": {"class_type": "ControlNetApplyAdvanced", "inputs": {"positive": ["4", 0], "negative": ["10", 0],
              "control_net": ["11", 0], "strength": 1.0}},
        "10": {"class_type": "CLIPTextEncode", "inputs": {"text": "fog"}},
        "11": {"class_type": "ControlNetLoader", "inputs": {"control_net_name": "c.safetensors"}},
    }  # fmt: skip
    found = read_text(json.dumps(graph))
    assert found.settings["seed"] == 99 and found.settings["steps"] == 6
    assert found.settings["prompt"] == "a tower, 一座塔" and found.settings["negative"] == "fog"


def test_image_to_image_and_inpainting_are_told_apart_in_a_graph() -> None:
    graph: dict[str, Any] = {
        "1": {"class_type": "KSampler", "inputs": {"seed": 1, "denoise": 0.5, "latent_image": ["2", 0]}},
        "2": {"class_type": "VAEEncode", "inputs": {"pixels": ["3", 0]}},
        "3": {"class_type": "LoadImage", "inputs": {"image": "a.png"}},
    }
    assert read_text(json.dumps(graph)).settings["task"] == "image-to-image"
    graph["2"]["class_type"] = "VAEEncodeForInpaint"
    assert read_text(json.dumps(graph)).settings["task"] == "inpaint"
