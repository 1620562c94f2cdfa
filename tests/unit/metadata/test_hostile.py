"""Hostile and damaged metadata: nothing is raised, nothing takes long, and what is taken makes a valid Request."""

from __future__ import annotations

import copy
import json
import math
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import fpng
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.core import requests
from studio.core.errors import InputError
from studio.metadata import a1111, comfyui_workflow, embed, png, reading
from studio.metadata.found import Found
from studio.metadata.proposing import propose
from tests.support import samples

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "metadata"
KEYS = ("parameters", "parameters-json", "sd-metadata", "invokeai_metadata", "prompt", "workflow", "Dream")
SECONDS = 2.0
"""What reading one file may take on a slow machine that does other things too; without bounds it would be minutes."""


def _read(key: str, text: str) -> Found:
    chunk = png.chunk(b"iTXt", key.encode() + b"\0\0\0\0\0" + text.encode("utf-8", "replace"))
    return reading.read_bytes(png.SIGNATURE + png.chunk(b"IHDR", b"\0" * 13) + chunk)


def _check(found: Found) -> None:
    """Plain values only, and whatever is taken over is accepted by the studio."""
    assert all(isinstance(v, str | int | float) and v == v for v in found.settings.values())
    assert len(found.uses) <= 64
    proposal = propose(found, [])
    if proposal is None or found.recipe is not None:
        return
    values = proposal.values() | {"task": "text-to-image"}
    try:
        requests.build("image", {**values, "inputs": (), "prompt": values.get("prompt") or "x"})
    except InputError as error:
        assert error.info.code == "prompt-too-long", error
    for note in (*found.notes, *proposal.notes):
        assert note.what and len(note.what) < 700


# -- sizes --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [b"zTXt", b"iTXt"])
def test_a_compression_bomb_is_left_unread_with_a_sentence(kind: bytes) -> None:
    packed = zlib.compress(b"a" * (64 * 1024 * 1024), 9)
    body = b"parameters\0\0" + packed if kind == b"zTXt" else b"parameters\0\1\0\0\0" + packed
    data = png.insert(bytes(fpng.from_ndarray(samples.pixels())), [png.chunk(kind, body)], frozenset())
    found = reading.read_bytes(data)
    assert not found.settings and found.recipe is None
    assert [str(note) for note in found.notes] == [
        "What is written into this file is larger than 4 MB; that part was not read."
    ]


def test_many_texts_that_are_too_large_together() -> None:
    texts = [png.text_chunk(f"key{n}", "x" * 1_000_000) for n in range(8)]
    data = png.insert(bytes(fpng.from_ndarray(samples.pixels())), texts, frozenset())
    found, skipped = png.texts_and_skipped(data)
    assert sum(map(len, found.values())) <= png.TEXT_LIMIT and skipped == 8 - len(found)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{"a":' * 5000, "metadata-too-deep"),
        ('{"3": ' + "[" * 100_000, "metadata-too-deep"),
        ('{"a": nonsense}', "metadata-damaged"),
        ("{" + '"a"' * 10, "metadata-damaged"),
        ('{"seed": ' + "9" * 10_000 + "}", "metadata-damaged"),
        ("{}" + " " * (4 * 1024 * 1024), "metadata-too-large"),
    ],
)
def test_json_that_is_refused_says_why(text: str, code: str) -> None:
    assert [note.code for note in reading.read_text(text).notes] == [code]


def test_braces_in_a_prompt_are_not_depth() -> None:
    text = json.dumps({"c": "{" * 500 + ' "[[' + "]" * 10, "seed": 1})
    assert reading.read_text(text).settings["seed"] == 1


def test_a_prompt_of_a_million_characters_is_cut_and_says_so() -> None:
    text = "蝶" * 1_000_000 + "\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 5, Size: 512x512"
    found = reading.read_text(text)
    proposal = propose(found, [])
    assert proposal is not None and len(proposal.values()["prompt"]) == requests.PROMPT_LIMIT
    assert [note.code for note in proposal.notes] == ["taken-cut"]
    _check(found)


