"""Cancel in each phase of a drawing job: it ends there, leaves nothing, and what is drawn next is as ever."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from studio.core.errors import ModelError
from studio.core.messages import Phase, Progress
from studio.core.requests import ImageRequest, validate
from studio.worker.backends.diffusers_image import DiffusersBackend
from studio.worker.context import JobCancelled
from tests.support import tiny_pipelines
from tests.support.context import make_context
from tests.support.drawing import SMALL, Easel, data

FAMILIES = ("sd15", "flux")
"""One with a UNet and one with a transformer."""
PHASES = (Phase.ENCODING, Phase.DENOISING, Phase.DECODING, Phase.SAVING)


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize("family", FAMILIES)
def test_a_cancelled_job_ends_in_its_phase(easel: Easel, family: str, phase: Phase, chinese_dir: Path) -> None:
    before = data(easel.draw(family, **SMALL))
    # Another prompt, so that encoding has something to do.
    with pytest.raises(JobCancelled):
        easel.draw(family, prompt=f"{phase.value} 取消", stop_at=phase, folder=chinese_dir, **SMALL)
    assert easel.last is not None and easel.last.of(Progress)[-1].phase is phase
    assert not list(chinese_dir.iterdir())
    assert data(easel.draw(family, **SMALL)) == before
    # What was cancelled can be drawn after all: no half of it was kept.
    assert easel.draw(family, prompt=f"{phase.value} 取消", **SMALL).results


@pytest.mark.parametrize("dtype", ["float32", "bfloat16"])
def test_loading_can_be_cancelled_between_layers(easel: Easel, dtype: str, tmp_path: Path) -> None:
    model = easel.model("flux", dtype=dtype)
    request = validate(ImageRequest(prompt="a red car", seed=7, **SMALL))

    def load(name: str, stop_after: int | None = None) -> tuple[int, bytes]:
        ctx = make_context(request, tmp_path / name, [model])
        ctx.stop_after = stop_after
        loaded = DiffusersBackend().load(model, ctx)
        checks = ctx.checks
        DiffusersBackend().run(loaded, ctx)
        loaded.close()
        return checks, data(ctx)

    checks, drawn = load("whole")
    assert checks > 20
    for stop_after in (0, checks // 3, checks // 2):
        with pytest.raises(JobCancelled):
            load("cancelled", stop_after)
    assert not list((tmp_path / "cancelled").iterdir())
    assert load("after") == (checks, drawn)


def test_a_model_that_cannot_be_loaded_does_not_spoil_the_next(easel: Easel, tmp_path: Path) -> None:
    whole = easel.model("sd15", dtype="bfloat16")
    request = validate(ImageRequest(prompt="a red car", seed=7, **SMALL))
    broken = tmp_path / "broken"
    shutil.copytree(whole.folder, broken)
    config = json.loads((broken / "vae" / "config.json").read_text())
    (broken / "vae" / "config.json").write_text(json.dumps(config | {"down_block_types": ["NoSuchBlock"] * 2}))
    bad = tiny_pipelines.installed(broken, "sd15", dtype="bfloat16")
    with pytest.raises(ModelError):
        DiffusersBackend().load(bad, make_context(request, tmp_path / "bad", [bad]))
    ctx = make_context(request, tmp_path / "good", [whole])
    loaded = DiffusersBackend().load(whole, ctx)
    DiffusersBackend().run(loaded, ctx)
    loaded.close()
    assert ctx.results
