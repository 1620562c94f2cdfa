"""Pictures of every program taken over whole: from the file through the comparison to the Request that would run."""

from __future__ import annotations

import html
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from studio.core import requests
from studio.core.additions import PREPROCESSORS
from studio.core.models import InstalledModel
from studio.core.pictures import ControlUnit, Hires, LoraUse, ReferenceUse
from studio.core.recipes import ModelUse, Recipe
from studio.core.requests import ImageRequest, InputRef
from studio.library.builtin import TOOLS
from studio.metadata import Found, a1111_writing, embed, read
from studio.metadata.matching import KINDS
from studio.metadata.proposing import propose
from studio.metadata.reading import read_text
from studio.presenters.takeover import Takeover
from tests.support import samples
from tests.unit.metadata.test_matching import model
from tests.unit.metadata.test_programs import FIXTURES, SAID

Values = dict[str, Any]
NAMES = [*SAID, "draw_things.json"]
OLD: Values = {
    "prompt": "an old prompt",
    "negative": "old",
    "steps": 3,
    "guidance": 2.0,
    "scheduler": "LMS",
    "takes": 3,
    "loras": (LoraUse(model="old"),),
    "seamless": "y",
    "clip_skip": 4,
    "hires": Hires(scale=3.0),
    "model": "mine",
    "vae": "mine-vae",
}
"""What the tab has before: nothing of it may be left over but the takes, and the models that are missing."""

