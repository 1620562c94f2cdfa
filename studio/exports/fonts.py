"""Fonts of the system for PDF: the ones that have a text's characters, subset and embeddable.

reportlab embeds TrueType outlines only, and most Chinese fonts (Noto, Source Han) carry CFF ones. So only the
glyphs a document needs are cut out of the font and, where they are CFF, turned into TrueType curves.
"""

from __future__ import annotations

import io
import os
import sys
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont, TTLibError, newTable
from fontTools.ttLib.tables._g_l_y_f import Glyph

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

MAX_ERROR = 0.5 / 1000
"""How far, in ems, a TrueType curve may lie from the CFF one it replaces: far below a printer's dot at any size."""


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


def cut(face: Face, characters: set[str]) -> bytes:
    """A TrueType font with only these characters."""
    options = subset.Options(
        layout_features=[], hinting=False, name_IDs=[1, 2, 4, 6], notdef_outline=True, glyph_names=False
    )
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE", "GSUB", "GPOS", "GDEF", "DSIG", "kern", "FFTM"]
    font = (
        subset.load_font(str(face.path), options, dontLoadGlyphNames=False)
        if face.number < 0
        else TTFont(face.path, fontNumber=face.number, lazy=True)
    )
    with font:
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=[ord(c) for c in characters] + [0x20])
        subsetter.subset(font)
        if "glyf" not in font:
            _to_truetype(font)
        out = io.BytesIO()
        font.save(out)
        return out.getvalue()


def _to_truetype(font: TTFont) -> None:
    order = font.getGlyphOrder()
    glyphs = font.getGlyphSet()
    drawn: dict[str, Glyph] = {}
    for name in order:
        pen = TTGlyphPen(None)
        # CFF outlines run the other way round than TrueType ones.
        glyphs[name].draw(Cu2QuPen(pen, MAX_ERROR * font["head"].unitsPerEm, reverse_direction=True))
        drawn[name] = pen.glyph()
    font["loca"] = newTable("loca")
    table = font["glyf"] = newTable("glyf")
    table.glyphOrder = order
    table.glyphs = drawn
    for tag in ("CFF ", "CFF2", "VORG"):
        if tag in font:
            del font[tag]
    maxp = font["maxp"]
    maxp.tableVersion = 0x00010000
    for field in ("maxZones", "maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs",
                  "maxStackElements", "maxSizeOfInstructions", "maxPoints", "maxContours", "maxCompositePoints",
                  "maxCompositeContours", "maxComponentElements", "maxComponentDepth"):  # fmt: skip
        setattr(maxp, field, 1 if field == "maxZones" else 0)
    font["post"].formatType = 3.0
    font.sfntVersion = "\000\001\000\000"
    for name in order:
        glyph = drawn[name]
        if hasattr(glyph, "xMin"):
            width, _ = font["hmtx"][name]
            font["hmtx"][name] = (width, glyph.xMin)
