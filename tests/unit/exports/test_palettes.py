"""Palettes as other programs read them."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from studio import cli
from studio.core.errors import ExportError
from studio.exports import palettes
from studio.pixels.palette import Swatch

SWATCHES = [Swatch(200, 30, 45, 0.7), Swatch(0, 0, 0, 0.2), Swatch(255, 255, 255, 0.1)]


def read_ase(data: bytes) -> tuple[str, list[tuple[str, tuple[float, ...]]]]:
    """Group and colours of an Adobe Swatch Exchange file, read by its layout."""
    mark, major, minor, count = struct.unpack_from(">4sHHI", data)
    assert (mark, major, minor) == (b"ASEF", 1, 0)
    at, group, colours, ended = 12, "", [], False
    for _ in range(count):
        kind, length = struct.unpack_from(">HI", data, at)
        content = data[at + 6 : at + 6 + length]
        at += 6 + length
        if kind == 0xC002:
            ended = True
            continue
        (characters,) = struct.unpack_from(">H", content)
        name = content[2 : 2 * characters].decode("utf-16-be")
        assert content[2 * characters : 2 + 2 * characters] == b"\0\0"
        rest = content[2 + 2 * characters :]
        if kind == 0xC001:
            group = name
        else:
            assert rest[:4] == b"RGB " and len(rest) == 4 + 12 + 2
            colours.append((name, struct.unpack_from(">3f", rest, 4)))
    assert ended and at == len(data)
    return group, colours


def test_ase_is_read_back_by_its_layout() -> None:
    group, colours = read_ase(palettes.as_ase(SWATCHES, "春季 spring"))
    assert group == "春季 spring"
    assert [name for name, _ in colours] == ["#c81e2d", "#000000", "#ffffff"]
    assert [round(v * 255) for v in colours[0][1]] == [200, 30, 45]


def test_gpl_keeps_to_its_lines() -> None:
    lines = palettes.as_gpl(SWATCHES, "two\nlines").splitlines()
    assert lines[:4] == ["GIMP Palette", "Name: two lines", "Columns: 3", "#"]
    assert [tuple(map(int, line.partition("\t")[0].split())) for line in lines[4:]] == [
        (200, 30, 45), (0, 0, 0), (255, 255, 255),
    ]  # fmt: skip


def test_an_unknown_form_is_refused_and_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="hex, ase, gpl"):
        palettes.write(tmp_path / "a.aco", SWATCHES, "aco", "a")
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OSError):
        palettes.write(tmp_path / "file" / "a.gpl", SWATCHES, "gpl", "a")
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


def test_the_command_prints_and_writes(chinese_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rgb = np.full((20, 30, 3), (200, 30, 45), np.uint8)
    rgb[:, 20:] = (10, 20, 30)
    picture = chinese_dir / "旗.png"
    Image.fromarray(rgb).save(picture)
    assert cli.main(["palette", str(picture)]) == 0
    assert capsys.readouterr().out.split() == ["#c81e2d", "#0a141e"]
    target = chinese_dir / "旗.ase"
    assert cli.main(["palette", str(picture), "--to", str(target), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["file"] == str(target) and said["colours"][0]["hex"] == "#c81e2d"
    assert read_ase(target.read_bytes())[0] == "旗"
    assert cli.main(["palette", str(picture), "--format", "gpl"]) == 0
    assert capsys.readouterr().out.startswith("GIMP Palette")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--colours", "2"], "3 to 12"),
        (["--format", "aco"], "hex, ase, gpl"),
        (["--to", "/tmp/x.xyz"], "hex, ase, gpl"),
    ],
)
def test_wrong_use_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str) -> None:
    Image.new("RGB", (4, 4)).save(tmp_path / "a.png")
    assert cli.main(["palette", str(tmp_path / "a.png"), *words]) != 0
    assert said in capsys.readouterr().err


def test_what_is_no_picture_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.png").write_bytes(b"MZ" + bytes(99))
    assert cli.main(["palette", str(tmp_path / "a.png")]) == 2
    assert cli.main(["palette", str(tmp_path / "nothing.png")]) == 2
    assert "a.png" in capsys.readouterr().err
