"""A checkpoint file of every family, with the published names of its tensors: recognised, and drawn the same as the
diffusers folder of the same weights."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from studio.core.errors import ModelError
from studio.core.models import InstalledModel
from studio.core.requests import ImageRequest, validate
from studio.library.importing import recognise
from studio.worker.backends.diffusers_image import DiffusersBackend
from studio.worker.backends.diffusion import single_file
from tests.support import checkpoint_models, tiny_pipelines
from tests.support.checkpoint_models import FILE, KINDS
from tests.support.context import make_context

ALL = ("text-to-image", "image-to-image", "inpaint", "outpaint")


@pytest.fixture(autouse=True)
def _narrow(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if "flux" in request.node.name:
        checkpoint_models.narrow(monkeypatch)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    root = tmp_path_factory.mktemp("单文件 files")
    folders = {kind: root / kind for kind in KINDS}
    for kind, folder in folders.items():
        folder.mkdir()
        checkpoint_models.build(kind, folder)
    return folders


def draw(model: InstalledModel, folder: Path) -> bytes:
    backend = DiffusersBackend()
    request = validate(ImageRequest(prompt="a red car", seed=3, width=32, height=32))
    ctx = make_context(request, folder, [model])
    loaded = backend.load(model, ctx)
    backend.run(loaded, ctx)
    loaded.close()
    return Path(ctx.results[0].path).read_bytes()


def file_in(folder: Path) -> InstalledModel:
    return checkpoint_models.installed(folder, config="own.json", steps=3)


def parts_in(folder: Path) -> InstalledModel:
    return tiny_pipelines.installed(folder / "parts", steps=3)


@pytest.mark.parametrize("kind", KINDS)
def test_a_checkpoint_draws_the_same_as_its_folder(kind: str, built: dict[str, Path], tmp_path: Path) -> None:
    folder = built[kind]
    assert single_file.family_of(single_file.read_header(folder / FILE)) == KINDS[kind].told
    assert draw(file_in(folder), tmp_path / "file") == draw(parts_in(folder), tmp_path / "parts")


@pytest.mark.parametrize(("kind", "stored"), [("sdxl", "float16"), ("flux-dev", "float8_e4m3fn")])
def test_weights_stored_small_draw_the_same_too(kind: str, stored: str, chinese_dir: Path, tmp_path: Path) -> None:
    checkpoint_models.build(kind, chinese_dir, stored)
    assert draw(file_in(chinese_dir), tmp_path / "file") == draw(parts_in(chinese_dir), tmp_path / "parts")


@pytest.mark.parametrize(
    ("kind", "lost"),
    [
        ("sdxl", "model.diffusion_model.out.2.bias"),
        ("sdxl", "conditioner.embedders.1.model.ln_final.bias"),
        ("sd3", "model.diffusion_model.x_embedder.proj.bias"),
        ("sd3", "text_encoders.t5xxl.transformer.encoder.final_layer_norm.weight"),
        ("flux-dev", "model.diffusion_model.txt_in.weight"),
        ("flux-dev", "vae.decoder.conv_in.bias"),
    ],
)
def test_a_checkpoint_without_one_of_its_weights_is_damaged(
    kind: str, lost: str, built: dict[str, Path], chinese_dir: Path
) -> None:
    folder = Path(shutil.copytree(built[kind], chinese_dir / "copy"))
    checkpoint_models.rewrite(folder / FILE, lambda name, value: None if name == lost else value)
    with pytest.raises(ModelError) as caught:
        draw(file_in(folder), chinese_dir / "out")
    assert caught.value.info.code == "model-damaged" and FILE in str(caught.value), caught.value


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("sdxl", "Stable Diffusion XL"),
        ("sd3", "Stable Diffusion 3"),
        ("sd3-without-t5", "Stable Diffusion 3"),
        ("sd35", "Stable Diffusion 3.5"),
        ("flux-dev", "Flux dev"),
        ("flux-schnell", "Flux schnell"),
    ],
)
def test_the_library_knows_the_family_and_its_settings(kind: str, name: str, built: dict[str, Path]) -> None:
    spec = recognise(built[kind] / FILE).spec
    assert (spec.family, spec.description, spec.format, spec.tasks) == (KINDS[kind].family, name, "checkpoint", ALL)
    assert spec.options["size"] == 1024 and set(spec.options["dtypes"]) <= {"F32", "I64"}
    assert spec.options.get("steps") == (4 if kind == "flux-schnell" else None)


@pytest.mark.parametrize(
    ("kind", "starts", "words"),
    [
        ("sdxl", "first_stage_model.", "XL without its VAE"),
        ("sd3", "text_encoders.", "without its CLIP text encoder, second text encoder"),
        ("flux-dev", "vae.", "Flux dev without its VAE"),
        ("flux-schnell", "text_encoders.t5xxl.", "Flux schnell without its T5 text encoder"),
    ],
)
def test_the_library_names_what_a_file_lacks(
    kind: str, starts: str, words: str, built: dict[str, Path], chinese_dir: Path
) -> None:
    path = Path(shutil.copy(built[kind] / FILE, chinese_dir / FILE))
    checkpoint_models.rewrite(path, lambda name, value: None if name.startswith(starts) else value)
    with pytest.raises(ModelError, match=words + ".*diffusers folder"):
        recognise(path)


def test_a_folder_without_t5_is_taken_into_the_library(built: dict[str, Path]) -> None:
    spec = recognise(built["sd3-without-t5"] / "parts").spec
    assert (spec.family, spec.format, spec.tasks) == ("sd3", "diffusers", ALL)
