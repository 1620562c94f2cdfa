"""Whether this machine has a C++ compiler, as compiled blocks need on a processor."""

from __future__ import annotations

import functools
import shutil

NAMES = ("cl", "g++", "clang++")


@functools.cache
def found() -> bool:
    return any(map(shutil.which, NAMES))
