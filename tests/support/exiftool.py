"""What exiftool, the reader that photographers and archives use, finds in a file."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

PROGRAM = shutil.which("exiftool")
needed = pytest.mark.skipif(PROGRAM is None, reason="exiftool is not installed (on Debian: libimage-exiftool-perl)")


def tags(path: Path) -> dict[str, Any]:
    """Every tag as ``Group:Name`` to its value; of those that come more than once the first."""
    assert PROGRAM is not None
    command = [PROGRAM, "-j", "-G1", "-charset", "filename=UTF8", str(path)]
    result = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    found: dict[str, Any] = json.loads(result.stdout)[0]
    assert "ExifTool:Warning" not in found and "ExifTool:Error" not in found, found
    return found


def value(path: Path, tag: str) -> str:
    """One tag's text, however long it is."""
    assert PROGRAM is not None
    command = [PROGRAM, "-b", "-charset", "filename=UTF8", f"-{tag}", str(path)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True).stdout
