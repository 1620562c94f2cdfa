"""What an SVG file of unknown origin may hold, and a copy of it in which nothing leads outside the file.

An SVG can name files and addresses, carry scripts, and unfold to billions of elements (entities, nested references). Files
with entities of their own or beyond the limits are refused; scripts and references that lead outside are left out of the
copy that is drawn. The file itself is never changed.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from studio.core.errors import InputError, Phrase, phrase

FILE_LIMIT = 32 * 1024 * 1024
"""Bytes of an SVG file that is read at most."""
ELEMENTS, DEPTH = 500_000, 200
"""Elements of a file, and how deep they may be nested: the renderer's own recursion ends the process at some thousands."""
SIDE = 65_536
"""Units of the longer side that a picture may declare."""
SVG, XLINK, XML = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink", "http://www.w3.org/XML/1998/namespace"
_NAMESPACES = f'xmlns="{SVG}" xmlns:xlink="{XLINK}"'
_DROPPED = frozenset({"script", "foreignobject", "iframe", "audio", "video", "canvas", "embed", "object", "metadata"})
_REFERENCES = frozenset({"href", "src"})
_RASTER = re.compile(r"data:image/(png|jpe?g|gif|webp)[;,]", re.IGNORECASE)
_OUTSIDE = re.compile(r"url\(\s*(?![\"'\s]*#)", re.IGNORECASE)
_IMPORT = re.compile(r"@import[^;]*;?", re.IGNORECASE)
_LENGTH = re.compile(r"\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*(px|pt|pc|mm|cm|in|Q|em|ex|rem)?\s*$")
_UNITS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0, "q": 24 / 25.4}
_PREFIXES = {"": "", SVG: "", XLINK: "xlink:", XML: "xml:"}
_UNSAID = (300.0, 150.0)
"""Width and height of a picture that says neither them nor a view box (CSS 2.1, replaced elements)."""


@dataclass(frozen=True)
class Svg:
    """``width`` and ``height`` in pixels as the file declares them; ``view`` is its view box (x, y, width, height);
    ``body`` is the checked content of the root element; ``attributes`` are the root's own, without sizes."""

    width: float
    height: float
    view: tuple[float, float, float, float]
    body: str
    attributes: str = ""
    left_out: int = 0
    """How many scripts and references to the outside are not in the copy."""

    @property
    def size(self) -> tuple[int, int]:
        return max(1, round(self.width)), max(1, round(self.height))

    def sized(self, width: int, height: int) -> str:
        """The whole document for a drawing of this many pixels."""
        view = " ".join(f"{number:.10g}" for number in self.view)
        root = f'<svg {_NAMESPACES} width="{width}" height="{height}" viewBox="{view}"{self.attributes}>'
        return f"{root}{self.body}</svg>"


