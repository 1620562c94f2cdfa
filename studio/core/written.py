"""Settings as they are written on a command line or in a table: dotted names, JSON, values of axes in one text."""

from __future__ import annotations

from typing import Any

import msgspec

from studio.core.errors import InputError, phrase

_PLAIN = frozenset({"prompt", "negative", "system", "style", "scheduler", "model", "voice", "run_negative"})
"""Settings that are text whatever they look like."""


def nested(values: dict[str, Any]) -> dict[str, Any]:
    """Dotted names gathered under their first part; texts that are JSON objects or lists read as such."""
    found: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, str) and value[:1] in ("{", "[") and name not in _PLAIN:
            try:
                value = msgspec.json.decode(value)
            except msgspec.MsgspecError as error:
                raise InputError(
                    "setting-invalid",
                    name=name,
                    value=value[:80],
                    hint=phrase("It is not JSON: {reason}.", reason=error),
                ) from error
        first, dot, rest = name.partition(".")
        if not dot:
            found[name] = value
            continue
        inner = found.setdefault(first, {})
        if not isinstance(inner, dict):
            inner = found[first] = msgspec.to_builtins(inner) if inner is not None else {}
        inner[rest] = value
    return {n: _inner(v) for n, v in found.items()}


def _inner(value: Any) -> Any:
    """What was gathered under a name: its own dotted names likewise, and numbered parts (``control.0``) as a list."""
    if not isinstance(value, dict):
        return value
    if any("." in str(key) for key in value):
        value = nested(value)
    if value and all(str(key).isdecimal() for key in value):
        return [value[key] for key in sorted(value, key=int)]
    return value


def with_axes(grid: dict[str, Any]) -> dict[str, Any]:
    """Values of axes may come as one text (``1-5``, ``a, b``) or as numbers; a Grid has a list of texts."""
    from studio.core import axes

    found = dict(grid)
    for name in ("x", "y"):
        axis = found.get(name)
        if not isinstance(axis, dict):
            continue
        values = axis.get("values")
        if isinstance(values, str):
            found[name] = {**axis, "values": axes.split(values)}
        elif isinstance(values, (list, tuple)):
            texts = [v if isinstance(v, str) else msgspec.json.encode(v).decode() for v in values]
            found[name] = {**axis, "values": texts}
    return found
