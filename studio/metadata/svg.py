"""The ``<metadata>`` of SVG: our Recipe and the provenance as RDF, written and read without touching the drawing."""

from __future__ import annotations

import re
from xml.parsers import expat

from studio.core.errors import InputError, phrase

_ID = "aigc-studio"
_OURS = re.compile(rb'[ \t]*<metadata id="aigc-studio">.*?</metadata>\n?', re.DOTALL)
_TEXT_LIMIT = 4 * 1024 * 1024


def insert(data: bytes, rdf: str) -> bytes:
    """The document with ``rdf`` as the first child of its root; what we wrote there before is replaced.

    Documents that are not in UTF-8 are brought to it first. Raises :class:`InputError` for what is no SVG document.
    """
    text = _OURS.sub(b"", _as_utf8(data))
    start, end, closed = _root(text)
    block = f'<metadata id="{_ID}">{rdf}</metadata>'.encode()
    opening = text[start:end]
    if closed:
        name = re.match(rb"<([^\s/>]+)", opening)
        assert name is not None
        opening = opening.rstrip(b"/> \t\r\n") + b">"
        return text[:start] + opening + b"\n" + block + b"\n</" + name[1] + b">" + text[end:]
    return text[:end] + b"\n" + block + text[end:]


def without(data: bytes) -> bytes:
    """The document without what we wrote into it."""
    return _OURS.sub(b"", data)


def packet(data: bytes) -> bytes:
    """Our metadata in the document, b"" when there is none. It is text to search, not yet parsed or trusted."""
    match = _OURS.search(data)
    return match[0] if match and len(match[0]) <= _TEXT_LIMIT else b""


def _as_utf8(data: bytes) -> bytes:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = data.decode("utf-16")
        return re.sub(r'(<\?xml[^>]*?)\s+encoding=(["\']).*?\2', r"\1", text, count=1).encode()
    match = re.match(rb"\s*<\?xml[^>]*?encoding=([\"'])(.+?)\1", data[:200])
    if match is None or match[2].lower() in (b"utf-8", b"us-ascii", b"ascii"):
        return data
    try:
        text = data.decode(match[2].decode("ascii", errors="replace"))
    except (LookupError, UnicodeDecodeError) as error:
        raise InputError(
            "input-unreadable", name="SVG", expected=phrase("an SVG picture"), detail=str(error)
        ) from error
    return re.sub(r'(<\?xml[^>]*?)\s+encoding=(["\']).*?\2', r"\1", text, count=1).encode()


class _Found(Exception):
    pass


def _root(data: bytes) -> tuple[int, int, bool]:
    """Where the root's start tag begins and ends, and whether it is empty (``<svg … />``)."""
    parser = expat.ParserCreate()
    at = -1

    def start(_name: str, _attributes: dict[str, str]) -> None:
        nonlocal at
        at = parser.CurrentByteIndex
        raise _Found

    parser.StartElementHandler = start
    try:
        parser.Parse(data, True)
    except _Found:
        pass
    except expat.ExpatError as error:
        raise InputError(
            "input-unreadable", name="SVG", expected=phrase("an SVG picture"), detail=str(error)
        ) from error
    # A ">" within a quoted value does not end the tag.
    match = re.compile(rb"""<(?:[^"'>]|"[^"]*"|'[^']*')*>""").match(data, at) if at >= 0 else None
    if match is None:
        raise InputError("input-unreadable", name="SVG", expected=phrase("an SVG picture"))
    return match.start(), match.end(), match[0].endswith(b"/>")
