"""From a file to what would be taken over: foreign settings, and recipes of the studio."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from studio.core import requests
from studio.core.errors import InputError
from studio.core.pictures import ControlUnit, Hires, LoraUse, ReferenceUse
from studio.core.recipes import ModelUse, Recipe
from studio.core.requests import ImageRequest, InputRef, TextRequest
from studio.metadata.found import Found, Use
from studio.metadata.prompts import cleaned
from studio.metadata.proposing import of_recipe, propose
from studio.metadata.reading import read_text
from tests.unit.metadata.test_matching import CANNY, DREAM, INK, MODELS, model

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "metadata"
BASE = model("v1-5-pruned-emaonly", "text-to-image", sha256="6ce0161689" + "0" * 54)
UPSCALER = model("R-ESRGAN 4x+", "upscale")


def test_a1111_with_some_of_its_models() -> None:
    found = read_text((FIXTURES / "a1111.txt").read_text(encoding="utf-8"))
    proposal = propose(found, [*MODELS, BASE, UPSCALER])
    assert proposal is not None and proposal.source == "A1111" and not proposal.own
    values = proposal.values()
    assert values["prompt"] == "a lighthouse at dusk, (oil painting:1.2)\nsecond line, EasyNegative not here"
    assert (values["model"], values["scheduler"], values["clip_skip"]) == (BASE.spec.id, "DPM++ 2M Karras", 1)
    assert (values["seed"], values["variation"], values["variation_seed"]) == (1234567890, 0.15, 42)
    assert values["hires"] == Hires(scale=2.0, strength=0.45, steps=15, upscaler=UPSCALER.spec.id)
    # A tag <lora:fog:0.5:0.3> gives the text encoder and the network each its own weight; the network's is taken.
    assert values["loras"] == (LoraUse(model=INK.spec.id, weight=0.8), LoraUse(model="fog", weight=0.3))
    unit = ControlUnit(model=CANNY.spec.id, preprocessor="canny", input="control-1", weight=0.9, end=0.8)
    assert values["control"] == (unit,)
    assert values["references"] == () and values["inputs"] == ()
    missing = {item.key: (item.need.kind, item.need.name) for item in proposal.missing() if item.need}
    assert missing == {
        "vae": ("vae", "vae-ft-mse-840000-ema-pruned.safetensors"),
        "input-control-1": ("file", ""),
        "reference-1": ("ip-adapter", "ip-adapter_sd15_plus"),
        "input-reference-1": ("file", ""),
    }
    how = {item.key: item.need.how for item in proposal.needs() if item.need and item.need.match}
    assert how["model"] == "hash" and how["lora-1"] == "hash" and how["lora-2"] == "name"
    # The word of an embedding is another one here.
    assert values["embeddings"] == ("bad",) and values["negative"].startswith("EasyNegative, dog")


def test_what_was_missing_can_be_chosen() -> None:
    proposal = propose(Found(settings={"prompt": "x", "model": "gone"}, uses=(Use("lora", "gone too", "", 0.5),)), [])
    assert proposal is not None and "model" not in proposal.values() and proposal.values()["loras"] == ()
    chosen = proposal.choose("lora-1", "mine").choose("model", "other").values()
    assert chosen["loras"] == (LoraUse(model="mine", weight=0.5),) and chosen["model"] == "other"


def test_nothing_old_is_left_over() -> None:
    proposal = propose(Found(settings={"prompt": "x"}, source="A1111"), [])
    assert proposal is not None
    fresh = ImageRequest()
    values = proposal.values()
    for name in ("negative", "styles", "steps", "guidance", "scheduler", "clip_skip", "seamless", "vae", "hires",
                 "variation", "loras", "embeddings", "control", "references", "width", "height"):  # fmt: skip
        assert values[name] == getattr(fresh, name), name
    assert values["seed"] is None
    # What the picture cannot know stays as it is.
    assert not {"takes", "fast", "inputs", "model", "strength"} & values.keys()


def test_notes_are_sentences() -> None:
    settings = {
        "prompt": "x",
        "seed": 2**64,
        "steps": 9999,
        "guidance": "nan",
        "scheduler": "dpmpp_3m_sde",
        "schedule": "beta",
    }
    proposal = propose(Found(settings=settings, uses=(Use("lora", "l", "", 99.0),), source="ComfyUI"), [])
    assert proposal is not None and [str(note) for note in proposal.notes] == [
        "“seed” was 18446744073709551616, which the studio cannot use; it is left out.",
        "“steps” was 9999; 500 is taken, the nearest that the studio can do.",
        "“guidance” was nan, which the studio cannot use; it is left out.",
        "The scheduler “dpmpp_3m_sde beta” is not known here; DPM++ 3M comes nearest.",
        "“weight” was 99.0; 4 is taken, the nearest that the studio can do.",
    ]


def test_clip_skip_is_for_models_with_one_encoder() -> None:
    sdxl = model("xl", "text-to-image")
    sdxl = msgspec.structs.replace(sdxl, spec=msgspec.structs.replace(sdxl.spec, family="sdxl"))
    settings = {"prompt": "x", "model": "xl", "clip_skip": 1}
    proposal = propose(Found(settings=settings), [sdxl])
    assert proposal is not None and proposal.values()["clip_skip"] == 0


@pytest.mark.parametrize(
    ("prompt", "program", "text"),
    [
        ("<lora:a:1>", "", ""),
        ("a, <lora:b:0.5>, c", "", "a, c"),
        ("<lora:b:0.5>, c", "", "c"),
        ("a <lora:b:0.5>\nc <lyco:d:te=1:unet=2>", "", "a\nc"),
        ("a, <hypernet:x:1>", "", "a"),
        ("a <not a tag> b", "", "a <not a tag> b"),
        ("{a|b} __x__ snake_case", "A1111", r"\{a|b\} \__x\__ snake_case"),
        ("embedding:EasyNegative, (embedding:dir/bad:1.2)", "ComfyUI", "EasyNegative, (bad:1.2)"),
        ("a cat++ and (two dogs)1.3, red-haired-", "InvokeAI", "a (cat:1.21) and (two dogs:1.3), red-haired-"),
        ("(small)-- thing", "InvokeAI", "(small:0.81) thing"),
    ],
)
def test_prompts_as_they_are_written_here(prompt: str, program: str, text: str) -> None:
    assert cleaned(prompt, program).text == text


def test_weights_of_tags() -> None:
    tags = cleaned("<lora:a> <lora:b:0.5> <lora:c:0.5:0.3> <lora:d:te=1:unet=-2> <lora:e:1e99>").loras
    assert [(use.name, use.weight) for use in tags] == [("a", 1.0), ("b", 0.5), ("c", 0.3), ("d", -2.0), ("e", 1e99)]


# -- recipes of the studio ----------------------------------------------------------------------------------------

REQUEST = ImageRequest(
    task="image-to-image",
    prompt="一只猫",
    model=DREAM.spec.id,
    seed=7,
    steps=4,
    strength=0.4,
    vae="sharp",
    loras=(LoraUse(model="old-ink", weight=0.7), LoraUse(model="fog")),
    control=(ControlUnit(model=CANNY.spec.id),),
    references=(ReferenceUse(model="look"),),
    inputs=(InputRef(path="a.png", asset="1"), InputRef(path="C:\\x\\b.png", role="control-1")),
)
RECIPE = Recipe(
    request=REQUEST,
    kind="image",
    model=ModelUse(id=DREAM.spec.id, name="Dream", sha256=DREAM.sha256),
    additions=(ModelUse(id="old-ink", name="Ink", sha256="aa" * 32), ModelUse(id="fog", name="fog", sha256="ee" * 32)),
)


def test_a_recipe_of_the_studio_is_taken_whole() -> None:
    paths = {"source": "/project/a.png"}
    proposal = of_recipe(RECIPE, MODELS, lambda ref: paths.get(ref.role, ""))
    assert proposal is not None and proposal.own and proposal.source == "AIGC Studio"
    values = proposal.values()
    # The LoRA lies under another id here, but it is the same file.
    assert values["loras"] == (LoraUse(model=INK.spec.id, weight=0.7), LoraUse(model="fog"))
    assert values["inputs"] == (InputRef(path="/project/a.png", asset="1"),)
    assert {item.key for item in proposal.missing()} == {"vae", "reference-1", "input-control-1"}
    assert [note.code for note in proposal.notes] == ["taken-other-file"]  # fog has another hash
    named = {f.name for f in msgspec.structs.fields(ImageRequest)} - {"takes", "run_prompts", "run_negative"}
    assert {item.setting for item in proposal.items} == named


def test_a_recipe_makes_the_same_request_again() -> None:
    request = msgspec.structs.replace(
        REQUEST,
        vae="",
        references=(),
        inputs=(InputRef(path="/a.png"), InputRef(path="/c.png", role="control-1")),
        loras=(),
    )
    proposal = of_recipe(msgspec.structs.replace(RECIPE, request=request), MODELS, lambda ref: ref.path)
    assert proposal is not None and not proposal.missing()
    assert requests.build("image", proposal.values()) == request


def test_recipes_of_texts_and_without_a_request() -> None:
    request = TextRequest(prompt="hello", seed=3, model="writer")
    writer = model("writer", "write")
    proposal = of_recipe(Recipe(request=request), [writer])
    assert proposal is not None and proposal.kind == "text"
    assert requests.build("text", proposal.values()) == request
    assert propose(Found(recipe=Recipe()), []) is None and propose(Found(), []) is None


def test_a_proposal_that_needs_a_picture_says_which() -> None:
    proposal = propose(Found(settings={"prompt": "x", "task": "inpaint", "strength": 0.5}), [])
    assert proposal is not None and [item.key for item in proposal.missing()] == ["input-source", "input-mask"]
    with pytest.raises(InputError):
        requests.build("image", proposal.values())
    whole = proposal.choose("input-source", "/a.png").choose("input-mask", "/m.png")
    request = requests.build("image", whole.values())
    assert request.input("mask") == InputRef(path="/m.png", role="mask")
