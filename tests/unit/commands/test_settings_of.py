"""``settings-of`` and ``run --like``: settings of any picture on the command line."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from studio import cli
from studio.commands.run import build_request
from studio.core import paths
from studio.core.errors import InputError
from studio.core.pictures import LoraUse
from studio.core.requests import ImageRequest
from studio.metadata import embed
from tests.support import samples, tiny_backend

TEXT = "一只猫 <lora:ink:0.7>\nNegative prompt: dog\nSteps: 9, Sampler: Euler a, CFG scale: 3, Seed: 5, Size: 64x48, Model: tiny"


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    tiny_backend.install(paths.models_dir())
    info = PngInfo()
    info.add_itxt("parameters", TEXT)
    Image.fromarray(samples.pixels()).save(tmp_path / "图 a.png", pnginfo=info)
    return tmp_path / "图 a.png"


def options(*words: object) -> argparse.Namespace:
    return cli._parser().parse_args(["run", "image", "--project", "p", *map(str, words)])


def printed(capsys: pytest.CaptureFixture[str], *words: object) -> dict[str, Any]:
    assert cli.main([*map(str, words), "--json"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 1
    return json.loads(lines[0])  # type: ignore[no-any-return]


def test_what_was_found_and_what_is_missing(picture: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = printed(capsys, "settings-of", picture)
    assert (said["program"], said["kind"]) == ("A1111", "image")
    assert said["settings"]["prompt"] == "一只猫" and said["settings"]["scheduler"] == "Euler a"
    assert said["settings"]["model"] == "tiny" and said["settings"]["loras"] == []
    assert [(need["kind"], need["name"]) for need in said["missing"]] == [("lora", "ink")]
    assert [need["by"] for need in said["needs"] if need["for"] == "model"] == ["name"]
    assert cli.main(["settings-of", str(picture)]) == 0
    shown = capsys.readouterr().out
    assert (
        "lora-1: LoRA “ink”, weight 0.7, missing" in shown
        and "steps: 9" in shown
        and "model: model “tiny”, found by name" in shown
    )


def test_a_picture_that_says_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    samples.make(tmp_path / "plain.jpg")
    assert cli.main(["settings-of", str(tmp_path / "plain.jpg")]) == 2
    assert "plain.jpg has no settings in it" in capsys.readouterr().err
    assert cli.main(["settings-of", str(tmp_path / "gone.png")]) == 2


def test_run_like_a_picture(picture: Path) -> None:
    with pytest.raises(InputError) as caught:
        build_request(options("--like", picture), None)
    assert caught.value.info.params["what"] == "LoRA “ink”"
    request = build_request(
        options("--like", picture, "--skip-missing", "--takes", 2, "--seed", 6, "--set", "steps=4"), None
    )
    assert request == ImageRequest(
        prompt="一只猫", negative="dog", model="tiny", seed=6, takes=2, steps=4, guidance=3.0, scheduler="Euler a",
        width=64, height=48,
    )  # fmt: skip
    request = build_request(options("--like", picture, "--skip-missing", "--prompt", "a dog"), None)
    assert isinstance(request, ImageRequest) and (request.prompt, request.seed, request.steps) == ("a dog", 5, 9)


def test_run_like_one_of_our_own(tmp_path: Path) -> None:
    tiny_backend.install(paths.models_dir())
    path = samples.make(tmp_path / "a.webp")
    recipe = samples.recipe(prompt="一座桥")
    embed(path, path, recipe, "image")
    request = build_request(options("--like", path), None)
    assert request == recipe.request
    with pytest.raises(InputError, match="not text"):
        build_request(cli._parser().parse_args(["run", "text", "--project", "p", "--like", str(path)]), None)


def test_its_inputs_are_found_beside_it_or_given(tmp_path: Path) -> None:
    import msgspec

    from studio.core.requests import InputRef

    recipe = samples.recipe()
    inputs = (InputRef(path="/elsewhere/source.png"), InputRef(path="mask.png", role="mask"))
    recipe = msgspec.structs.replace(
        recipe,
        request=msgspec.structs.replace(recipe.request, task="inpaint", inputs=inputs, loras=(LoraUse(model="gone"),)),
    )
    path = samples.make(tmp_path / "a.png")
    embed(path, path, recipe, "image")
    samples.make(tmp_path / "mask.png")
    given = samples.make(tmp_path / "other.png")
    words = ("--like", path, "--skip-missing", "--input", given)
    request = build_request(options(*words), None)
    assert {i.role: Path(i.path).name for i in request.inputs} == {"source": "other.png", "mask": "mask.png"}
