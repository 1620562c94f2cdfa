"""Taking files of others over: our own, A1111's ``styles.csv``, style lists as Fooocus and InvokeAI write them, wildcards."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from studio.core import paths
from studio.core.errors import InputError, as_error_info, phrase
from studio.settings.prompts import reading, shelves, wildcards
from studio.settings.prompts.items import Style
from studio.settings.prompts.reading import FileProblem
from studio.settings.prompts.shelves import NEGATIVES, PRESETS, STYLES, Shelf, T

IMPORTABLE = (".json", ".csv", ".txt")


@dataclass
class Imported:
    """Names of what came in, by kind, and the files that did not."""

    names: dict[str, list[str]] = field(default_factory=dict)
    problems: list[FileProblem] = field(default_factory=list)

    @property
    def count(self) -> int:
        return sum(map(len, self.names.values()))


def import_files(files: Iterable[Path], only: str = "") -> Imported:
    """Copy what the files hold into the user's folders; ``only`` refuses other kinds than this one
    (``styles``, ``presets``, ``negatives``, ``wildcards``). A folder gives its wildcards, with its name before theirs."""
    outcome = Imported()
    for path in files:
        try:
            kind, names = _import_folder(path) if path.is_dir() else _import_one(path, only)
            outcome.names.setdefault(kind, []).extend(names)
        except (InputError, OSError) as error:
            outcome.problems.append(FileProblem(path, as_error_info(error)))
    return outcome


def _import_folder(folder: Path) -> tuple[str, list[str]]:
    names = []
    for path in reading.find(folder, wildcards.SUFFIXES):
        name = path.relative_to(folder.parent).with_suffix("").as_posix()
        wildcards.add(name, reading.read_text(path))
        names.append(name)
    if not names:
        raise reading.refused(folder, phrase("it holds no wildcard files (.txt)"))
    return "wildcards", names


def _import_one(path: Path, only: str) -> tuple[str, list[str]]:
    suffix = path.suffix.lower()
    if suffix not in IMPORTABLE:
        raise reading.refused(path, phrase("it is none of .json, .csv and .txt"))
    if suffix == ".txt":
        _check_kind(path, "wildcards", only)
        text = reading.read_text(path)
        if not wildcards.options(text).texts:
            raise reading.refused(path, phrase("it has no entries"))
        wildcards.add(path.stem, text)
        return "wildcards", [path.stem]
    if suffix == ".csv":
        _check_kind(path, "styles", only)
        return _keep(STYLES, path, styles_of_csv(path))
    data = shelves.decode(path)
    kind = _kind_of(data)
    _check_kind(path, kind or only or "styles", only)
    if kind == "presets":
        return _keep(PRESETS, path, shelves.parse(PRESETS, path, data))
    if kind == "negatives":
        return _keep(NEGATIVES, path, shelves.parse(NEGATIVES, path, data))
    return _keep(STYLES, path, styles_of_json(path, data))


_KINDS = {
    "wildcards": phrase("wildcards"),
    "styles": phrase("styles"),
    "presets": phrase("presets"),
    "negatives": phrase("negative prompts"),
}


def _check_kind(path: Path, kind: str, only: str) -> None:
    if only and kind != only:
        raise reading.refused(path, phrase("it holds {kind}, not {only}", kind=_KINDS[kind], only=_KINDS[only]))


def _kind_of(data: Any) -> str:
    """What decoded JSON holds, by its keys; "" for what is none of ours."""
    if isinstance(data, dict):
        for kind in ("styles", "presets", "negatives"):
            if kind in data:
                return kind
        if "settings" in data:
            return "presets"
        if data.keys() & {"prompt", "positive_prompt"}:
            return "styles"
        return "negatives" if "negative" in data else ""
    return "styles" if isinstance(data, list) else ""


def styles_of_json(path: Path, data: Any) -> list[Style]:
    """Styles of our own form, or a list of ``{"name", "prompt", "negative_prompt"}``."""
    if isinstance(data, dict) and ("styles" in data or "prompt" in data) and "negative_prompt" not in data:
        return shelves.parse(STYLES, path, data)
    rows = data if isinstance(data, list) else [data]
    if len(rows) > shelves.ITEMS:
        raise reading.refused(path, phrase("it holds more than {limit}", limit=f"{shelves.ITEMS:,}"))
    if not all(isinstance(row, dict) for row in rows):
        raise reading.refused(path, phrase("it is no list of styles"))
    return _styles(path, rows)


def styles_of_csv(path: Path) -> list[Style]:
    """A1111's ``styles.csv``: columns name, prompt, negative_prompt."""
    reader = csv.DictReader(io.StringIO(reading.read_text(path)))
    if "name" not in (reader.fieldnames or ()):
        raise reading.refused(path, phrase("its first line does not name the columns name, prompt and negative_prompt"))
    rows: list[dict[str, Any]] = []
    try:
        for row in reader:
            rows.append(row)
            if len(rows) > shelves.ITEMS:
                raise reading.refused(path, phrase("it holds more than {limit}", limit=f"{shelves.ITEMS:,}"))
    except csv.Error as error:
        raise reading.refused(path, phrase("it is no valid CSV")) from error
    return _styles(path, rows)


def _styles(path: Path, rows: list[dict[str, Any]]) -> list[Style]:
    """Rows of others as styles; headings and separators that have no words are left out."""
    found = []
    for row in rows:
        prompt = row.get("prompt") or row.get("positive_prompt") or ""
        negative = row.get("negative_prompt") or row.get("negative") or ""
        name = row.get("name")
        if not isinstance(name, str) or not name.strip() or not (str(prompt).strip() or str(negative).strip()):
            continue
        values = {"name": name.strip(), "prompt": prompt, "negative": negative, "group": path.stem[:40]}
        found.append(shelves.convert(STYLES, path, values))
    if not found:
        raise reading.refused(path, phrase("it holds no styles"))
    return found


def _keep(shelf: Shelf[T], path: Path, values: list[T]) -> tuple[str, list[str]]:
    if path.resolve().is_relative_to(paths.prompt_files_dir(shelf.folder).resolve()):
        raise reading.refused(path, phrase("it is in the studio's own folder already"))
    shelves.add(shelf, values, values[0].name if len(values) == 1 else path.stem)
    return shelf.folder, [value.name for value in values]
