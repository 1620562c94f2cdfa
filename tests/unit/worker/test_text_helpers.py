"""What language models are told, and what a GGUF header says."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from studio.core.errors import ModelError
from studio.core.requests import Message, TextRequest
from studio.worker.text import prompts
from studio.worker.text.gguf import read_facts


def test_writing_says_only_what_the_user_says() -> None:
    assert prompts.messages(TextRequest(prompt="Hi")) == [{"role": "user", "content": "Hi"}]


def test_system_and_history_come_first() -> None:
    request = TextRequest(prompt="c", system="s", history=(Message("user", "a"), Message("assistant", "b")))
    assert [(m["role"], m["content"]) for m in prompts.messages(request)] == [
        ("system", "s"), ("user", "a"), ("assistant", "b"), ("user", "c"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("task", "prompt", "system", "part"),
    [
        ("rewrite", "x", "More formal.", "More formal."),
        ("summarise", "x", "", "summary only"),
        ("translate", "你好，世界", "", "English"),
        ("translate", "Hello", "", "Chinese"),
        ("translate", "Hello", "Into French.", "Into French."),
    ],
)
def test_tasks_have_their_own_words(task: str, prompt: str, system: str, part: str) -> None:
    first = prompts.messages(TextRequest(task=task, prompt=prompt, system=system))[0]
    assert first["role"] == "system" and part in first["content"]


def test_lone_surrogates_do_not_reach_a_tokenizer() -> None:
    assert prompts.messages(TextRequest(prompt="a\ud800"))[0]["content"] == "a?"


def header(entries: list[tuple[str, int, bytes]], magic: bytes = b"GGUF", version: int = 3) -> bytes:
    out = magic + struct.pack("<IQQ", version, 0, len(entries))
    for key, kind, value in entries:
        out += struct.pack("<Q", len(key)) + key.encode() + struct.pack("<I", kind) + value
    return out


def text(value: str) -> bytes:
    return struct.pack("<Q", len(value)) + value.encode()


def u32(value: int) -> bytes:
    return struct.pack("<I", value)


ENTRIES = [
    ("general.architecture", 8, text("llama")),
    ("llama.context_length", 4, u32(2048)),
    ("llama.block_count", 4, u32(30)),
    ("llama.embedding_length", 4, u32(576)),
    ("llama.attention.head_count", 4, u32(9)),
    ("llama.attention.head_count_kv", 9, struct.pack("<IQ", 4, 2) + u32(3) + u32(1)),
    ("tokenizer.ggml.model", 8, text("gpt2")),
]


def test_gguf_facts(tmp_path: Path) -> None:
    (tmp_path / "m.gguf").write_bytes(header(ENTRIES))
    assert read_facts(tmp_path / "m.gguf") == ("llama", 2048, 2 * 30 * 3 * 128)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GGUF",
        header(ENTRIES)[:60],
        header(ENTRIES, magic=b"GGML"),
        header(ENTRIES, version=9),
        b"GGUF" + struct.pack("<IQQ", 3, 0, 2**60),
        header([("x" * 5, 8, struct.pack("<Q", 2**50))]),
        header([("general.architecture", 77, b"")]),
        header([]),
    ],
)
def test_headers_that_lie(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "坏.gguf").write_bytes(data)
    with pytest.raises(ModelError) as caught:
        read_facts(tmp_path / "坏.gguf")
    assert caught.value.info.code == "model-damaged"
