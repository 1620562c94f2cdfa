"""The tasks of each kind and the settings that ``--set`` takes, as a text."""

from __future__ import annotations

import textwrap

import msgspec

from studio.core import misfits
from studio.core.requests import REQUEST_TYPES, Kind, settings_of, tasks_of


def settings_list() -> str:
    """For each kind of request its tasks, its settings with what they are when not set, and their parts."""
    return "\n\n".join(_of(kind) for kind in REQUEST_TYPES)


def _of(kind: Kind) -> str:
    settings = settings_of(kind)
    lines = [
        _wrapped("tasks", ", ".join(tasks_of(kind))),
        _wrapped("settings", ", ".join(f"{name}{_default(value)}" for name, value in settings.items())),
    ]
    parts = {name: misfits.parts_of(REQUEST_TYPES[kind], name) for name in settings}
    lines += [_wrapped(name, ", ".join(names)) for name, names in parts.items() if names]
    return "\n".join([kind, *lines])


def _default(value: object) -> str:
    """Nothing for a setting that is empty, or that the model decides when it is not set."""
    return (
        f"={msgspec.json.encode(value).decode()}" if isinstance(value, (bool, int, float, str)) and value != "" else ""
    )


def _wrapped(name: str, text: str) -> str:
    return textwrap.fill(f"{name}: {text}", 100, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False)
