"""Files of styles, presets and negative presets: JSON, one thing or a list of them, each with its version.

``{"version": 1, "name": …}`` is one thing, ``{"version": 1, "styles": [{"name": …}, …]}`` several.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

import msgspec

from studio.core import misfits, paths
from studio.core.errors import InputError, phrase
from studio.settings.files import to_trash, write_keeping
from studio.settings.prompts import reading
from studio.settings.prompts.items import VERSION, Negative, Preset, PromptItem, Style
from studio.settings.prompts.reading import FileProblem

SUFFIXES = (".json",)
ITEMS = 5000
"""Things of one file that are used."""

T = TypeVar("T", bound=PromptItem)


@dataclass(frozen=True)
class Shelf(Generic[T]):
    """A kind of things: ``folder`` is its name on disk and the key of a list, ``missing`` the error for an unknown name."""

    folder: str
    type: type[T]
    missing: str


STYLES = Shelf("styles", Style, "style-missing")
PRESETS = Shelf("presets", Preset, "preset-missing")
NEGATIVES = Shelf("negatives", Negative, "preset-missing")


@dataclass(frozen=True)
class Item(Generic[T]):
    """``own`` is False for what the studio ships."""

    value: T
    path: Path
    own: bool


class Items(Generic[T], Mapping[str, Item[T]]):
    """The things of a shelf by name, in the order of their files. Letter case does not matter."""

    def __init__(self, shelf: Shelf[T], items: list[Item[T]]) -> None:
        self.shelf = shelf
        self._items: dict[str, Item[T]] = {}
        for item in items:
            self._items[key(item.value.name)] = item

    def __getitem__(self, name: str) -> Item[T]:
        return self._items[key(name)]

    def __iter__(self) -> Iterator[str]:
        return (item.value.name for item in self._items.values())

    def __len__(self) -> int:
        return len(self._items)

    def need(self, name: str) -> T:
        """Raises :class:`InputError` ``style-missing`` or ``preset-missing``, naming those there are."""
        try:
            return self[name].value
        except KeyError:
            names = list(self)
            known = ", ".join(names[:20]) + (" …" if len(names) > 20 else "")
            raise InputError(self.shelf.missing, name=name, known=known or "–") from None


def key(name: str) -> str:
    return unicodedata.normalize("NFC", name).strip().casefold()


def load(shelf: Shelf[T]) -> tuple[Items[T], list[FileProblem]]:
    """The shipped things, then the user's own, which take the place of those with the same name."""
    found: list[Item[T]] = []
    problems: list[FileProblem] = []
    for folder, own in folders(shelf):
        for path in reading.find(folder, SUFFIXES):
            try:
                found += [Item(value, path, own) for value in read(shelf, path)]
            except InputError as error:
                problems.append(FileProblem(path, error.info))
    return Items(shelf, found), problems


def folders(shelf: Shelf[T]) -> tuple[tuple[Path, bool], ...]:
    return (paths.resources_dir() / shelf.folder, False), (paths.prompt_files_dir(shelf.folder), True)


def read(shelf: Shelf[T], path: Path) -> list[T]:
    """The things in a file of the studio's own form. Raises :class:`InputError` ``prompt-file-refused``."""
    return parse(shelf, path, decode(path))


def decode(path: Path) -> Any:
    """A file's JSON. Raises :class:`InputError`."""
    try:
        return msgspec.json.decode(reading.read_bytes(path).removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise reading.refused(path, phrase("it is not valid JSON")) from error


def parse(shelf: Shelf[T], path: Path, data: Any) -> list[T]:
    """The things in decoded JSON. Raises :class:`InputError` ``prompt-file-refused``, naming the thing at fault."""
    if not isinstance(data, dict):
        raise reading.refused(path, phrase("it is not a JSON object"))
    version = data.get("version", VERSION)
    if not isinstance(version, int) or version > VERSION:
        raise reading.refused(
            path, phrase("it is of version {version}, made for a newer studio", version=str(version)[:20])
        )
    listed = data.get(shelf.folder, [{k: v for k, v in data.items() if k != "version"}])
    if not isinstance(listed, list):
        raise reading.refused(path, phrase("“{name}” is not a list", name=shelf.folder))
    if len(listed) > ITEMS:
        raise reading.refused(path, phrase("it holds more than {limit}", limit=f"{ITEMS:,}"))
    return [convert(shelf, path, one) for one in listed]


def convert(shelf: Shelf[T], path: Path, values: Any) -> T:
    try:
        value = msgspec.convert(values, shelf.type)
        value.check()
    except msgspec.ValidationError as error:
        name = values.get("name") if isinstance(values, dict) else None
        field = misfits.path_of(error)
        wrong = phrase("its field “{field}” cannot be used", field=field) if field else phrase("it is not complete")
        raise reading.refused(
            path, phrase("{name}: {wrong}", name=str(name)[:80], wrong=wrong) if name else wrong
        ) from error
    except InputError as error:
        wrong = phrase("“{setting}” cannot be used", setting=error.info.params["name"])
        raise reading.refused(path, phrase("{name}: {wrong}", name=value.name, wrong=wrong)) from error
    return value


def encode(shelf: Shelf[T], values: list[T]) -> bytes:
    """The file that holds these: one thing by itself, several as a list."""
    content: Any = {"version": VERSION}
    if len(values) == 1:
        content |= msgspec.to_builtins(values[0])
    else:
        content[shelf.folder] = [msgspec.to_builtins(value) for value in values]
    return msgspec.json.format(msgspec.json.encode(content), indent=2) + b"\n"


def add(shelf: Shelf[T], values: list[T], stem: str) -> Path:
    """Keep things as the user's own in the file of that stem, in the place of those with the same names in it.

    What a file held before is kept in the folder's trash. Raises :class:`InputError` for values that do not fit,
    OSError when the folder cannot be written.
    """
    path = paths.prompt_files_dir(shelf.folder) / f"{file_name(stem)}.json"
    values = [convert(shelf, path, msgspec.to_builtins(value)) for value in values]
    new = {key(value.name) for value in values}
    others = [v for v in read(shelf, path) if key(v.name) not in new] if path.exists() else []
    write_keeping(path, encode(shelf, [*others, *values]))
    return path


def save(shelf: Shelf[T], value: T, before: Items[T]) -> Path:
    """Keep one thing as the user's own: in the file that has it already, or in one of its own."""
    old = before.get(value.name)
    return add(shelf, [value], old.path.stem if old is not None and old.own else value.name)


def delete(shelf: Shelf[T], item: Item[T]) -> None:
    """Take one of the user's own things out of its file; what it was is kept in the folder's trash."""
    if not item.own:
        return
    everything = read(shelf, item.path)
    others = [value for value in everything if key(value.name) != key(item.value.name)]
    if others:
        write_keeping(item.path, encode(shelf, others))
    else:
        to_trash(item.path, encode(shelf, everything))
        item.path.unlink(missing_ok=True)


def file_name(name: str) -> str:
    """A name that a file can have on every system; Chinese and other letters stay."""
    name = re.sub(r'[<>:"/\\|?*\x00-\x1f]+', "-", unicodedata.normalize("NFC", name)).strip(" .-")
    if re.fullmatch(r"(?i)con|prn|aux|nul|(com|lpt)\d", name):
        name = f"_{name}"
    return name[:60].rstrip(" .") or "unnamed"
