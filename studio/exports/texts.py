"""Text: plain, Markdown with front matter, DOCX and PDF."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from studio.core.errors import InputError, Phrase, phrase
from studio.exports.disclosure import leaving
from studio.exports.options import ExportOptions, PlannedFile

MAX_BYTES = 32 * 1024 * 1024
"""Bytes of a text the exporter reads: no person lays out more in one document."""


def write(planned: PlannedFile, options: ExportOptions, target: Path) -> tuple[Phrase, ...]:
    """Write the text to ``target``; returns notes for the user."""
    item = planned.item
    text = read(item.path)
    title = item.title or "untitled"
    said = leaving(item.recipe, options.level)
    if planned.format == "txt":
        target.write_text(text, encoding="utf-8", newline="\n")
    elif planned.format == "md":
        target.write_text(front_matter(title, said) + text, encoding="utf-8", newline="\n")
    elif planned.format == "docx":
        from studio.exports import docx

        docx.write(text, title, said, item.created, target)
    else:
        from studio.exports import pdf

        return pdf.write(text, title, said, target)
    return ()


def read(path: Path) -> str:
    """The text of an asset file, without the front matter the studio itself may have put before it."""
    if path.stat().st_size > MAX_BYTES:
        raise InputError(
            "input-too-large", name=path.name, size=phrase("more than {limit}", limit="32 MB"), limit="32 MB"
        )
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    return strip_front_matter(text)


def strip_front_matter(text: str) -> str:
    """Only a block that carries our own key goes: a user's own front matter is part of the text."""
    if not text.startswith("---\n"):
        return text
    end = text.find("\n---\n", 4)
    if end < 0 or "aigc_studio" not in text[:end]:
        return text
    return text[end + 5 :].removeprefix("\n")


def front_matter(title: str, said: dict[str, Any]) -> str:
    """YAML before a Markdown text. Every value is written as JSON, which YAML reads alike."""
    if not said:
        return ""
    lines = {"title": title}
    if "digital_source_type" in said:
        lines["digital_source_type"] = said["digital_source_type"]
    if "model" in said:
        lines["model"] = said["model"]
    lines["aigc_studio"] = said.get("recipe", {"source": said.get("source", "")})
    body = "\n".join(f"{k}: {json.dumps(v, ensure_ascii=False)}" for k, v in lines.items())
    return f"---\n{body}\n---\n\n"
