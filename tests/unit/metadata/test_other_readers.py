"""What the studio writes is read by programs that others wrote: sd-parsers and exiftool, from gallery and export."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from sd_parsers import ParserManager

from studio.core.pictures import Axis, ControlUnit, Grid, Hires, LoraUse, ReferenceUse
from studio.core.recipes import ModelUse, Recipe
from studio.core.requests import ImageRequest
from studio.exports import ExportItem, ExportOptions, export, plan
from studio.gallery.project import Project
from studio.metadata import a1111, a1111_writing, embed, read, xmp
from tests.support import exiftool, samples

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "metadata"
PLAIN = ImageRequest(
    prompt='a red apple, (oil: 1.2), "quoted"\nsecond line',
    negative="text, blurry",
    seed=4294967295,
    steps=20,
    guidance=6.5,
    scheduler="DPM++ 2M Karras",
)
UNITS: dict[str, Any] = {
    "control": (ControlUnit(model="canny", preprocessor="canny", weight=0.9, end=0.8), ControlUnit(model="depth")),
    "references": (ReferenceUse(model="look"),),
}


def changed(**values: Any) -> ImageRequest:
    return msgspec.structs.replace(PLAIN, **values)


REQUESTS = {
    "plain": PLAIN,
    "chinese": changed(prompt="水墨画，一只猫坐在窗边 🐈, 4k", negative="模糊，文字"),
    "no-negative": changed(negative="", guidance=None, scheduler="Euler a"),
    "lora": changed(loras=(LoraUse(model="ink", weight=0.8), LoraUse(model="fog", weight=-0.5)), embeddings=("easy",)),
    "hires": changed(hires=Hires(scale=2.0, strength=0.4, steps=5, upscaler="up"), width=512, height=768),
    "control": changed(**UNITS),
    "rest": changed(variation=0.1, variation_seed=3, clip_skip=1, seamless="both", vae="vae", **UNITS),
    "image-to-image": changed(task="image-to-image", strength=0.35),
    "styled": changed(prompt="{cat|dog}", run_prompts=("ink drawing of a dog",), run_negative="blurry, 模糊"),
    "grid": changed(grid=Grid(x=Axis(setting="steps", values=("10", "20")), y=Axis(setting="seed", values=("1", "2")))),
    "replacing": changed(grid=Grid(x=Axis(setting="prompt", values=("ink", "oil, thick")))),
}
ADDITIONS = tuple(
    ModelUse(id=name, name=name.title(), sha256=hashed * 32, tensors="1f" * 32 if name == "ink" else "", word=word)
    for name, hashed, word in (
        ("ink", "a1", ""),
        ("fog", "a2", ""),
        ("easy", "b1", "EasyNegative"),
        ("canny", "c1", ""),
        ("depth", "c2", ""),
        ("look", "d1", ""),
        ("up", "e1", ""),
        ("vae", "f1", ""),
    )
)
SUFFIXES = ("png", "jpg", "webp")
CASES = [(name, suffix) for name in REQUESTS for suffix in SUFFIXES]


def recipe(name: str) -> Recipe:
    return Recipe(
        request=REQUESTS[name],
        kind="image",
        model=ModelUse(id="m", name="Model X v1.0", sha256="ab" * 32),
        additions=ADDITIONS,
        created="2026-01-02T03:04:05Z",
        versions={"studio": "0.2.0"},
    )


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "我的 项目") as made:
        yield made


def kept(project: Project, name: str, suffix: str) -> Path:
    """A result as the gallery keeps it."""
    source = samples.make(project.jobs_folder / "job" / f"take.{suffix}")
    return project.store.file(project.store.add(source, recipe=recipe(name), kind="image"))


def exported(project: Project, name: str, suffix: str, folder: Path) -> Path:
    """The same, exported with its whole recipe in this format."""
    item = ExportItem(
        id="a1b2c3d4e5", kind="image", path=kept(project, name, "png"), title="图", created=1.0, recipe=recipe(name)
    )
    options = ExportOptions(folder=folder, image_format="jpeg" if suffix == "jpg" else suffix, level="full")
    done = export(plan([item], options))
    assert not done.failures
    return done.files[0].path


def parse(path: Path) -> dict[str, Any]:
    """Prompt, settings and model as sd-parsers tells them; ``rest`` is what it has no place for."""
    with Image.open(path) as picture:
        found = ParserManager().parse(picture)
    assert found is not None
    (sampler,) = found.samplers
    return {
        "prompt": found.full_prompt,
        "negative": found.full_negative_prompt,
        "sampler": sampler.name,
        **sampler.parameters,
        "model": sampler.model and sampler.model.name,
        "hash": sampler.model and sampler.model.hash,
        "rest": found.metadata,
    }


def check(said: dict[str, Any], request: ImageRequest) -> None:
    prompt = said["prompt"]
    for use, title in ((use, use.model.title()) for use in request.loras):
        tag = f"<lora:{title}:{use.weight:g}>"
        assert tag in prompt
        prompt = prompt.replace(tag, "").strip()
    assert prompt == request.run_prompt(0)
    assert said["negative"] == (request.negative if request.run_negative is None else request.run_negative)
    sampler = request.scheduler.removesuffix(" Karras")
    assert said["sampler"] == sampler and (said.get("scheduler") == "Karras") == (sampler != request.scheduler)
    assert (int(said["seed"]), int(said["steps"])) == (request.seed, request.steps)
    assert ("cfg_scale" in said) == (request.guidance is not None)
    assert request.guidance is None or float(said["cfg_scale"]) == request.guidance
    assert (said["model"], said["hash"]) == ("Model X v1.0", "abababababab"[:10])
    assert said["rest"]["Size"] == (f"{request.width}x{request.height}" if request.width else "48x32")


@pytest.mark.parametrize(("name", "suffix"), CASES)
def test_sd_parsers_reads_what_the_gallery_keeps(name: str, suffix: str, project: Project) -> None:
    check(parse(kept(project, name, suffix)), REQUESTS[name])


@pytest.mark.parametrize(("name", "suffix"), CASES)
def test_sd_parsers_reads_what_is_exported(name: str, suffix: str, project: Project, tmp_path: Path) -> None:
    check(parse(exported(project, name, suffix, tmp_path / "出")), REQUESTS[name])


@exiftool.needed
@pytest.mark.parametrize("name", REQUESTS)
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_exiftool_reads_the_same(name: str, suffix: str, project: Project, tmp_path: Path) -> None:
    for path in (kept(project, name, suffix), exported(project, name, suffix, tmp_path / "出")):
        found = exiftool.tags(path)
        text = found["PNG:Parameters" if suffix == "png" else "ExifIFD:UserComment"]
        assert text == a1111_writing.write(recipe(name), 48, 32)
        assert found["XMP-iptcExt:DigitalSourceType"] == xmp.GENERATED
        ours = json.loads(found["PNG:Aigc_studio" if suffix == "png" else "XMP-aigc:Recipe"])
        assert ours["request"]["prompt"] == REQUESTS[name].prompt
        assert read(path).recipe is not None


@exiftool.needed
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_exiftool_finds_no_prompt_where_only_the_origin_is_told(suffix: str, project: Project, tmp_path: Path) -> None:
    item = ExportItem(
        id="a1", kind="image", path=kept(project, "chinese", "png"), title="x", created=1.0, recipe=recipe("chinese")
    )
    options = ExportOptions(
        folder=tmp_path / "出", image_format="jpeg" if suffix == "jpg" else suffix, level="provenance"
    )
    found = exiftool.tags(export(plan([item], options)).files[0].path)
    assert found["XMP-iptcExt:DigitalSourceType"] == xmp.GENERATED
    assert not {"PNG:Parameters", "PNG:Aigc_studio", "ExifIFD:UserComment", "XMP-aigc:Recipe"} & found.keys()


@exiftool.needed
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_recipe_of_a_hundred_thousand_characters_is_read_by_both(suffix: str, project: Project) -> None:
    long = msgspec.structs.replace(recipe("plain"), request=changed(prompt="水墨 ink, " * 11_000))
    source = samples.make(project.jobs_folder / "job" / f"take.{suffix}")
    path = project.store.file(project.store.add(source, recipe=long, kind="image"))
    found = exiftool.tags(path)
    ours = json.loads(exiftool.value(path, "PNG:Aigc_studio" if suffix == "png" else "XMP-aigc:Recipe"))
    assert ours["request"]["prompt"] == long.request.prompt  # type: ignore[union-attr]
    assert found["XMP-iptcExt:DigitalSourceType"] == xmp.GENERATED
    back = read(path).recipe
    assert back is not None and back.request == long.request
    with Image.open(path) as picture:
        picture.load()


def test_the_settings_beside_are_those_of_the_program_that_began_it() -> None:
    """Every further pair by its name there: https://github.com/AUTOMATIC1111/stable-diffusion-webui and its extensions."""
    said = {name: a1111.read(a1111_writing.write(recipe(name), 48, 32))["settings"] for name in REQUESTS}
    assert said["lora"]["Lora hashes"] == "Ink: 1f1f1f1f1f1f, Fog: a2a2a2a2a2a2"
    assert said["lora"]["TI hashes"] == "EasyNegative: b1b1b1b1b1b1"
    hires = {"Denoising strength": "0.4", "Hires upscale": "2", "Hires steps": "5", "Hires upscaler": "Up"}
    assert hires.items() <= said["hires"].items() and said["hires"]["Size"] == "512x768"
    unit = "Module: canny, Model: Canny, Weight: 0.9, Guidance Start: 0, Guidance End: 0.8"
    assert said["control"]["ControlNet 0"] == unit
    assert said["control"]["ControlNet 1"].startswith("Module: none, Model: Depth, ")
    assert said["control"]["ControlNet 2"].startswith("Module: ip-adapter-auto, Model: Look, ")
    rest = {"Variation seed": "3", "Variation seed strength": "0.1", "Clip skip": "2", "Tiling": "True", "VAE": "Vae"}
    assert rest.items() <= said["rest"].items() and said["rest"]["VAE hash"] == "f1f1f1f1f1"
    assert said["image-to-image"]["Denoising strength"] == "0.35"
    assert "Denoising strength" not in said["plain"] and "Tiling" not in said["plain"]
    plot = {"Script": "X/Y/Z plot", "X Type": "Steps", "X Values": "10, 20", "Y Type": "Seed", "Y Values": "1, 2"}
    assert plot.items() <= said["grid"].items()
    # Commas separate values there, so one inside a value stands in quotation marks.
    assert said["replacing"]["X Values"] == 'ink, "oil, thick"'


