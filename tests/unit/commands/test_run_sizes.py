"""Sizes on the command line: what cannot be is refused, what may not fit is said, before a project is touched."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from studio import cli
from studio.commands import estimating, output, run
from studio.core import paths
from studio.core.models import InstalledModel, ModelSpec
from studio.core.pictures import Hires
from studio.core.requests import ImageRequest
from tests.support import tiny_backend


def test_a_size_that_cannot_be_is_refused_with_the_largest_that_can(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tiny_backend.install(paths.models_dir())
    folder = tmp_path / "项目"
    words = ["run", "image", "--project", str(folder), "--prompt", "x"]
    sizes = ["--set", "width=4096", "--set", "height=4096"]
    assert cli.main([*words, *sizes, "--set", "hires.scale=4"]) == output.WRONG_USE
    said = capsys.readouterr().err
    assert "4096 × 4096" in said and "2.9 times" in said and not folder.exists()
    assert cli.main([*words, "--set", "width=8192"]) == output.WRONG_USE
    assert "Choose 0 to 4096" in capsys.readouterr().err and not folder.exists()


def test_a_picture_that_would_grow_too_large_is_refused_before_it_runs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, picture = tmp_path / "项目", tmp_path / "大.png"
    Image.new("L", (6000, 4000)).save(picture)
    spec = ModelSpec(id="u", name="U", backend="upscale", format="ncnn", tasks=("upscale",))
    models = (InstalledModel(spec=spec, folder="/nowhere"),)
    library = type("Library", (), {"resolve": lambda _self, request: (request, models)})
    monkeypatch.setattr(run, "open_library", library)
    words = ["run", "image", "--project", str(folder), "--task", "upscale", "--input", str(picture)]
    assert cli.main([*words, "--set", "scale=4"]) == output.WRONG_USE
    said = capsys.readouterr().err
    assert "6000 × 4000" in said and "2 times at most" in said and not folder.exists()


def test_what_may_not_fit_is_said_with_the_scale_that_would(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    spec = ModelSpec(id="i", name="I", backend="diffusers", format="x", memory=1 << 30, options={"native_size": 256})
    models = [InstalledModel(spec=spec, folder="/nowhere")]
    request = ImageRequest(prompt="x", width=4096, height=4096, hires=Hires(scale=2.5))
    memory = type("Memory", (), {"available": 4 << 30})
    monkeypatch.setattr(estimating.psutil, "virtual_memory", lambda: memory)
    estimating.warn(request, models)
    said = capsys.readouterr().err
    assert "warning: it may not fit" in said and "hires.scale=2.1 would" in said
    assert estimating.show(request, models, as_json=False) == output.OK
    assert capsys.readouterr().out.startswith("too-large: ")
    memory.available = 99 << 30  # type: ignore[attr-defined]
    estimating.warn(request, models)
    assert capsys.readouterr().err == ""
