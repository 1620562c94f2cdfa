"""Every format gives back the recipe it was given, and its content is the same bit for bit."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from studio.core.errors import InputError
from studio.metadata import Found, embed, embedding, front_matter, read, xmp
from tests.support import samples


@pytest.mark.parametrize("suffix", samples.FORMATS)
def test_a_recipe_comes_back_and_the_content_stays(suffix: str, tmp_path: Path) -> None:
    source = samples.make(tmp_path / "源 文件" / f"a.{suffix}")
    recipe = samples.recipe(samples.kind_of(suffix))
    target = tmp_path / f"b.{suffix}"
    before = samples.content(source)
    embed(source, target, recipe, recipe.kind)
    assert read(target).recipe == recipe
    after = samples.content(target)
    assert (front_matter.split(str(after))[1] if suffix == "md" else after) == before


@pytest.mark.parametrize("suffix", samples.FORMATS)
def test_writing_twice_leaves_one_recipe(suffix: str, tmp_path: Path) -> None:
    path = samples.make(tmp_path / f"a.{suffix}")
    kind = samples.kind_of(suffix)
    embed(path, path, samples.recipe(kind, prompt="the old one"), kind)  # type: ignore[arg-type]
    once = path.stat().st_size
    embed(path, path, samples.recipe(kind, prompt="the new one"), kind)  # type: ignore[arg-type]
    found = read(path).recipe
    assert found is not None and found.request is not None and found.request.prompt == "the new one"
    assert path.stat().st_size == once
    assert b"the old one" not in path.read_bytes()


@pytest.mark.parametrize("suffix", samples.FORMATS)
def test_provenance_alone_has_no_prompt(suffix: str, tmp_path: Path) -> None:
    source = samples.make(tmp_path / f"a.{suffix}")
    kind = samples.kind_of(suffix)
    embed(source, source, samples.recipe(kind, prompt="an older secret plan"), kind)  # type: ignore[arg-type]
    embed(source, tmp_path / f"b.{suffix}", samples.recipe(kind, prompt="a secret plan"), kind, "provenance")  # type: ignore[arg-type]
    data = (tmp_path / f"b.{suffix}").read_bytes()
    assert b"secret plan" not in data and "secret plan".encode("utf-16-be") not in data
    assert b"trainedAlgorithmicMedia" in data
    assert read(tmp_path / f"b.{suffix}") == Found()


@pytest.mark.parametrize("suffix", samples.FORMATS)
def test_nothing_means_the_same_bytes(suffix: str, tmp_path: Path) -> None:
    source = samples.make(tmp_path / f"a.{suffix}")
    kind = samples.kind_of(suffix)
    embed(source, tmp_path / f"b.{suffix}", samples.recipe(kind), kind, "nothing")  # type: ignore[arg-type]
    assert (tmp_path / f"b.{suffix}").read_bytes() == source.read_bytes()


def test_pillow_reads_the_parameters_of_a_png(tmp_path: Path) -> None:
    path = samples.make(tmp_path / "a.png")
    embed(path, path, samples.recipe(), "image")
    with Image.open(path) as picture:
        picture.load()
        text = picture.info["parameters"]
    assert text.startswith(samples.PROMPT)
    assert "Negative prompt: blurry, 模糊" in text
    assert "Model: Tiny model 1," in text and "Size: 48x32" in text and "Seed: 7" in text


@pytest.mark.parametrize("suffix", ["jpg", "webp"])
def test_pillow_reads_the_user_comment(suffix: str, tmp_path: Path) -> None:
    path = samples.make(tmp_path / f"a.{suffix}")
    embed(path, path, samples.recipe(), "image")
    with Image.open(path) as picture:
        picture.load()
        comment = picture.getexif().get_ifd(0x8769)[0x9286]
        assert b"trainedAlgorithmicMedia" in picture.info["xmp"]
    assert comment[:8] == b"UNICODE\0"
    assert comment[8:].decode("utf-16-be").startswith("红色的苹果")


def test_folders_of_this_machine_are_not_written(tmp_path: Path) -> None:
    import msgspec

    from studio.core.requests import InputRef

    path = samples.make(tmp_path / "a.png")
    recipe = samples.recipe()
    inputs = (InputRef(path="/home/someone/private/sketch.png", asset="1"), InputRef(path="C:\\Users\\x\\b.png"))
    recipe = msgspec.structs.replace(recipe, request=msgspec.structs.replace(recipe.request, inputs=inputs))
    embed(path, path, recipe, "image")
    assert b"private" not in path.read_bytes()
    found = read(path).recipe
    assert found is not None and found.request is not None
    assert [i.path for i in found.request.inputs] == ["sketch.png", "b.png"]


def test_a_file_that_is_not_what_its_name_says_is_refused(tmp_path: Path) -> None:
    for suffix in ("png", "jpg", "webp", "wav", "flac", "ogg", "mp3"):
        path = tmp_path / f"a.{suffix}"
        path.write_bytes(b"MZ\x90\x00 this is a program")
        with pytest.raises(InputError):
            embed(path, tmp_path / "b", samples.recipe(), "image")
        assert not (tmp_path / "b").exists()


def test_the_xmp_packet_is_xml_whatever_the_prompt(tmp_path: Path) -> None:
    from xml.etree import ElementTree

    recipe = samples.recipe(prompt='</aigc:Recipe><x a="1">&amp; ]]> \ufffe 🍎 مرحبا')
    packet = xmp.packet(recipe, embedding.recipes.to_json(recipe))
    ElementTree.fromstring(packet.decode().split("?>", 1)[1].rsplit("<?xpacket", 1)[0])
    assert json.loads(xmp.recipe_in(packet))["request"]["prompt"].startswith("</aigc:Recipe>")


def test_importing_metadata_imports_no_decoder() -> None:
    code = (
        "import sys, studio.metadata; print([m for m in ('PIL', 'numpy', 'soundfile', 'PySide6') if m in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"
