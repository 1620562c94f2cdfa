"""Captions, tags and objects, with tiny real models of each family."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from studio.core.errors import InputError, ModelError
from studio.core.models import InstalledModel
from studio.core.pictures import See
from studio.core.requests import ImageRequest, InputRef, build, validate
from studio.library.importing import recognise
from studio.library.library import Library
from studio.worker.backends.transformers_vision import VisionBackend
from studio.worker.backends.vision import findings
from studio.worker.context import JobCancelled
from tests.models.test_upscale import drawing
from tests.support import tiny_vision as tiny
from tests.support.context import RecordingContext, make_context


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Any], InstalledModel]:
    """Makes and imports a model of a kind, once."""
    root = tmp_path_factory.mktemp("视觉 models")
    made: dict[Any, InstalledModel] = {}

    def get(kind: Any) -> InstalledModel:
        if kind not in made:
            made[kind] = Library(root / "library").import_path(tiny.make(root / kind.__name__, kind))
        return made[kind]

    return get


def run(model: InstalledModel, folder: Path, task: str, see: See | None = None, **more: Any) -> RecordingContext:
    Image.fromarray(drawing(80, 60)).save(folder / "图 片.png")
    source = InputRef(path=str(folder / "图 片.png"), asset="parent")
    request = validate(ImageRequest(task=task, see=see, inputs=(source,), **more))
    ctx = make_context(request, folder / "out", [model])
    ctx.stop_after = getattr(run, "stop_after", None)
    backend = VisionBackend()
    loaded = backend.load(model, ctx)
    try:
        backend.run(loaded, ctx)
    finally:
        loaded.close()
    return ctx


CAPTIONS = [tiny.blip, tiny.encoder_decoder, tiny.smolvlm, tiny.florence]


@pytest.mark.parametrize("kind", CAPTIONS)
def test_a_caption_is_a_text_about_the_picture(library: Any, chinese_dir: Path, kind: Any) -> None:
    model = library(kind)
    assert model.spec.backend == "vision" and "caption" in model.spec.tasks
    result = run(model, chinese_dir, "caption").results[0]
    text = Path(result.path).read_text(encoding="utf-8")
    assert text.strip() and "\n" not in text and result.excerpt == text
    recipe = result.recipe
    assert (result.kind, recipe.kind, recipe.parents) == ("text", "text", ("parent",))
    assert isinstance(recipe.request, ImageRequest) and recipe.request.see == See()
    again = run(model, chinese_dir, "caption").results[0]
    assert Path(again.path).read_text(encoding="utf-8") == text
    assert (
        len(Path(run(model, chinese_dir, "caption", See(detail="long")).results[0].path).read_text()) >= len(text) / 2
    )


@pytest.mark.parametrize("kind", [tiny.vit, tiny.convnext])
def test_tags_come_with_their_confidence(library: Any, chinese_dir: Path, kind: Any) -> None:
    model = library(kind)
    assert model.spec.tasks == ("tag",)
    result = run(model, chinese_dir, "tag", See(confidence=0.0)).results[0]
    tags = Path(result.path).read_text(encoding="utf-8").split(", ")
    assert sorted(tags) == ["apple", "disc", "sports car", "tabby"]
    scores = [float(note.rpartition(": ")[2]) for note in result.recipe.notes]
    assert scores == sorted(scores, reverse=True) and sum(scores) == pytest.approx(1, abs=0.01)
    assert [note.partition(": ")[0] for note in result.recipe.notes] == tags
    few = run(model, chinese_dir, "tag", See(confidence=0.0, most=2)).results[0]
    assert Path(few.path).read_text(encoding="utf-8").split(", ") == tags[:2]
    # The surest is said even when it is not sure.
    sure = run(model, chinese_dir, "tag", See(confidence=1.0)).results[0]
    assert len(Path(sure.path).read_text(encoding="utf-8").split(", ")) >= 1


def test_classes_that_do_not_exclude_each_other_have_a_confidence_each(chinese_dir: Path) -> None:
    folder = tiny.make(chinese_dir / "many", lambda f: tiny.vit(f, many=True))
    model = Library(chinese_dir / "library").import_path(folder)
    notes = run(model, chinese_dir, "tag", See(confidence=0.45)).results[0].recipe.notes
    assert all(float(n.rpartition(": ")[2]) >= 0.45 for n in notes) and notes


@pytest.mark.parametrize("kind", [tiny.yolos, tiny.rt_detr])
def test_objects_come_with_boxes_inside_the_picture(library: Any, chinese_dir: Path, kind: Any) -> None:
    model = library(kind)
    assert model.spec.tasks == ("detect",)
    result = run(model, chinese_dir, "detect", See(confidence=0.0, most=5)).results[0]
    lines = Path(result.path).read_text(encoding="utf-8").splitlines()
    assert len(lines) == 5 and result.recipe.notes == ("5 objects",)
    for line in lines:
        _label, score, *box = line.rsplit(" ", 5)
        left, top, width, height = map(int, box)
        assert 0 <= float(score) <= 1 and left >= 0 and top >= 0 and width >= 1 and height >= 1
        assert left + width <= 81 and top + height <= 61
    nothing = run(model, chinese_dir, "detect", See(confidence=1.0)).results[0]
    assert Path(nothing.path).read_text() == "" and nothing.recipe.notes == (
        "nothing was found with that much confidence",
    )


def test_florence_finds_objects_by_writing(library: Any, chinese_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = library(tiny.florence)
    assert model.spec.tasks == ("caption", "detect")
    ctx = make_context(ImageRequest(task="detect"), chinese_dir / "out", [model])
    loaded = VisionBackend().load(model, ctx)
    said = loaded.tokenizer("disc<loc_100><loc_200><loc_500><loc_600>", return_tensors="pt", add_special_tokens=False)
    monkeypatch.setattr(loaded.model, "generate", lambda **_: said["input_ids"])
    picture = Image.fromarray(np.zeros((100, 200, 3), np.uint8))
    found = findings.objects(loaded, picture, See(), lambda: None)
    assert [str(o) for o in found] == ["disc 1.00 20 20 80 40"]
    loaded.close()


def test_cancel_between_tokens(library: Any, chinese_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "stop_after", 6, raising=False)
    with pytest.raises(JobCancelled):
        run(library(tiny.blip), chinese_dir, "caption")
    assert not list((chinese_dir / "out").iterdir())


def test_what_cannot_be_done_is_said(library: Any, chinese_dir: Path) -> None:
    with pytest.raises(ModelError, match="cannot do “tag”"):
        run(library(tiny.blip), chinese_dir, "tag")
    for name, value in (("confidence", 1.5), ("most", 0)):
        with pytest.raises(InputError, match=f"see.{name}"):
            source = (InputRef(path="/x.png"),)
            build("image", {"task": "tag", "inputs": source, f"see.{name}": str(value)})


def edit(folder: Path, **changes: Any) -> Path:
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps({**config, **changes}))
    return folder


def test_models_that_would_not_run_are_refused_by_name(chinese_dir: Path) -> None:
    folder = tiny.make(chinese_dir / "ViT", tiny.vit)
    with pytest.raises(ModelError, match="timm"):
        recognise(edit(folder, use_timm_backbone=True))
    edit(folder, use_timm_backbone=False)
    (folder / "preprocessor_config.json").rename(folder / "p.bak")
    with pytest.raises(ModelError, match=r"preprocessor_config\.json is damaged: it is missing"):
        recognise(folder)
    (folder / "p.bak").rename(folder / "preprocessor_config.json")
    with pytest.raises(ModelError, match="not a language model"):
        recognise(edit(folder, architectures=["VisionEncoderDecoderModel"], decoder={"model_type": "trocr"}))
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-8])
    with pytest.raises(ModelError, match="damaged"):
        recognise(edit(folder, architectures=["ViTForImageClassification"]))


def test_pickled_weights_are_refused(chinese_dir: Path) -> None:
    folder = tiny.make(chinese_dir / "ViT", tiny.vit)
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")
    (folder / "pytorch_model.bin").write_bytes(b"\x80\x02}q\x00.")
    with pytest.raises(ModelError, match="pickle"):
        recognise(folder)
