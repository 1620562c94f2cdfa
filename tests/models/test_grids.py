"""Grids with real (tiny) models in the worker's own loop: cells reproduce alone, models switch, memory is shared."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from studio.core import grids, requests
from studio.core.messages import Event, Finished, Residency, Result, RunJob, decode_event
from studio.core.models import InstalledModel
from studio.core.requests import ImageRequest
from studio.worker.devices import DeviceInfo
from studio.worker.main import Worker, _Claim
from studio.worker.residency import Residency as Models
from tests.support import tiny_pipelines

pytestmark = pytest.mark.slow


class Pipe:
    """The worker's end of a channel whose other end keeps what comes."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    def send_bytes(self, data: bytes) -> None:
        self.events.append(decode_event(data))


class Bench:
    def __init__(self, folder: Path, models: list[InstalledModel]) -> None:
        self.pipe, self.folder, self.models = Pipe(), folder, models
        self.worker = Worker(self.pipe)  # type: ignore[arg-type]
        self.worker._device = DeviceInfo()
        self.worker._residency = Models(self.worker._send, 4 << 30)
        self._count = 0

    def run(self, request: ImageRequest, models: list[InstalledModel] | None = None) -> tuple[Finished, list[Result]]:
        self._count += 1
        folder = self.folder / f"job-{self._count}"
        folder.mkdir(parents=True)
        self.pipe.events.clear()
        models = models or self.models
        by_id = {m.spec.id: m for m in models}
        cells = grids.resolved(request, lambda r: (r, (by_id[r.model],)))[2] if request.grid else ()
        command = RunJob(job="j", request=request, folder=str(folder), models=tuple(models), cells=cells)
        finished = self.worker._run(command, _Claim("j"))
        return finished, [e for e in self.pipe.events if isinstance(e, Result)]


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("模型")
    for family in ("sd15", "sdxl"):
        tiny_pipelines.save(family, root / family)
    return root


@pytest.fixture
def bench(folders: Path, chinese_dir: Path) -> Iterator[Bench]:
    made = Bench(chinese_dir, [tiny_pipelines.installed(folders / f, f) for f in ("sd15", "sdxl")])
    yield made
    made.worker._residency.drop()


def ask(**values: Any) -> ImageRequest:
    values = {"prompt": "a red car", "seed": 7, "model": "tiny-sd15", "steps": 2, **values}
    request = requests.build("image", values)
    assert isinstance(request, ImageRequest)
    return request


def test_a_cell_is_the_same_as_its_request_run_alone(bench: Bench) -> None:
    axes = {"x": {"setting": "guidance", "values": "1,6"}, "y": {"setting": "prompt", "values": "red,blue"}}
    finished, results = bench.run(ask(grid=axes), bench.models[:1])
    assert finished.outcome == "done" and [r.take for r in results] == [0, 1, 2, 3, 4]
    cells = {Path(r.path).read_bytes() for r in results[:4]}
    assert len(cells) == 4
    for cell in (results[1], results[2]):
        assert isinstance(cell.recipe.request, ImageRequest) and cell.recipe.request.grid is None
        _, alone = bench.run(cell.recipe.request, bench.models[:1])
        assert Path(alone[0].path).read_bytes() == Path(cell.path).read_bytes()


def test_models_switch_within_one_job_and_a_failing_cell_is_marked(bench: Bench) -> None:
    axes = {
        "x": {"setting": "model", "values": "tiny-sd15,tiny-sdxl"},
        "y": {"setting": "scheduler", "values": "Euler,Nonsense"},
    }
    finished, results = bench.run(ask(grid=axes))
    assert finished.outcome == "done" and [r.take for r in results] == [0, 1, 4]
    assert [r.recipe.model.id for r in results[:2] if r.recipe.model] == ["tiny-sd15", "tiny-sdxl"]
    loaded = [set(e.models) for e in bench.pipe.events if isinstance(e, Residency)]
    assert loaded[-1] == {"tiny-sd15", "tiny-sdxl"}
    notes = results[-1].recipe.notes
    assert sum("Nonsense: failed: “scheduler” cannot be Nonsense" in note for note in notes) == 2
    with Image.open(results[-1].path) as sheet:
        assert sheet.size == (results[-1].width, results[-1].height)
