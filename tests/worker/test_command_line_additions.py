"""Additions from the command line: imported, used, kept in the recipe, refused by name; with a real worker process."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from tests.support import tiny_additions, tiny_pipelines
from tests.support.model_files import sha256, write_safetensors
from tests.support.tiny_additions import kohya, lora
from tests.unit.library.test_additions import kohya as empty_lora
from tests.worker.test_command_line import studio


def imported(path: Path) -> dict[str, Any]:
    status, said, errors = studio("models", "import", path, "--json")
    assert status == 0, errors
    model: dict[str, Any] = said[-1]["model"]
    return model


def drawn(*words: object) -> dict[str, Any]:
    status, events, errors = studio("run", "image", *words, "--json")
    assert status == 0, errors
    asset: dict[str, Any] = events[-1]["assets"][0]
    return asset


def pixels(asset: dict[str, Any]) -> np.ndarray:
    with Image.open(asset["path"]) as image:
        return np.asarray(image)


def test_a_lora_and_a_controlnet_are_imported_used_and_run_again(tmp_path: Path) -> None:
    from diffusers import ControlNetModel

    pipe = tiny_pipelines.build("sd15")
    model = imported(tiny_pipelines.save("sd15", tmp_path / "小模型"))
    change = lora(pipe.unet, kohya("lora_unet"), "attn1.to_q", "attn2.to_v")
    ink = imported(tiny_additions.write(tmp_path / "水墨 ink.safetensors", change))
    net = tiny_additions.seeded(
        lambda: ControlNetModel.from_unet(pipe.unet, conditioning_embedding_out_channels=(8, 16))
    )
    for parameter in net.parameters():
        parameter.data += 0.1
    net.save_pretrained(tmp_path / "canny 控制", safe_serialization=True)
    canny = imported(tmp_path / "canny 控制")
    Image.fromarray(np.arange(32 * 32 * 3, dtype=np.uint8).reshape(32, 32, 3)).save(tmp_path / "图.png")

    words = ("--prompt", "红色 car", "--project", tmp_path / "项目", "--model", model["id"], "--seed", 5)
    words += ("--set", "steps=3")
    loras = json.dumps([{"model": ink["id"], "weight": 0.8}])
    control = json.dumps([{"preprocessor": "canny", "low": 20, "high": 60}])
    seen = ("--input", f"control-1={tmp_path / '图.png'}")
    found = drawn(*words, "--set", f"loras={loras}", "--set", f"control={control}", *seen)
    used = found["recipe"]["additions"]
    assert [use["id"] for use in used] == [ink["id"], canny["id"]]
    assert used[0]["sha256"] == sha256((tmp_path / "水墨 ink.safetensors").read_bytes()) and used[1]["sha256"]
    # The unit named no model: the first that fits was taken, and the recipe names it.
    assert found["recipe"]["request"]["control"][0]["model"] == canny["id"]
    again = drawn("--like", found["path"], "--project", tmp_path / "项目", *seen)
    assert (pixels(again) == pixels(found)).all()

    wrong = imported(write_safetensors(tmp_path / "other.safetensors", empty_lora(2048)))
    status, said, errors = studio("run", "image", *words, "--set", f"loras.0.model={wrong['id']}", "--json")
    assert status == 3 and said[-1]["error"]["code"] == "addition-other-family"
    assert "is a LoRA for SDXL" in errors and ink["name"] in errors