WANTED: dict[str, Values] = {
    "a1111.txt": {
        "prompt": "a lighthouse at dusk, (oil painting:1.2)\nsecond line, easynegative not here",
        "negative": "easynegative, dog,\nbad hands", "seed": 1234567890, "width": 512, "height": 768, "steps": 20,
        "guidance": 6.5, "clip_skip": 1, "variation": 0.15, "variation_seed": 42, "scheduler": "DPM++ 2M Karras",
        "model": "v1-5-pruned-emaonly", "vae": "vae-ft-mse-840000-ema-pruned",
        "hires": Hires(scale=2.0, strength=0.45, steps=15, upscaler="r-esrgan 4x+"),
        "loras": (LoraUse(model="ink_wash_v2", weight=0.8), LoraUse(model="fog", weight=0.3)),
        "embeddings": ("easynegative",),
        "control": (ControlUnit(model="control_v11p_sd15_canny", preprocessor="canny", weight=0.9, end=0.8),),
        "references": (ReferenceUse(model="ip-adapter_sd15_plus", weight=0.6),),
    },
    "a1111_older.txt": {
        "task": "inpaint", "strength": 0.6, "prompt": "一只猫坐在窗边, 水彩", "negative": "模糊", "seed": 5, "width": 640,
        "height": 640, "steps": 30, "guidance": 7.0, "scheduler": "DPM++ 2M SDE Karras", "model": "mix_v3",
    },
    "forge_flux.txt": {
        "prompt": "a poster of a tea house", "seed": 77, "width": 896, "height": 1152, "steps": 20, "guidance": 3.5,
        "scheduler": "Euler", "model": "flux1-dev-bnb-nf4", "loras": (LoraUse(model="tea_style"),),
    },
    "invokeai_3.json": {
        "prompt": "一座桥, bridge at dawn", "negative": "fog", "seed": 3141592653, "width": 768, "height": 512, "steps": 30,
        "guidance": 7.5, "clip_skip": 1, "scheduler": "DPM++ 2M Karras", "model": "dreamshaper_8", "vae": "sd-vae-ft-mse",
        "loras": (LoraUse(model="ink", weight=0.75),), "control": (ControlUnit(model="canny", weight=0.75, end=0.9),),
        "references": (ReferenceUse(model="ip_adapter_sd15", weight=0.5),),
    },
    "invokeai_5.json": {
        "task": "image-to-image", "strength": 0.4, "prompt": "a kettle", "seed": 9, "width": 1024, "height": 1024,
        "steps": 25, "guidance": 5.0, "seamless": "x", "scheduler": "Euler a", "model": "juggernaut xl",
        "loras": (LoraUse(model="pixel art xl", weight=1.1),),
        "control": (ControlUnit(model="canny sdxl", weight=0.6, start=0.1, end=0.7),),
        "references": (ReferenceUse(model="standard reference (ip adapter vit-h)", weight=0.8),),
    },
    "invokeai_2.json": {
        "prompt": "a fox in snow", "negative": "blurry, text", "seed": 3003, "width": 640, "height": 512, "steps": 50,
        "guidance": 7.5, "variation": 0.2, "variation_seed": 11, "seamless": "both", "scheduler": "Euler a",
        "model": "stable-diffusion-1.5",
    },
    "comfyui_sdxl.json": {
        "prompt": "a boat, 水墨", "negative": "BadHands, text", "seed": 721897303308196, "width": 1024, "height": 768, "steps": 25, "guidance": 6.0,
        "clip_skip": 1, "scheduler": "DPM++ 2M Karras", "model": "sd_xl_base_1.0", "vae": "sdxl_vae",
        "loras": (LoraUse(model="ink", weight=0.7), LoraUse(model="detail", weight=0.3)), "embeddings": ("badhands",),
        "control": (ControlUnit(model="canny_sdxl", preprocessor="canny", weight=0.85, end=0.6),),
    },
    "comfyui_flux.json": {
        "prompt": "a glass of tea", "seed": 219670278747233, "width": 1024, "height": 1024, "steps": 20, "guidance": 3.5, "scheduler": "Euler",
        "model": "flux1-dev", "loras": (LoraUse(model="tea", weight=0.9),),
    },
    "comfyui_hires.json": {
        "prompt": "a castle", "negative": "blurry", "seed": 8, "width": 512, "height": 512, "steps": 20, "guidance": 7.0,
        "scheduler": "Euler a", "model": "dreamshaper_8",
        "hires": Hires(scale=2.0, strength=0.4, steps=12, upscaler="realesrgan_x4plus"),
    },
    "comfyui_workflow.json": {
        "prompt": "beautiful scenery, 山", "negative": "text, watermark", "seed": 156680208, "width": 512, "height": 640,
        "steps": 20, "guidance": 8.0, "scheduler": "Euler", "model": "v1-5-pruned-emaonly",
        "loras": (LoraUse(model="ink", weight=0.55),),
    },
    "swarmui.json": {
        "prompt": "a photo of a 猫", "negative": "dog", "seed": 1, "width": 1024, "height": 1024, "steps": 20,
        "guidance": 7.0, "clip_skip": 1, "variation": 0.1, "variation_seed": 7, "seamless": "x",
        "scheduler": "DPM++ 2M Karras", "model": "sd_xl_base_1.0", "vae": "sdxl_vae",
        "hires": Hires(scale=1.5, strength=0.4, upscaler="4x-ultrasharp"),
        "loras": (LoraUse(model="ink", weight=0.4), LoraUse(model="turbo")),
        "control": (ControlUnit(model="canny_xl", preprocessor="canny", weight=0.8, start=0.1, end=0.9),),
    },
    "fooocus.json": {
        "prompt": "a paper crane, cinematic still a paper crane . film grain", "negative": "text, watermark, low quality",
        "seed": 8640221, "width": 1152, "height": 896, "steps": 30, "guidance": 4.0, "scheduler": "DPM++ 2M SDE Karras",
        "model": "juggernautxl_v8rundiffusion",
        "loras": (LoraUse(model="sd_xl_offset_example-lora_1.0", weight=0.1), LoraUse(model="origami", weight=0.7)),
    },
    "stability_matrix.json": {
        "prompt": "a garden", "negative": "people", "seed": 99, "width": 512, "height": 768, "steps": 25,
        "guidance": 5.5, "scheduler": "DPM++ 2M Karras", "model": "examplemix7",
    },
    "draw_things.json": {
        "prompt": "a <lake> & 湖", "negative": "fog", "seed": 42, "width": 512, "height": 512, "steps": 20,
        "guidance": 7.5, "clip_skip": 1, "scheduler": "DPM++ 2M Karras", "model": "sd_v1.5_f16",
        "hires": Hires(scale=2.0, strength=0.7), "loras": (LoraUse(model="ink_lora_f16", weight=0.6),),
        "control": (ControlUnit(model="controlnet_canny_1.x_v1.1_f16", weight=0.8, end=0.5),),
    },
}  # fmt: skip


def picture(name: str, folder: Path) -> Path:
    """A PNG of that program."""
    text = (FIXTURES / name).read_text(encoding="utf-8")
    info = PngInfo()
    if name == "draw_things.json":
        comment = f"<exif:UserComment><rdf:Alt><rdf:li>{html.escape(text)}</rdf:li></rdf:Alt></exif:UserComment>"
        info.add_itxt("XML:com.adobe.xmp", comment)
    else:
        info.add_itxt(SAID[name][0], text)
    path = folder / "图.png"
    Image.fromarray(samples.pixels()).save(path, pnginfo=info)
    return path


