"""What would change line by line, and exactly that applied."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from studio.core import requests
from studio.core.models import InstalledModel
from studio.core.pictures import ControlUnit, LoraUse, ReferenceUse
from studio.core.recipes import Recipe
from studio.core.requests import ImageRequest, InputRef
from studio.metadata.found import Found, Use
from studio.metadata.proposal import Proposal
from studio.metadata.proposing import of_recipe, propose
from studio.presenters.takeover import Line, Takeover
from tests.unit.metadata.test_matching import CANNY, DREAM, INK, MODELS, model

Values = dict[str, Any]


def now(**changes: Any) -> Values:
    """A tab's values, with a prompt and some settings of before."""
    values = requests.settings_of("image")
    values.update(task="text-to-image", prompt="an old prompt", model="", seed=11, takes=3, inputs=())
    return {**values, **changes}


def of(values: Values, *uses: Use, models: list[InstalledModel] = MODELS) -> Proposal:
    proposal = propose(Found(settings=values, uses=uses, source="A1111"), models)
    assert proposal is not None
    return proposal


def taking(
    proposal: Proposal, values: Values, *, locked: bool = True, models: list[InstalledModel] = MODELS, **more: Any
) -> Takeover:
    return Takeover(proposal, values, seed_locked=locked, models=models, **more)


def lines(takeover: Takeover) -> dict[str, Line]:
    found = {line.key: line for line in takeover.lines()}
    assert len(found) == len(takeover.lines())
    return found


def test_every_difference_is_a_line_and_the_rest_is_the_same() -> None:
    takeover = taking(
        of({"prompt": "new", "steps": 20, "seed": 5, "width": 512, "height": 768}), now(steps=8, guidance=3.0)
    )
    differing = {key: (line.now, line.then) for key, line in lines(takeover).items() if line.state == "changed"}
    assert differing == {
        "prompt": ("an old prompt", "new"), "steps": (8, 20), "seed": (11, 5), "size": ((0, 0), (512, 768)),
        "guidance": (3.0, None),
    }  # fmt: skip
    assert lines(takeover)["scheduler"].state == "same"
    assert takeover.outcome().values == {
        "prompt": "new",
        "steps": 20,
        "seed": 5,
        "width": 512,
        "height": 768,
        "guidance": None,
    }
    assert takeover.outcome().seed_locked is None


def test_only_ticked_lines_are_applied() -> None:
    takeover = taking(of({"prompt": "new", "steps": 20, "width": 512, "height": 768}), now())
    for key in ("prompt", "size", "seed"):
        takeover.tick(key, False)
    assert takeover.outcome().values == {"steps": 20}
    takeover.tick("size", True)
    assert takeover.outcome().values == {"steps": 20, "width": 512, "height": 768}


def test_a_seed_is_kept_from_then_on_and_none_is_random() -> None:
    takeover = taking(of({"prompt": "x", "seed": 5}), now(), locked=False)
    assert (lines(takeover)["seed"].now, lines(takeover)["seed"].then) == (None, 5)
    assert (takeover.outcome().values["seed"], takeover.outcome().seed_locked) == (5, True)
    takeover = taking(of({"prompt": "x"}), now(), locked=True)
    assert lines(takeover)["seed"].then is None
    assert "seed" not in takeover.outcome().values and takeover.outcome().seed_locked is False


def test_loras_of_before_are_gone_unless_they_are_kept() -> None:
    values = now(loras=(LoraUse(model="fog", weight=0.2), LoraUse(model="old", weight=1.0)))
    proposal = of(
        {"prompt": "x"}, Use("lora", "ink wash v2", "", 0.6), Use("lora", "fog", "", 0.9), Use("lora", "gone", "", 1.0)
    )
    takeover = taking(proposal, values)
    found = lines(takeover)
    assert [(key, found[key].state) for key in found if "lora" in key] == [
        ("old-loras-old", "removed"), ("lora-1", "added"), ("lora-2", "changed"), ("lora-3", "missing"),
    ]  # fmt: skip
    assert takeover.outcome().values["loras"] == (
        LoraUse(model=INK.spec.id, weight=0.6),
        LoraUse(model="fog", weight=0.9),
    )
    takeover.tick("old-loras-old", False)
    takeover.tick("lora-2", False)
    assert takeover.outcome().values["loras"] == (
        LoraUse(model=INK.spec.id, weight=0.6), LoraUse(model="fog", weight=0.2), LoraUse(model="old", weight=1.0),
    )  # fmt: skip


def test_what_is_missing_is_left_out_chosen_or_found_when_it_comes() -> None:
    values = now(model="mine", vae="sharp")
    takeover = taking(of({"prompt": "x", "model": "gone", "vae": "late"}, Use("lora", "gone", "", 0.5)), values)
    assert {line.key for line in takeover.missing} == {"model", "vae", "lora-1"}
    assert not {"model", "vae", "loras"} & takeover.outcome().values.keys()
    takeover.choose("lora-1", "fog")
    assert takeover.outcome().values["loras"] == (LoraUse(model="fog", weight=0.5),)
    takeover.models_changed([*MODELS, model("late", "vae")])
    assert takeover.outcome().values["vae"] == "late"
    takeover.tick("model", False)
    assert not takeover.missing