@exiftool.needed
@pytest.mark.parametrize(
    ("file_format", "comment"), [("flac", "Vorbis:Comment"), ("ogg", "Vorbis:Comment"), ("mp3", "ID3v2_4:Comment-und")]
)
def test_exiftool_reads_the_prompt_of_a_sound(file_format: str, comment: str, tmp_path: Path) -> None:
    source = samples.make(tmp_path / "声.wav")
    item = ExportItem(id="s1", kind="audio", path=source, title="声音", created=1.0, recipe=samples.recipe("audio"))
    done = export(plan([item], ExportOptions(folder=tmp_path / "出", audio_format=file_format, level="full")))
    found = exiftool.tags(done.files[0].path)
    assert found[comment] == samples.PROMPT
    assert any(xmp.GENERATED in str(value) for value in found.values())


@exiftool.needed
def test_exiftool_reads_the_recipe_of_a_wav(tmp_path: Path) -> None:
    path = samples.make(tmp_path / "声.wav")
    item = ExportItem(id="s1", kind="audio", path=path, title="声音", created=1.0, recipe=samples.recipe("audio"))
    found = exiftool.tags(export(plan([item], ExportOptions(folder=tmp_path / "出", level="full"))).files[0].path)
    for name in ("RIFF:Comment", "XMP-aigc:Recipe"):
        assert json.loads(found[name])["request"]["prompt"] == samples.PROMPT
    assert found["XMP-iptcExt:DigitalSourceType"] == xmp.GENERATED