@pytest.mark.parametrize(
    "value", [math.nan, math.inf, -math.inf, 10**60, -(10**60), 1e308, "NaN", "1e999", "九", "", "-"]
)
@pytest.mark.parametrize("name", ["seed", "steps", "cfg_scale", "width", "height", "clip_skip", "strength"])
def test_numbers_that_are_none_or_too_large(name: str, value: object) -> None:
    text = json.dumps({"positive_prompt": "x", name: value, "generation_mode": "img2img"})
    found = _read("invokeai_metadata", text)
    _check(found)
    proposal = propose(found, [])
    assert proposal is not None
    if value not in ("", "-") and name != "clip_skip":
        assert proposal.notes or value in (-math.inf, -(10**60)), proposal.items


# -- time ---------------------------------------------------------------------------------------------------------


def _slow_texts() -> Iterator[str]:
    """What makes careless regular expressions and walks take minutes."""
    end = "\nSteps: 20, Sampler: x, Seed: 1"
    for piece in (
        "a",
        " ",
        "a ",
        "a:",
        'a: "',
        'ab: "\\',
        "ab: ,",
        "<lora:",
        "<lora:a:",
        ", ",
        "(",
        "[",
        "__",
        "{",
        "+",
        "(a)",
    ):
        yield piece * (200_000 // len(piece)) + end
        yield "x\n" + piece * (200_000 // len(piece))
    yield '"' + "\\" * 200_000
    yield '"' + 'a"' * 100_000 + " -s 5"
    yield "x\nSteps: 1, Hashes: {" * 10_000


@pytest.mark.parametrize("text", list(_slow_texts()))
def test_no_text_takes_long(text: str) -> None:
    began = time.process_time()
    _check(reading.read_text(text))
    _check(_read("Dream", text))
    a1111.looks_like(text)
    assert time.process_time() - began < SECONDS


def _tangles() -> Iterator[dict[str, Any]]:
    """Graphs whose links lead to themselves, in circles, and in every direction at once."""
    base = {
        "class_type": "KSampler",
        "inputs": {"seed": 1, "positive": ["n0", 0], "model": ["n0", 0], "latent_image": ["n0", 0]},
    }
    for kind in ("Text Concatenate", "ConditioningCombine", "ControlNetApplyAdvanced", "LoraLoader", "Reroute", "KSampler",
                 "CLIPTextEncode", "VAEEncode", "SaveImage", "PrimitiveInt"):  # fmt: skip
        for breadth in (1, 16):
            graph: dict[str, Any] = {"s": base}
            for n in range(60):
                names = ("conditioning_1", "positive", "negative", "text", "model", "clip", "samples", "value", "image")
                links = {
                    f"{names[k % len(names)]}{k // len(names) or ''}": [f"n{(n * 7 + k) % 60}", k]
                    for k in range(breadth)
                }
                links |= {
                    "text_a": [f"n{(n + 1) % 60}", 0],
                    "control_net": [f"n{n}", 0],
                    "pixels": [f"n{(n + 1) % 60}", 0],
                }
                graph[f"n{n}"] = {"class_type": kind, "inputs": links}
            yield graph


@pytest.mark.parametrize("graph", list(_tangles()))
def test_no_graph_takes_long(graph: dict[str, Any]) -> None:
    began = time.process_time()
    _check(_read("prompt", json.dumps(graph)))
    assert time.process_time() - began < SECONDS


def test_a_graph_without_a_sampler_is_told() -> None:
    found = _read("prompt", json.dumps({"1": {"class_type": "LoadImage", "inputs": {"image": "a.png"}}}))
    assert not found.settings and [note.code for note in found.notes] == ["metadata-graph"]


def test_bypassed_nodes_in_a_circle_end() -> None:
    nodes = [
        {"id": n, "type": "X", "mode": 4, "inputs": [{"name": "model", "type": "M", "link": n}]} for n in range(1, 4)
    ]
    nodes.append({"id": 9, "type": "KSampler", "mode": 0, "inputs": [{"name": "model", "type": "M", "link": 1}]})
    links = [[1, 2, 0, 1, 0, "M"], [2, 3, 0, 2, 0, "M"], [3, 1, 0, 3, 0, "M"]]
    assert comfyui_workflow.graph({"nodes": nodes, "links": links}) == {"9": {"class_type": "KSampler", "inputs": {}}}


def _cost(read: Callable[[], object]) -> tuple[float, int]:
    """Seconds of this process (the least of three) and bytes at the most."""
    seconds = []
    for _ in range(3):
        began = time.process_time()
        read()
        seconds.append(time.process_time() - began)
    tracemalloc.start()
    read()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return min(seconds), peak


def _grows_with(small: Callable[[], object], large: Callable[[], object], factor: int, size: int) -> None:
    """Time and memory grow as the text does, and the memory is a small multiple of it."""
    (seconds, peak), (seconds_large, peak_large) = _cost(small), _cost(large)
    # What is quick beyond measuring is not told apart from noise; a quadratic one would take factor² times.
    assert seconds_large < factor * 2.2 * max(seconds, 0.004)
    assert peak_large < factor * 1.5 * max(peak, 1_000_000)
    assert peak_large < 1_000_000 + 160 * size


PIECES = ("a ", "a:", 'ab: "', "ab: ,", "<lora:a:1>", "<lora:", ", ", "([", "{", "__a__", "蝶", "\\")
FACTOR, CHARACTERS = 4, 100_000


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize(
    "shape", ["{}\nSteps: 20, Sampler: x, Seed: 1", "x\nNegative prompt: {}\nSteps: 20, Sampler: x, Seed: 1", "x\n{}"]
)
def test_a_prompt_of_a_hundred_thousand_characters_costs_what_its_length_does(piece: str, shape: str) -> None:
    def read(length: int) -> Callable[[], object]:
        text = shape.replace("{}", piece * (length // len(piece)))
        return lambda: propose(reading.read_text(text), [])

    _grows_with(read(CHARACTERS // FACTOR), read(CHARACTERS), FACTOR, CHARACTERS)


def _chain(nodes: int, *, circle: bool) -> str:
    """A graph of ComfyUI whose sampler hangs on a long row of LoRAs and joined texts."""
    graph: dict[str, Any] = {
        "s": {"class_type": "KSampler", "inputs": {"seed": 1, "model": ["l0", 0], "positive": ["t0", 0]}}
    }
    for n in range(nodes):
        after = n + 1 if n + 1 < nodes else 0
        lora = {"lora_name": f"l{n}", "strength_model": 1.0, "model": [f"l{after}", 0]}
        texts = {"text_a": f"word {n}", "text_b": [f"t{after}", 0]}
        graph |= {
            f"l{n}": {"class_type": "LoraLoader", "inputs": lora},
            f"t{n}": {"class_type": "Text Concatenate", "inputs": texts},
        }
    if not circle:
        graph[f"l{nodes - 1}"]["inputs"].pop("model")
        graph[f"t{nodes - 1}"]["inputs"].pop("text_b")
    return json.dumps(graph)


@pytest.mark.parametrize("circle", [True, False])
def test_a_graph_costs_what_its_length_does(circle: bool) -> None:
    texts = [_chain(250 * n, circle=circle) for n in (1, FACTOR)]
    small, large = (lambda text=text: propose(reading.read_text(text), []) for text in texts)
    _grows_with(small, large, FACTOR, len(texts[1]))


@pytest.mark.parametrize("kind", [b"zTXt", b"iTXt"])
def test_a_bomb_takes_no_memory_for_what_it_would_become(kind: bytes) -> None:
    def bomb(megabytes: int) -> bytes:
        packed = zlib.compress(b"a" * (megabytes << 20), 9)
        body = b"parameters\0\0" + packed if kind == b"zTXt" else b"parameters\0\1\0\0\0" + packed
        return png.SIGNATURE + png.chunk(b"IHDR", b"\0" * 13) + png.chunk(kind, body)

    small, large = bomb(16), bomb(128)
    peaks = [_cost(lambda data=data: reading.read_bytes(data))[1] for data in (small, large)]  # type: ignore[misc]
    # Eight times the text to come costs no more than the eight times larger file.
    assert peaks[1] < peaks[0] + 4 * (len(large) - len(small)) + 100_000
    assert peaks[1] < 3 * png.TEXT_LIMIT + 4 * len(large)


# -- anything -----------------------------------------------------------------------------------------------------


@given(data=st.binary(max_size=400), head=st.sampled_from([
    b"", png.SIGNATURE, b"\xff\xd8\xff\xe1", b"RIFF\x20\0\0\0WAVE", b"RIFF\x20\0\0\0WEBPVP8X", b"fLaC\x04", b"OggS\0",
    b"ID3\4\0\0\0\0\1\0TXXX", b"---\n", b"MM\0\x2a", b"GIF89a"]))  # fmt: skip
@settings(max_examples=200, deadline=None)
def test_no_bytes_raise_anything(data: bytes, head: bytes) -> None:
    reading.read_bytes(head + data)


@given(
    cut=st.integers(0, 2000),
    flip=st.integers(0, 2000),
    suffix=st.sampled_from(["png", "jpg", "webp", "wav", "flac", "ogg", "mp3"]),
)
@settings(max_examples=100, deadline=None)
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
        path = samples.make(factory.mktemp("f") / f"a.{suffix}")
        embed(path, path, samples.recipe(samples.kind_of(suffix)), "image")
        _CACHE[suffix] = path.read_bytes()
    return _CACHE[suffix]


@given(st.text(max_size=300) | st.binary(max_size=300).map(lambda b: b.decode("latin-1")))
@settings(deadline=None, max_examples=200)
def test_no_text_raises(text: str) -> None:
    for key in (*KEYS, "XML:com.adobe.xmp"):
        _check(_read(key, text))
    _check(reading.read_text(text))


_hostile = st.sampled_from([
    None, True, [], {}, [[]], "", "\0", "\ud800", "x" * 5000, -1, 2**70, 10**400, 1e308, float("nan"), float("inf"),
    ["3", 0], [3], ["nowhere", 0], {"content": {"content": []}}, "<lora::>", "None", "0x", "{", "randomize"])  # fmt: skip


@given(
    name=st.sampled_from(sorted(p.name for p in FIXTURES.glob("*.json"))),
    places=st.lists(st.integers(0, 400), min_size=1, max_size=6),
    values=st.lists(_hostile, min_size=6, max_size=6),
)
@settings(deadline=None, max_examples=150)
def test_fixtures_with_hostile_values_in_any_place(name: str, places: list[int], values: list[object]) -> None:
    content = copy.deepcopy(_fixture(name))
    for place, value in zip(places, values, strict=False):
        found = list(_slots(content))
        holder, key = found[place % len(found)]
        holder[key] = copy.deepcopy(value)
    try:
        text = json.dumps(content)
    except ValueError:
        return
    for key in KEYS:
        _check(_read(key, text))


_LOADED: dict[str, Any] = {}


def _fixture(name: str) -> Any:
    if name not in _LOADED:
        _LOADED[name] = json.loads((FIXTURES / name).read_text(encoding="utf-8"))
    return _LOADED[name]


def _slots(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every place of a JSON value that can be set."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in list(pairs):
        yield value, key
        yield from _slots(inner)


@given(
    name=st.sampled_from(sorted(p.name for p in FIXTURES.glob("*.txt"))),
    cuts=st.lists(st.tuples(st.integers(0, 2000), st.text(max_size=12)), max_size=5),
)
@settings(deadline=None, max_examples=150)
def test_parameters_with_anything_put_in(name: str, cuts: list[tuple[int, str]]) -> None:
    text = (FIXTURES / name).read_text(encoding="utf-8")
    for place, piece in cuts:
        text = text[:place] + piece + text[place + 1 :]
    _check(reading.read_text(text))
