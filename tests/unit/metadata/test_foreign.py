"""Settings of other programs, in files written to their published formats; and hostile files."""

from __future__ import annotations

import html
import json
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from studio.metadata import a1111, png, reading
from tests.support import samples

A1111 = (
    "a cat, <lora:fur:0.8>\nsecond line\nNegative prompt: dog,\nbad hands\nSteps: 20, Sampler: DPM++ 2M, Schedule type: Karras, "
    'CFG scale: 7, Seed: 123, Size: 832x1216, Model hash: 0123456789, Model: some_model, Lora hashes: "fur: abc, x: d", Version: v1.9'
)


def _png(tmp_path: Path, **texts: str) -> Path:
    info = PngInfo()
    for key, value in texts.items():
        info.add_itxt(key, value)
    Image.fromarray(samples.pixels()).save(tmp_path / "a.png", pnginfo=info)
    return tmp_path / "a.png"


def test_a1111(tmp_path: Path) -> None:
    found = reading.read(_png(tmp_path, parameters=A1111))
    assert found.source == "A1111"
    assert found.settings["prompt"] == "a cat, <lora:fur:0.8>\nsecond line"
    assert found.settings["negative"] == "dog,\nbad hands"
    assert found.settings["width"] == 832 and found.settings["height"] == 1216
    assert found.settings["seed"] == "123" and found.settings["clip_skip"] == "1"


def test_a1111_in_a_jpeg_with_either_byte_order(tmp_path: Path) -> None:
    for order in ("utf-16-be", "utf-16-le"):
        exif = Image.Exif()
        exif.get_ifd(0x8769)[0x9286] = b"UNICODE\0" + A1111.encode(order)
        Image.fromarray(samples.pixels()).save(tmp_path / "a.jpg", exif=exif)
        assert reading.read(tmp_path / "a.jpg").settings["negative"] == "dog,\nbad hands"


def test_a_prompt_without_parameters_is_all_prompt() -> None:
    assert a1111.read("a: b, c\nd") == {"prompt": "a: b, c\nd", "negative": "", "settings": {}}


def test_what_we_write_reads_back_as_a1111() -> None:
    read = a1111.read(a1111.write(samples.recipe(), 64, 48))
    assert read["prompt"] == samples.PROMPT and read["negative"] == "blurry, 模糊"
    assert read["settings"]["Model"] == "Tiny, model: 1" and read["settings"]["width"] == 64


def test_invokeai(tmp_path: Path) -> None:
    values = {"positive_prompt": "一只猫", "seed": 5, "cfg_scale": 7.5, "model": {"name": "m"}, "steps": 9}
    found = reading.read(_png(tmp_path, invokeai_metadata=json.dumps(values)))
    assert found.source == "InvokeAI"
    assert found.settings == {"prompt": "一只猫", "seed": 5, "guidance": 7.5, "steps": 9, "model": "m"}


def test_comfyui(tmp_path: Path) -> None:
    graph = {
        "3": {"class_type": "KSampler", "inputs": {"seed": 8, "steps": 4, "cfg": 1.5, "sampler_name": "euler",
              "positive": ["6", 0], "negative": ["7", 0], "latent_image": ["5", 0]}},
        "5": {"class_type": "EmptyLatentImage", "inputs": {"width": 512, "height": 768}},
        "6": {"class_type": "CLIPTextEncode", "inputs": {"text": "a boat"}},
        "7": {"class_type": "ConditioningZeroOut", "inputs": {"conditioning": ["8", 0]}},
        "8": {"class_type": "CLIPTextEncode", "inputs": {"text": "fog"}},
        "4": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "x.safetensors"}},
    }  # fmt: skip
    found = reading.read(_png(tmp_path, prompt=json.dumps(graph)))
    assert found.settings == {
        "seed": 8, "steps": 4, "guidance": 1.5, "scheduler": "euler", "prompt": "a boat", "negative": "fog",
        "model": "x.safetensors", "width": 512, "height": 768,
    }  # fmt: skip


