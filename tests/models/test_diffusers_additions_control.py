"""ControlNets and T2I-Adapters: for every task, several at once, from start to end, off again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from studio.core.errors import ModelError
from studio.core.models import InstalledModel
from studio.core.pictures import ControlUnit, LoraUse, Margins
from studio.core.requests import InputRef
from studio.worker.backends.diffusion import runtime
from studio.worker.context import JobCancelled
from tests.support import tiny_additions, tiny_pipelines
from tests.support.drawing import SMALL, Easel, data, notes, pixels, stripes

TASKS = ("text-to-image", "image-to-image", "inpaint")


def controlnet(easel: Easel, family: str, seed: int = 1, name: str = "") -> InstalledModel:
    """A ControlNet of the family whose layers, zero before training, do something."""
    import torch
    from diffusers import ControlNetModel, FluxControlNetModel, SD3ControlNetModel

    folder = easel.root / "control" / (name or f"{family}-{seed}")
    if not folder.exists():
        pipe = tiny_pipelines.build(family)

        def make() -> Any:
            if family == "sd3":
                net = SD3ControlNetModel.from_transformer(
                    pipe.transformer,
                    num_layers=1,
                    num_extra_conditioning_channels=0,
                    load_weights_from_transformer=False,
                )
            elif family == "flux":
                net = FluxControlNetModel.from_transformer(
                    pipe.transformer,
                    num_layers=1,
                    num_single_layers=1,
                    attention_head_dim=16,
                    num_attention_heads=2,
                    load_weights_from_transformer=False,
                )
            else:
                net = ControlNetModel.from_unet(
                    pipe.unet, conditioning_embedding_out_channels=(8, 16), load_weights_from_unet=False
                )
            for parameter in net.parameters():
                if not parameter.any():
                    torch.nn.init.normal_(parameter, std=0.3)
            return net

        with runtime.quiet():
            tiny_additions.seeded(make, seed).save_pretrained(folder, safe_serialization=True)
    kind = {"sd3": "SD3ControlNetModel", "flux": "FluxControlNetModel"}.get(family, "ControlNetModel")
    return tiny_additions.installed(folder, "controlnet", **{"class": kind})


def adapter(easel: Easel, seed: int = 1, channels: int = 3, name: str = "", **more: Any) -> InstalledModel:
    from diffusers import T2IAdapter

    folder = easel.root / "adapters" / (name or f"adapter-{seed}-{channels}")
    values: dict[str, Any] = {"in_channels": channels, "channels": [16, 32, 32, 32], "num_res_blocks": 1}
    values |= {"downscale_factor": 4, "adapter_type": "full_adapter_xl", **more}
    made = tiny_additions.seeded(lambda: T2IAdapter(**values), seed)
    for parameter in made.parameters():
        parameter.data *= 3
    made.save_pretrained(folder, safe_serialization=True)
    return tiny_additions.installed(folder, "t2i-adapter", channels=channels)


@pytest.fixture(scope="module")
def inputs(easel: Easel) -> dict[str, InputRef]:
    mask = np.zeros((48, 64), np.uint8)
    mask[8:40, 8:40] = 255
    return {
        "map": easel.picture("map", stripes(96, 96), "control-1"),
        "other": easel.picture("other", 255 - stripes(40, 70), "control-2"),
        "source": easel.picture("source", stripes(64, 48)),
        "mask": easel.picture("mask", mask, "mask"),
    }


def task_values(task: str, inputs: dict[str, InputRef], *maps: str) -> dict[str, Any]:
    given = [inputs[name] for name in maps]
    if task != "text-to-image":
        given.append(inputs["source"])
    if task == "inpaint":
        given.append(inputs["mask"])
    sized = SMALL if task == "text-to-image" else {}
    return {"task": task, "inputs": tuple(given), "strength": 0.9, **sized}


def unit(model: InstalledModel, n: int = 1, **more: Any) -> ControlUnit:
    return ControlUnit(model=model.spec.id, input=f"control-{n}", **more)


@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize("family", ["sd15", "sdxl", "flux"])
def test_a_controlnet_steers_every_task(easel: Easel, inputs: dict[str, InputRef], family: str, task: str) -> None:
    model, values = controlnet(easel, family), task_values(task, inputs, "map")
    plain = data(easel.draw(family, **values))
    found = easel.draw(family, models=[model], control=(unit(model),), **values)
    half = easel.draw(family, models=[model], control=(unit(model, weight=0.5),), **values)
    assert len({plain, data(found), data(half)}) == 3
    assert pixels(found).shape == pixels(half).shape == np.asarray(easel_size(plain)).shape
    assert data(easel.draw(family, models=[model], control=(unit(model, weight=0.0),), **values)) == plain
    assert data(easel.draw(family, **values)) == plain
    assert data(easel.again(family, found, models=[model])) == data(found)


def easel_size(png: bytes) -> np.ndarray:
    import io

    return np.asarray(Image.open(io.BytesIO(png)))


def test_sd3_is_steered_from_text_alone_and_says_so(easel: Easel, inputs: dict[str, InputRef]) -> None:
    model = controlnet(easel, "sd3")
    values = task_values("text-to-image", inputs, "map")
    plain = data(easel.draw("sd3", **values))
    found = easel.draw(
        "sd3",
        models=[model, controlnet(easel, "sd3", 2)],
        control=(unit(model), unit(controlnet(easel, "sd3", 2), 2)),
        **{**values, "inputs": (inputs["map"], inputs["other"])},
    )
    assert data(found) != plain and data(easel.draw("sd3", **values)) == plain
    with pytest.raises(ModelError, match="do not work for image-to-image"):
        easel.draw("sd3", models=[model], control=(unit(model),), **task_values("image-to-image", inputs, "map"))


@pytest.mark.parametrize("family", ["sd15", "flux"])
def test_several_controlnets_each_with_its_weight(easel: Easel, inputs: dict[str, InputRef], family: str) -> None:
    one, two = controlnet(easel, family, 1), controlnet(easel, family, 2)
    values = task_values("text-to-image", inputs, "map", "other")

    def draw(*units: ControlUnit) -> bytes:
        return data(easel.draw(family, models=[one, two], control=units, **values))

    both = draw(unit(one), unit(two, 2, weight=0.7))
    alone = draw(unit(one))
    assert both != alone
    assert draw(unit(one), unit(two, 2, weight=0.0)) == alone
    assert draw(unit(one), unit(two, 2, weight=0.7)) == both


@pytest.mark.parametrize("kind", ["controlnet", "t2i-adapter"])
def test_start_and_end_are_shares_of_the_steps(easel: Easel, inputs: dict[str, InputRef], kind: str) -> None:
    model = controlnet(easel, "sd15") if kind == "controlnet" else adapter(easel)
    values = task_values("text-to-image", inputs, "map")

    def draw(start: float, end: float) -> bytes:
        return data(easel.draw("sd15", models=[model], control=(unit(model, start=start, end=end),), **values))

    assert len({draw(0.0, 1.0), draw(0.0, 0.5), draw(0.5, 1.0)}) == 3
    # Four steps: no step lies wholly in so short a time.
    assert draw(0.3, 0.4) == data(easel.draw("sd15", **values))


def test_the_map_is_made_from_the_picture_when_asked(easel: Easel, inputs: dict[str, InputRef]) -> None:
    from studio.pixels.pictures import Picture, read_picture
    from studio.worker.images.control_maps import make_map
    from studio.worker.images.sizes import cover

    model, values = controlnet(easel, "sd15"), task_values("text-to-image", inputs, "map")
    asked = ControlUnit(model=model.spec.id, preprocessor="canny", low=20, high=60)
    # At the size that is drawn: a map that is scaled afterwards has lines of grey.
    small = Picture(cover(read_picture(inputs["map"].path).rgb, (values["width"], values["height"])))
    made = make_map("canny", small, asked)
    ready = easel.picture("ready", made, "control-1")
    found = easel.draw("sd15", models=[model], control=(asked,), **values)
    assert data(found) == data(
        easel.draw("sd15", models=[model], control=(unit(model),), **{**values, "inputs": (ready,)})
    )
    assert data(found) != data(easel.draw("sd15", models=[model], control=(unit(model),), **values))


def test_a_depth_map_is_estimated_and_the_estimator_kept_in_the_recipe(
    easel: Easel, inputs: dict[str, InputRef]
) -> None:
    from tests.support import tiny_vision

    estimator = tiny_additions.installed(tiny_vision.make(easel.root / "depth", tiny_vision.depth_anything), "depth")
    model, values = controlnet(easel, "sd15"), task_values("text-to-image", inputs, "map")
    asked = ControlUnit(model=model.spec.id, preprocessor="depth")
    found = easel.draw("sd15", models=[model, estimator], control=(asked,), **values)
    assert data(found) != data(easel.draw("sd15", models=[model], control=(unit(model),), **values))
    assert [use.id for use in found.results[0].recipe.additions] == [model.spec.id, "depth"]
    with pytest.raises(ModelError, match="a model that estimates depth"):
        easel.draw("sd15", models=[model], control=(asked,), **values)


def test_for_outpaint_the_map_of_the_source_lies_where_the_source_does(
    easel: Easel, inputs: dict[str, InputRef]
) -> None:
    model = controlnet(easel, "sd15")
    small, wide = stripes(64, 48), np.zeros((48, 80, 3), np.uint8)
    wide[:, :64] = small
    drawn = [
        data(
            easel.draw(
                "sd15",
                models=[model],
                control=(unit(model),),
                task="outpaint",
                width=80,
                height=48,
                extend=Margins(right=16),
                inputs=(inputs["source"], easel.picture(f"map-{n}", shown, "control-1")),
            )
        )
        for n, shown in enumerate((small, wide))
    ]
    assert drawn[0] == drawn[1]


@pytest.mark.parametrize("task", TASKS)
def test_a_t2i_adapter_steers_every_task_even_beside_a_controlnet(
    easel: Easel, inputs: dict[str, InputRef], task: str
) -> None:
    model, net = adapter(easel), controlnet(easel, "sd15")
    values = task_values(task, inputs, "map", "other")
    plain = data(easel.draw("sd15", **values))
    found = easel.draw("sd15", models=[model], control=(unit(model),), **values)
    beside = easel.draw("sd15", models=[model, net], control=(unit(model), unit(net, 2)), **values)
    assert len({plain, data(found), data(beside)}) == 3
    assert data(easel.draw("sd15", **values)) == plain
    assert data(easel.again("sd15", beside, models=[model, net])) == data(beside)


def test_a_t2i_adapter_gives_what_diffusers_own_pipeline_gives(easel: Easel, inputs: dict[str, InputRef]) -> None:
    import torch
    from diffusers import StableDiffusionAdapterPipeline, T2IAdapter

    model = adapter(easel)
    found = easel.draw(
        "sd15", models=[model], control=(unit(model, weight=0.8),), **task_values("text-to-image", inputs, "map")
    )
    parts = dict(tiny_pipelines.build("sd15").components)
    theirs = StableDiffusionAdapterPipeline(
        **{n: p for n, p in parts.items() if n != "image_encoder"},
        adapter=T2IAdapter.from_pretrained(model.folder),
        requires_safety_checker=False,
    )
    theirs.set_progress_bar_config(disable=True)
    from studio.worker.images.sizes import cover

    shown = Image.fromarray(cover(stripes(96, 96), (32, 32)))
    with runtime.quiet():
        drawn = theirs(
            "a red car", image=shown, width=32, height=32, num_inference_steps=4, guidance_scale=7.5,
            adapter_conditioning_scale=0.8, generator=torch.Generator("cpu").manual_seed(7), output_type="np",
        ).images[0]  # fmt: skip
    assert np.abs(np.rint(drawn * 255) - pixels(found)).max() <= 1


def test_adapters_for_grey_maps_and_a_single_file_controlnet(easel: Easel, inputs: dict[str, InputRef]) -> None:
    from safetensors.torch import load_file

    values = task_values("text-to-image", inputs, "map")
    grey = adapter(easel, channels=1)
    assert data(easel.draw("sd15", models=[grey], control=(unit(grey),), **values)) != data(
        easel.draw("sd15", **values)
    )
    net = controlnet(easel, "sd15")
    weights = load_file(Path(net.folder) / "diffusion_pytorch_model.safetensors")
    file = tiny_additions.installed(tiny_additions.write(easel.root / "canny.safetensors", weights), "controlnet")
    assert data(easel.draw("sd15", models=[file], control=(unit(file),), **values)) == data(
        easel.draw("sd15", models=[net], control=(unit(net),), **values)
    )


def test_control_works_with_outpaint_a_lora_and_the_savers_of_memory(easel: Easel, inputs: dict[str, InputRef]) -> None:
    from tests.support.tiny_additions import lora, peft

    net, model = controlnet(easel, "sd15"), adapter(easel)
    pipe = tiny_pipelines.build("sd15")
    path = tiny_additions.write(easel.root / "beside.safetensors", lora(pipe.unet, peft("unet"), "attn2.to_k"))
    change = tiny_additions.installed(path, "lora")
    values = {
        "task": "outpaint",
        "inputs": (inputs["source"], inputs["map"], inputs["other"]),
        "extend": Margins(right=16),
    }
    control = (unit(net), unit(model, 2))
    plain = data(easel.draw("sd15", **values))
    found = easel.draw("sd15", models=[net, model], control=control, **values)
    assert pixels(found).shape == (48, 80, 3) and data(found) != plain
    with_lora = easel.draw(
        "sd15", models=[net, model, change], control=control, loras=(LoraUse(model="beside"),), **values
    )
    assert data(with_lora) != data(found)
    saved = easel.draw(
        "sd15", models=[net, model], control=control, fast=("one-at-a-time", "sliced-attention"), **values
    )
    assert np.abs(pixels(saved).astype(int) - pixels(found)).max() <= 2 and "left out" not in notes(saved)
    assert data(easel.draw("sd15", **values)) == plain


def test_a_cancel_takes_control_off(easel: Easel, inputs: dict[str, InputRef]) -> None:
    net, model = controlnet(easel, "sd15"), adapter(easel)
    values = task_values("text-to-image", inputs, "map", "other")
    plain = data(easel.draw("sd15", **values))
    with pytest.raises(JobCancelled):
        easel.draw("sd15", models=[net, model], control=(unit(net), unit(model, 2)), steps=20, stop_after=20, **values)
    assert data(easel.draw("sd15", **values)) == plain


def test_what_does_not_fit_is_refused_and_nothing_stays(easel: Easel, inputs: dict[str, InputRef]) -> None:
    import torch
    from safetensors.torch import load_file

    values = task_values("text-to-image", inputs, "map")
    plain = data(easel.draw("sd15", **values))
    good = load_file(Path(controlnet(easel, "sd15").folder) / "diffusion_pytorch_model.safetensors")
    broken = {name: controlnet(easel, "sd15", name=name) for name in ("cut", "lost", "nan", "shape")}
    for name, tensors in (
        ("lost", {n: t for n, t in good.items() if "conv_in" not in n}),
        ("nan", {n: t * torch.nan for n, t in good.items()}),
        ("shape", {n: t[..., :1] for n, t in good.items()}),
    ):
        tiny_additions.write(Path(broken[name].folder) / "diffusion_pytorch_model.safetensors", tensors)
    weights = Path(broken["cut"].folder) / "diffusion_pytorch_model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-40])
    half = tiny_additions.write(easel.root / "half-net.safetensors", dict(list(good.items())[:10]))
    for model, words in (
        (broken["cut"], "cut off"),
        (broken["lost"], "is missing"),
        (broken["nan"], "no numbers"),
        (broken["shape"], "does not work beside"),
        (tiny_additions.installed(half, "controlnet"), "is missing"),
        (controlnet(easel, "sdxl"), "does not work beside"),
        (adapter(easel, name="wide", channels=3, downscale_factor=8), "one of its stages"),
        (adapter(easel, name="five", channels=5), "5 channels"),
    ):
        with pytest.raises(ModelError, match=words):
            easel.draw("sd15", models=[model], control=(unit(model),), **values)
    assert data(easel.draw("sd15", **values)) == plain
    on_flux = adapter(easel)
    with pytest.raises(ModelError, match="models with a UNet"):
        easel.draw("flux", models=[on_flux], control=(unit(on_flux),), **values)


def test_the_second_pass_is_drawn_without_control(easel: Easel, inputs: dict[str, InputRef]) -> None:
    from studio.core.pictures import Hires

    net, model = controlnet(easel, "sd15"), adapter(easel)
    values = task_values("text-to-image", inputs, "map", "other")
    control = (unit(net), unit(model, 2))
    found = easel.draw("sd15", models=[net, model], control=control, hires=Hires(scale=2.0, strength=0.5), **values)
    assert pixels(found).shape == (64, 64, 3) and "refined in" in notes(found)
    assert data(easel.again("sd15", found, models=[net, model])) == data(found)


def test_the_original_names_of_controlnets_are_understood() -> None:
    """Those of lllyasviel/ControlNet, whose network reads maps with layers of 16 to 256 channels."""
    from diffusers import ControlNetModel

    from studio.worker.backends.diffusion.additions import controlnets
    from tests.support import checkpoints

    pipe = tiny_pipelines.build("sd15")
    net = ControlNetModel.from_unet(pipe.unet)
    original = checkpoints.controlnet_tensors(net)
    assert {n for n in original if n.startswith("input_hint_block.")} and set(original) & {"zero_convs.0.0.weight"}
    found = controlnets.renamed(original, net)
    assert {name: tuple(t.shape) for name, t in found.items()} == {
        n: tuple(t.shape) for n, t in net.state_dict().items()
    }
    assert all((found[name] == tensor).all() for name, tensor in net.state_dict().items())
