"""The axes of a grid: which settings one can vary, how their values are written, and a request with one of them set."""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from typing import Any

import msgspec

from studio.core.errors import InputError, Phrase, phrase
from studio.core.pictures import Axis
from studio.core.requests import ImageRequest

MAX_VALUES = 100
"""Values of one axis at most."""

SEARCH, SIZE = "prompt", "size"
"""Two settings that are not one field: search and replace in the prompts; width and height."""

_FIXED = frozenset({"task", "inputs", "takes", "grid", "run_prompts", "run_negative"})
_NUMBER = r"[+-]?\d+(?:\.\d+)?"
_RANGE = re.compile(rf"({_NUMBER})\s*[-–~]\s*({_NUMBER})(?:\s*[(（]\s*({_NUMBER})\s*[)）]|\s*[\[［]\s*(\d+)\s*[\]］])?")
_SIZE = re.compile(r"(\d+)\s*[x×*]\s*(\d+)", re.IGNORECASE)
_PIECE = re.compile(r'[ \t]*(?:"((?:[^"]|"")*)"|([^,，\n]*))[ \t\r]*(?:[,，\n]|\Z)')


def parse(setting: str, text: str, label: str = "") -> Axis:
    """An axis from its values as one writes them: ``10, 20``, ``"a, b", c``, and for numbers also ranges: ``1-5``,
    ``1-10 (+3)`` (in steps of 3), ``0.2-1 [5]`` (5 values). Each value stands once.

    Raises :class:`InputError` naming the setting.
    """
    setting = setting.strip()
    return Axis(setting=setting, values=_unique(setting, split(text)), label=label)


def completed(axis: Axis) -> Axis:
    """The axis with its ranges written out and every value once, checked."""
    return msgspec.structs.replace(axis, values=_unique(axis.setting, axis.values))


def split(text: str) -> list[str]:
    """The pieces between commas or line ends; a piece in quotation marks may hold both."""
    pieces: list[str] = []
    at = 0
    while at < len(text):
        match = _PIECE.match(text, at)
        assert match is not None  # the pattern also matches nothing
        quoted, plain = match.group(1), match.group(2)
        if quoted is not None:
            pieces.append(quoted.replace('""', '"'))
        elif plain.strip():
            pieces.append(plain.strip())
        at = max(match.end(), at + 1)
    return pieces


def joined(pieces: Iterable[str]) -> str:
    """The text that :func:`split` takes apart into these pieces."""
    quoted = ('"' + p.replace('"', '""') + '"' if any(c in p for c in ',，"\n') else p for p in pieces)
    return ", ".join(quoted)


@lru_cache(maxsize=256)
def type_of(setting: str) -> Any:
    """The Python type of a setting's value (int, float, str, bool, or ``tuple`` for a list of names).

    Raises :class:`InputError` for a setting that there is not or that a grid cannot vary.
    """
    if setting in (SEARCH, SIZE, "model"):
        return str
    found: Any = ImageRequest
    parts = setting.split(".")
    for part in parts:
        found = _without_none(found)
        if typing.get_origin(found) is tuple and part.isdigit():
            found = typing.get_args(found)[0]
            continue
        fields = {f.name: f.type for f in msgspec.structs.fields(found)} if _is_struct(found) else {}
        if part not in fields or parts[0] in _FIXED:
            raise _unknown(setting)
        found = fields[part]
    found = _without_none(found)
    if typing.get_origin(found) is typing.Literal:
        return str
    if typing.get_origin(found) is tuple and typing.get_args(found)[0] is str:
        return tuple
    if found not in (int, float, str, bool):
        raise _unknown(setting)
    return found


def put(values: dict[str, Any], axis: Axis, value: str) -> None:
    """Set one value of an axis in the plain values of a request."""
    if axis.setting == SEARCH:
        for name in ("prompt", "negative"):
            values[name] = values[name].replace(axis.values[0], value)
    elif axis.setting == SIZE:
        match = _SIZE.fullmatch(value.strip())
        if match is None:
            raise _invalid("size", value, phrase("Write width × height, as 512x768."))
        values["width"], values["height"] = int(match.group(1)), int(match.group(2))
    else:
        listed = type_of(axis.setting) is tuple and not value.startswith("[")
        _put_at(values, axis.setting, ([value] if value else []) if listed else value)


def _put_at(values: dict[str, Any], setting: str, value: Any) -> None:
    at: Any = values
    *path, last = setting.split(".")
    for part in path:
        if isinstance(at, dict):
            if at.get(part) is None:
                at[part] = {}
            at = at[part]
        else:
            at = _element(at, part, setting)
    if isinstance(at, dict):
        at[last] = value
    else:
        _element(at, last, setting)
        at[int(last)] = value


def _element(values: Any, part: str, setting: str) -> Any:
    if not (isinstance(values, list) and part.isdigit() and int(part) < len(values)):
        count = len(values) if isinstance(values, list) else 0
        raise _unvaried(setting, phrase("The request has {count} of them; the first is number 0.", count=count))
    return values[int(part)]


def _unique(setting: str, pieces: Iterable[str]) -> tuple[str, ...]:
    kind = type_of(setting)
    found: dict[str, None] = {}
    for piece in pieces:
        for value in _range(setting, piece, kind) if kind in (int, float) else [piece]:
            found[value] = None
            if len(found) > MAX_VALUES:
                raise _too_many(setting, piece[:40])
    if not found:
        raise _unvaried(setting, phrase("Write at least one value."))
    return tuple(found)


def _range(setting: str, piece: str, kind: Any) -> list[str]:
    match = _RANGE.fullmatch(piece.strip())
    if match is None:
        return [piece]
    first, last = Decimal(match.group(1)), Decimal(match.group(2))
    if match.group(4):
        count = int(match.group(4))
        if not 1 <= count <= MAX_VALUES:
            raise _invalid(setting, piece, phrase("Choose 1 to {limit} values.", limit=MAX_VALUES))
        step = (last - first) / (count - 1) if count > 1 else Decimal(0)
        return [_written(first + step * n, kind) for n in range(count)]
    step = Decimal(match.group(3)) if match.group(3) else Decimal(1 if last >= first else -1)
    if step == 0 or (last != first and (step > 0) != (last > first)):
        raise _invalid(setting, piece, phrase("The step leads away from the end."))
    count = int((last - first) / step) + 1
    if count > MAX_VALUES:
        raise _too_many(setting, piece)
    return [_written(first + step * n, kind) for n in range(count)]


def _written(value: Decimal, kind: Any) -> str:
    if kind is int:
        return str(int(value))
    text = f"{value:.4f}".rstrip("0").rstrip(".")
    return text if text not in ("", "-0") else "0"


def _without_none(kind: Any) -> Any:
    if isinstance(kind, types.UnionType) or typing.get_origin(kind) is typing.Union:
        return next(a for a in typing.get_args(kind) if a is not type(None))
    return kind


def _is_struct(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)


def _unknown(setting: str) -> InputError:
    hint = phrase(
        "A grid varies a setting of the task by its name, for example steps, guidance, seed, model or hires.strength."
    )
    return _unvaried(setting or "setting", hint)


def _unvaried(setting: str, hint: Phrase) -> InputError:
    return InputError("setting-invalid", name=setting, value=phrase("varied"), hint=hint)


def _too_many(setting: str, value: str) -> InputError:
    return _invalid(setting, value, phrase("Choose at most {limit} values.", limit=MAX_VALUES))


def _invalid(setting: str, value: str, hint: Phrase) -> InputError:
    return InputError("setting-invalid", name=setting, value=value, hint=hint)
