"""Files that are there whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from studio.core import files


def names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


def test_a_file_is_replaced_whole_and_its_folder_made(tmp_path: Path) -> None:
    path = tmp_path / "新的 文件夹" / "设置.json"
    files.write_atomic(path, b"before")
    files.write_atomic(path, memoryview(b"after\r\n"))
    assert path.read_bytes() == b"after\r\n" and names(path.parent) == ["设置.json"]


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "full"), KeyboardInterrupt(), ValueError("x")])
def test_what_goes_wrong_leaves_the_old_file_and_nothing_else(tmp_path: Path, error: BaseException) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(b"before")

    def fill(part: Path) -> None:
        part.write_bytes(b"half of")
        raise error

    with pytest.raises(type(error)) as raised:
        files.fill_atomic(path, fill)
    assert path.read_bytes() == b"before" and names(tmp_path) == ["a.png"]
    if isinstance(raised.value, OSError):
        assert raised.value.filename == str(tmp_path), "which disk is full"


def test_what_was_written_is_on_the_disk_before_it_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, seen = tmp_path / "a.txt", []
    monkeypatch.setattr(os, "fsync", lambda _file: seen.append(names(tmp_path)))
    files.write_atomic(path, b"x")
    assert seen == [[f"a.txt.{os.getpid()}.part"]] and names(tmp_path) == ["a.txt"]


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
def test_a_private_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"for everyone")
    path.chmod(0o644)
    files.write_atomic(path, b"secret", private=True)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
