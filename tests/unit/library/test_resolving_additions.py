"""Additions are checked against the picture model before anything is loaded."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from studio.core.errors import InputError, ModelError, StudioError
from studio.core.requests import ImageRequest, InputRef, build
from studio.library.library import Library
from tests.support.model_files import write_safetensors
from tests.unit.library.test_additions import AUTOENCODER, CONTROL, OURS, PLAIN_IP, folder, kohya
from tests.unit.library.test_formats import SD15, SDXL

PICTURES = tuple(InputRef(path="/a.png", role=role) for role in ("source", "control-1", "control-2", "reference-1"))
CLIP = {"architectures": ["CLIPVisionModelWithProjection"], "hidden_size": 1280, "projection_dim": 1024}


@pytest.fixture
def stocked(tmp_path: Path) -> Library:
    """One picture model of SD 1.5 and one of SDXL, with additions for either."""
    catalogue = tmp_path / "catalogue.json"
    catalogue.write_text(json.dumps({"version": 1, "models": []}))
    library = Library(tmp_path / "models", catalogue)
    files: dict[str, Any] = {
        "dreamy": SD15, "grand": SDXL, "watercolour": kohya(768), "ink": kohya(2048), "canny": CONTROL, "depth-xl": OURS,
        "look": PLAIN_IP, "mse": AUTOENCODER, "sdxl_vae": AUTOENCODER, "nohands": {"emb_params": (2, 768)},
    }  # fmt: skip
    for name, shapes in files.items():
        library.import_path(write_safetensors(tmp_path / "files" / f"{name}.safetensors", shapes))
    return library


def resolve(library: Library, **values: Any) -> tuple[ImageRequest, list[str]]:
    request = build("image", {"prompt": "a cat", "model": "dreamy", "inputs": PICTURES, **values})
    resolved, models = library.resolve(request)
    assert isinstance(resolved, ImageRequest)
    return resolved, [m.spec.id for m in models]


def test_what_fits_comes_after_the_main_model(stocked: Library) -> None:
    _, models = resolve(
        stocked,
        loras=[{"model": "watercolour"}, {"model": "watercolour", "weight": 0.3}],
        control=[{"model": "canny"}],
        embeddings=["nohands"],
        vae="mse",
    )
    assert models == ["dreamy", "mse", "watercolour", "nohands", "canny"]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"loras": [{"model": "ink"}]}, "“ink” is a LoRA for SDXL; the model “dreamy” is SD 1.5. Fitting ones installed: watercolour."),
        ({"control": [{"model": "depth-xl"}]}, "“depth-xl” is a ControlNet for SDXL; the model “dreamy” is SD 1.5. Fitting ones installed: canny."),
        ({"vae": "sdxl_vae"}, "is a VAE for SDXL"),
        ({"model": "grand", "references": [{"model": "look"}]}, "“look” is an IP-Adapter for SD 1.5; the model “grand” is SDXL. None that fits is installed; import an IP-Adapter for SDXL."),
        ({"model": "grand", "embeddings": ["nohands"]}, "is a textual inversion embedding for SD 1.5"),
        ({"loras": [{"model": "canny"}]}, "“canny” is a ControlNet, not a LoRA. Fitting ones installed: watercolour."),
        ({"loras": [{"model": "grand"}]}, "“grand” is a model that works by itself, not a LoRA."),
        ({"control": [{"model": "watercolour"}]}, "not a ControlNet or a T2I-Adapter"),
        ({"loras": [{"model": "gone"}]}, "“gone” is not installed"),
        ({"model": "watercolour"}, "“watercolour” cannot do “text-to-image”"),
        ({"model": "grand", "references": [{}]}, "No IP-Adapter that fits “grand” is installed. Import one for SDXL"),
        ({"control": [{"preprocessor": "blur"}]}, "No ControlNet or T2I-Adapter for blur that fits “dreamy”"),
        ({"references": [{"model": "look"}]}, "needs a CLIP image encoder whose layer projection is 1024 wide"),
        ({"control": [{"model": "canny", "preprocessor": "depth"}]}, "needs a model that estimates depth"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_by_name(values: dict[str, Any], sentence: str, stocked: Library) -> None:
    with pytest.raises(StudioError) as caught:
        resolve(stocked, **values)
    assert sentence in str(caught.value.info)


def test_a_unit_without_a_model_gets_the_one_that_fits(stocked: Library) -> None:
    request, models = resolve(stocked, control=[{"preprocessor": "canny"}])
    assert request.control[0].model == "canny" and models == ["dreamy", "canny"]
    request, _ = resolve(stocked, model="grand", control=[{"input": "control-2"}])
    assert request.control[0].model == "depth-xl"


def test_what_an_addition_needs_comes_along(stocked: Library, tmp_path: Path) -> None:
    stocked.import_path(folder(tmp_path / "clip", CLIP, "model.safetensors"))
    depth = folder(tmp_path / "depth", {"architectures": ["DPTForDepthEstimation"]})
    (depth / "preprocessor_config.json").write_text("{}")
    stocked.import_path(depth)
    request, models = resolve(
        stocked, references=[{}], control=[{"model": "canny", "preprocessor": "depth", "input": "control-2"}]
    )
    assert request.references[0].model == "look"
    assert models == ["dreamy", "canny", "look", "clip", "depth"]


def test_an_addition_of_unknown_family_is_let_try(stocked: Library, tmp_path: Path) -> None:
    stocked.import_path(write_safetensors(tmp_path / "odd.safetensors", kohya(48)))
    assert resolve(stocked, loras=[{"model": "odd"}])[1] == ["dreamy", "odd"]


def test_additions_are_never_chosen_as_the_main_model(stocked: Library) -> None:
    for model in ("dreamy", "grand"):
        stocked.remove(model)
    with pytest.raises(ModelError) as caught:
        resolve(stocked, model="")
    info = caught.value.info
    assert info.code == "model-none-for-task" and "model library" in info.remedy


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"loras": [{"model": "a", "weight": 5}]}, "loras.0.weight"),
        ({"loras": [{"model": "a", "weight": float("nan")}]}, "loras.0.weight"),
        ({"loras": [{"model": ""}]}, "loras.0.model"),
        ({"loras": [{"model": "a"}] * 17}, "At most 16"),
        ({"control": [{"weight": 2.5}]}, "control.0.weight"),
        ({"control": [{"start": 0.6, "end": 0.5}]}, "control.0.start"),
        ({"control": [{"low": 200, "high": 100}]}, "control.0.low"),
        ({"control": [{"preprocessor": "magic"}]}, "Choose one of: canny, line"),
        ({"control": [{"input": "control-9"}]}, "role “control-9”"),
        ({"references": [{"input": "reference-2"}]}, "role “reference-2”"),
        ({"references": [{"weight": -1}]}, "references.0.weight"),
    ],
)
def test_values_out_of_range_are_named(values: dict[str, Any], words: str) -> None:
    with pytest.raises(InputError, match=words):
        build("image", {"prompt": "a", "inputs": PICTURES, **values})


def test_units_can_be_written_one_setting_at_a_time() -> None:
    request = build(
        "image",
        {
            "prompt": "a",
            "inputs": PICTURES,
            "control.0.model": "canny",
            "control.0.preprocessor": "canny",
            "control.1.input": "control-2",
            "control.1.weight": "0.4",
            "loras.0": '{"model": "ink", "weight": 0.5}',
            "embeddings": '["nohands"]',
        },
    )
    assert isinstance(request, ImageRequest)
    assert [(u.model, u.preprocessor, u.input, u.weight) for u in request.control] == [
        ("canny", "canny", "control-1", 1.0), ("", "", "control-2", 0.4),
    ]  # fmt: skip
    assert request.loras[0].weight == 0.5 and request.embeddings == ("nohands",)