@exiftool.needed
def test_exiftool_reads_the_recipe_of_a_drawing(tmp_path: Path) -> None:
    path = samples.make(tmp_path / "图.svg")
    embed(path, path, samples.recipe(), "image")
    found = exiftool.tags(path)
    assert json.loads(found["XMP-aigc:Recipe"])["request"]["prompt"] == samples.PROMPT
    assert found["XMP-iptcExt:DigitalSourceType"] == xmp.GENERATED


@exiftool.needed
def test_exiftool_reads_the_properties_of_documents(tmp_path: Path) -> None:
    source = samples.make(tmp_path / "文.md")
    item = ExportItem(id="t1", kind="text", path=source, title="春天", created=1.0, recipe=samples.recipe("text"))
    found = {
        suffix: exiftool.tags(
            export(plan([item], ExportOptions(folder=tmp_path / suffix, text_format=suffix, level="full")))
            .files[0]
            .path
        )
        for suffix in ("docx", "pdf")
    }
    word, pdf = found["docx"], found["pdf"]
    assert (word["XMP-dc:Title"], word["XMP-dc:Creator"]) == ("春天", "AIGC Studio")
    assert word["XML:Application"] == "AIGC Studio" and "XML:Words" not in word
    assert word["XMP-dc:Description"].startswith(xmp.GENERATED) and "Apache-2.0" in word["XMP-dc:Description"]
    assert (pdf["PDF:Title"], pdf["PDF:Creator"]) == ("春天", "AIGC Studio")
    assert pdf["XMP-iptcExt:DigitalSourceType"] == xmp.GENERATED
    assert json.loads(pdf["XMP-aigc:Recipe"])["request"]["prompt"] == samples.PROMPT


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("a1111.txt", "parameters"),
        ("a1111_older.txt", "parameters"),
        ("fooocus.json", "parameters"),
        ("invokeai_2.json", "sd-metadata"),
        ("invokeai_3.json", "invokeai_metadata"),
        ("invokeai_5.json", "invokeai_metadata"),
    ],
)
def test_both_read_the_same_out_of_pictures_of_others(name: str, key: str, tmp_path: Path) -> None:
    info = PngInfo()
    info.add_itxt(key, (FIXTURES / name).read_text(encoding="utf-8"))
    Image.fromarray(samples.pixels()).save(tmp_path / "a.png", pnginfo=info)
    theirs = parse(tmp_path / "a.png")
    ours = {"prompt": "", "negative": "", **read(tmp_path / "a.png").settings}
    for told in ("prompt", "negative"):
        # Fooocus' prompts are a list.
        assert ours[told] == (theirs[told] if isinstance(theirs[told], str) else ", ".join(theirs[told]))
    assert ours["scheduler"] == theirs["sampler"]
    for told, name_of_theirs in (("seed", "seed"), ("steps", "steps"), ("guidance", "cfg_scale")):
        assert float(ours[told]) == float(theirs[name_of_theirs])