def before(**changes: Any) -> Values:
    values = requests.settings_of("image")
    values.update(task="text-to-image", inputs=(), seed=11)
    return {**values, **OLD, **changes}


def stand_ins(takeover: Takeover) -> list[InstalledModel]:
    """A model under the name that the file gives, for each that is missing."""
    needs = [line.need for line in takeover.missing if line.need is not None and line.need.kind != "file"]
    needs += [i.need for i in takeover.proposal.missing() if i.setting == "hires" and i.need is not None]
    stems = [
        (need.kind, need.name.rpartition("/")[2].removesuffix(".safetensors").removesuffix(".ckpt")) for need in needs
    ]
    return [model(stem, KINDS[kind][0]) for kind, stem in stems]


def taking(path: Path, models: list[InstalledModel]) -> Takeover:
    proposal = propose(read(path), models)
    assert proposal is not None
    return Takeover(proposal, before(), seed_locked=True, models=models)


@pytest.mark.parametrize("name", NAMES)
def test_everything_located_makes_exactly_the_request_of_the_file(name: str, tmp_path: Path) -> None:
    takeover = taking(picture(name, tmp_path), [TOOLS])
    models = stand_ins(takeover)
    takeover.models_changed([TOOLS, *models])
    assert {line.need.kind for line in takeover.missing if line.need} <= {"file"}
    for line in takeover.missing:
        takeover.choose(line.key, f"/pictures/{line.key}.png")
    assert not takeover.missing
    outcome = takeover.outcome()
    request = requests.build("image", {**before(), **outcome.values})
    assert isinstance(request, ImageRequest)
    roles = sorted(i.role for i in request.inputs)
    wanted = WANTED[name]
    task_roles = {"inpaint": ["mask", "source"], "image-to-image": ["source"]}.get(wanted.get("task", ""), [])
    units = [f"control-{n + 1}" for n in range(len(wanted.get("control", ())))]
    units += [f"reference-{n + 1}" for n in range(len(wanted.get("references", ())))]
    assert roles == sorted([*task_roles, *units])
    assert all(i.path == f"/pictures/input-{i.role}.png" for i in request.inputs)
    expected = msgspec.structs.replace(ImageRequest(), takes=3, seed=11, inputs=request.inputs)
    assert outcome.seed_locked is None  # it was kept before, and is now
    assert request == msgspec.structs.replace(expected, **wanted)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_missing_is_named_and_can_be_skipped(name: str, tmp_path: Path) -> None:
    takeover = taking(picture(name, tmp_path), [TOOLS])
    wanted = WANTED[name]
    named = {
        "model": {"model"},
        **({"vae": {"vae"}} if "vae" in wanted else {}),
        **{kind: {f"{start}-{n + 1}" for n in range(len(wanted.get(kind, ())))}
           for kind, start in (("loras", "lora"), ("embeddings", "embedding"), ("control", "control"), ("references", "reference"))},
    }  # fmt: skip
    missing = {line.key: line for line in takeover.missing}
    assert {key for key in missing if not key.startswith("input-")} == set().union(*named.values())
    for key, line in missing.items():
        assert line.need is not None and (line.need.name or key.startswith("input-"))
        takeover.tick(key, False)
    assert not takeover.missing
    outcome = takeover.outcome().values
    # The model of before stays; of the rest nothing is left, and the others are taken.
    assert "model" not in outcome and ("vae" in outcome) == ("vae" not in wanted)
    for setting in ("embeddings", "control", "references"):
        assert outcome.get(setting, ()) == ()
    assert outcome["loras"] == ()
    for setting in ("prompt", "steps", "guidance", "scheduler"):
        assert outcome[setting] == wanted[setting]
    values = {**before(), **outcome, "task": "text-to-image"}
    if values["hires"] is not None:
        assert values["hires"].upscaler == ""
    assert requests.build("image", values)


