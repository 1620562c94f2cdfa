"""The history of prompts: bounded, private, searched by single Chinese characters, safe from damage and other windows."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from studio.settings.prompts import history
from studio.settings.prompts.history import Entry


def record(*prompts: str) -> None:
    for n, prompt in enumerate(prompts):
        history.update("image", history.recorded(prompt, now=float(n)))


def test_newest_first_and_each_once() -> None:
    record("a cat", "红色的苹果", "a cat")
    assert [(e.prompt, e.count) for e in history.load("image")] == [("a cat", 2), ("红色的苹果", 1)]
    assert history.load("text") == ()


@pytest.mark.parametrize(
    ("words", "found"),
    [("果", ["红色的苹果"]), ("CAT a", ["a cat"]), ("", ["红色的苹果", "a cat"]), ("ＣＡＴ", ["a cat"]), ("x", [])],
)
def test_search(words: str, found: list[str]) -> None:
    record("a cat", "红色的苹果")
    assert [e.prompt for e in history.search(history.load("image"), words)] == found


def test_star_delete_undo_and_clear() -> None:
    record("a", "b", "c")
    b = history.load("image")[1]
    history.update("image", history.starred(b, True))
    assert [e.prompt for e in history.search(history.load("image"), "", only_starred=True)] == ["b"]
    history.update("image", history.removed(b))
    assert [e.prompt for e in history.load("image")] == ["c", "a"]
    history.update("image", history.added_back(b))
    assert [e.prompt for e in history.load("image")] == ["c", "b", "a"]
    history.update("image", history.starred(b, True))
    history.update("image", history.cleared())
    assert [e.prompt for e in history.load("image")] == ["b"]


def test_it_is_bounded_and_stars_stay() -> None:
    entries = tuple(Entry(prompt=str(n), starred=n % 2 == 0) for n in range(1400))
    kept = history.bounded(entries)
    assert len(kept) == 700 + history.ENTRIES
    long = tuple(Entry(prompt=f"{n}" + "字" * 99_990) for n in range(60))
    assert sum(len(e.prompt) for e in history.bounded(long)) <= history.CHARACTERS


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such bits")
def test_only_its_owner_reads_it() -> None:
    record("a secret")
    assert stat.S_IMODE(history.file_of("image").stat().st_mode) == 0o600


@pytest.mark.parametrize("content", [b"", b"[", b'{"entries": 3}', b"[" * 100_000, b'{"version": 7}', b"\xff"])
def test_a_damaged_file_is_kept_aside(content: bytes) -> None:
    path: Path = history.file_of("image")
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    assert history.load("image") == ()
    assert [p.read_bytes() for p in path.parent.iterdir()] == [content]
    record("again")
    assert history.load("image")[0].prompt == "again"


def test_two_windows_do_not_undo_each_other() -> None:
    record("one")
    before = history.load("image")
    record("two")
    history.update("image", history.removed(before[0]))
    assert [e.prompt for e in history.load("image")] == ["two"]
