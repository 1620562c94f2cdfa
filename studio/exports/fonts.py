"""Fonts of the system for PDF, subset and embeddable (which ones: :mod:`studio.sheets.fonts`).

reportlab embeds TrueType outlines only, and most Chinese fonts (Noto, Source Han) carry CFF ones. So only the
glyphs a document needs are cut out of the font and, where they are CFF, turned into TrueType curves.
"""

from __future__ import annotations

import io

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables._g_l_y_f import Glyph

from studio.sheets.fonts import Face, choose, is_cjk

__all__ = ["Face", "choose", "cut", "is_cjk"]

MAX_ERROR = 0.5 / 1000
"""How far, in ems, a TrueType curve may lie from the CFF one it replaces: far below a printer's dot at any size."""


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
