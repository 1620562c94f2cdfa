"""Values that do not fit the type of their setting: which setting it was, and what it takes instead."""

from __future__ import annotations

import re
from typing import Any

import msgspec
from msgspec import inspect

from studio.core.errors import InputError, Phrase, phrase

_PATH = re.compile(r" - at `\$\.?(?P<path>[^`]*)`$")
_UNKNOWN = re.compile(r"unknown field `(?P<name>[^`]*)`")


def unknown(name: str, known: list[str]) -> InputError:
    """The error for a setting that does not exist; ``known`` are those that do, all with their dotted names."""
    import difflib

    # Compared by their last parts: a common beginning says nothing.
    ends = {one.rpartition(".")[2]: one for one in known}
    near = difflib.get_close_matches(name.rpartition(".")[2], ends, n=1, cutoff=0.7)
    if near:
        hint = phrase("Did you mean “{near}”? There are: {names}.", near=ends[near[0]], names=", ".join(known))
    else:
        hint = phrase("There are: {names}.", names=", ".join(known))
    return InputError("setting-unknown", name=name, hint=hint)


def path_of(error: msgspec.ValidationError) -> str:
    """The dotted name of what does not fit; "" when that is the whole."""
    found = _PATH.search(str(error))
    return found["path"].replace("[", ".").replace("]", "") if found else ""


def misfit(error: msgspec.ValidationError, root: type, values: dict[str, Any]) -> InputError:
    """The error for ``values`` that are no ``root``, after what msgspec said of them."""
    text, path = str(error), path_of(error)
    steps = [step for step in path.split(".") if step]
    kind = _at(inspect.type_info(root), steps)
    lost = _UNKNOWN.search(text)
    if lost and isinstance(kind, inspect.StructType):
        prefix = f"{path}." if path else ""
        return unknown(prefix + lost["name"], [prefix + field.name for field in kind.fields])
    hint = _wanted(kind) or phrase("Look at how a recipe writes it.")
    return InputError("setting-invalid", text, name=path or phrase("request"), value=_value(values, steps), hint=hint)


def parts_of(root: type, name: str) -> list[str]:
    """The dotted names below the setting ``name`` of ``root``, of one in a list as ``name.0.…``; none for a plain one."""
    kind = _at(inspect.type_info(root), [name])
    prefix = name
    if isinstance(kind, (inspect.ListType, inspect.VarTupleType)):
        kind, prefix = _plain(kind.item_type), f"{name}.0"
    return [f"{prefix}.{field.name}" for field in kind.fields] if isinstance(kind, inspect.StructType) else []


def _at(kind: inspect.Type | None, steps: list[str]) -> inspect.Type | None:
    """The type that stands at the end of ``steps``."""
    for step in steps:
        kind = _plain(kind)
        if isinstance(kind, inspect.StructType):
            kind = next((field.type for field in kind.fields if field.encode_name == step), None)
        elif isinstance(kind, (inspect.ListType, inspect.VarTupleType)):
            kind = kind.item_type
        elif isinstance(kind, inspect.TupleType) and step.isdecimal() and int(step) < len(kind.item_types):
            kind = kind.item_types[int(step)]
        else:
            return None
    return _plain(kind)


def _plain(kind: inspect.Type | None) -> inspect.Type | None:
    """``kind`` without the None that may stand for it."""
    if isinstance(kind, inspect.Metadata):
        return _plain(kind.type)
    if isinstance(kind, inspect.UnionType):
        others = [one for one in kind.types if not isinstance(one, inspect.NoneType)]
        return _plain(others[0]) if len(others) == 1 else None
    return kind


def _wanted(kind: inspect.Type | None) -> Phrase | None:
    """What a setting of this type takes."""
    if isinstance(kind, inspect.IntType):
        return phrase("Give a whole number.")
    if isinstance(kind, inspect.FloatType):
        return phrase("Give a number.")
    if isinstance(kind, inspect.BoolType):
        return phrase("Give true or false.")
    if isinstance(kind, inspect.LiteralType):
        return phrase("Choose one of: {names}.", names=", ".join(str(value) for value in kind.values if value != ""))
    if isinstance(kind, inspect.StructType):
        return phrase("It has these parts: {names}.", names=", ".join(field.name for field in kind.fields))
    if isinstance(kind, (inspect.ListType, inspect.VarTupleType, inspect.TupleType)):
        return phrase("Give a list, as JSON.")
    return None


def _value(values: Any, steps: list[str]) -> str:
    for step in steps:
        if isinstance(values, dict):
            values = values.get(step, "")
        elif isinstance(values, (list, tuple)) and step.isdecimal() and int(step) < len(values):
            values = values[int(step)]
        else:
            return ""
    return str(values)[:80]
