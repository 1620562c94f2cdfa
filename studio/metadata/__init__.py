"""What is written into asset files and read out of them.

:func:`embed` writes a Recipe into a file without touching its pixels or samples; :func:`read` finds what this studio or
another program wrote.
"""

from __future__ import annotations

from studio.metadata.embedding import LEVELS, Level, embed
from studio.metadata.found import Found, Use
from studio.metadata.reading import read

__all__ = ["LEVELS", "Found", "Level", "Use", "embed", "read"]
