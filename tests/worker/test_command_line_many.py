"""Many pictures from one command: grids, contact sheets and batches, with a real worker process."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from studio.core import paths
from tests.support import tiny_backend
from tests.worker.test_command_line import studio


@pytest.fixture(autouse=True)
def _tiny_model() -> None:
    tiny_backend.install(paths.models_dir())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "椅子 chairs"


def assets_of(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    assert events[-1]["event"] == "finished" and events[-1]["state"] == "done"
    assets: list[dict[str, Any]] = events[-1]["assets"]
    return assets


def test_a_grid_gives_its_pictures_and_a_sheet(folder: Path) -> None:
    words = ("run", "image", "--prompt", "红色的椅子", "--project", folder, "--json")
    status, events, errors = studio(*words, "--x", "seed=4-5", "--y", "prompt=红色,蓝色")
    assert status == 0, errors
    *cells, sheet = assets_of(events)
    assert [(c["seed"], c["prompt"]) for c in cells] == [
        (4, "红色的椅子"), (5, "红色的椅子"), (4, "蓝色的椅子"), (5, "蓝色的椅子"),
    ]  # fmt: skip
    assert sheet["parents"] == [c["id"] for c in cells] and sheet["title"] == "Seed × Prompt: 红色的椅子"
    assert sheet["recipe"]["request"]["grid"]["x"]["values"] == ["4", "5"]
    progress = [e for e in events if e["event"] == "progress"]
    assert {e["note"] for e in progress} >= {"Seed: 4 · 红色", "Seed: 5 · 蓝色"}

    _, alone, _ = studio(*words, "--seed", 5)
    with Image.open(assets_of(alone)[0]["path"]) as a, Image.open(cells[1]["path"]) as b:
        assert a.tobytes() == b.tobytes()

    words = ("sheet", *(c["id"] for c in cells), "--project", folder, "--columns", 4, "--label", "prompt", "--json")
    status, made, errors = studio(*words)
    assert status == 0, errors
    assert made[0]["parents"] == [c["id"] for c in cells] and Path(made[0]["path"]).is_file()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--x", "nonsense=1,2"], "nonsense"),
        (["--x", "steps"], "steps=10,20,30"),
        (["--x", "seed=1-60", "--y", "steps=1-2"], "120 pictures"),
        (["--matrix"], "behind a |"),
        (["--x", "model=tiny,gone"], "“gone” is not installed"),
    ],
)
def test_a_grid_that_cannot_run_is_said_before_anything_is_made(words: list[str], said: str, folder: Path) -> None:
    status, _, errors = studio("run", "image", "--prompt", "a chair", "--project", folder, "--json", *words)
    assert status in (2, 3) and said in errors and "Traceback" not in errors and not folder.exists()


def test_a_table_is_checked_whole_and_run_as_one_batch(folder: Path, tmp_path: Path) -> None:
    table = tmp_path / "任务.csv"
    table.write_bytes("提示词,seed,名称\n一把椅子,1,椅子\n,2,空\na lamp,-3,灯\na table,4,\n".encode("gbk"))
    words = ("batch", "image", "--csv", table, "--project", folder, "--json")
    status, events, errors = studio(*words, "--dry-run")
    assert status == 2 and [(e["row"], e["error"]["code"]) for e in events if e["event"] == "problem"] == [
        (3, "prompt-empty"), (4, "setting-invalid"),
    ]  # fmt: skip
    status, _, errors = studio(*words)
    assert status == 2 and "2 of 4 rows" in errors and not folder.exists()
    status, events, errors = studio(*words, "--skip-problems")
    assert status == 0, errors
    assert {a["title"]: a["seed"] for a in assets_of(events)} == {"椅子": 1, "a table": 4}
    begun = next(e for e in events if e["event"] == "batch")
    assert begun["name"] == "任务" and len(begun["jobs"]) == 2


def test_a_batch_can_wait_in_the_queue(folder: Path, tmp_path: Path) -> None:
    prompts = tmp_path / "prompts.txt"
    prompts.write_text("a chair\n一盏灯\n", encoding="utf-8")
    words = ("batch", "image", "--prompts", prompts, "--name", "春季", "--later", "--project", folder, "--json")
    status, events, errors = studio(*words)
    assert status == 0, errors
    _, listed, _ = studio("queue", "list", "--project", folder, "--json")
    jobs = listed[0]["jobs"]
    assert [j["id"] for j in jobs] == events[-1]["jobs"]
    assert [(j["batch"]["name"], j["batch"]["number"], j["batch"]["total"]) for j in jobs] == [
        ("春季", 1, 2),
        ("春季", 2, 2),
    ]
    assert json.dumps(jobs) and {j["state"] for j in jobs} == {"waiting"}
