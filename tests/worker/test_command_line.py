"""The contract that scripts rely on: JSON on standard output alone, exit status, files; with a real worker process."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from studio.core import paths
from tests.support import samples, tiny_backend

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def _tiny_model() -> None:
    tiny_backend.install(paths.models_dir())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "椅子 chairs"


def _environment() -> dict[str, str]:
    return {**os.environ, "AIGC_STUDIO_BACKENDS": tiny_backend.VARIABLE, "LC_ALL": "C"}


def studio(*words: object) -> tuple[int, list[dict[str, Any]], str]:
    """Exit status, the JSON documents of standard output (which must be nothing else), standard error."""
    command = [sys.executable, "-m", "studio", *map(str, words)]
    result = subprocess.run(command, cwd=ROOT, env=_environment(), capture_output=True, timeout=120)
    lines = result.stdout.decode().splitlines()
    return result.returncode, [json.loads(line) for line in lines], result.stderr.decode()


def draw(folder: Path, prompt: str, *more: object) -> list[dict[str, Any]]:
    status, events, errors = studio("run", "image", "--prompt", prompt, "--project", folder, "--json", *more)
    assert status == 0, errors
    assert events[-1]["event"] == "finished" and events[-1]["state"] == "done"
    assets: list[dict[str, Any]] = events[-1]["assets"]
    return assets


def test_from_a_prompt_to_delivered_files(folder: Path, tmp_path: Path) -> None:
    assets = draw(folder, "红色的椅子", "--takes", 2, "--seed", 41)
    assert [a["recipe"]["request"]["seed"] for a in assets] == [41, 42]
    assert all(Path(a["path"]).is_file() and a["kind"] == "image" for a in assets)
    assert assets[0]["recipe"]["model"]["id"] == "tiny"
    ids = [a["id"] for a in assets]

    status, found, _ = studio("gallery", "search", "椅", "--project", folder, "--json")
    assert status == 0 and {a["id"] for a in found[0]["assets"]} == set(ids)
    status, shown, _ = studio("gallery", "show", ids[0], "--project", folder, "--json")
    assert status == 0 and shown[0]["prompt"] == "红色的椅子"

    target = tmp_path / "交付"
    words = ("export", "--project", folder, "--to", target, "--format", "webp", *ids, "--json")
    status, exported, _ = studio(*words)
    assert status == 0 and len(exported[0]["files"]) == 2
    assert all(Path(f["path"]).suffix == ".webp" and Path(f["path"]).is_file() for f in exported[0]["files"])
    assert (target / "manifest.json").is_file()
    status, again, errors = studio(*words)
    assert status == 3 and "exist already" in errors and again[0]["error"]["code"] == "export-exists"

    assert studio("gallery", "trash", ids[0], "--project", folder, "--json")[0] == 0
    assert [a["id"] for a in studio("gallery", "list", "--project", folder, "--json")[1][0]["assets"]] == ids[1:]
    assert studio("gallery", "restore", ids[0], "--project", folder, "--json")[0] == 0
    (folder / "project.db").unlink()
    status, rebuilt, _ = studio("gallery", "rebuild", "--project", folder, "--json")
    assert status == 0 and rebuilt[-1]["assets"] == 2


def test_the_same_recipe_gives_the_same_bytes(folder: Path) -> None:
    from PIL import Image

    first, second = (draw(folder, "a chair", "--seed", 7)[0] for _ in range(2))
    with Image.open(first["path"]) as a, Image.open(second["path"]) as b:
        assert a.tobytes() == b.tobytes()


def test_events_tell_the_whole_way(folder: Path) -> None:
    _, events, _ = studio("run", "image", "--prompt", "a chair", "--project", folder, "--json")
    states = [e["state"] for e in events if e["event"] == "job"]
    assert states[:2] == ["waiting", "running"] and states[-1] in ("saving", "running")
    assert any(e["event"] == "progress" and e["phase"] == "denoising" for e in events)
    assert sum(e["event"] == "asset" for e in events) == 1


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["image", "--prompt", " "], 2, "prompt is empty"),
        (["image", "--prompt", "x" * 100_001], 2, "100,001 characters"),
        (["image", "--prompt", "x", "--set", "steps=many"], 2, "steps"),
        (["image", "--prompt", "x", "--set", "nonsense=1"], 2, "nonsense"),
        (["image", "--prompt", "x", "--task", "teleport"], 2, "teleport"),
        (["image", "--prompt", "x", "--model", "missing"], 3, "not installed"),
        (["text", "--prompt", "x", "--model", "tiny"], 3, "Tiny"),
        (["audio", "--task", "denoise"], 2, "needs a sound"),
        (["image", "--prompt", "x", "--task", "image-to-image", "--input", "/nowhere.png"], 2, "nowhere.png"),
    ],
)
def test_what_cannot_run_is_said_before_anything_is_made(
    words: list[str], status: int, said: str, folder: Path
) -> None:
    found, events, errors = studio("run", *words, "--project", folder, "--json")
    assert found == status
    assert events[-1]["event"] == "finished" and events[-1]["state"] == "failed" and events[-1]["assets"] == []
    assert said in errors and "Traceback" not in errors
    assert not folder.exists()


def test_a_control_map_needs_no_model(folder: Path, tmp_path: Path) -> None:
    import numpy as np
    from PIL import Image

    rgb = np.full((40, 60, 3), 20, np.uint8)
    rgb[10:30, 15:45] = 220
    Image.fromarray(rgb).save(tmp_path / "图 x.png")
    words = ("run", "image", "--task", "control-map", "--input", tmp_path / "图 x.png", "--project", folder, "--json")
    status, events, errors = studio(*words, "--set", "control.0.preprocessor=canny", "--set", "control.0.low=80")
    assert status == 0, errors
    (asset,) = events[-1]["assets"]
    assert asset["recipe"]["request"]["control"] == [{"preprocessor": "canny", "low": 80}]
    with Image.open(asset["path"]) as image:
        found = np.asarray(image.convert("L"))
    assert found.shape == (40, 60) and (found[20] > 0).sum() == 2 and (found[:, 30] > 0).sum() == 2
    status, events, errors = studio(*words, "--set", "control.0.preprocessor=depth")
    assert status == 2 and events[-1]["error"]["code"] == "addition-needs" and "Depth Anything" in errors


def test_a_missing_project_is_not_made_by_looking(folder: Path) -> None:
    status, printed, errors = studio("gallery", "list", "--project", folder, "--json")
    assert status == 3 and printed[0]["error"]["code"] == "project-missing" and "no project" in errors
    assert not folder.exists()


def test_ctrl_c_cancels_and_keeps_what_is_finished(folder: Path) -> None:
    command = [sys.executable, "-m", "studio", "run", "image", "--prompt", "many", "--takes", "64"]
    command += ["--project", str(folder), "--json"]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # What a shell starts in the background ignores Ctrl-C, and so would all that the tests start there.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    assert process.stdout is not None
    saved = 0
    for line in process.stdout:
        saved += json.loads(line)["event"] == "asset"
        if saved == 2:
            process.send_signal(signal.SIGINT)
            break
    out, errors = process.communicate(timeout=60)
    last = json.loads(out.splitlines()[-1])
    assert process.returncode == 130, errors.decode()
    assert last["state"] == "cancelled"
    kept = studio("gallery", "list", "--project", folder, "--json")[1][0]["assets"]
    assert len(kept) >= 2


def test_an_asset_is_the_input_of_the_next_one_by_its_id_or_file(folder: Path, tmp_path: Path) -> None:
    samples.make(tmp_path / "草图.png")
    status, imported, _ = studio("gallery", "import", tmp_path / "草图.png", "--project", folder, "--json")
    assert status == 0
    status, listed, _ = studio("queue", "list", "--project", folder, "--json")
    assert status == 0 and listed[0] == {"jobs": [], "paused": False}
    for word in (imported[0]["id"], imported[0]["path"]):
        (asset,) = draw(folder, "a chair", "--input", word)
        assert asset["parents"] == [imported[0]["id"]]


def test_waiting_jobs_of_the_project_do_not_run_along(folder: Path) -> None:
    from studio.core import requests
    from studio.core.jobs import new_job
    from studio.gallery.project import Project

    with Project.create(folder) as project:
        project.jobs.put(new_job(requests.build("image", {"prompt": "waits"})))
        project.jobs.set_paused(True)
    draw(folder, "runs at once")
    jobs = studio("queue", "list", "--project", folder, "--json")[1][0]
    assert jobs["paused"] and [(j["prompt"], j["state"]) for j in jobs["jobs"]] == [
        ("waits", "waiting"),
        ("runs at once", "done"),
    ]
    status, events, _ = studio("queue", "run", "--project", folder, "--json")
    assert status == 0 and events[-1] == {"event": "finished", "done": 1, "failed": 0}


def test_a_window_that_holds_the_project_is_respected(folder: Path) -> None:
    from studio.gallery.project import Project

    with Project.create(folder):
        status, events, errors = studio("run", "image", "--prompt", "x", "--project", folder, "--json")
        assert status == 3 and events[-1]["error"]["code"] == "project-locked" and "another window" in errors
        assert studio("gallery", "list", "--project", folder, "--json")[0] == 0


def test_the_command_line_imports_neither_qt_nor_a_runtime() -> None:
    code = (
        "import sys\nimport studio.cli, studio.commands.run, studio.commands.gallery, studio.commands.doctor\n"
        "print([m for m in ('PySide6', 'torch', 'transformers', 'diffusers', 'onnxruntime', 'PIL') if m in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"
