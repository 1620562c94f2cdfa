"""File names from a template, good on every platform."""

from __future__ import annotations

import re
import string
import time
import unicodedata
from typing import Any

from studio.core.errors import ExportError, phrase
from studio.exports.options import ExportItem

FIELDS = ("title", "date", "time", "kind", "task", "model", "seed", "n", "id")
MAX_BYTES = 180
"""UTF-8 bytes of a name without its suffix: file systems allow 255, and suffixes and counters need room."""

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)
_SPACES = re.compile(r"\s+")
_FORMAT = re.compile(r"0?[1-9]?")


def sanitise(name: str, fallback: str = "untitled") -> str:
    """The name with everything replaced that Windows, macOS or Linux refuse, at most :data:`MAX_BYTES` long."""
    name = unicodedata.normalize("NFC", name)
    # Marks that turn the direction of text can disguise a file's suffix; surrogates cannot be written at all.
    name = "".join(" " if c.isspace() else c for c in name if c not in _DISGUISES and not "\ud800" <= c <= "\udfff")
    name = _SPACES.sub(" ", _FORBIDDEN.sub("-", name))
    while len(name.encode()) > MAX_BYTES:
        name = name[:-1]
    name = name.strip(" .")
    if _RESERVED.fullmatch(name):
        name = f"_{name}"
    return name or fallback


_DISGUISES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


def values_of(item: ExportItem, number: int) -> dict[str, Any]:
    """The template's fields for one item. Date and time are local."""
    when = time.localtime(item.created)
    recipe = item.recipe
    request = recipe.request if recipe else None
    model = ""
    if recipe is not None and recipe.model is not None:
        model = recipe.model.name or recipe.model.id
    seed = request.seed if request is not None else None
    return {
        "title": item.title.strip() or item.kind,
        "date": time.strftime("%Y-%m-%d", when),
        "time": time.strftime("%H-%M-%S", when),
        "kind": item.kind,
        "task": request.task if request is not None else "",
        "model": model,
        "seed": "" if seed is None else seed,
        "n": number,
        "id": item.id[:8],
    }


def render(template: str, values: dict[str, Any]) -> str:
    """The sanitised name. Raises :class:`ExportError` for a field that does not exist or a wrong number format."""
    parts: list[str] = []
    try:
        for text, field, spec, conversion in string.Formatter().parse(template):
            parts.append(text)
            if field is None:
                continue
            # Only plain names: attribute access and indexing of format strings are no business of a file name.
            if field not in values or conversion or not _FORMAT.fullmatch(spec or ""):
                raise _invalid(template)
            value = values[field]
            if spec:
                if not isinstance(value, int):
                    raise _invalid(template)
                parts.append(format(value, spec))
            else:
                # Each value is cut on its own, so that a long title leaves room for what follows it.
                text_value = str(value)
                while len(text_value.encode(errors="replace")) > MAX_BYTES - 60:
                    text_value = text_value[:-1]
                parts.append(text_value)
    except ValueError as error:
        raise _invalid(template) from error
    return sanitise("".join(parts))


def _invalid(template: str) -> ExportError:
    fields = " ".join(f"{{{f}}}" for f in FIELDS)
    return ExportError(
        "setting-invalid",
        name=phrase("Names"),
        value=template,
        hint=phrase("Use these fields: {fields}; {{n:03}} pads.", fields=fields),
    )


def key(name: str) -> str:
    """What two names may not share in one folder: case and Unicode form do not tell files apart everywhere."""
    return unicodedata.normalize("NFC", name).casefold()
