"""Styles, presets, wildcards and prepared prompts from the terminal."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import pytest

from studio import cli
from studio.commands import output, run
from studio.core.errors import InputError
from studio.core.requests import ImageRequest


def call(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any, str]:
    status = cli.main([*words, "--json"])
    printed = capsys.readouterr()
    return status, json.loads(printed.out), printed.err


@pytest.mark.parametrize("kind", ["styles", "presets", "negatives", "wildcards"])
def test_what_is_shipped_is_listed(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = call(capsys, kind, "list")
    assert status == output.OK and len(out[kind]) >= 5 and out["problems"] == []
    assert cli.main([kind, "list"]) == output.OK
    assert out[kind][0]["name"] in capsys.readouterr().out


def test_import_list_export_and_import_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    csv = tmp_path / "我的 styles.csv"
    csv.write_text("name,prompt,negative_prompt\n夜景,{prompt} at night,sun\n", encoding="utf-8")
    status, out, _ = call(capsys, "styles", "import", str(csv))
    assert (status, out["imported"]) == (output.OK, {"styles": ["夜景"]})
    target = tmp_path / "out.json"
    status, out, _ = call(capsys, "styles", "export", "夜景", "watercolour", "--to", str(target))
    assert status == output.OK and [s["name"] for s in json.loads(target.read_text())["styles"]] == [
        "夜景",
        "watercolour",
    ]
    status, out, _ = call(capsys, "styles", "export", "--to", str(target))
    assert status == output.FAILED and out["error"]["code"] == "export-exists"
    status, out, _ = call(capsys, "styles", "export", "--to", str(target), "--overwrite")
    assert status == output.OK and json.loads(target.read_text())["name"] == "夜景"
    status, _, err = call(capsys, "presets", "import", str(target))
    assert status == output.WRONG_USE and "styles, not presets" in err


def test_wildcards_go_into_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = call(capsys, "wildcards", "export", "animals/birds", "材质", "--to", str(tmp_path))
    assert status == output.OK
    assert (tmp_path / "animals" / "birds.txt").is_file() and (tmp_path / "材质.txt").is_file()
    status, out, _ = call(capsys, "wildcards", "export", "unicorns", "--to", str(tmp_path))
    assert status == output.WRONG_USE and out["error"]["code"] == "wildcard-missing"
    status, out, _ = call(capsys, "wildcards", "import", str(tmp_path / "animals"))
    assert out["imported"] == {"wildcards": ["animals/birds"]}


def options(**values: Any) -> argparse.Namespace:
    base: dict[str, Any] = {"kind": "image", "prompt": "a cat", "model": "", "takes": 1, "seed": None, "task": ""}
    base |= {"x": "", "y": "", "matrix": False, "like": None, "skip_missing": False}
    return argparse.Namespace(**{**base, "input": [], "mask": None, "preset": [], "set": [], **values})


def test_a_preset_is_under_what_is_set() -> None:
    request = run.build_request(options(preset=["Product shot"], set=["steps=3"]), None)
    assert isinstance(request, ImageRequest)
    assert (request.steps, request.styles) == (3, ("product photo",)) and request.negative
    with pytest.raises(InputError, match="Quick draft"):
        run.build_request(options(preset=["nothing"]), None)
    with pytest.raises(InputError, match="image"):
        run.build_request(options(kind="text", preset=["Fine"]), None)


def test_styles_and_wildcards_are_put_in() -> None:
    request = run.build_request(
        options(prompt="a {red|blue} __animals__", takes=3, set=['styles=["watercolour"]']), None
    )
    ready = run.prepared(request)
    assert isinstance(ready, ImageRequest) and ready.seed is not None
    assert len(ready.run_prompts) == 3 and all(p.startswith("watercolour painting of a ") for p in ready.run_prompts)
    assert ready.prompt == "a {red|blue} __animals__" and ready.run_negative
