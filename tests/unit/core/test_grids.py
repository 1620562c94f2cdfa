"""What a request with a grid means."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from studio.core import grids, requests
from studio.core.errors import InputError, ModelError
from studio.core.grids import Label
from studio.core.models import InstalledModel, ModelSpec
from studio.core.requests import ImageRequest, build


def ask(prompt: str = "a cat in a hat", **values: Any) -> ImageRequest:
    request = build("image", {"prompt": prompt, **values})
    assert isinstance(request, ImageRequest)
    return request


def grid(x: tuple[str, Any], y: tuple[str, Any] | None = None, **values: Any) -> ImageRequest:
    wanted: dict[str, Any] = {"x": {"setting": x[0], "values": x[1]}}
    if y is not None:
        wanted["y"] = {"setting": y[0], "values": y[1]}
    return ask(grid=wanted, **values)


def test_every_pair_of_values_is_a_plain_request() -> None:
    request = grid(("steps", [10, 20]), ("hires.strength", "0.2-0.4 [2]"), negative="fog", seed=3)
    plan = grids.plan(request)
    assert request.takes == plan.takes == 5
    assert [(r.steps, r.hires and r.hires.strength) for r in plan.requests] == [
        (10, 0.2), (20, 0.2), (10, 0.4), (20, 0.4),
    ]  # fmt: skip
    assert all(r.grid is None and r.takes == 1 and r.seed == 3 and r.negative == "fog" for r in plan.requests)
    assert plan.name(3) == "Steps: 20 · Hires strength: 0.4"
    assert requests.from_json(requests.to_json(request)) == request
    assert requests.validate(request) == request, "checking it again changes nothing"


def test_search_and_replace_works_on_both_prompts() -> None:
    plan = grids.plan(grid(("prompt", "cat, dog, 小鸟"), negative="no cat"))
    assert [r.prompt for r in plan.requests] == ["a cat in a hat", "a dog in a hat", "a 小鸟 in a hat"]
    assert plan.requests[2].negative == "no 小鸟" and plan.name(2) == "小鸟"
    with pytest.raises(InputError, match="searched for “bird”"):
        grid(("prompt", "bird, dog"))


def test_same_pictures_are_drawn_once() -> None:
    request = grid(("seed", "1,2"), ("prompt", "hat,hat ,cap"))
    assert request.takes == 5
    request = grid(("size", "64x64, 64×64, 64*64"))
    plan = grids.plan(request)
    assert request.takes == 2 and [c.take for c in plan.cells] == [0, 0, 0] and len(plan.columns) == 3


def test_model_seed_size_style_and_switches_can_vary() -> None:
    plan = grids.plan(grid(("model", "a,b"), ("seed", "1-2")), {"a": "Model A"})
    assert [(r.model, r.seed) for r in plan.requests] == [("a", 1), ("b", 1), ("a", 2), ("b", 2)]
    assert plan.columns == ((Label("Model A"),), (Label("b"),))
    plan = grids.plan(grid(("styles", '"", ink'), ("transparent", "false,true")))
    assert [r.styles for r in plan.requests[:2]] == [(), ("ink",)] and plan.requests[3].transparent
    plan = grids.plan(grid(("loras.0.weight", "0-1 [3]"), loras='[{"model":"m"}]'))
    assert [r.loras[0].weight for r in plan.requests] == [0.0, 0.5, 1.0] and plan.name(1) == "LoRA 1 weight: 0.5"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"x": {"setting": "steps", "values": "9999"}}, "“steps” cannot be 9999"),
        ({"x": {"setting": "steps", "values": "many"}}, "“steps” cannot be many"),
        ({"x": {"setting": "steps", "values": "1-60"}, "y": {"setting": "seed", "values": "1,2"}}, "120 pictures"),
        ({"x": {"setting": "steps", "values": "1"}, "y": {"setting": "steps", "values": "2"}}, "steps twice"),
        ({"x": {"setting": "loras.0.weight", "values": "1"}}, "0 of them"),
        ({"y": {"setting": "steps", "values": "1"}}, "along x"),
        ({"matrix": True}, "behind a |"),
        ({"x": {"setting": "steps", "values": "1"}, "matrix": True}, "no axes"),
        ({"x": {"setting": "steps", "values": {"a": 1}}}, "grid"),
        ({"x": 3}, "grid"),
        ("nonsense", "grid"),
    ],
)
def test_a_grid_that_cannot_be_is_refused_before_anything_runs(values: Any, said: str) -> None:
    with pytest.raises(InputError, match=said.replace("|", r"\|")):
        ask("a cat | with a hat" if isinstance(values, dict) and "x" in values else "a cat", grid=values)


def test_a_task_that_gives_texts_has_no_grid() -> None:
    inputs = ({"path": "/a.png"},)
    with pytest.raises(InputError, match="task that draws"):
        ask(task="caption", inputs=inputs, grid={"x": {"setting": "seed", "values": "1-2"}})


def test_a_matrix_has_every_combination_of_the_optional_parts() -> None:
    request = ask("a cat | wearing a hat, | in {snow|rain} | 夜晚", **{"grid.matrix": "true"})
    plan = grids.plan(request)
    assert request.takes == 9
    assert [r.prompt for r in plan.requests] == [
        "a cat", "a cat, wearing a hat", "a cat, in {snow|rain}", "a cat, wearing a hat, in {snow|rain}",
        "a cat, 夜晚", "a cat, wearing a hat, 夜晚", "a cat, in {snow|rain}, 夜晚",
        "a cat, wearing a hat, in {snow|rain}, 夜晚",
    ]  # fmt: skip
    assert plan.columns[1] == (Label("wearing a hat"), Label("in {snow|rain}", struck=True))
    assert plan.rows == ((Label("夜晚", struck=True),), (Label("夜晚"),))
    assert plan.name(0) == "a cat" and plan.name(5) == "wearing a hat · 夜晚"
    with pytest.raises(InputError, match="128 pictures"):
        ask("a" + "|b".join(map(str, range(8))), **{"grid.matrix": True})
    assert grids.parts(r"a \| b | [c|d] | }e") == [r"a \| b", "[c|d]", "}e"]


def test_each_cell_gets_its_own_models() -> None:
    def model(name: str, *helpers: str) -> InstalledModel:
        spec = ModelSpec(id=name, name=name, backend="b", format="f", options={"helpers": list(helpers)})
        return InstalledModel(spec=spec, folder="/")

    models = [model("a", "up"), model("up"), model("lora"), model("b"), model("tool"), model("vae")]
    request = grid(("model", "a,b"), ("vae", '"",vae'), loras='[{"model":"lora"}]')
    plan = grids.plan(request)
    ids = [[m.spec.id for m in grids.models_of(wish, plan, models)] for wish in plan.requests]
    assert ids == [["a", "up", "lora", "tool"], ["b", "lora", "tool"], ["a", "up", "lora", "tool", "vae"],
                   ["b", "lora", "tool", "vae"]]  # fmt: skip


def test_models_are_found_for_each_cell_and_missing_ones_are_named() -> None:
    def resolve(request: Any) -> Any:
        if request.model == "gone":
            raise ModelError("model-missing", model="gone")
        name = request.model or "default"
        spec = ModelSpec(id=name, name=name, backend="b", format="f")
        tool = InstalledModel(spec=ModelSpec(id="tool", name="t", backend="b", format="f"), folder="/")
        return msgspec.structs.replace(request, model=name), (InstalledModel(spec=spec, folder="/"), tool)

    request, models, cells = grids.resolved(grid(("steps", "4,8")), resolve)
    assert request.model == "default" and [m.spec.id for m in models] == ["default", "tool"]
    assert [(c.request.model, c.models) for c in cells] == [("default", ("default", "tool"))] * 2
    _, models, cells = grids.resolved(grid(("model", "a,b")), resolve)
    assert [c.models[0] for c in cells] == ["a", "b"] and [m.spec.id for m in models] == ["a", "tool", "b"]
    with pytest.raises(ModelError, match="gone"):
        grids.resolved(grid(("model", "a,gone")), resolve)
