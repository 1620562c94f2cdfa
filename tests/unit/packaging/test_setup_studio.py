"""The set-up of the two commands: what it would install, and that it does nothing twice."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[3]


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"packaging_{name}", ROOT / "packaging" / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def setup(chinese_dir: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    module = load("setup_studio")
    monkeypatch.setattr(module, "VENV", chinese_dir / ".venv")
    monkeypatch.setattr(module, "STAMPS", chinese_dir / ".venv" / "stamps")
    return module


def test_a_step_is_done_once_until_its_parts_change(setup: ModuleType, chinese_dir: Path) -> None:
    file, done = chinese_dir / "文件.txt", []
    file.write_text("1")
    for _ in range(2):
        setup.once("step", [file, "word"], lambda: done.append(1))
    assert len(done) == 1
    file.write_text("2")
    assert setup.once("step", [file, "word"], lambda: done.append(1))
    assert len(done) == 2


def test_a_step_that_failed_is_done_again(setup: ModuleType) -> None:
    def fail() -> None:
        raise setup.SetupError("no")

    for _ in range(2):
        with pytest.raises(setup.SetupError):
            setup.once("step", ["word"], fail)
    assert setup.once("step", ["word"], lambda: None)


def test_cuda_is_never_pulled_without_a_gpu_while_another_build_is_offered(setup: ModuleType) -> None:
    assert setup.torch_requests(gpu=True, system="linux") == [["torch==2.13.0"]]
    assert setup.torch_requests(gpu=False, system="win32") == [["torch==2.13.0"]]
    assert setup.torch_requests(gpu=False, system="linux") == [["torch==2.13.0+cpu"], ["torch==2.13.0"]]


def test_torch_is_the_same_version_everywhere(setup: ModuleType) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["dependencies"][0] == f"torch=={setup.TORCH}"
    constraints = (ROOT / "packaging" / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = dict(line.split("==") for line in constraints if "==" in line and not line.startswith("#"))
    pinned = {name.lower().replace("_", "-"): version for name, version in pinned.items()}
    extras = project["optional-dependencies"]
    for line in [*project["dependencies"], *extras["test"], *extras["dev"]]:
        name, version = line.split("==")
        assert pinned.get(name.lower().replace("_", "-"), version) == version, line


def test_missing_libraries_are_named_by_their_debian_packages(
    setup: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(setup, "_loads", lambda library: library != "libpulse.so.0")
    monkeypatch.setattr(setup, "_has_cjk_font", lambda: False)
    monkeypatch.setattr(setup.shutil, "which", lambda program: None if program == "Xvfb" else "/usr/bin/x")
    assert setup.missing_packages(setup.LIBRARIES, setup.TEST_PROGRAMS) == ["fonts-noto-cjk", "libpulse0", "xvfb"]
    monkeypatch.setattr(sys, "platform", "darwin")
    assert setup.missing_packages(setup.LIBRARIES, setup.TEST_PROGRAMS) == []


def test_without_rights_the_missing_packages_are_said_in_one_line(
    setup: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(setup, "_administrator", lambda: None)
    monkeypatch.setattr(setup, "missing_packages", lambda *_: ["libegl1", "libpulse0"])
    setup.prepare_system(window=True)
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 1 and "apt-get install libegl1 libpulse0" in lines[0]


def test_an_old_python_gets_a_clear_sentence(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2, "final", 0))
    with pytest.raises(setup.SetupError, match=r"Python 3\.11 or newer is needed; this is 3\.9\.2"):
        setup.check_python()


def test_a_failed_command_ends_in_one_sentence(setup: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    def fail() -> int:
        setup.run([sys.executable, "-c", "raise SystemExit(7)"], "The download")
        return 0

    assert setup.guarded(fail) == 1
    assert "The download failed (status 7)" in capsys.readouterr().out.splitlines()[-1]

    def stop() -> int:
        raise KeyboardInterrupt

    assert setup.guarded(stop) == 130


def test_the_display_decides_between_window_and_headless(monkeypatch: pytest.MonkeyPatch) -> None:
    run = load("run")
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert not run.has_display()
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert run.has_display()


def test_the_commands_need_nothing_but_the_standard_library() -> None:
    code = "import sys; sys.path.insert(0, 'packaging'); import setup_studio, run"
    done = subprocess.run([sys.executable, "-I", "-S", "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
