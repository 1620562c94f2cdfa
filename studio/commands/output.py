"""What a command prints: JSON alone on standard output, everything for people's eyes on standard error."""

from __future__ import annotations

import json
import sys
from typing import Any

import msgspec

from studio.core.errors import ErrorInfo

OK = 0
WRONG_USE = 2
FAILED = 3
CANCELLED = 130


def emit(value: Any) -> None:
    """One JSON document on one line of standard output, Chinese kept as it is."""
    line = json.dumps(msgspec.to_builtins(value), ensure_ascii=False)
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def say(text: str) -> None:
    """A line for the person at the terminal."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def show(text: str) -> None:
    """A line of the result itself when JSON was not asked for."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def error_dict(error: ErrorInfo) -> dict[str, Any]:
    """The error as the command line reports it."""
    return {"code": error.code, "what": error.what, "remedy": error.remedy, "detail": error.detail}


def report(error: ErrorInfo, *, as_json: bool) -> None:
    """Print an error that ended the command."""
    if as_json:
        emit({"event": "error", "error": error_dict(error)})
    say(f"aigc-studio: {error.what} {error.remedy}".rstrip())


def human_size(count: int) -> str:
    """Bytes in binary units, as file managers show them."""
    value = float(count)
    for unit in ("B", "KiB", "MiB", "GiB"):
        if value < 1024:
            return f"{value:.0f} {unit}" if unit == "B" else f"{value:.1f} {unit}"
        value /= 1024
    return f"{value:.1f} TiB"