def test_swarmui(tmp_path: Path) -> None:
    text = json.dumps({"sui_image_params": {"prompt": "p", "negativeprompt": "n", "seed": 3}})
    assert reading.read(_png(tmp_path, parameters=text)).settings == {"prompt": "p", "negative": "n", "seed": 3}


def test_a_graph_with_circles_ends() -> None:
    graph = {
        "1": {"class_type": "KSampler", "inputs": {"positive": ["2", 0]}},
        "2": {"inputs": {"a": ["2", 0], "b": ["1", 0]}},
    }
    assert reading._comfyui(json.dumps(graph)).settings == {}


def test_a_compression_bomb_is_left_unread() -> None:
    bomb = png.chunk(b"zTXt", b"parameters\0\0" + zlib.compress(b"a" * (64 * 1024 * 1024), 9))
    data = png.insert(_bytes(), [bomb], frozenset())
    assert reading.read_bytes(data) == reading.Found()


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 5000, '{"sui_image_params": NaN}', "{" + '"a"' * 10])
def test_malformed_json_is_no_metadata(text: str) -> None:
    assert reading._comfyui(text if text.startswith("{") else "{" + text).settings == {}


def _bytes() -> bytes:
    import fpng

    return bytes(fpng.from_ndarray(samples.pixels()))


@given(data=st.binary(max_size=400), head=st.sampled_from([
    b"", png.SIGNATURE, b"\xff\xd8\xff\xe1", b"RIFF\x20\0\0\0WAVE", b"RIFF\x20\0\0\0WEBPVP8X", b"fLaC\x04", b"OggS\0",
    b"ID3\4\0\0\0\0\1\0TXXX", b"---\n", b"MM\0\x2a"]))  # fmt: skip
@settings(max_examples=300, deadline=None)
def test_no_bytes_raise_anything(data: bytes, head: bytes) -> None:
    reading.read_bytes(head + data)


@given(
    cut=st.integers(0, 2000),
    flip=st.integers(0, 2000),
    suffix=st.sampled_from(["png", "jpg", "webp", "wav", "flac", "ogg", "mp3"]),
)
@settings(max_examples=150, deadline=None)
def test_damaged_real_files_raise_nothing(
    tmp_path_factory: pytest.TempPathFactory, cut: int, flip: int, suffix: str
) -> None:
    data = bytearray(_embedded(tmp_path_factory, suffix))
    if flip < len(data):
        data[flip] ^= 0xFF
    reading.read_bytes(bytes(data[: max(0, len(data) - cut)]))


_CACHE: dict[str, bytes] = {}


def _embedded(factory: pytest.TempPathFactory, suffix: str) -> bytes:
    if suffix not in _CACHE:
        from studio.metadata import embed

        path = samples.make(factory.mktemp("f") / f"a.{suffix}")
        embed(path, path, samples.recipe(samples.kind_of(suffix)), "image")
        _CACHE[suffix] = path.read_bytes()
    return _CACHE[suffix]


def test_fooocus(tmp_path: Path) -> None:
    values = {"prompt": "塔", "negative_prompt": "n", "seed": "77", "resolution": "(1152, 896)", "base_model": "b.safetensors",
              "guidance_scale": 4.0, "sampler": "dpmpp", "prompt_expansion": "x", "steps": 30}  # fmt: skip
    found = reading.read(_png(tmp_path, parameters=json.dumps(values), fooocus_scheme="fooocus"))
    assert found.source == "Fooocus"
    assert found.settings == {
        "prompt": "塔", "negative": "n", "seed": "77", "steps": 30, "guidance": 4.0, "model": "b.safetensors",
        "scheduler": "dpmpp", "width": 1152, "height": 896,
    }  # fmt: skip


def test_stability_matrix(tmp_path: Path) -> None:
    values = {"PositivePrompt": "p", "NegativePrompt": "", "Seed": 1, "Steps": 8, "CfgScale": 2.5, "ModelName": None}
    found = reading.read(_png(tmp_path, parameters=A1111, **{"parameters-json": json.dumps(values)}))
    assert found.source == "Stability Matrix"
    assert found.settings == {"prompt": "p", "seed": 1, "steps": 8, "guidance": 2.5}


