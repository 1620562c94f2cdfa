"""AIGC Studio: drafts of text, pictures and sound from models on the user's own machine."""

from __future__ import annotations

from functools import cache


@cache
def version() -> str:
    """The version of the installed distribution (its one place is pyproject.toml)."""
    from importlib import metadata

    try:
        return metadata.version("aigc-studio")
    except metadata.PackageNotFoundError:
        return "0+unknown"
