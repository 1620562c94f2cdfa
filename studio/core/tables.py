"""Lists of work from files: a folder of pictures or sounds, a CSV table of settings, a text of prompts.

Files come from strangers: sizes are limited, nothing in a cell is ever run, and every complaint names its row.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from studio.core.errors import InputError, phrase

MAX_ROWS = 5_000
MAX_BYTES = 32 << 20

SUFFIXES = {
    "image": frozenset({".png", ".jpg", ".jpeg", ".webp", ".bmp", ".gif", ".tif", ".tiff", ".avif", ".jp2", ".tga"}),
    "audio": frozenset({".wav", ".flac", ".ogg", ".oga", ".opus", ".mp3", ".m4a", ".aif", ".aiff"}),
}
"""Endings of the files that a folder is searched for, by kind."""

_COLUMNS = {
    "negative prompt": "negative", "negative_prompt": "negative", "sampler": "scheduler", "sampler name": "scheduler",
    "cfg": "guidance", "cfg scale": "guidance", "cfg_scale": "guidance", "denoising strength": "strength",
    "denoising": "strength", "checkpoint": "model", "image": "input", "file": "input", "source": "input",
    "title": "name", "sampling steps": "steps",
    "提示词": "prompt", "正向提示词": "prompt", "反向提示词": "negative", "负面提示词": "negative", "种子": "seed",
    "宽": "width", "宽度": "width", "高": "height", "高度": "height", "步数": "steps", "模型": "model", "强度": "strength",
    "采样器": "scheduler", "引导": "guidance", "图片": "input", "输入": "input", "文件": "input", "蒙版": "mask",
    "名称": "name", "数量": "takes", "任务": "task", "风格": "style",
}  # fmt: skip
"""Headings that other programs and Chinese tables use, and the setting that each means."""

_ROLE = re.compile(r"input\.(source|mask|style|background|document|control-\d+|reference-\d+)")


class Row(NamedTuple):
    """One piece of work: ``number`` as a table program counts (the heading is row 1), ``values`` as they are written,
    ``inputs`` by role, ``name`` for its results ("" = after the prompt or the input)."""

    number: int
    values: dict[str, str]
    inputs: dict[str, Path]
    name: str = ""


def of_folder(folder: Path, kind: str) -> list[Row]:
    """Every picture (or sound) of a folder in the order a reader expects: 2 before 10. Folders inside are left out."""
    suffixes = SUFFIXES.get(kind)
    if suffixes is None:
        value, hint = phrase("used for {kind}", kind=kind), phrase("Use a table or prompts.")
        raise InputError("setting-invalid", name="folder", value=value, hint=hint)
    try:
        found = [p for p in folder.iterdir() if p.suffix.lower() in suffixes and not p.name.startswith(".")]
        files = sorted((p for p in found if p.is_file()), key=lambda p: _natural(p.name))
    except OSError as error:
        raise InputError("input-missing", path=folder) from error
    what = phrase("pictures") if kind == "image" else phrase("sounds")
    if not files:
        raise InputError("batch-empty", name=folder.name or str(folder), what=what)
    _limit(len(files), folder.name)
    return [Row(number, {}, {"source": path}, path.stem) for number, path in enumerate(files, 1)]


def of_prompts(path: Path) -> list[Row]:
    """Every line of a text file as a prompt; empty lines and lines that begin with # are left out."""
    rows = []
    for number, line in enumerate(_text(path).splitlines(), 1):
        if line.strip() and not line.lstrip().startswith("#"):
            rows.append(Row(number, {"prompt": line.strip()}, {}))
            _limit(len(rows), path.name)
    if not rows:
        raise InputError("batch-empty", name=path.name, what=phrase("prompts"))
    return rows


