"""The fonts of the system that have a text's characters: for PDF, and for the labels of contact sheets."""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from fontTools.ttLib import TTCollection, TTFont, TTLibError

_WESTERN = (
    "NotoSans-Regular.ttf", "DejaVuSans.ttf", "LiberationSans-Regular.ttf", "segoeui.ttf", "Arial.ttf", "arial.ttf",
    "Arial Unicode.ttf",
)  # fmt: skip
_CHINESE = (
    "NotoSansCJK-Regular.ttc", "NotoSansCJKsc-Regular.otf", "NotoSansSC-Regular.otf", "NotoSansSC-Regular.ttf",
    "SourceHanSansSC-Regular.otf", "SourceHanSansCN-Regular.otf", "SourceHanSans.ttc", "msyh.ttc", "PingFang.ttc",
    "Hiragino Sans GB.ttc", "STHeiti Light.ttc", "wqy-microhei.ttc", "wqy-zenhei.ttc", "DroidSansFallbackFull.ttf",
    "DroidSansFallback.ttf", "simhei.ttf", "simsun.ttc", "simsun.ttf", "NotoSerifCJK-Regular.ttc", "uming.ttc",
    "ukai.ttc", "Arial Unicode.ttf", "ARIALUNI.TTF",
)  # fmt: skip
_OTHERS = ("seguisym.ttf", "NotoSansSymbols2-Regular.ttf", "Symbola.ttf", "FreeSans.ttf", "FreeSerif.ttf")


class Face(NamedTuple):
    path: Path
    number: int  # within a collection, −1 for a single font


def folders() -> list[Path]:
    """Where the system keeps fonts."""
    home = Path.home()
    if sys.platform == "win32":
        windows = Path(os.environ.get("WINDIR", "C:/Windows"))
        return [windows / "Fonts", home / "AppData" / "Local" / "Microsoft" / "Windows" / "Fonts"]
    if sys.platform == "darwin":
        return [home / "Library/Fonts", Path("/Library/Fonts"), Path("/System/Library/Fonts")]
    return [
        home / ".local/share/fonts",
        home / ".fonts",
        Path("/usr/local/share/fonts"),
        Path("/usr/share/fonts"),
    ]


@lru_cache(maxsize=1)
def _files() -> dict[str, Path]:
    found: dict[str, Path] = {}
    for folder in folders():
        for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
            if path.suffix.lower() in (".ttf", ".otf", ".ttc"):
                found.setdefault(path.name, path)
    return found


def is_cjk(char: str) -> bool:
    """Chinese, Japanese or Korean script, or the punctuation and forms that go with it."""
    return unicodedata.east_asian_width(char) in "WF" and not is_emoji(char)


def is_emoji(char: str) -> bool:
    return 0x1F000 <= ord(char) <= 0x1FAFF or 0x2600 <= ord(char) <= 0x27BF


def candidates() -> Iterator[Face]:
    """Fonts worth asking, best first: a western face, a Chinese one, then those rich in symbols."""
    files = _files()
    western = next((files[n] for n in _WESTERN if n in files), None)
    if western is not None:
        yield Face(western, -1)
    for name in (*_CHINESE, *_OTHERS):
        if name in files:
            yield Face(files[name], _simplified(files[name]) if name.lower().endswith(".ttc") else -1)


@lru_cache(maxsize=8)
def _simplified(path: Path) -> int:
    """The index of the collection's face for simplified Chinese, or 0."""
    with TTCollection(path, lazy=True) as collection:
        for index, font in enumerate(collection.fonts):
            family = font["name"].getDebugName(1) or ""
            if family.endswith(" SC") and "Mono" not in family:
                return index
    return 0


def choose(text: str) -> tuple[dict[Face, set[str]], set[str]]:
    """Which face draws which characters of the text, and the characters that no font of the system has."""
    wanted = {c for c in text if not c.isspace() and unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Mn")}
    wanted.add(" ")
    chosen: dict[Face, set[str]] = {}
    for face in candidates():
        if not wanted:
            break
        covered = _coverage(face)
        # A face of the west also has some Chinese punctuation, in widths that do not fit: leave that to the others.
        mine = {c for c in wanted if ord(c) in covered and not (is_cjk(c) and face.path.name in _WESTERN)}
        if mine:
            chosen[face] = mine
            wanted -= mine
    return chosen, wanted


@lru_cache(maxsize=8)
def _coverage(face: Face) -> frozenset[int]:
    try:
        with TTFont(face.path, fontNumber=face.number, lazy=True) as font:
            return frozenset(font.getBestCmap() or ())
    except (TTLibError, OSError, KeyError):
        return frozenset()
