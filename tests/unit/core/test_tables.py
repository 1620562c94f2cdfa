"""Folders, tables and prompts from anywhere: read whole, or refused in the user's words."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.core import batches, tables
from studio.core.errors import InputError, StudioError

COLUMNS = batches.columns("image")


def table(folder: Path, text: str, encoding: str = "utf-8", name: str = "表 table.csv") -> list[tables.Row]:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return tables.of_table(path, COLUMNS)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("comma", [",", ";", "\t"])
def test_tables_of_every_program_are_read(tmp_path: Path, encoding: str, comma: str) -> None:
    text = "提示词,Seed,CFG Scale,名称\r\n一只猫坐在窗台上,7,2.5,猫\r\n,,,\r\n一只狗,,,\r\n".replace(",", comma)
    rows = table(tmp_path, text, encoding)
    assert [(r.number, r.values, r.name) for r in rows] == [
        (2, {"prompt": "一只猫坐在窗台上", "seed": "7", "guidance": "2.5"}, "猫"),
        (4, {"prompt": "一只狗"}, ""),
    ]


def test_quoted_cells_hold_commas_lines_and_quotation_marks(tmp_path: Path) -> None:
    rows = table(tmp_path, 'prompt,edit.turn,seed\n"a, ""big""\nchair",90,1\n')
    assert rows[0].values == {"prompt": 'a, "big"\nchair', "edit.turn": "90", "seed": "1"}
    assert rows[0].number == 2


def test_files_count_from_the_tables_folder(tmp_path: Path) -> None:
    (tmp_path / "图").mkdir()
    (tmp_path / "图" / "a.png").write_bytes(b"x")
    rows = table(tmp_path, "input,mask,input.background,prompt\n图/a.png,m.png,/abs/b.png,x\n图\\a.png,,,y\n")
    assert rows[0].inputs == {
        "source": tmp_path / "图" / "a.png", "mask": tmp_path / "m.png", "background": Path("/abs/b.png"),
    }  # fmt: skip
    assert rows[0].name == "a" and rows[1].inputs["source"].is_file(), "a Windows table works elsewhere"


def test_what_looks_like_a_formula_is_plain_text(tmp_path: Path) -> None:
    words = ["=cmd|' /C calc'!A0", "+1+1", "@SUM(A1)", '=HYPERLINK("http://x")']
    rows = table(tmp_path, "prompt\n" + "\n".join('"' + w.replace('"', '""') + '"' for w in words))
    assert [r.values["prompt"] for r in rows] == words


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"   \n \n", "is empty"),
        (b"prompt\n", "no rows"),
        (b",,\na,b\n", "no headings"),
        (b"prompt,colour\na,b\n", "column “colour”"),
        (b"prompt,Prompt\na,b\n", "“Prompt” twice"),
        (b"prompt\nred\0chair\n", "line 2 holds a NUL"),
        (b"\xff\xfe\x00", "UTF-8 or GBK"),
        (b"prompt\n\xff\xff\xff\n", "UTF-8 or GBK"),
        (b"prompt\n" + b"x" * 200_000 + b"\n", "line 2: field larger"),
    ],
)
def test_tables_that_are_none_are_refused(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "坏.csv"
    path.write_bytes(content)
    with pytest.raises(InputError, match=said):
        tables.of_table(path, COLUMNS)


def test_too_long_tables_are_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="more than 5,000 rows"):
        table(tmp_path, "prompt\n" + "a chair\n" * 100_000)
    assert len(table(tmp_path, "prompt\n" + "a chair\n" * tables.MAX_ROWS)) == tables.MAX_ROWS
    (tmp_path / "huge.csv").write_bytes(b"prompt\n" + b"a" * (tables.MAX_BYTES + 10))
    with pytest.raises(InputError, match="too large"):
        tables.of_table(tmp_path / "huge.csv", COLUMNS)
    with pytest.raises(InputError, match="not there"):
        tables.of_table(tmp_path / "none.csv", COLUMNS)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_rows_or_a_sentence(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.mktemp("t") / "a.csv"
    for start in (b"", b"prompt,input,seed\n"):
        path.write_bytes(start + content)
        try:
            rows = tables.of_table(path, COLUMNS)
            batches.check("image", rows, {}, name="a")
        except StudioError:
            pass


def test_folders_are_read_in_a_readers_order(tmp_path: Path) -> None:
    for name in ("图 10.png", "图 2.JPG", "图 1.webp", ".hidden.png", "notes.txt", "clip.wav"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "inside.png").mkdir()
    assert [r.name for r in tables.of_folder(tmp_path, "image")] == ["图 1", "图 2", "图 10"]
    assert [r.name for r in tables.of_folder(tmp_path, "audio")] == ["clip"]
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="no pictures"):
        tables.of_folder(tmp_path / "empty", "image")
    with pytest.raises(InputError, match="not there"):
        tables.of_folder(tmp_path / "none", "image")


def test_prompts_are_lines(tmp_path: Path) -> None:
    path = tmp_path / "p.txt"
    path.write_text("\ufeffa chair\r\n\r\n# a remark\n 一只猫 \n", encoding="utf-8")
    assert [(r.number, r.values["prompt"]) for r in tables.of_prompts(path)] == [(1, "a chair"), (4, "一只猫")]
    assert [r.number for r in batches.read(path, "image")] == [1, 4]
    path.write_text("# nothing\n", encoding="utf-8")
    with pytest.raises(InputError, match="no prompts"):
        tables.of_prompts(path)
    with pytest.raises(InputError, match="a folder, a CSV table"):
        batches.read(tmp_path / "a.pdf", "image")