def test_draw_things(tmp_path: Path) -> None:
    text = json.dumps({"c": "a <lake> & 湖", "uc": "fog", "size": "512x768", "seed": 4, "scale": 7}, ensure_ascii=False)
    packet = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="r"><rdf:Description xmlns:exif="e"><exif:UserComment>'
        f'<rdf:Alt><rdf:li xml:lang="x-default">{html.escape(text)}</rdf:li></rdf:Alt></exif:UserComment>'
        "</rdf:Description></rdf:RDF></x:xmpmeta>"
    )
    expected = {"prompt": "a <lake> & 湖", "negative": "fog", "seed": 4, "guidance": 7, "width": 512, "height": 768}
    assert reading.read(_png(tmp_path, **{"XML:com.adobe.xmp": packet})).settings == expected
    Image.fromarray(samples.pixels()).save(tmp_path / "a.jpg", xmp=packet.encode())
    assert reading.read(tmp_path / "a.jpg") == reading.Found(settings=expected, source="Draw Things")


def test_older_invokeai(tmp_path: Path) -> None:
    image = {"prompt": [{"prompt": "a fox", "weight": 1}], "seed": 3, "steps": 50, "sampler": "k_lms"}
    found = reading.read(_png(tmp_path, **{"sd-metadata": json.dumps({"model_weights": "sd-1.4", "image": image})}))
    assert found.settings == {"prompt": "a fox", "seed": 3, "steps": 50, "scheduler": "k_lms", "model": "sd-1.4"}
    found = reading.read(_png(tmp_path, Dream='"a \\"red\\" fox" -s 50 -S 1234 -W 512 -H 384 -C 7.5 -A k_lms'))
    assert found.settings == {
        "prompt": 'a "red" fox', "steps": "50", "seed": "1234", "width": "512", "height": "384", "guidance": "7.5",
        "scheduler": "k_lms",
    }  # fmt: skip


def test_the_comment_of_a_gif(tmp_path: Path) -> None:
    frames = [Image.fromarray(samples.pixels(seed=n)) for n in range(3)]
    frames[0].save(tmp_path / "a.gif", save_all=True, append_images=frames[1:], comment=A1111.encode())
    found = reading.read(tmp_path / "a.gif")
    assert found.source == "A1111" and found.settings["seed"] == "123"


@given(st.binary(max_size=300))
@settings(deadline=None, max_examples=200)
def test_no_gif_and_no_foreign_json_raises(data: bytes) -> None:
    reading.read_bytes(b"GIF89a" + data)
    text = data.decode("utf-8", errors="surrogateescape").encode("utf-8", "replace").decode()
    for key in (
        "parameters",
        "parameters-json",
        "sd-metadata",
        "invokeai_metadata",
        "prompt",
        "Dream",
        "XML:com.adobe.xmp",
    ):
        chunk = png.text_chunk(key, text)
        reading.read_bytes(png.SIGNATURE + png.chunk(b"IHDR", b"\0" * 13) + chunk)


_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["prompt", "seed", "model", "image", "inputs", "class_type", "c", "size"]), inner
        )
    ),
    max_leaves=12,
)


@given(
    st.dictionaries(
        st.sampled_from(["prompt", "seed", "image", "model", "3", "base_model", "sui_image_params"]), _values
    )
)
@settings(deadline=None, max_examples=200)
def test_settings_are_texts_and_numbers_whatever_the_json(values: dict[str, object]) -> None:
    for key in ("parameters", "parameters-json", "sd-metadata", "invokeai_metadata", "prompt"):
        chunk = png.text_chunk(key, json.dumps(values))
        found = reading.read_bytes(png.SIGNATURE + png.chunk(b"IHDR", b"\0" * 13) + chunk)
        assert all(isinstance(v, str | int | float) and v == v for v in found.settings.values())