def test_candidates_of_another_family_come_last_and_are_told() -> None:
    def family(base: InstalledModel, name: str) -> InstalledModel:
        return msgspec.structs.replace(base, spec=msgspec.structs.replace(base.spec, family=name))

    models = [
        family(DREAM, "sd15"),
        family(model("a xl", "lora"), "sdxl"),
        family(INK, "sd15"),
        model("unknown", "lora"),
    ]
    proposal = of({"prompt": "x", "model": "dreamshaper_8"}, Use("lora", "a xl"), Use("lora", "gone"), models=models)
    takeover = taking(proposal, now(), models=models)
    assert lines(takeover)["lora-1"].misfit == "sdxl" and not takeover.ticked("lora-1")
    assert takeover.outcome().values.get("loras", ()) == ()
    named = [(m.spec.name, fits) for m, fits in takeover.candidates("lora-2", models)]
    assert named == [("Ink Wash v2", True), ("unknown", True), ("a xl", False)]


def unit(number: int, weight: float = 1.0) -> ControlUnit:
    return ControlUnit(model=CANNY.spec.id, input=f"control-{number}", weight=weight)


def test_pictures_go_with_their_units() -> None:
    values = now(
        control=(unit(1), unit(2, 0.5)),
        inputs=(
            InputRef(path="/one.png", role="control-1"),
            InputRef(path="/two.png", role="control-2"),
            InputRef(path="/s.png"),
        ),
    )
    proposal = of({"prompt": "x"}, Use("controlnet", CANNY.spec.name, "", 0.7, picture="theirs.png"))
    takeover = taking(proposal, values)
    found = lines(takeover)
    assert found["input-control-1"].state == "missing"
    assert {found[key].state for key in ("old-control-control-1", "old-control-control-2")} == {"removed"}
    assert not [key for key in found if key.startswith("old-inputs")]
    outcome = takeover.outcome().values
    assert outcome["control"] == (unit(1, 0.7),) and outcome["inputs"] == (InputRef(path="/s.png"),)
    takeover.choose("input-control-1", "/new.png")
    takeover.tick("old-control-control-2", False)
    outcome = takeover.outcome().values
    assert outcome["control"] == (unit(1, 0.7), unit(2, 0.5))
    assert {i.role: i.path for i in outcome["inputs"]} == {
        "source": "/s.png",
        "control-1": "/new.png",
        "control-2": "/two.png",
    }
    # The first of before is kept as well: it gets a number and a picture of its own.
    takeover.tick("old-control-control-1", False)
    outcome = takeover.outcome().values
    assert [u.input for u in outcome["control"]] == ["control-1", "control-2", "control-3"]
    assert {i.role: i.path for i in outcome["inputs"]} == {
        "source": "/s.png", "control-1": "/new.png", "control-2": "/one.png", "control-3": "/two.png",
    }  # fmt: skip


def test_a_picture_that_is_there_stays_when_the_other_is_not_wanted() -> None:
    values = now(references=(ReferenceUse(model="look"),), inputs=(InputRef(path="/mine.png", role="reference-1"),))
    look = model("look", "ip-adapter")
    proposal = of({"prompt": "x"}, Use("ip-adapter", "look", "", 0.9), models=[look]).choose(
        "input-reference-1", "/theirs.png"
    )
    takeover = taking(proposal, values, models=[look])
    takeover.tick("input-reference-1", False)
    assert takeover.outcome().values["references"] == (ReferenceUse(model="look", weight=0.9),)
    assert "inputs" not in takeover.outcome().values
    takeover.tick("input-reference-1", True)
    assert takeover.outcome().values["inputs"] == (InputRef(path="/theirs.png", role="reference-1"),)


def test_settings_that_mean_nothing_to_the_task_are_left_alone() -> None:
    request = ImageRequest(task="upscale", model="up", scale=2, inputs=(InputRef(path="/a.png"),))
    proposal = of_recipe(Recipe(request=request), [model("up", "upscale")], lambda ref: ref.path)
    assert proposal is not None
    uses = {"upscale": {"source", "scale"}, "text-to-image": {"prompt", "steps"}}
    takeover = taking(proposal, now(steps=9, scale=4), uses=lambda values, name: name in uses[values["task"]])
    assert takeover.outcome().values == {
        "task": "upscale", "model": "up", "scale": 2, "inputs": (InputRef(path="/a.png"),),
    }  # fmt: skip
    takeover.tick("task", False)
    assert {"scale", "inputs"} & takeover.outcome().values.keys() == set()


def test_inputs_of_before_go_when_a_recipe_has_none() -> None:
    request = ImageRequest(task="image-to-image", prompt="x", seed=1, inputs=(InputRef(path="/new.png"),))
    proposal = of_recipe(Recipe(request=request), [], lambda ref: "")
    assert proposal is not None
    values = now(inputs=(InputRef(path="/old.png"), InputRef(path="/m.png", role="mask")))
    takeover = taking(proposal, values)
    assert lines(takeover)["old-inputs-mask"].state == "removed" and lines(takeover)["input-source"].state == "missing"
    assert takeover.outcome().values["inputs"] == (InputRef(path="/old.png"),)


@pytest.mark.parametrize("locked", [True, False])
def test_applying_twice_changes_nothing_more(locked: bool) -> None:
    proposal = of(
        {"prompt": "x", "seed": 3, "steps": 7}, Use("lora", "fog", "", 0.9), Use("controlnet", CANNY.spec.name)
    )
    values = now(loras=(LoraUse(model="old"),))
    first = taking(proposal, values, locked=locked).outcome()
    values = {**values, **first.values}
    assert taking(proposal, values, locked=True).outcome().values == {}
