"""Finds backends by name, the built-in ones and those of plugins alike, through entry points.

``AIGC_STUDIO_BACKENDS`` adds backends that are not installed yet, for plugin development and tests: a comma-separated
list of ``name=module:Class``.
"""

from __future__ import annotations

import os
from importlib.metadata import EntryPoint, entry_points

from studio.core.errors import ModelError, phrase, verbatim
from studio.worker.backends.base import Backend

GROUP = "aigc_studio.backends"
VARIABLE = "AIGC_STUDIO_BACKENDS"


class Registry:
    """Backends by name; each is imported and created at its first use and kept."""

    def __init__(self, points: dict[str, EntryPoint] | None = None) -> None:
        self._points = points
        self._made: dict[str, Backend] = {}

    def names(self) -> list[str]:
        return sorted(self._found())

    def get(self, name: str) -> Backend:
        """Raises :class:`ModelError` when there is no such backend or when a part it needs is not installed."""
        if name in self._made:
            return self._made[name]
        point = self._found().get(name)
        if point is None:
            raise ModelError("backend-missing", backend=name)
        try:
            backend: Backend = point.load()()
        except ImportError as error:
            part = getattr(error, "name", None) or name
            raise ModelError(
                "missing-part",
                detail=str(error),
                part=verbatim(part),
                hint=phrase("Install the studio again with all its parts."),
            ) from error
        self._made[name] = backend
        return backend

    def _found(self) -> dict[str, EntryPoint]:
        if self._points is None:
            self._points = {point.name: point for point in entry_points(group=GROUP)}
            self._points.update(_from_environment())
        return self._points


def _from_environment() -> dict[str, EntryPoint]:
    pairs = (item.partition("=") for item in os.environ.get(VARIABLE, "").split(","))
    return {name.strip(): EntryPoint(name.strip(), value.strip(), GROUP) for name, _, value in pairs if name and value}
