"""Ids of assets: made by the gallery, or by a worker whose results refer to one another."""

from __future__ import annotations

import secrets
import time


def new_id() -> str:
    """Nineteen characters, in order of their making: milliseconds since the epoch (11 hexadecimal digits) and 32
    random bits."""
    return f"{time.time_ns() // 1_000_000:011x}{secrets.token_hex(4)}"
