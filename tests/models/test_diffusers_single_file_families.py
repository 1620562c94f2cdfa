"""A checkpoint file of every family, with the published names of its tensors: recognised, and drawn the same as the
diffusers folder of the same weights."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.core.requests import ImageRequest, validate
from studio.worker.backends.diffusers_image import DiffusersBackend
from studio.worker.backends.diffusion import single_file
from tests.support import checkpoint_models, tiny_pipelines
from tests.support.checkpoint_models import FILE, KINDS
from tests.support.context import make_context


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    root = tmp_path_factory.mktemp("单文件 files")
    folders = {kind: root / kind for kind in KINDS}
    for kind, folder in folders.items():
        folder.mkdir()
        checkpoint_models.build(kind, folder)
    return folders


@pytest.mark.parametrize("kind", KINDS)
def test_a_checkpoint_draws_the_same_as_its_folder(
    kind: str, built: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if kind.startswith("flux"):
        checkpoint_models.narrow(monkeypatch)
    folder = built[kind]
    assert single_file.family_of(single_file.read_header(folder / FILE)) == KINDS[kind].told
    backend = DiffusersBackend()
    request = validate(ImageRequest(prompt="a red car", seed=3, width=32, height=32))
    drawn = []
    file = checkpoint_models.installed(folder, config="own.json", steps=3)
    for number, model in enumerate((file, tiny_pipelines.installed(folder / "parts", kind, steps=3))):
        ctx = make_context(request, tmp_path / str(number), [model])
        loaded = backend.load(model, ctx)
        backend.run(loaded, ctx)
        loaded.close()
        drawn.append(Path(ctx.results[0].path).read_bytes())
    assert drawn[0] == drawn[1]
