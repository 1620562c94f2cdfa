"""Text as PDF: embedded fonts, so that any reader can show, select and search it, Chinese included."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFName, PDFStream
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from studio.core.errors import ExportError, Phrase, phrase
from studio.exports import fonts
from studio.exports.blocks import Block, parse
from studio.exports.pdf_lines import Line, break_lines

MARGIN = 22 * mm
BODY = 11.0
HEADINGS = {1: 20.0, 2: 16.0, 3: 13.5}
LEADING = 1.55
INDENT = 16.0
GREY = 0.45

FONT_HINT = phrase(
    "Install a Chinese font (on Debian and Ubuntu: fonts-noto-cjk or fonts-wqy-microhei), or export DOCX or Markdown."
)


def write(text: str, title: str, said: dict[str, Any], target: Path) -> tuple[Phrase, ...]:
    """Write the PDF; returns notes (characters no font has). ``said`` is what the file tells of its making.

    Raises :class:`ExportError` ``missing-part`` when the text has Chinese and the system has no font for it.
    """
    chosen, missing = fonts.choose(text + "•0123456789")
    if any(fonts.is_cjk(c) for c in missing):
        raise ExportError("missing-part", part=phrase("A font with Chinese characters"), hint=FONT_HINT)
    typeface = Typeface(chosen)
    try:
        canvas = Canvas(str(target), pagesize=A4, pageCompression=1, initialFontName=typeface.default)
        describe(canvas, title, said)
        page = _Page(canvas, typeface)
        for block in parse(text):
            page.add(block)
        page.finish()
        canvas.save()
    finally:
        typeface.close()
    if missing:
        return (phrase("No font has these characters: {characters}", characters=" ".join(sorted(missing)[:20])),)
    return ()


class Typeface:
    """Which registered font draws a character, and how wide it is there."""

    def __init__(self, chosen: dict[fonts.Face, set[str]]) -> None:
        self._names: list[str] = []
        self._font_of: dict[str, str] = {}
        self.default = "Helvetica"
        for number, (face, characters) in enumerate(chosen.items()):
            name = f"aigc{id(self):x}-{number}"
            pdfmetrics.registerFont(TTFont(name, io.BytesIO(fonts.cut(face, characters))))
            self._names.append(name)
            self._font_of |= dict.fromkeys(characters, name)
        if self._names:
            self.default = self._names[0]

    def font(self, char: str) -> str:
        return self._font_of.get(char, self.default)

    def width(self, char: str, size: float) -> float:
        return float(pdfmetrics.stringWidth(char, self.font(char), size))

    def close(self) -> None:
        """Forget the fonts: reportlab keeps what is registered for the life of the program."""
        for name in self._names:
            pdfmetrics.getFont(name).unregister()


class _Page:
    """Lays blocks down the page and starts a new one when it is full."""

    def __init__(self, canvas: Canvas, typeface: Typeface) -> None:
        self._canvas, self._face = canvas, typeface
        self._width = A4[0] - 2 * MARGIN
        self._y = A4[1] - MARGIN
        self._number = 1

    def add(self, block: Block) -> None:
        size = HEADINGS.get(block.level, 12.0) if block.kind == "heading" else BODY
        if block.kind == "code":
            size = BODY - 1.5
        if block.kind == "heading" and self._y < A4[1] - MARGIN:
            self._y -= size * 0.6
        if block.kind == "rule":
            self._rule()
            return
        left = INDENT * (block.level + 1) if block.kind in ("bullet", "number") else 0.0
        left = INDENT if block.kind in ("quote", "code") else left
        label = {"bullet": "•", "number": f"{block.label}."}.get(block.kind, "")
        lines = break_lines(block.spans, size, self._width - left, self._face.width, code=block.kind == "code")
        for number, line in enumerate(lines):
            self._line(line, size, left, label if number == 0 else "", block)
        self._y -= size * (0.15 if block.kind in ("bullet", "number", "quote") else 0.55)

    def _line(self, line: Line, size: float, left: float, label: str, block: Block) -> None:
        height = size * (1.3 if block.kind == "heading" else LEADING)
        if self._y - height < MARGIN:
            self._next()
        self._y -= height
        canvas = self._canvas
        canvas.setFillGray(GREY if block.kind == "quote" else 0.0)
        canvas.setStrokeGray(0.0)
        if label:
            wide = sum(self._face.width(c, size) for c in label)
            self._run(label, MARGIN + left - wide - 4, size)
        x = MARGIN + left
        for run in line:
            x = self._run(run.text, x, size, bold=run.bold or block.kind == "heading", italic=run.italic)

    def _run(self, text: str, x: float, size: float, *, bold: bool = False, italic: bool = False) -> float:
        """Draw one run, split where the font changes; returns where it ends."""
        at = 0
        while at < len(text):
            font = self._face.font(text[at])
            end = at + 1
            while end < len(text) and self._face.font(text[end]) == font:
                end += 1
            piece = text[at:end]
            self._canvas.saveState()
            writer = self._canvas.beginText()
            writer.setFont(font, size)
            if bold:
                # A thin outline of the same font: a second weight would double the file, and few systems have one.
                self._canvas.setLineWidth(size * 0.03)
                writer.setTextRenderMode(2)
            writer.setTextTransform(1, 0, 0.2 if italic else 0, 1, x, self._y)
            writer.textOut(piece)
            self._canvas.drawText(writer)
            self._canvas.restoreState()
            x += sum(self._face.width(c, size) for c in piece)
            at = end
        return x

    def _rule(self) -> None:
        if self._y - BODY < MARGIN:
            self._next()
        self._y -= BODY * 0.6
        self._canvas.setStrokeGray(0.75)
        self._canvas.setLineWidth(0.5)
        self._canvas.line(MARGIN, self._y, MARGIN + self._width, self._y)
        self._y -= BODY * 0.6

    def _next(self) -> None:
        self._footer()
        self._canvas.showPage()
        self._number += 1
        self._y = A4[1] - MARGIN

    def _footer(self) -> None:
        keep, self._y = self._y, MARGIN * 0.55
        self._canvas.setFillGray(GREY)
        self._run(str(self._number), A4[0] / 2 - 4, 9.0)
        self._y = keep

    def finish(self) -> None:
        if self._number > 1:
            self._footer()
        self._canvas.showPage()


def describe(canvas: Canvas, title: str, said: dict[str, Any]) -> None:
    """Put into the document what it tells of its making."""
    canvas.setTitle(title)
    canvas.setAuthor("")
    canvas.setSubject("")
    canvas.setCreator("AIGC Studio" if said else "")
    if said:
        stream = PDFStream(
            dictionary=PDFDictionary({"Type": PDFName("Metadata"), "Subtype": PDFName("XML")}),
            content=xmp(title, said).encode(),
            filters=None,
        )
        canvas._doc.Catalog.Metadata = stream


def xmp(title: str, said: dict[str, Any]) -> str:
    """An XMP packet: the title, the IPTC source type and, when it may be told, the recipe as JSON."""
    lines = [f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(title)}</rdf:li></rdf:Alt></dc:title>']
    if kind := said.get("digital_source_type"):
        lines.append(f"<Iptc4xmpExt:DigitalSourceType>{escape(kind)}</Iptc4xmpExt:DigitalSourceType>")
    if model := said.get("model"):
        lines.append(f"<aigc:model>{escape(json.dumps(model, ensure_ascii=False))}</aigc:model>")
    if recipe := said.get("recipe"):
        lines.append(f"<aigc:recipe>{escape(json.dumps(recipe, ensure_ascii=False))}</aigc:recipe>")
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"'
        f' xmlns:aigc="urn:aigc-studio:recipe">{"".join(lines)}</rdf:Description></rdf:RDF></x:xmpmeta>'
        '<?xpacket end="w"?>'
    )
