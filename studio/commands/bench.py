"""``aigc-studio bench``: the performance bars, which live with the tests of a source checkout."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from studio.core.errors import ResourceError, phrase


def main(options: argparse.Namespace) -> int:
    """Run ``tests.benchmarks`` of the checkout; raises :class:`ResourceError` where there is none."""
    root = Path(__file__).resolve().parents[2]
    if not (root / "tests" / "benchmarks" / "__main__.py").is_file():
        hint = phrase("They come with the source checkout: run “python -m studio bench” there.")
        raise ResourceError("missing-part", part=phrase("The set of benchmarks"), hint=hint)
    command = [sys.executable, "-m", "tests.benchmarks", "--rounds", str(options.rounds), *options.names]
    if options.json:
        command.append("--json")
    return subprocess.run(command, cwd=root, check=False).returncode
