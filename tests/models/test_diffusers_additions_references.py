"""IP-Adapters: reference pictures beside the prompt, several at once, for every task, off again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from studio.core.errors import InputError, ModelError
from studio.core.models import InstalledModel
from studio.core.pictures import ControlUnit, Hires, ReferenceUse
from studio.core.requests import InputRef
from studio.worker.context import JobCancelled
from tests.models.test_diffusers_additions_control import controlnet
from tests.support import tiny_additions, tiny_pipelines
from tests.support.drawing import SMALL, Easel, data, notes, pixels, stripes
from tests.support.tiny_additions import Tensors

HIDDEN, PROJECTION = 32, 16


def encoder(folder: Path) -> Path:
    from transformers import CLIPVisionConfig, CLIPVisionModelWithProjection

    config = CLIPVisionConfig(
        hidden_size=HIDDEN, projection_dim=PROJECTION, intermediate_size=37, num_hidden_layers=3,
        num_attention_heads=4, image_size=32, patch_size=8,
    )  # fmt: skip
    tiny_additions.seeded(lambda: CLIPVisionModelWithProjection(config)).save_pretrained(folder)
    return folder


def weights(family: str, kind: str, strength: float = 2.0) -> Tensors:
    """An adapter in the names of its publisher (tencent-ailab/IP-Adapter)."""
    import torch
    from diffusers.models.embeddings import ImageProjection

    unet = tiny_pipelines.build(family).unet
    width = int(unet.config.cross_attention_dim)

    def make() -> Tensors:
        found: Tensors = {}
        if kind == "plain":
            projection = ImageProjection(image_embed_dim=PROJECTION, cross_attention_dim=width, num_image_text_embeds=4)
            found = {f"image_proj.{n.replace('image_embeds', 'proj')}": t for n, t in projection.state_dict().items()}
        else:
            shapes: dict[str, tuple[int, ...]] = {
                "latents": (1, 4, 16), "proj_in.weight": (16, HIDDEN), "proj_in.bias": (16,), "proj_out.weight": (width, 16),
                "proj_out.bias": (width,), "norm_out.weight": (width,), "norm_out.bias": (width,),
            }  # fmt: skip
            for n in range(4):
                shapes |= {
                    f"layers.{n}.0.{norm}.{part}": (16,) for norm in ("norm1", "norm2") for part in ("weight", "bias")
                }
                shapes |= {f"layers.{n}.0.to_q.weight": (64, 16), f"layers.{n}.0.to_kv.weight": (128, 16)}
                shapes |= {f"layers.{n}.0.to_out.weight": (16, 64), f"layers.{n}.1.0.weight": (16,)}
                shapes |= {
                    f"layers.{n}.1.0.bias": (16,),
                    f"layers.{n}.1.1.weight": (64, 16),
                    f"layers.{n}.1.3.weight": (16, 64),
                }
            found = {f"image_proj.{n}": torch.randn(shape) * 0.5 for n, shape in shapes.items()}
        cross = [name for name in unet.attn_processors if "attn2" in name]
        names = [name for name in unet.attn_processors if not name.endswith("attn1.processor")]
        assert cross == names
        modules = dict(unet.named_modules())
        for n, name in enumerate(cross):
            out = int(modules[name.removesuffix(".processor")].to_k.out_features)
            for part in ("k", "v"):
                found[f"ip_adapter.{2 * n + 1}.to_{part}_ip.weight"] = torch.randn(out, width) * strength / width**0.5
        return found

    result: Tensors = tiny_additions.seeded(make)
    return result


def adapter(
    easel: Easel, family: str, kind: str = "plain", name: str = "", tensors: Tensors | None = None
) -> InstalledModel:
    """An adapter with its encoder beside it."""
    folder = easel.root / "references" / (name or f"{family}-{kind}")
    if not (folder / "image_encoder").exists():
        encoder(folder / "image_encoder")
    path = tiny_additions.write(
        folder / "adapter.safetensors", tensors if tensors is not None else weights(family, kind)
    )
    reads = {"plain": ("projection", PROJECTION), "plus": ("hidden", HIDDEN)}[kind]
    model = tiny_additions.installed(
        path, "ip-adapter", adapter=kind, encoder="image_encoder", encoder_reads=reads[0], encoder_width=reads[1]
    )
    import msgspec

    return msgspec.structs.replace(model, spec=msgspec.structs.replace(model.spec, id=folder.name, name=folder.name))


@pytest.fixture(scope="module")
def inputs(easel: Easel) -> dict[str, InputRef]:
    mask = np.zeros((48, 64), np.uint8)
    mask[8:40, 8:40] = 255
    return {
        "first": easel.picture("first", stripes(50, 40), "reference-1"),
        "second": easel.picture("second", 255 - stripes(40, 50), "reference-2"),
        "source": easel.picture("source", stripes(64, 48)),
        "mask": easel.picture("mask", mask, "mask"),
        "map": easel.picture("map", stripes(64, 64), "control-1"),
    }


def use(model: InstalledModel, n: int = 1, weight: float = 1.0) -> ReferenceUse:
    return ReferenceUse(model=model.spec.id, input=f"reference-{n}", weight=weight)


@pytest.mark.parametrize(("family", "kind"), [("sd15", "plain"), ("sd15", "plus"), ("sdxl", "plus")])
def test_a_reference_changes_the_picture_by_its_weight(
    easel: Easel, inputs: dict[str, InputRef], family: str, kind: str
) -> None:
    model = adapter(easel, family, kind)
    values = {"inputs": (inputs["first"], inputs["second"]), **SMALL}
    plain = data(easel.draw(family, **values))
    found = easel.draw(family, models=[model], references=(use(model),), **values)
    weak = easel.draw(family, models=[model], references=(use(model, weight=0.3),), **values)
    other = easel.draw(family, models=[model], references=(use(model, 2),), **values)
    both = easel.draw(family, models=[model], references=(use(model), use(model, 2)), **values)
    uneven = easel.draw(family, models=[model], references=(use(model), use(model, 2, 0.4)), **values)
    assert len({plain, *(data(ctx) for ctx in (found, weak, other, both, uneven))}) == 6
    assert data(easel.draw(family, models=[model], references=(use(model, weight=0.0),), **values)) == plain
    assert data(easel.draw(family, **values)) == plain
    assert data(easel.again(family, uneven, models=[model])) == data(uneven)
    assert found.results[0].recipe.additions[0].id == model.spec.id
    # In a second pass they are seen too: it goes through the same network.
    twice = easel.draw(family, models=[model], references=(use(model),), hires=Hires(strength=0.5), **values)
    assert "refined in" in notes(twice) and data(easel.draw(family, **values)) == plain


@pytest.mark.parametrize("task", ["image-to-image", "inpaint"])
def test_references_work_for_every_task_and_without_guidance(
    easel: Easel, inputs: dict[str, InputRef], task: str
) -> None:
    model = adapter(easel, "sd15")
    given = (inputs["first"], inputs["source"], *((inputs["mask"],) if task == "inpaint" else ()))
    for values in ({}, {"guidance": 1.0}):
        values = {"task": task, "inputs": given, "strength": 0.9, **values}
        plain = data(easel.draw("sd15", **values))
        assert data(easel.draw("sd15", models=[model], references=(use(model),), **values)) != plain
        assert data(easel.draw("sd15", **values)) == plain


@pytest.mark.parametrize("task", ["text-to-image", "image-to-image", "inpaint"])
@pytest.mark.parametrize("controlled", [False, True], ids=["plain", "controlled"])
def test_a_latent_consistency_model_attends_to_its_reference_alone(
    easel: Easel, inputs: dict[str, InputRef], monkeypatch: pytest.MonkeyPatch, task: str, controlled: bool
) -> None:
    """Such a model has guidance as an input and draws in one pass a step, but not in every pipeline: as many pictures as
    it draws at once must be told to it, or it attends to “no picture” too."""
    model, net = adapter(easel, "lcm"), controlnet(easel, "lcm")
    sources = {"image-to-image": ("source",), "inpaint": ("source", "mask")}.get(task, ())
    values = {
        "task": task, "inputs": tuple(inputs[name] for name in ("first", "map", *sources)), "strength": 0.9,
        "width": 64, "height": 64, "models": [model, net],
        "control": (ControlUnit(model=net.spec.id, preprocessor="", input="control-1"),) if controlled else (),
        "hires": Hires(scale=1, strength=0.6) if task != "inpaint" else None,
    }  # fmt: skip
    plain = {guidance: data(easel.draw("lcm", guidance=guidance, **values)) for guidance in (1.0, 8.0)}
    unet = easel.loaded["lcm"].pipeline("text-to-image").unet
    forward, batches = unet.forward, []

    def spy(sample: Any, *args: Any, added_cond_kwargs: Any = None, **more: Any) -> Any:
        batches.append((len(sample), *(len(embeds) for embeds in added_cond_kwargs["image_embeds"])))
        return forward(sample, *args, added_cond_kwargs=added_cond_kwargs, **more)

    monkeypatch.setattr(unet, "forward", spy)
    for guidance, before in plain.items():
        found = easel.draw("lcm", guidance=guidance, references=(use(model),), **values)
        assert data(found) != before
    assert batches and all(drawn == told for drawn, told in batches), set(batches)


def test_what_diffusers_own_loader_gives_is_the_same(easel: Easel, inputs: dict[str, InputRef]) -> None:
    import torch
    from PIL import Image
    from transformers import CLIPVisionModelWithProjection

    model = adapter(easel, "sd15")
    found = easel.draw("sd15", models=[model], references=(use(model, weight=0.8),), inputs=(inputs["first"],), **SMALL)
    pipe = tiny_pipelines.build("sd15")
    pipe.image_encoder = CLIPVisionModelWithProjection.from_pretrained(Path(model.folder) / "image_encoder")
    pipe.load_ip_adapter(model.folder, subfolder="", weight_name="adapter.safetensors", image_encoder_folder=None)
    pipe.set_ip_adapter_scale(0.8)
    pipe.set_progress_bar_config(disable=True)
    drawn = pipe(
        "a red car", ip_adapter_image=Image.fromarray(stripes(50, 40)), width=32, height=32, num_inference_steps=4,
        guidance_scale=7.5, generator=torch.Generator("cpu").manual_seed(7), output_type="np",
    ).images[0]  # fmt: skip
    assert np.abs(np.rint(drawn * 255) - pixels(found)).max() <= 1


def test_an_encoder_of_its_own_serves_adapters_that_came_without(easel: Easel, inputs: dict[str, InputRef]) -> None:
    import msgspec

    whole = adapter(easel, "sd15")
    options = {name: value for name, value in whole.spec.options.items() if name != "encoder"}
    bare = msgspec.structs.replace(whole, spec=msgspec.structs.replace(whole.spec, id="bare", options=options))
    own = tiny_additions.installed(encoder(easel.root / "clip"), "image-encoder", hidden=HIDDEN, projection=PROJECTION)
    values = {"inputs": (inputs["first"],), **SMALL}
    found = easel.draw("sd15", models=[bare, own], references=(use(bare),), **values)
    assert data(found) == data(easel.draw("sd15", models=[whole], references=(use(whole),), **values))
    assert [m.id for m in found.results[0].recipe.additions] == ["bare", "clip"]
    third = easel.picture("third", stripes(33, 44), "reference-1")
    with pytest.raises(ModelError, match="image encoder is not installed"):
        easel.draw("sd15", models=[bare], references=(use(bare),), **{**values, "inputs": (third,)})


def test_references_beside_control_and_the_savers_of_memory(easel: Easel, inputs: dict[str, InputRef]) -> None:
    from tests.models.test_diffusers_additions_control import controlnet

    model, net = adapter(easel, "sd15"), controlnet(easel, "sd15")
    values = {"inputs": (inputs["first"], inputs["map"]), **SMALL}
    control = (ControlUnit(model=net.spec.id),)
    plain = data(easel.draw("sd15", **values))
    found = easel.draw("sd15", models=[model, net], references=(use(model),), control=control, **values)
    assert data(found) != data(easel.draw("sd15", models=[net], control=control, **values))
    fast = ("one-at-a-time", "sliced-attention")
    saved = easel.draw("sd15", models=[model, net], references=(use(model),), control=control, fast=fast, **values)
    assert np.abs(pixels(saved).astype(int) - pixels(found)).max() <= 2
    assert "reference pictures change the attention" in notes(saved)
    assert data(easel.draw("sd15", **values)) == plain


def test_a_cancel_takes_references_off(easel: Easel, inputs: dict[str, InputRef]) -> None:
    model, values = adapter(easel, "sd15"), {"inputs": (inputs["first"],), **SMALL}
    plain = data(easel.draw("sd15", **values))
    with pytest.raises(JobCancelled):
        easel.draw("sd15", models=[model], references=(use(model),), steps=20, stop_after=20, **values)
    assert data(easel.draw("sd15", **values)) == plain
    assert easel.loaded["sd15"].pipeline("text-to-image").unet.config.encoder_hid_dim_type is None


def test_adapters_that_do_not_fit_are_refused_and_nothing_stays(easel: Easel, inputs: dict[str, InputRef]) -> None:
    import torch

    values = {"inputs": (inputs["first"],), **SMALL}
    plain = data(easel.draw("sd15", **values))
    good = weights("sd15", "plain")
    for name, tensors, words in (
        ("fewer", {n: t for n, t in good.items() if "ip_adapter.3." not in n}, "does not work beside"),
        ("wide", {n: t[:, :-1] if "_ip." in n else t for n, t in good.items()}, "does not work beside"),
        ("nan", {n: t * torch.nan for n, t in good.items()}, "no numbers"),
        ("empty", {n: t for n, t in good.items() if n.startswith("image_proj")}, "no weights for “ip_adapter”"),
        (
            "reads",
            {n: t[:, :-1] if n == "image_proj.proj.weight" else t for n, t in good.items()},
            "does not work beside",
        ),
        ("sdxl", weights("sdxl", "plain"), "does not work beside"),
    ):
        model = adapter(easel, "sd15", name=name, tensors=tensors)
        with pytest.raises(ModelError, match=words):
            easel.draw("sd15", models=[model], references=(use(model),), **values)
        assert data(easel.draw("sd15", **values)) == plain, name
    cut = adapter(easel, "sd15", name="cut")
    file = Path(cut.folder) / "image_encoder" / "model.safetensors"
    file.write_bytes(file.read_bytes()[:-9])
    with pytest.raises(ModelError, match="cut off"):
        easel.draw("sd15", models=[cut], references=(use(cut),), **values)
    on_flux = adapter(easel, "sd15")
    with pytest.raises(ModelError, match="models with a UNet"):
        easel.draw("flux", models=[on_flux], references=(use(on_flux),), **values)
    (easel.root / "first-broken.png").write_bytes(b"no picture")
    broken = InputRef(path=str(easel.root / "first-broken.png"), role="reference-1")
    with pytest.raises(InputError, match="first-broken"):
        easel.draw("sd15", models=[on_flux], references=(use(on_flux),), **{**values, "inputs": (broken,)})
    assert data(easel.draw("sd15", **values)) == plain