def test_a_picture_of_this_studio_is_taken_whole_from_the_file(tmp_path: Path) -> None:
    request = ImageRequest(
        task="inpaint",
        prompt="一只猫",
        negative="模糊",
        model="cat",
        seed=7,
        steps=4,
        strength=0.4,
        mask_grow=6,
        mask_feather=3,
        vae="sharp",
        embeddings=("easy",),
        loras=(LoraUse(model="ink", weight=0.7),),
        control=(ControlUnit(model="canny", preprocessor="canny", low=50, high=90),),
        references=(ReferenceUse(model="look", weight=0.3),),
        fast=("tiles",),
        inputs=tuple(
            InputRef(path=str(tmp_path / f"{role}.png"), role=role)
            for role in ("source", "mask", "control-1", "reference-1")
        ),
    )
    names = {
        "cat": "text-to-image",
        "sharp": "vae",
        "easy": "embedding",
        "ink": "lora",
        "canny": "controlnet",
        "look": "ip-adapter",
    }
    additions = tuple(ModelUse(id=name, name=name) for name in names if name != "cat")
    recipe = Recipe(request=request, kind="image", model=ModelUse(id="cat"), additions=additions)
    path = samples.make(tmp_path / "图.png")
    embed(path, path, recipe, "image")
    found = read(path)
    nothing = propose(found, [])
    assert nothing is not None
    keys = {item.key for item in nothing.missing()}
    assert {"model", "vae", "lora-1", "control-1", "reference-1", "input-source", "input-mask"} <= keys
    models = [model(name, task) for name, task in names.items()]
    proposal = propose(found, models, lambda ref: str(tmp_path / ref.path))
    assert proposal is not None and not proposal.missing()
    takeover = Takeover(proposal, before(), seed_locked=True, models=models)
    made = requests.build("image", {**before(), **takeover.outcome().values})
    assert made == msgspec.structs.replace(request, takes=3)


@pytest.mark.parametrize(("scale", "taken"), [(6.0, 4.0), (1.0, None), (2.5, 2.5)])
def test_a_second_pass_is_one_that_the_studio_can_do(scale: float, taken: float | None) -> None:
    proposal = propose(Found(settings={"prompt": "x", "hires_scale": scale}), [])
    assert proposal is not None
    request = requests.build("image", proposal.values())
    assert isinstance(request, ImageRequest)
    assert (request.hires.scale if request.hires else None) == taken
    assert [note.code for note in proposal.notes] == (["taken-nearest"] if scale > 4 else [])


def test_a_second_pass_does_not_follow_inpainting() -> None:
    inpaint = propose(Found(settings={"prompt": "x", "hires_scale": 2, "task": "inpaint"}), [])
    assert inpaint is not None and inpaint.values()["hires"] is None
    assert [note.code for note in inpaint.notes] == ["taken-not"]


def test_upscalers_are_known_by_the_names_of_others() -> None:
    ours = model("Real-ESRGAN x4plus", "upscale")
    for name in ("R-ESRGAN 4x+", "RealESRGAN_x4plus.pth", "realesrgan_x4plus_f16.ckpt"):
        proposal = propose(Found(settings={"prompt": "x", "hires_scale": 2, "hires_upscaler": name}), [ours])
        assert proposal is not None and proposal.values()["hires"].upscaler == ours.spec.id, name
        item = proposal.item("hires")
        assert item is not None and item.need is not None and item.need.name == name


@pytest.mark.parametrize("preprocessor", ["", *PREPROCESSORS])
def test_a_preprocessor_comes_back_from_the_name_it_has_elsewhere(preprocessor: str) -> None:
    request = ImageRequest(prompt="x", steps=4, seed=1, control=(ControlUnit(model="c", preprocessor=preprocessor),))
    words = a1111_writing.write(Recipe(request=request, kind="image"), 64, 64)
    if preprocessor in ("depth", "line", "blur", "colour", "grey"):
        assert f"Module: {preprocessor}\\u002c" not in words
    proposal = propose(read_text(words), [model("c", "controlnet")])
    assert proposal is not None and not proposal.notes
    assert [unit.preprocessor for unit in proposal.values()["control"]] == [preprocessor]


@pytest.mark.parametrize(
    ("size", "scale", "taken"),
    [((4096, 4096), 4, (4096, 4096, 2.9)), ((9000, 512), 2, (4096, 512, 2.0)), ((4096, 64), 0, (4096, 512, 0)),
     ((512, 768), 4, (512, 768, 4.0))],
)  # fmt: skip
def test_sizes_that_no_model_draws_are_brought_to_the_nearest(
    size: tuple[int, int], scale: float, taken: tuple[int, int, float]
) -> None:
    said = {"prompt": "x", "width": size[0], "height": size[1]} | ({"hires_scale": scale} if scale else {})
    proposal = propose(Found(settings=said), [])
    assert proposal is not None
    request = requests.build("image", {**proposal.values(), "task": "text-to-image"})
    assert isinstance(request, ImageRequest)
    assert (request.width, request.height, request.hires.scale if request.hires else 0) == taken
    assert bool(proposal.notes) == ((*size, scale) != taken)
