"""Tokens counted with the tokenizers that are shipped, and cards of models; damaged ones count as none."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from studio.core import paths
from studio.core.models import InstalledModel, ModelFile, ModelSpec
from studio.library.cards import card_of
from studio.library.tokens import TokenCounters, counter_for


def model(folder: Path, format: str = "diffusers", family: str = "icon", **options: Any) -> InstalledModel:
    spec = ModelSpec(id="m", name="M", backend="diffusers", format=format, family=family, options=options)
    return InstalledModel(spec=spec, folder=str(folder))


@pytest.mark.parametrize(
    ("prompt", "tokens", "chunks"),
    [
        ("a photo of a cat", 7, 1),
        ("It's 20°C — naïve Ünïcode, don't", 19, 1),
        ("a (cat:1.3), [dog]", 5 + 1, 1),
        ("a BREAK cat", 4, 2),
        ("word " * 75, 77, 1),
        ("word " * 76, 78, 2),
        ("", 2, 1),
    ],
)
def test_clip_as_transformers_counts_it(prompt: str, tokens: int, chunks: int, tmp_path: Path) -> None:
    counter = counter_for(model(tmp_path, "checkpoint", "sdxl"))
    assert counter is not None
    found = counter.count(prompt)
    assert (found.tokens, found.chunks, found.limit, found.cut, found.exact) == (tokens, chunks, 77, False, True)


def test_t5_reads_a_fixed_number(tmp_path: Path) -> None:
    counter = counter_for(model(tmp_path, "checkpoint", "flux"))
    assert counter is not None
    assert counter.count("a photo of a cat").tokens == 8
    assert counter.count("红色的苹果 🍎").tokens == 5
    long = counter.count("word " * 600)
    assert long.cut and long.chunks == 1 and long.limit == 256


def test_a_pipeline_folder_is_counted_with_its_own(tmp_path: Path) -> None:
    counter = counter_for(model(paths.resources_dir() / "models" / "icon"))
    assert counter is not None and counter.count("a blue fish").tokens == 5
    clip = paths.resources_dir() / "pipelines" / "tokenizers" / "clip"
    shutil.copytree(clip, tmp_path / "tokenizer")
    settings = {"tokenizer_class": "CLIPTokenizer", "model_max_length": 77}
    (tmp_path / "tokenizer" / "tokenizer_config.json").write_text(json.dumps(settings))
    counter = counter_for(model(tmp_path, family="sd15"))
    assert counter is not None and counter.count("a photo of a cat").tokens == 7


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[" * 5000, b'{"version":"1.0","model":{"type":"BPE"}}', b"\xff" * 40]
)
def test_a_damaged_tokenizer_counts_as_none(content: bytes, tmp_path: Path) -> None:
    place = tmp_path / "tokenizer"
    place.mkdir()
    (place / "tokenizer_config.json").write_text("{}")
    (place / "tokenizer.json").write_bytes(content)
    assert counter_for(model(tmp_path)) is None
    (place / "tokenizer_config.json").write_text('{"tokenizer_class": "CLIPTokenizer"}')
    (place / "tokenizer.json").unlink()
    (place / "vocab.json").write_bytes(content)
    (place / "merges.txt").write_text("#version: 0.2\na b\n")
    assert counter_for(model(tmp_path)) is None


def test_models_without_a_tokenizer_file_have_no_counter(tmp_path: Path) -> None:
    spec = ModelSpec(id="g", name="G", backend="llama_cpp", format="gguf", files=(ModelFile(path="a.gguf"),))
    assert TokenCounters().get(InstalledModel(spec=spec, folder=str(tmp_path))) is None


def test_a_card_comes_from_the_folder_or_the_catalogue(tmp_path: Path) -> None:
    card = card_of(model(paths.resources_dir() / "models" / "icon"))
    assert card is not None and card.purpose_in("zh_CN").startswith("图标")
    assert card.purpose_in("fr") == card.purpose_in("en")
    assert [s.label("zh_CN") for s in card.styles][:2] == ["扁平", "立体"]
    assert "红色的苹果" in card.examples_in("zh_CN")
    given = {"purpose": {"en": "Maps."}, "styles": [{"words": "old map", "en": "old"}]}
    card = card_of(model(tmp_path, card=given))
    assert card is not None and card.purpose_in("zh_CN") == "Maps." and card.styles[0].label("zh") == "old"


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"[" * 100_000, b'{"styles": [{"words": ""}]}', b'{"purpose": 3}', b" " * (2 << 20)]
)
def test_a_damaged_card_counts_as_none(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "card.json").write_bytes(content)
    assert card_of(model(tmp_path)) is None
    assert card_of(model(tmp_path / "missing")) is None
