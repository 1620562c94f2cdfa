"""The house: what the import contracts cannot say, and what the distribution holds."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import entry_points, version
from pathlib import Path

import pytest

import studio

ROOT = Path(__file__).resolve().parents[3]
STUDIO = ROOT / "studio"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def qt_modules(file: Path) -> set[str]:
    """The PySide6 modules a file imports, wherever in it."""
    found: set[str] = set()
    text = file.read_text(encoding="utf-8")
    if "PySide6" not in text:
        return found
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("PySide6"):
            names = [a.name for a in node.names] if node.module == "PySide6" else [node.module.partition(".")[2]]
            found.update(names)
        elif isinstance(node, ast.Import):
            found.update(a.name.partition(".")[2] for a in node.names if a.name.startswith("PySide6"))
    return found


def test_widgets_are_only_in_the_window() -> None:
    for file in STUDIO.rglob("*.py"):
        part = file.relative_to(STUDIO).parts[0]
        if "QtWidgets" in qt_modules(file):
            assert part in ("ui", "app.py"), file


@pytest.mark.parametrize("package", ["engine", "presenters"])
def test_engine_and_presenters_know_no_widgets(package: str) -> None:
    allowed = {"QtCore"} if package == "engine" else {"QtCore", "QtMultimedia"}
    for file in (STUDIO / package).rglob("*.py"):
        assert qt_modules(file) <= allowed, file


def test_every_backend_of_the_distribution_has_its_module() -> None:
    declared = PROJECT["entry-points"]["aigc_studio.backends"]
    installed = {e.name: e.value for e in entry_points(group="aigc_studio.backends")}
    assert declared.items() <= installed.items()
    for target in declared.values():
        module, _, name = target.partition(":")
        file = ROOT / (module.replace(".", "/") + ".py")
        assert f"class {name}" in file.read_text(encoding="utf-8")


def test_the_version_is_said_once() -> None:
    assert PROJECT["version"] == version("aigc-studio") == studio.version()


def test_every_dependency_is_pinned_and_says_what_it_is_for() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    block = text.partition("\ndependencies = [")[2].partition("\n]")[0].splitlines()
    for n, line in enumerate(block):
        if line.strip().startswith('"'):
            assert "==" in line, line
            above = block[n - 1].strip()
            assert "#" in line or above.startswith(("#", '"PySide6')), line


@pytest.mark.slow
def test_a_built_wheel_brings_the_resources(tmp_path: Path) -> None:
    code = "from setuptools.build_meta import build_wheel; import sys; build_wheel(sys.argv[1])"
    source = tmp_path / "源码"
    source.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE", "studio", "resources", "packaging"):
        (source / name).symlink_to(ROOT / name)
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code, str(tmp_path)], cwd=source, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-2000:]
    wheel = next(tmp_path.glob("aigc_studio-*.whl"))
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {"studio/resources/models/catalogue.json", "studio/py.typed", "studio/__main__.py"} <= names
    assert not [n for n in names if n.startswith("tests/")]
