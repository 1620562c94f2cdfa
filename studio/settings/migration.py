"""Brings the settings of an older version up to date: one named step per version, never changed afterwards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from studio.settings.schema import SETTINGS_VERSION

Step = Callable[[dict[str, Any]], dict[str, Any]]


def _from_0_named_theme(values: dict[str, Any]) -> dict[str, Any]:
    """Before version 1 the theme was the flag ``dark`` and files carried no version."""
    values = dict(values)
    if "dark" in values:
        values.setdefault("theme", "dark" if values.pop("dark") else "light")
    return values


STEPS: tuple[Step, ...] = (_from_0_named_theme,)
"""``STEPS[n]`` turns version *n* into *n + 1*."""


def migrate(values: dict[str, Any]) -> dict[str, Any]:
    """The values as the newest version has them; those of a newer program are returned unchanged."""
    version = values.get("version", 0)
    if not isinstance(version, int) or version < 0:
        version = 0
    for step in STEPS[version:]:
        values = step(values)
    if version < SETTINGS_VERSION:
        values["version"] = SETTINGS_VERSION
    return values