def of_table(path: Path, settings: Iterable[str]) -> list[Row]:
    """Every row of a CSV table (comma, semicolon or tab) whose headings are ``settings`` by name, or ``input``, ``mask``,
    ``input.background`` … and ``name``. Empty cells leave a setting as it is; file names count from the table's folder.

    Raises :class:`InputError` for what is no such table; a row's own mistakes are found when it is used.
    """
    text = _text(path)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=False)
    try:
        heading = next(reader, [])
        columns = _columns([cell.strip() for cell in heading], frozenset(settings))
        if not columns:
            raise InputError("batch-empty", name=path.name, what=phrase("headings"))
        rows = []
        for number, cells in enumerate(reader, 2):
            if any(cell.strip() for cell in cells):
                rows.append(_row(number, columns, cells, path.parent))
                _limit(len(rows), path.name)
    except csv.Error as error:
        expected = phrase("a table that can be read (line {line}: {reason})", line=reader.line_num, reason=error)
        raise InputError("input-unreadable", name=path.name, expected=expected) from error
    if not rows:
        raise InputError("batch-empty", name=path.name, what=phrase("rows"))
    return rows


def _row(number: int, columns: dict[int, str], cells: list[str], folder: Path) -> Row:
    values: dict[str, str] = {}
    inputs: dict[str, Path] = {}
    name = ""
    for place, column in columns.items():
        cell = cells[place].strip() if place < len(cells) else ""
        if not cell:
            continue
        if column == "name":
            name = cell
        elif column in ("input", "mask"):
            inputs["source" if column == "input" else "mask"] = _path(cell, folder)
        elif _ROLE.fullmatch(column):
            inputs[column.removeprefix("input.")] = _path(cell, folder)
        else:
            values[column] = cell
    return Row(number, values, inputs, name or (inputs["source"].stem if "source" in inputs else ""))


def _path(cell: str, folder: Path) -> Path:
    # A backslash from a Windows table stands for a slash elsewhere only where no such file is there.
    path = Path(cell)
    if not path.is_absolute():
        path = folder / path
    if "\\" in cell and not path.exists():
        path = folder / cell.replace("\\", "/")
    return path


def _columns(heading: list[str], settings: frozenset[str]) -> dict[int, str]:
    """The setting of each column that has one."""
    found: dict[int, str] = {}
    for place, cell in enumerate(heading):
        if not cell:
            continue
        lower = cell.lower()
        name = _COLUMNS.get(lower, lower)
        known = name in settings or name in ("input", "mask", "name") or _ROLE.fullmatch(name)
        # edit.turn is a part of the setting edit.
        if not known and not ("." in name and name.partition(".")[0] in settings):
            raise InputError("table-column", column=cell[:60], columns=", ".join(("input", "name", *sorted(settings))))
        if name in found.values():
            raise InputError("table-column-twice", column=cell[:60])
        found[place] = name
    return found


def _delimiter(text: str) -> str:
    first = text.split("\n", 1)[0]
    return max(",;\t", key=first.count)


def _text(path: Path) -> str:
    """The text of a file: UTF-8 (with or without a mark), UTF-16 with a mark, or GBK as Chinese table programs write."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError("input-missing", path=path) from error
    if len(data) > MAX_BYTES:
        raise InputError("input-too-large", name=path.name, size=phrase("a longer file"), limit=f"{MAX_BYTES >> 20} MB")
    if not data.strip():
        raise InputError("input-empty", name=path.name)
    marks = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
    marked = next((name for mark, name in marks.items() if data.startswith(mark)), "")
    for encoding in (marked,) if marked else ("utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeError:
            continue
        if "\0" in text:
            line = text[: text.index("\0")].count("\n") + 1
            expected = phrase("a text (line {line} holds a NUL character)", line=line)
            raise InputError("input-unreadable", name=path.name, expected=expected)
        return text
    expected = phrase("a text in UTF-8 or GBK; save it as UTF-8")
    raise InputError("input-unreadable", name=path.name, expected=expected)


def _limit(count: int, name: str) -> None:
    if count > MAX_ROWS:
        size = phrase("more than {count} rows", count=f"{MAX_ROWS:,}")
        raise InputError("input-too-large", name=name, size=size, limit=f"{MAX_ROWS:,}")


def _natural(name: str) -> list[tuple[int, int, str]]:
    """For sorting: digits count as numbers."""
    pieces = re.findall(r"\d{1,18}|\D+|\d+", name.casefold())
    return [(0, int(p), "") if p.isdecimal() and p.isascii() else (1, 0, p) for p in pieces]
