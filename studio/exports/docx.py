"""Text as DOCX: real headings, lists and styles, a Chinese font named for Chinese, and the recipe as custom XML."""

from __future__ import annotations

import datetime
import json
import re
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from docx import Document
from docx.document import Document as DocumentType
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from studio.exports.blocks import Block, Span, parse

RECIPE_PART = "/customXml/aigc-studio.xml"
RECIPE_NAMESPACE = "urn:aigc-studio:recipe"
_APPLICATION = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties '
    'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">{name}</Properties>'
)
"""Which program wrote the file: the template names the one that *it* came from, with counts of its pages and words."""
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot hold."""


def write(text: str, title: str, said: dict[str, Any], created: float, target: Path) -> None:
    """Write the document. ``said`` is what the file tells of its making; ``created`` is seconds since the epoch."""
    document = Document()
    style = document.styles["Normal"]
    style.font.size = Pt(11)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "Microsoft YaHei")
    for block in parse(_NOT_XML.sub("", text)):
        _add(document, block)
    _describe(document, _NOT_XML.sub("", title), said, created)
    with target.open("wb") as file:
        document.save(file)


def _add(document: DocumentType, block: Block) -> None:
    if block.kind == "heading":
        paragraph = document.add_heading(level=min(block.level, 9))
    elif block.kind in ("bullet", "number"):
        base = "List Bullet" if block.kind == "bullet" else "List Number"
        depth = min(block.level, 2)
        paragraph = document.add_paragraph(style=base if depth == 0 else f"{base} {depth + 1}")
    elif block.kind == "quote":
        paragraph = document.add_paragraph(style="Quote")
    elif block.kind == "rule":
        paragraph = document.add_paragraph("—" * 3)
    else:
        paragraph = document.add_paragraph()
    for span in block.spans:
        _run(paragraph, span)


def _run(paragraph: Paragraph, span: Span) -> None:
    run = paragraph.add_run(span.text)  # python-docx turns newlines and tabs into breaks and tabs
    run.bold = span.bold or None
    run.italic = span.italic or None
    if span.code:
        run.font.name = "Courier New"


def _describe(document: DocumentType, title: str, said: dict[str, Any], created: float) -> None:
    properties = document.core_properties
    properties.title = title[:255]
    properties.author = ""
    properties.last_modified_by = ""
    # python-docx's template says when and by whom *it* was made.
    properties.comments = ""
    when = datetime.datetime.fromtimestamp(created, datetime.UTC).replace(tzinfo=None)
    properties.created = properties.modified = when
    application = document.part.package.part_related_by(RELATIONSHIP_TYPE.EXTENDED_PROPERTIES)
    name = "<Application>AIGC Studio</Application>" if said else ""
    application._blob = _APPLICATION.format(name=name).encode()
    if not said:
        return
    properties.author = "AIGC Studio"
    model = said.get("model", {})
    facts = [said.get("digital_source_type", ""), model.get("name") or model.get("id", ""), model.get("licence", "")]
    properties.comments = " · ".join(f for f in facts if f)[:255]
    xml = f'<recipe xmlns="{RECIPE_NAMESPACE}">{escape(json.dumps(said, ensure_ascii=False))}</recipe>'
    blob = ('<?xml version="1.0" encoding="UTF-8"?>' + _NOT_XML.sub("", xml)).encode()
    part = Part(PackURI(RECIPE_PART), "application/xml", blob, document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_XML)
