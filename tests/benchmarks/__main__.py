"""Measure bars, each in a process of its own so that no bar inherits another's imports or memory.

    python -m tests.benchmarks [--json] [--rounds N] [NAMES…]

A missed bar is printed as missed and does not change the exit status: the figures depend on the machine.
"""

from __future__ import annotations

import argparse
import importlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


def names() -> list[str]:
    """Every bar, by its number."""
    return sorted(p.stem for p in FOLDER.glob("bar_*.py"))


def chosen(wanted: list[str]) -> list[str]:
    """The bars that the words name: a number ("7"), a name or a part of one. Raises SystemExit for an unknown one."""
    if not wanted:
        return names()
    found: list[str] = []
    for word in wanted:
        key = f"bar_{int(word):02d}_" if word.isdigit() else word
        matches = [n for n in names() if key in n]
        if not matches:
            raise SystemExit(f"No bar is called “{word}”. There are: {', '.join(names())}")
        found += [m for m in matches if m not in found]
    return found


def measure(name: str, rounds: int) -> dict[str, Any]:
    """One bar in a child process; a bar that fails is reported with its error."""
    command = [sys.executable, "-m", "tests.benchmarks", "--one", name, "--rounds", str(rounds)]
    result = subprocess.run(command, cwd=FOLDER.parent.parent, capture_output=True, text=True, encoding="utf-8")
    if result.returncode:
        return {"name": name, "met": False, "error": result.stderr.strip()[-2000:]}
    return {"name": name, **json.loads(result.stdout.strip().splitlines()[-1])}


def line(result: dict[str, Any]) -> str:
    if "error" in result:
        return f"{result['name']:32} failed: {result['error'].splitlines()[-1] if result['error'] else 'no output'}"
    if "skipped" in result:
        return f"{result['name']:32} not measured: {result['skipped']}"
    sign = "≥" if result.get("at_least") else "≤"
    verdict = "met" if result["met"] else "MISSED"
    return f"{result['name']:32} {result['ratio']:8.3f}  (target {sign} {result['target']})  {verdict}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--rounds", type=int, default=0)
    parser.add_argument("--one", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        module = importlib.import_module(f"tests.benchmarks.{options.one}")
        print(json.dumps(module.measure(options.rounds)))
        return 0
    failed = False
    for name in chosen(options.names):
        result = measure(name, options.rounds)
        failed |= "error" in result
        print(json.dumps(result) if options.json else line(result), flush=True)
    return 3 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