def looks_like_svg(head: bytes) -> bool:
    """Whether a file that begins with these bytes (some hundred suffice) may be an SVG document, whatever its name."""
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = head[: len(head) // 2 * 2].decode("utf-16", errors="replace")
    else:
        text = head.decode("utf-8", errors="replace")
    text = text.lstrip("\ufeff \t\r\n")
    return text.startswith("<") and ("<svg" in text or ":svg" in text or text.startswith(("<?xml", "<!")))


def is_svg(path: Path) -> bool:
    """Whether the file is to be treated as SVG: by its suffix or by its content. False when it cannot be read."""
    try:
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError:
        return False
    if path.suffix.lower() == ".svg":
        return True
    return looks_like_svg(head) and b"<svg" in head.replace(b"\0", b"")


def read(path: Path) -> Svg:
    """The checked file. Raises :class:`InputError`: missing, empty, too large, not an SVG picture."""
    try:
        size = path.stat().st_size
        if size > FILE_LIMIT:
            raise InputError(
                "input-too-large", name=path.name, size=f"{size / 1e6:.0f} MB", limit=f"{FILE_LIMIT >> 20} MB"
            )
        data = path.read_bytes()
    except OSError as error:
        raise InputError("input-missing", path=path) from error
    return check(data, path.name)


def check(data: bytes, name: str) -> Svg:
    """The checked document. Raises :class:`InputError` as :func:`read`."""
    if not data.strip(b"\0\t\r\n "):
        raise InputError("input-empty", name=name)
    if len(data) > FILE_LIMIT:
        raise InputError("input-too-large", name=name, size=f"{len(data) / 1e6:.0f} MB", limit=f"{FILE_LIMIT >> 20} MB")
    reader = _Reader(name)
    reader.read(data)
    return reader.result()


@dataclass
class _Reader:
    """Writes the checked copy while expat reads."""

    name: str
    out: list[str] = field(default_factory=list)
    root: dict[str, str] | None = None
    depth: int = 0
    elements: int = 0
    skipping: int = 0
    """Depth of the element that is left out with all that it holds; 0 = none."""
    style: bool = False
    left_out: int = 0

    def read(self, data: bytes) -> None:
        # Names come as "namespace name", so that a prefix can hide nothing.
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = self._doctype
        parser.EntityDeclHandler = lambda *_: self._refuse(phrase("an SVG picture without entities of its own"))
        try:
            parser.Parse(data, True)
        except (expat.ExpatError, ValueError, LookupError) as error:
            raise InputError(
                "input-unreadable", detail=str(error), name=self.name, expected=phrase("an SVG picture (it is damaged)")
            ) from error

    def result(self) -> Svg:
        root = self.root
        if root is None:
            self._refuse(phrase("an SVG picture"))
        view = _numbers(root.get("viewBox", ""))
        width, height = _length(root.get("width", "")), _length(root.get("height", ""))
        if view is None or not all(map(math.isfinite, view)) or view[2] <= 0 or view[3] <= 0:
            view = None
        ratio = view[2] / view[3] if view else _UNSAID[0] / _UNSAID[1]
        if width is None and height is None:
            width, height = (view[2], view[3]) if view else _UNSAID
        elif width is None:
            width = (height or 1.0) * ratio
        elif height is None:
            height = width / ratio
        assert width is not None and height is not None
        if not (0 < width <= SIDE and 0 < height <= SIDE):
            raise InputError(
                "input-too-large",
                name=self.name,
                size=f"{width:g} × {height:g}",
                limit=phrase("{side} on a side", side=f"{SIDE:,}"),
            )
        kept = {n: v for n, v in root.items() if n not in ("width", "height", "viewBox", "x", "y")}
        attributes = self._attributes(kept)
        return Svg(width, height, view or (0.0, 0.0, width, height), "".join(self.out), attributes, self.left_out)

    def _refuse(self, expected: Phrase) -> NoReturn:
        raise InputError("input-unreadable", name=self.name, expected=expected)

    def _doctype(self, _name: str, _system: str | None, _public: str | None, internal: bool) -> None:
        if internal:
            self._refuse(phrase("an SVG picture without entities of its own"))

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        self.elements += 1
        if self.elements > ELEMENTS or self.depth > DEPTH:
            limit = phrase("{count} elements, nested {depth} deep", count=f"{ELEMENTS:,}", depth=DEPTH)
            raise InputError("input-too-large", name=self.name, size=phrase("more elements"), limit=limit)
        space, local = _parted(tag)
        if self.root is None:
            if local != "svg" or space not in ("", SVG):
                self._refuse(phrase("an SVG picture"))
            self.root = attributes
            return
        if self.skipping:
            return
        if space not in ("", SVG) or local.lower() in _DROPPED:
            self.left_out += space == SVG and local != "metadata"
            self.skipping = self.depth
            return
        self.style = local == "style"
        self.out.append(f"<{local}{self._attributes(attributes)}>")

    def _end(self, tag: str) -> None:
        if not self.skipping and self.depth > 1:
            self.out.append(f"</{_parted(tag)[1]}>")
        if self.skipping == self.depth:
            self.skipping = 0
        self.style = False
        self.depth -= 1

    def _text(self, text: str) -> None:
        if self.skipping or self.depth <= 1:
            return
        if self.style:
            cleaned = _OUTSIDE.sub("url(#none-", _IMPORT.sub("", text))
            self.left_out += cleaned != text
            text = cleaned
        self.out.append(escape(text))

    def _attributes(self, attributes: dict[str, str]) -> str:
        written = []
        for name, value in attributes.items():
            space, local = _parted(name)
            if space not in _PREFIXES or (space == XML and local == "base"):
                continue  # what other programs note for themselves
            if self._leads_outside(local.lower(), value):
                self.left_out += 1
                continue
            written.append(f" {_PREFIXES[space]}{local}={quoteattr(value)}")
        return "".join(written)

    @staticmethod
    def _leads_outside(name: str, value: str) -> bool:
        if name in _REFERENCES:
            target = value.strip()
            return not target.startswith("#") and not _RASTER.match(target)
        return name.startswith("on") or bool(_OUTSIDE.search(value))


def _parted(name: str) -> tuple[str, str]:
    """Namespace and local name."""
    space, _, local = name.rpartition(" ")
    return space, local


def _numbers(text: str) -> tuple[float, float, float, float] | None:
    parts = re.split(r"[\s,]+", text.strip())
    try:
        x, y, width, height = (float(part) for part in parts)
    except ValueError:
        return None
    return x, y, width, height


def _length(text: str) -> float | None:
    """A length in pixels; None for what is not said or relative to a page that is not there."""
    match = _LENGTH.match(text)
    if match is None:
        return None
    unit = (match[2] or "").lower()
    value = float(match[1]) * _UNITS.get(unit, 16.0)
    return value if math.isfinite(value) else math.inf
