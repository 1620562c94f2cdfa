"""Ids of assets: made by the gallery, or by a worker whose results refer to one another."""

from __future__ import annotations

import os
import re
import time


def new_id() -> str:
    """Nineteen characters, in order of their making: milliseconds since the epoch (11 hexadecimal digits) and 32
    random bits."""
    return f"{time.time_ns() // 1_000_000:011x}{os.urandom(4).hex()}"


_AT_END = re.compile(r"-?[0-9a-f]{19}$")


def without_id(stem: str) -> str:
    """The name of an asset's file as a person would say it; the name of any other file as it is."""
    return _AT_END.sub("", stem)
